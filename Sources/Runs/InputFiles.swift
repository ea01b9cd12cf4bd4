import Configuration
import Glibc
import Platform
import RemoteFiles
import WebArchive

/// A file that `--input` leads to.
package struct InputFile: Sendable, Equatable {
    package let path: String
    /// What provenance calls it: its path in the folder it was found in, without the folder; else its own name.
    package let name: String
    package let bytes: Int
    /// The folder it was found in.
    package let folder: String?
    /// The list that named it.
    var list: String?
    /// How it is, when it is not on this machine.
    var remote: RemoteState?
}

/// Turns what `--input` says into files: files, folders, globs, addresses, lists of archives, tables of records, and `-` for
/// a list on standard input.
package struct InputFiles {
    /// What was found.
    struct Found {
        var files: [InputFile]
        var tables: [RecordTable]
    }

    /// Files in the order given; those of a folder or glob sorted by bytes; each file once.
    /// - Parameter output: a folder that is no input even inside of one: what a run makes is not its own input.
    /// - Throws: `PipelineError.problems` naming every input that is not there or cannot be read.
    static func expand(
        _ paths: [String], excluding output: String, _ config: PipelineConfig
    ) throws(PipelineError) -> Found {
        var files = InputFiles(output: FolderIdentity(output), remote: try RemoteInputs(config))
        for path in paths {
            if path == "-" {
                while let line = readLine() { if !line.isEmpty { files.add(line) } }
            } else {
                files.add(path)
            }
        }
        files.problems += try files.remote.look(at: &files.found)
        guard files.problems.isEmpty else { throw .problems(files.problems) }
        guard !files.found.isEmpty || !files.tables.isEmpty else {
            let what = paths == ["-"] ? "the list on standard input is empty" : "no input"
            throw .problems(["\(what): give files, folders, globs or '-' after --input"])
        }
        return Found(files: files.found, tables: files.tables)
    }

    private let output: FolderIdentity?
    private let remote: RemoteInputs
    private var found: [InputFile] = []
    private var tables: [RecordTable] = []
    private var seen: Set<String> = []
    private var problems: [String] = []

    private init(output: FolderIdentity?, remote: RemoteInputs) { (self.output, self.remote) = (output, remote) }

    private mutating func add(_ path: String, list: String? = nil) {
        do throws(PipelineError) {
            switch try remote.sort(path) {
            case .here: break
            case .archives(let names, let list):
                for name in names { add(name, list: list) }
                return
            case .table(let table): return tables.append(table)
            case .files(let files):
                for file in files where seen.insert(file.path).inserted { found.append(file.of(list)) }
                return
            }
        } catch { return problems.append("\(error)") }
        if Files.isFolder(path) { return addFolder(path) }
        if Files.exists(path) { return add(file: path, in: nil, list: list) }
        guard path.contains(where: { "*?[".contains($0) }) else {
            return problems.append("\(SystemError("open", path: path, code: ENOENT))")
        }
        let matches = InputFiles.matches(path)
        if matches.isEmpty { problems.append("nothing matches '\(path)'") }
        for one in matches { Files.isFolder(one) ? addFolder(one) : add(file: one, in: nil) }
    }

    private mutating func add(file: String, in folder: String?, list: String? = nil) {
        let path = Files.absolute(file)
        guard seen.insert(path).inserted else { return }
        guard Files.isFile(path) else { return problems.append("'\(file)' is neither a file nor a folder") }
        guard access(path, R_OK) == 0, let bytes = try? Files.size(path) else {
            return problems.append("\(SystemError("read", path: path))")
        }
        let name =
            folder.map { String(file.dropFirst($0.count + 1)) } ?? path.split(separator: "/").last.map(String.init)
        found.append(InputFile(path: path, name: name ?? path, bytes: bytes, folder: folder, list: list))
    }

    // MARK: folders

    /// Whether a file is called an archive.
    package static func isArchiveName(_ path: String) -> Bool { Archives.isName(path, ofPage: false) }

    private mutating func addFolder(_ path: String) {
        let folder = Files.absolute(path)
        var visited: Set<FolderIdentity> = output.map { [$0] } ?? []
        if !walk(folder, root: folder, &visited) {
            problems.append("no archive and no HTML file in the folder '\(path)'")
        }
    }

    /// Adds what a folder holds, at any depth; a folder that links lead back to is looked at once.
    /// - Returns: whether it holds anything that can be an input, or a problem.
    private mutating func walk(_ folder: String, root: String, _ visited: inout Set<FolderIdentity>) -> Bool {
        guard let identity = FolderIdentity(folder), visited.insert(identity).inserted else { return false }
        let names: [String]
        do { names = try Files.list(folder) } catch {
            problems.append("\(error)")
            return true
        }
        var holds = false
        for name in ArchiveBox.chosen(names, in: folder) {
            let path = folder + "/" + name
            if Files.isFolder(path) {
                holds = walk(path, root: root, &visited) || holds
            } else if Archives.isName(name, ofPage: false) || Archives.isName(name, ofPage: true) {
                holds = true
                // A name that is not UTF-8 was mended when it was read, and leads nowhere.
                guard Files.exists(path) || !name.contains("\u{FFFD}") else {
                    problems.append("'\(path)': a name that is not UTF-8; rename the file")
                    continue
                }
                add(file: path, in: root)
            }
        }
        return holds
    }

    private struct FolderIdentity: Hashable {
        let device: UInt
        let inode: UInt

        init?(_ path: String) {
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            (device, inode) = (UInt(status.st_dev), UInt(status.st_ino))
        }
    }

    private static func matches(_ pattern: String) -> [String] {
        var result = glob_t()
        defer { globfree(&result) }
        guard glob(pattern, 0, nil, &result) == 0 else { return [] }
        return (0..<Int(result.gl_pathc)).compactMap { result.gl_pathv[$0].map { String(cString: $0) } }
    }
}
