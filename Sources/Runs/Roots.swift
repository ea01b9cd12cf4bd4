package import Configuration
import Platform

/// Named folders under which the inputs of a run are found, so that a plan can be worked on where they have other paths.
///
/// A plan writes a path below a root as `{name}/rest`. Two roots are always there: `inputs`, the folder that holds all
/// inputs, and `pipeline`, where the pipeline's relative paths start.
package struct Roots: Sendable, Equatable {
    /// The folders by name, without a slash at the end.
    package private(set) var folders: [String: String] = [:]
    /// The names that somebody gave another folder than the plan has.
    private(set) var moved: Set<String> = []

    /// No roots.
    package init() {}

    /// Roots as a plan has them.
    package init(_ folders: [String: String]) { self.folders = folders.mapValues(Roots.trimmed) }

    /// Reads `name=folder` lines of a command line.
    /// - Throws: `PipelineError.problems` for a line that is not of that form.
    package init(arguments: [String]) throws(PipelineError) {
        for argument in arguments {
            guard let cut = argument.firstIndex(of: "="), cut > argument.startIndex,
                argument[..<cut].allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" })
            else { throw .problems(["--root is NAME=FOLDER, not '\(argument)'"]) }
            let folder = Files.absolute(String(argument[argument.index(after: cut)...]))
            folders[String(argument[..<cut])] = Roots.trimmed(folder)
        }
    }

    private static func trimmed(_ folder: String) -> String {
        folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    }

    /// Whether there is none.
    package var isEmpty: Bool { folders.isEmpty }

    /// The same roots for the command line of a worker.
    package var arguments: [String] {
        folders.sorted { $0.key < $1.key }.flatMap { ["--root", "\($0.key)=\($0.value)"] }
    }

    /// These roots with those of `paths` that no one named: `inputs` and `pipeline`.
    package func completed(pipeline folder: String, inputs paths: [String]) -> Roots {
        var roots = self
        if roots.folders["pipeline"] == nil { roots.folders["pipeline"] = Roots.trimmed(folder) }
        if roots.folders["inputs"] == nil, let common = Roots.common(paths) { roots.folders["inputs"] = common }
        return roots
    }

    /// These roots, some of them elsewhere.
    /// - Throws: `PipelineError.problems` for a name that the plan does not have.
    package func moved(to others: Roots) throws(PipelineError) -> Roots {
        var roots = self
        for (name, folder) in others.folders {
            guard let planned = folders[name] else {
                let names = folders.keys.sorted().joined(separator: ", ")
                throw .problems(["the plan has no root '\(name)' (it has: \(names))"])
            }
            if planned != folder { roots.moved.insert(name) }
            roots.folders[name] = folder
        }
        return roots
    }

    /// `path` as the plan writes it: by the longest root that holds it, `inputs` first among equals.
    package func encode(_ path: String) -> String {
        let holding = folders.filter { path == $0.value || path.hasPrefix($0.value == "/" ? "/" : $0.value + "/") }
        let best = holding.max { a, b in
            (a.value.utf8.count, a.key == "inputs" ? 1 : 0, b.key) < (
                b.value.utf8.count, b.key == "inputs" ? 1 : 0, a.key
            )
        }
        guard let (name, folder) = best else { return path }
        let rest = path.utf8.dropFirst(folder == "/" ? 0 : folder.utf8.count)
        return "{\(name)}\(Substring(rest))"
    }

    /// The path behind what the plan wrote, and whether its root is elsewhere than it was; nil for a root that is not
    /// known.
    package func decode(_ text: String) -> (path: String, isMoved: Bool)? {
        guard text.hasPrefix("{") else { return (text, false) }
        guard let close = text.firstIndex(of: "}") else { return nil }
        let name = String(text[text.index(after: text.startIndex)..<close])
        guard let folder = folders[name] else { return nil }
        let rest = text[text.index(after: close)...]
        return ((folder == "/" ? "" : folder) + rest, moved.contains(name))
    }

    /// The folder that holds all `paths`; nil where there is none.
    private static func common(_ paths: [String]) -> String? {
        guard let first = paths.first else { return nil }
        var parts = first.split(separator: "/").dropLast()
        for path in paths {
            let others = path.split(separator: "/").dropLast()
            parts = parts.prefix(zip(parts, others).prefix { $0 == $1 }.count)
        }
        return parts.isEmpty ? nil : "/" + parts.joined(separator: "/")
    }
}
