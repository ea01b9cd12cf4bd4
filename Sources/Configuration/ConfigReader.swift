import JSON
import Platform

/// Where a value came from, in the order in which it is looked for.
struct ConfigSources {
    /// `--set path=value`.
    var sets: [(path: String, value: ConfigNode)] = []
    /// `QUARRY_SECTION_KEY`.
    var environment: [String: String] = [:]
}

/// Reads typed values out of a pipeline and notes each one: what was read is the resolved pipeline.
///
/// A value is looked for in `--set`, then the environment, then the file; else the default holds. What is in the file or
/// in `--set` and was never asked for is an unknown key.
final class ConfigReader {
    /// One value as it was resolved.
    struct Entry {
        let path: String
        let json: [UInt8]
        let origin: String
    }

    let problems: ConfigProblems
    private(set) var entries: [Entry] = []
    /// What was asked for, with what its value must be: `schemas/pipeline.schema.json` is made of it.
    private(set) var declared: [ConfigKey] = []
    private let root: ConfigNode?
    private let sources: ConfigSources
    private var known: Set<String> = []
    private var sections: [String: Set<String>] = [:]

    init(root: ConfigNode?, sources: ConfigSources, problems: ConfigProblems) {
        self.root = root
        self.sources = sources
        self.problems = problems
    }

    /// A string; one of `choices` when they are given.
    func text(_ path: String, default value: String, choices: [String] = []) -> String {
        declared.append(ConfigKey(path: path, kind: .text(choices)))
        return read(path, default: value, write: { $1.value($0) }) { node in
            guard case .scalar(let text, _) = node.content else { return .failure(.init("a text")) }
            guard choices.isEmpty || choices.contains(text) else {
                return .failure(.init("one of \(choices.joined(separator: ", "))", given: text, choices: choices))
            }
            return .success(text)
        }
    }

    /// Puts the value that a text stands for in its place: what is resolved says what is used.
    func settle(_ path: String, as value: String) {
        guard let at = entries.lastIndex(where: { $0.path == path }) else { return }
        var json = JSONWriter()
        json.value(value)
        entries[at] = Entry(path: path, json: json.bytes, origin: entries[at].origin)
    }

    /// A path, `""` for none: one of the file starts at the file's folder, one of `--set` or of the environment where the
    /// person stands who gives it. What is resolved has that one whole.
    func file(_ path: String, default value: String = "", in folder: String) -> String {
        place(of: path, text(path, default: value), in: folder)
    }

    /// Where the path leads that was read as the value of a key.
    func place(of path: String, _ text: String, in folder: String) -> String {
        guard !text.isEmpty, !text.hasPrefix("/"), isGivenOutside(path) else { return resolve(text, folder: folder) }
        let whole = resolve(text, folder: WorkingFolder.path)
        settle(path, as: whole)
        return whole
    }

    /// Paths, as `file`.
    func files(_ path: String, in folder: String) -> [String] {
        let texts = list(path, default: [])
        guard isGivenOutside(path) else { return texts.map { resolve($0, folder: folder) } }
        let whole = texts.map { resolve($0, folder: WorkingFolder.path) }
        if let at = entries.lastIndex(where: { $0.path == path }) {
            var json = JSONWriter()
            json.array { json in for file in whole { json.value(file) } }
            entries[at] = Entry(path: path, json: json.bytes, origin: entries[at].origin)
        }
        return whole
    }

    /// Whether a value comes from the command line or the environment.
    private func isGivenOutside(_ path: String) -> Bool {
        sources.sets.contains { $0.path == path } || sources.environment[ConfigReader.variable(path)] != nil
    }

    /// One of the cases of `Value`, by its raw value.
    func choice<Value: RawRepresentable & CaseIterable>(
        _ path: String, default value: Value
    ) -> Value where Value.RawValue == String {
        let names = Value.allCases.map(\.rawValue)
        return Value(rawValue: text(path, default: value.rawValue, choices: names)) ?? value
    }

    /// An integer of `range`.
    func integer(_ path: String, default value: Int, in range: ClosedRange<Int> = 0...Int.max) -> Int {
        declared.append(ConfigKey(path: path, kind: .integer(range)))
        return read(path, default: value, write: { $1.value($0) }) { node in
            guard case .scalar(let text, true) = node.content, let number = ConfigReader.integer(text) else {
                return .failure(.init("an integer"))
            }
            guard range.contains(number) else {
                let upper = range.upperBound == Int.max ? "" : " and at most \(range.upperBound)"
                return .failure(.init("an integer of at least \(range.lowerBound)\(upper)"))
            }
            return .success(number)
        }
    }

    /// A finite number of `range`.
    func number(_ path: String, default value: Double, in range: ClosedRange<Double> = 0...1e18) -> Double {
        declared.append(ConfigKey(path: path, kind: .number(range)))
        return read(path, default: value, write: { $1.value($0) }) { node in
            guard case .scalar(let text, true) = node.content, let number = Double(text), number.isFinite,
                !text.lowercased().contains("x")
            else { return .failure(.init("a number")) }
            guard range.contains(number) else {
                return .failure(.init("a number between \(range.lowerBound) and \(range.upperBound)"))
            }
            return .success(number)
        }
    }

    /// `true` or `false`.
    func flag(_ path: String, default value: Bool) -> Bool {
        declared.append(ConfigKey(path: path, kind: .flag))
        return read(path, default: value, write: { $1.value($0) }) { node in
            guard case .scalar(let text, true) = node.content, let flag = ["true": true, "false": false][text] else {
                return .failure(.init("true or false"))
            }
            return .success(flag)
        }
    }

    /// A list of strings.
    func list(_ path: String, default value: [String], choices: [String] = []) -> [String] {
        declared.append(ConfigKey(path: path, kind: .list(choices)))
        return read(path, default: value, write: { list, json in json.array { for item in list { $0.value(item) } } }) {
            node in
            guard case .sequence(let items) = node.content else { return .failure(.init("a list")) }
            var texts: [String] = []
            for item in items {
                guard case .scalar(let text, _) = item.content else { return .failure(.init("a list of words")) }
                guard choices.isEmpty || choices.contains(text) else {
                    return .failure(.init("of \(choices.joined(separator: ", "))", given: text, choices: choices))
                }
                texts.append(text)
            }
            return .success(texts)
        }
    }

    /// The keys a section has in the file and in `--set`, in that order: for sections whose keys are names of rules.
    func names(in path: String) -> [(name: String, place: ConfigNode.Place?)] {
        var names: [(name: String, place: ConfigNode.Place?)] = []
        if let node = node(at: path) {
            if case .mapping(let members) = node.content {
                names = members.map { ($0.key, $0.place) }
            } else if node.kind != "nothing" {
                problems.add("'\(path)' must be a section, not \(node.kind)", at: node.place)
            }
        }
        for set in sources.sets where set.path.hasPrefix(path + ".") {
            let name = String(set.path.dropFirst(path.count + 1).prefix { $0 != "." })
            if !names.contains(where: { $0.name == name }) { names.append((name, nil)) }
        }
        return names
    }

    /// Whether the value at `path` is there and is exactly `text`.
    func isText(_ path: String, _ text: String) -> Bool {
        if let set = sources.sets.last(where: { $0.path == path }) {
            if case .scalar(text, _) = set.value.content { return true }
            return false
        }
        if case .scalar(text, _)? = node(at: path)?.content { return true }
        return false
    }

    /// Whether a value for `path` is given anywhere.
    func has(_ path: String) -> Bool { find(path) != nil }

    /// Notes that `path` is a key that is known though no value was read from it.
    func know(_ path: String) { note(path) }

    /// Reports every key of the file and every `--set` that nothing asked for.
    func finish() {
        if let root { checkUnknown(root, path: "") }
        for set in sources.sets where !known.contains(set.path) {
            let nearest = Nearest.name(set.path, among: Array(known))
            problems.add("unknown key '\(set.path)'\(nearest.map { "; did you mean '\($0)'?" } ?? "")", origin: "--set")
        }
        checkEnvironment()
    }

    /// A variable that nearly names a key is a slip; others may be somebody else's.
    private func checkEnvironment() {
        guard !sources.environment.isEmpty else { return }
        let names = known.map(ConfigReader.variable).sorted()
        for name in sources.environment.keys.sorted() where !names.contains(name) {
            guard let nearest = Nearest.name(name, among: names), Nearest.distance(name, nearest) <= 2 else { continue }
            problems.add("no key is set by it; did you mean '\(nearest)'?", origin: name)
        }
    }

    /// `output.shard-bytes` as a variable of the environment: `QUARRY_OUTPUT_SHARD_BYTES`.
    private static func variable(_ path: String) -> String {
        "QUARRY_" + String(path.uppercased().map { $0 == "." || $0 == "-" ? "_" : $0 })
    }

    private func checkUnknown(_ node: ConfigNode, path: String) {
        guard case .mapping(let members) = node.content else { return }
        for member in members {
            let full = path.isEmpty ? member.key : "\(path).\(member.key)"
            if let inner = sections[full] {
                if case .mapping = member.value.content {
                    checkUnknown(member.value, path: full)
                } else if !known.contains(full), member.value.kind != "nothing" {
                    let keys = inner.sorted().joined(separator: ", ")
                    problems.add(
                        "'\(full)' must be a section with \(keys), not \(member.value.kind)", at: member.value.place)
                }
            } else if !known.contains(full) {
                let choices = sections[path].map(Array.init) ?? []
                let nearest = Nearest.name(member.key, among: choices)
                problems.add(
                    "unknown key '\(full)'\(nearest.map { "; did you mean '\($0)'?" } ?? "")", at: member.place)
            }
        }
    }

    private func node(at path: String) -> ConfigNode? {
        var node = root
        for key in path.utf8.split(separator: UInt8(ascii: ".")) { node = node?[String(Substring(key))] }
        return node
    }

    private func note(_ path: String) {
        guard known.insert(path).inserted else { return }
        // From the end: where a section has the key already, those above have the section.
        var rest = path[...]
        while !rest.isEmpty {
            let dot = rest.utf8.lastIndex(of: UInt8(ascii: "."))
            let section = dot.map { rest[..<$0] } ?? ""
            let key = String(dot.map { rest[rest.utf8.index(after: $0)...] } ?? rest)
            guard sections[String(section), default: []].insert(key).inserted else { return }
            rest = section
        }
    }

    private struct Mismatch: Error {
        let expected: String
        var given: String?
        var choices: [String] = []

        init(_ expected: String, given: String? = nil, choices: [String] = []) {
            self.expected = expected
            self.given = given
            self.choices = choices
        }
    }

    private func read<Value>(
        _ path: String, default value: Value, write: (Value, inout JSONWriter) -> Void,
        convert: (ConfigNode) -> Result<Value, Mismatch>
    ) -> Value {
        note(path)
        var result = value
        var origin = "default"
        if let found = find(path) {
            origin = found.origin
            switch convert(found.node) {
            case .success(let converted): result = converted
            case .failure(let mismatch): report(mismatch, path: path, found: found)
            }
        }
        var json = JSONWriter()
        write(result, &json)
        entries.append(Entry(path: path, json: json.bytes, origin: origin))
        return result
    }

    private func find(_ path: String) -> (node: ConfigNode, origin: String)? {
        if let set = sources.sets.last(where: { $0.path == path }) { return (set.value, "--set") }
        if !sources.environment.isEmpty {
            let name = ConfigReader.variable(path)
            if let text = sources.environment[name] {
                let list = text.hasPrefix("[") ? ConfigNode.parse(text, problems: ConfigProblems(file: name)) : nil
                return (list ?? ConfigNode(content: .scalar(text, isPlain: true), place: .init()), name)
            }
        }
        return node(at: path).map { ($0, "line \($0.place.line)") }
    }

    private func report(_ mismatch: Mismatch, path: String, found: (node: ConfigNode, origin: String)) {
        let nearest = mismatch.given.flatMap { Nearest.name($0, among: mismatch.choices) }
        let message =
            "'\(path)' must be \(mismatch.expected), not \(found.node.kind)"
            + (nearest.map { "; did you mean '\($0)'?" } ?? "")
        add(message, found)
    }

    /// Says that a value that is fine by itself cannot be meant beside others; nothing where the key was not given.
    func refuse(_ path: String, _ reason: String) {
        if let found = find(path) { add("'\(path)' \(reason)", found) }
    }

    private func add(_ message: String, _ found: (node: ConfigNode, origin: String)) {
        if found.origin.hasPrefix("line") {
            problems.add(message, at: found.node.place)
        } else {
            problems.add(message, origin: found.origin)
        }
    }

    /// A decimal integer, `_` and leading zeros refused (YAML 1.1 would read `0755` as octal).
    private static func integer(_ text: String) -> Int? {
        let digits = text.first == "-" ? text.dropFirst() : text[...]
        guard digits == "0" || digits.first != "0" else { return nil }
        return Int(text)
    }
}
