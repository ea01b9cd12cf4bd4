import JSON
import Yams

/// A YAML value with the place it stands at: the part of YAML a pipeline needs (`YAMLGuard` has refused the rest).
struct ConfigNode {
    enum Content {
        /// The text as written; `isPlain` when it had no quotes, so that `1` and `"1"` differ.
        case scalar(String, isPlain: Bool)
        case sequence([ConfigNode])
        case mapping([(key: String, place: Place, value: ConfigNode)])
    }

    /// Line and column, from 1.
    struct Place: Equatable {
        var line = 0
        var column = 0
    }

    var content: Content
    var place: Place

    init(content: Content, place: Place) {
        self.content = content
        self.place = place
    }

    /// What the value is, in words of the error messages.
    var kind: String {
        switch content {
        case .scalar(let text, _): text.isEmpty ? "nothing" : "'\(text.prefix(60))'"
        case .sequence: "a list"
        case .mapping: "a section"
        }
    }

    subscript(key: String) -> ConfigNode? {
        guard case .mapping(let members) = content else { return nil }
        return members.first { $0.key == key }?.value
    }

    /// A value that this program wrote: it has no place, and nothing in it has to be refused.
    init(_ json: JSONValue) {
        place = Place()
        switch json {
        case .null: content = .scalar("", isPlain: true)
        case .bool(let flag): content = .scalar("\(flag)", isPlain: true)
        case .integer(let value): content = .scalar("\(value)", isPlain: true)
        case .number(let value): content = .scalar("\(value)", isPlain: true)
        case .string(let text): content = .scalar(text, isPlain: false)
        case .array(let items): content = .sequence(items.map { ConfigNode($0) })
        case .object(let members):
            content = .mapping(members.map { ($0.key, Place(), ConfigNode($0.value)) })
        }
    }

    /// Reads one YAML document.
    static func parse(_ text: String, problems: ConfigProblems) -> ConfigNode? {
        guard text.utf8.count <= 1 << 20 else {
            problems.add("a pipeline of more than 1 MiB", at: Place(line: 1, column: 1))
            return nil
        }
        guard !text.utf8.contains(0) else {
            problems.add("a NUL byte: this is not a YAML text", at: Place(line: 1, column: 1))
            return nil
        }
        if let refused = YAMLGuard.check(text) {
            problems.add(refused.message, at: refused.place)
            return nil
        }
        do {
            guard let node = try Yams.compose(yaml: text) else {
                problems.add("the pipeline is empty", at: Place(line: 1, column: 1))
                return nil
            }
            return convert(node, depth: 0, problems: problems)
        } catch {
            problems.add(message(error), at: place(error))
            return nil
        }
    }

    private static func convert(_ node: Node, depth: Int, problems: ConfigProblems) -> ConfigNode? {
        let place = Place(line: node.mark?.line ?? 0, column: node.mark?.column ?? 0)
        guard depth < 32 else {
            problems.add("nested deeper than 32", at: place)
            return nil
        }
        switch node {
        case .scalar(let scalar):
            return ConfigNode(content: .scalar(scalar.string, isPlain: scalar.style == .plain), place: place)
        case .sequence(let sequence):
            let items = sequence.compactMap { convert($0, depth: depth + 1, problems: problems) }
            return ConfigNode(content: .sequence(items), place: place)
        case .mapping(let mapping):
            var members: [(key: String, place: Place, value: ConfigNode)] = []
            for (key, value) in mapping {
                let at = Place(line: key.mark?.line ?? 0, column: key.mark?.column ?? 0)
                guard let name = key.scalar?.string else {
                    problems.add("a key must be a word", at: at)
                    continue
                }
                if let value = convert(value, depth: depth + 1, problems: problems) {
                    members.append((name, at, value))
                }
            }
            return ConfigNode(content: .mapping(members), place: place)
        case .alias:
            problems.add("anchors and aliases are not used in pipelines", at: place)
            return nil
        }
    }

    private static func message(_ error: any Error) -> String {
        switch error {
        case YamlError.scanner(_, let problem, _, _), YamlError.parser(_, let problem, _, _),
            YamlError.composer(_, let problem, _, _):
            problem
        case YamlError.duplicatedKeysInMapping(let duplicates, _):
            "the key '\(duplicates.sorted().joined(separator: "', '"))' stands twice"
        case YamlError.reader(let problem, _, _, _): problem
        default: String("\(error)".prefix(200))
        }
    }

    private static func place(_ error: any Error) -> Place {
        switch error {
        case YamlError.scanner(_, _, let mark, _), YamlError.parser(_, _, let mark, _),
            YamlError.composer(_, _, let mark, _):
            Place(line: mark.line, column: mark.column)
        case YamlError.duplicatedKeysInMapping(_, let context):
            Place(line: context.mark.line, column: context.mark.column)
        default: Place(line: 1, column: 1)
        }
    }
}

/// Everything that is wrong with a pipeline, collected so that all of it is said at once.
final class ConfigProblems {
    private(set) var list: [String] = []
    private let file: String

    init(file: String) { self.file = file }

    func add(_ message: String, at place: ConfigNode.Place) {
        guard list.count < 50 else { return }
        list.append("\(file):\(place.line):\(place.column): \(message)")
    }

    /// What is wrong elsewhere.
    func add(_ other: ConfigProblems) { list += other.list }

    /// A problem of a value that did not come from the file (`--set`, the environment).
    func add(_ message: String, origin: String) {
        guard list.count < 50 else { return }
        list.append("\(origin): \(message)")
    }
}
