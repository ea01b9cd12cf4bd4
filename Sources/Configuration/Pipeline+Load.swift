package import JSON
package import Platform
import Yams

/// A pipeline as it will run: the typed values, and their canonical text with its digest.
package struct Pipeline: Sendable {
    /// The values.
    package let config: PipelineConfig
    /// Every value with its origin, in the order of the sections.
    package let entries: [(path: String, value: String, origin: String)]
    /// All values, defaults included, as one JSON object: the identity of the pipeline.
    package let resolved: String

    /// SHA-256 of `resolved`.
    package var digest: Digest { SHA256.hash(resolved) }

    /// Reads a pipeline, by path or by name (`PipelineFile`); `sets` are `path=value` as the command line has them.
    /// - Throws: `PipelineError` with every problem, each with line and column.
    package static func load(
        path: String, sets: [String] = [], environment: [String: String] = [:]
    ) throws(PipelineError) -> Pipeline {
        let path = try PipelineFile.path(of: path)
        let bytes: [UInt8]
        do { bytes = try Files.read(path) } catch { throw .problems(["\(error)"]) }
        let file = path.split(separator: "/").last.map(String.init) ?? path
        guard let text = String(validating: bytes, as: UTF8.self) else {
            let place = wrongByte(bytes)
            throw .problems(["\(file):\(place.line):\(place.column): a byte that is no UTF-8"])
        }
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        return try parse(text, file: file, folder: folder, sets: sets, environment: environment)
    }

    /// Reads the text of a pipeline.
    /// - Throws: `PipelineError` with every problem, each with line and column.
    package static func parse(
        _ text: String, file: String, folder: String, sets: [String] = [], environment: [String: String] = [:]
    ) throws(PipelineError) -> Pipeline {
        let problems = ConfigProblems(file: file)
        let root = ConfigNode.parse(text, problems: problems)
        if let root, case .mapping = root.content {
        } else if let root {
            problems.add("a pipeline is a set of sections, not \(root.kind)", at: root.place)
        }
        guard problems.list.isEmpty else { throw .problems(problems.list) }
        let sources = ConfigSources(sets: parse(sets: sets, problems: problems), environment: environment)
        return try resolve(root, sources, folder: folder, problems)
    }

    /// Reads a pipeline as it was resolved before: the `resolved` of another.
    /// - Throws: `PipelineError` when it is none.
    package static func read(resolved: JSONValue, file: String, folder: String) throws(PipelineError) -> Pipeline {
        try resolve(ConfigNode(resolved), ConfigSources(), folder: folder, ConfigProblems(file: file))
    }

    private static func resolve(
        _ root: ConfigNode?, _ sources: ConfigSources, folder: String, _ problems: ConfigProblems
    ) throws(PipelineError) -> Pipeline {
        let reader = ConfigReader(root: root, sources: sources, problems: problems)
        let config = PipelineConfig(reader, folder: folder)
        reader.finish()
        guard problems.list.isEmpty else { throw .problems(problems.list) }
        let entries = reader.entries.map { ($0.path, String(decoding: $0.json, as: UTF8.self), $0.origin) }
        return Pipeline(config: config, entries: entries, resolved: nest(reader.entries))
    }

    /// Where the first byte stands that is no UTF-8.
    private static func wrongByte(_ bytes: [UInt8]) -> ConfigNode.Place {
        var place = ConfigNode.Place(line: 1, column: 1)
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            if scalar == "\u{FFFD}" { break }
            place.column += 1
            if scalar == "\n" { place = ConfigNode.Place(line: place.line + 1, column: 1) }
        }
        return place
    }

    private static func parse(
        sets: [String], problems: ConfigProblems
    ) -> [(path: String, value: ConfigNode)] {
        sets.compactMap { set in
            guard let equals = set.firstIndex(of: "="), equals != set.startIndex else {
                problems.add("'\(set)' is not section.key=value", origin: "--set")
                return nil
            }
            let value = String(set[set.index(after: equals)...])
            let empty = ConfigNode(content: .scalar("", isPlain: true), place: .init())
            let own = ConfigProblems(file: "--set '\(set)'")
            let node = value.isEmpty ? empty : ConfigNode.parse(value, problems: own)
            problems.add(own)
            return node.map { (String(set[..<equals]), $0) }
        }
    }

    /// The entries as nested objects; entries of a section stand together because they were read together.
    private static func nest(_ entries: [ConfigReader.Entry]) -> String {
        var tree = ResolvedTree()
        for entry in entries { tree.insert(entry.path.split(separator: ".").map(String.init)[...], entry.json) }
        var json = JSONWriter()
        tree.write(to: &json)
        return json.text
    }
}

extension Pipeline {
    /// Everything its values name that is there: lists, models, libraries. A value is a path where it leads to something, from
    /// `folder` on.
    package func files(in folder: String) -> [String] {
        var found: [String] = []
        var open = (try? JSONValue(parsing: Array(resolved.utf8))).map { [$0] } ?? []
        while let value = open.popLast() {
            open += (value.members?.map(\.value) ?? []) + (value.array ?? [])
            guard let text = value.string, !text.isEmpty, text != "/", !text.contains("\n") else { continue }
            let path = text.hasPrefix("/") ? text : folder + "/" + text
            if Files.exists(path) { found.append(path) }
        }
        return found.sorted()
    }
}

extension PipelineError {
    /// Reads a file of JSON that a run wrote; nil for one that is gone or damaged.
    /// - Throws: `.system` when it could not be read: that it is damaged would be a guess.
    package static func json(at path: String) throws(PipelineError) -> JSONValue? {
        do { return try Files.readIfThere(path).flatMap { try? JSONValue(parsing: $0) } } catch { throw .system(error) }
    }
}

/// Sections in the order in which they were first read.
private struct ResolvedTree {
    private enum Item {
        case value([UInt8])
        case section(ResolvedTree)
    }

    private var items: [(key: String, item: Item)] = []

    mutating func insert(_ path: ArraySlice<String>, _ json: [UInt8]) {
        guard let key = path.first else { return }
        if path.count == 1 {
            items.removeAll { $0.key == key }
            items.append((key, .value(json)))
        } else if let at = items.firstIndex(where: { $0.key == key }), case .section(var inner) = items[at].item {
            inner.insert(path.dropFirst(), json)
            items[at].item = .section(inner)
        } else {
            var inner = ResolvedTree()
            inner.insert(path.dropFirst(), json)
            items.append((key, .section(inner)))
        }
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            for (key, item) in items {
                json.key(key)
                switch item {
                case .value(let bytes): json.raw(bytes)
                case .section(let section): section.write(to: &json)
                }
            }
        }
    }
}

/// Why a run does not start, or stops: ours or the machine's fault, never the data's.
package enum PipelineError: Error, CustomStringConvertible {
    /// A pipeline, an input or a flag is wrong; nothing was touched.
    case problems([String])
    /// The run's folder holds something else.
    case otherRun(String)
    /// A system call failed.
    case system(SystemError)
    /// A part of the run is damaged: which, and how to mend it.
    case damaged(String)
    /// A phase cannot be committed: what is missing.
    case incomplete(String)
    /// A ledger of ours does not balance: a bug.
    case imbalance(String)
    /// A worker ended with an exit code that is neither success nor quarantine.
    case failed(unit: String, code: Int32, message: String)
    /// An earlier phase is not committed yet.
    case notReady(String)
    /// A unit's input cannot be used: the unit is quarantined.
    case unusable(String)
    /// A unit's input cannot be reached from this machine: another one, or a later attempt, may reach it.
    case unseen(String)
    /// The run was told to stop.
    case interrupted

    /// One line a problem.
    package var description: String {
        switch self {
        case .problems(let list): list.joined(separator: "\n")
        case .otherRun(let text), .damaged(let text), .incomplete(let text), .imbalance(let text),
            .unusable(let text), .unseen(let text), .notReady(let text):
            text
        case .system(let error): "\(error)"
        case .failed(let unit, let code, let message): "\(unit) failed (exit \(code)): \(message)"
        case .interrupted: "interrupted; the same command resumes"
        }
    }
}
