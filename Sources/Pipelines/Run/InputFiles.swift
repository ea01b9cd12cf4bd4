import Glibc
import Platform

/// Turns what `--input` says into files: files, folders, globs, and `-` for a list on standard input.
enum InputFiles {
    /// Files in the order given; those of a folder or glob sorted by bytes; each file once.
    /// - Throws: `PipelineError.problems` naming every input that is not there or cannot be read.
    static func expand(_ paths: [String]) throws(PipelineError) -> [Plan.Input] {
        var problems: [String] = []
        var files: [String] = []
        for path in paths.flatMap({ $0 == "-" ? standardInput() : [$0] }) {
            do { files += try expand(path) } catch { problems.append(error.text) }
        }
        var seen: Set<String> = []
        var inputs: [Plan.Input] = []
        for file in files where seen.insert(file).inserted {
            guard access(file, R_OK) == 0, let bytes = try? Files.size(file) else {
                problems.append("\(SystemError("read", path: file))")
                continue
            }
            inputs.append(Plan.Input(path: file, bytes: bytes))
        }
        guard problems.isEmpty else { throw .problems(problems) }
        guard !inputs.isEmpty else { throw .problems(["no input: give files, folders, globs or '-' after --input"]) }
        return inputs
    }

    private struct Problem: Error { let text: String }

    private static func expand(_ path: String) throws(Problem) -> [String] {
        if Files.isFolder(path) {
            let found: [String]
            do { found = try archives(in: path) } catch { throw Problem(text: "\(error)") }
            guard !found.isEmpty else { throw Problem(text: "no archive and no HTML file in the folder '\(path)'") }
            return found
        }
        if Files.exists(path) { return [absolute(path)] }
        guard path.contains(where: { "*?[".contains($0) }) else {
            throw Problem(text: "\(SystemError("open", path: path, code: ENOENT))")
        }
        let found = matches(path)
        guard !found.isEmpty else { throw Problem(text: "nothing matches '\(path)'") }
        var files: [String] = []
        for one in found {
            do { files += Files.isFolder(one) ? try archives(in: one) : [absolute(one)] } catch {
                throw Problem(text: "\(error)")
            }
        }
        return files
    }

    /// Whether a file is called an archive.
    static func isArchiveName(_ path: String) -> Bool { archiveEndings.contains(where: path.lowercased().hasSuffix) }

    private static let archiveEndings = [".warc.gz", ".warc", ".warc.zst", ".wacz", ".arc", ".arc.gz"]
    private static let pageEndings = [".html", ".htm", ".xhtml"]

    private static func archives(in folder: String) throws(SystemError) -> [String] {
        var found: [String] = []
        for name in try Files.list(folder) {
            let path = folder + "/" + name
            let lower = name.lowercased()
            if Files.isFolder(path) {
                found += try archives(in: path)
            } else if (archiveEndings + pageEndings).contains(where: lower.hasSuffix) {
                found.append(absolute(path))
            }
        }
        return found
    }

    private static func matches(_ pattern: String) -> [String] {
        var result = glob_t()
        defer { globfree(&result) }
        guard glob(pattern, 0, nil, &result) == 0 else { return [] }
        return (0..<Int(result.gl_pathc)).compactMap { result.gl_pathv[$0].map { String(cString: $0) } }
    }

    private static func standardInput() -> [String] {
        var lines: [String] = []
        while let line = readLine() { if !line.isEmpty { lines.append(line) } }
        return lines
    }

    static func absolute(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
