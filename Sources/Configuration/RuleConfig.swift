package import Curation
import Platform

/// `paragraphs:`, `documents:` and `images:`: rules by name with their parameters.
package struct RuleConfig: Sendable {
    /// Rules that stand in the pipeline but lack the list or model they need, with how to get it.
    package private(set) var off: [String] = []
    private var chosen: [RuleScope: [NamedRule]] = [:]
    private let text: TextConfig
    private let folder: String

    init(_ reader: ConfigReader, text: TextConfig, folder: String) {
        self.text = text
        self.folder = folder
        for scope in [RuleScope.paragraph, .document, .image] { read(scope, reader) }
    }

    /// Whether a document without an image leaves.
    package var needsImage: Bool {
        chosen[.image]?.contains { $0.name == "per-document" && ($0.parameters.integer("min") ?? 0) > 0 } ?? false
    }

    /// Images up to which a part of a document with more may have; nil when such a document is dropped.
    package var imagesOfPart: Int? {
        guard let rule = chosen[.image]?.first(where: { $0.name == "per-document" })?.parameters,
            rule.text("over") == "split"
        else { return nil }
        return rule.integer("max")
    }

    /// The image rules of the pipeline that ask what only an image's bytes can say.
    package var needingFacts: [String] {
        let rules = ["format", "side", "aspect-ratio", "blank", "nsfw", "nsfw-document"]
        return rules.filter { name in chosen[.image]?.contains { $0.name == name } ?? false }.map { "images." + $0 }
    }

    /// Whether a rule asks for the score of the classifier.
    package var needsNSFW: Bool { chosen[.image]?.contains { $0.name.hasPrefix("nsfw") } ?? false }

    /// The paragraph rules over `lists`.
    package func paragraphs(_ lists: WordLists) throws(PipelineError) -> TextRuleSet { try texts(.paragraph, lists) }

    /// The document rules over `lists`.
    package func documents(_ lists: WordLists) throws(PipelineError) -> TextRuleSet { try texts(.document, lists) }

    /// The image rules.
    package func images() throws(PipelineError) -> ImageRuleSet {
        do { return try ImageRuleSet(rules: chosen[.image] ?? []) } catch { throw .problems(["images: \(error)"]) }
    }

    private func texts(_ scope: RuleScope, _ lists: WordLists) throws(PipelineError) -> TextRuleSet {
        do { return try TextRuleSet(scope: scope, rules: chosen[scope] ?? [], lists: lists) } catch {
            throw .problems(["\(RuleConfig.section(scope)): \(error)"])
        }
    }

    package static func section(_ scope: RuleScope) -> String {
        switch scope {
        case .paragraph: "paragraphs"
        case .document: "documents"
        case .image: "images"
        }
    }

    private mutating func read(_ scope: RuleScope, _ reader: ConfigReader) {
        let section = RuleConfig.section(scope)
        let descriptors = RuleCatalog.rules(for: scope)
        let names = reader.names(in: section)
        reader.know(section)
        let scores = ScoreConfig.rules(section).map(\.name)
        for (name, place) in names
        where !descriptors.contains(where: { $0.name == name }) && !scores.contains(name) {
            let known = descriptors.map(\.name) + scores
            let nearest = Nearest.name(name, among: known).map { "; did you mean '\($0)'?" } ?? ""
            let message = "unknown rule '\(section).\(name)'\(nearest) (rules: \(known.joined(separator: ", ")))"
            reader.know("\(section).\(name)")
            if let place {
                reader.problems.add(message, at: place)
            } else {
                reader.problems.add(message, origin: "--set")
            }
        }
        for descriptor in descriptors {
            guard let place = names.first(where: { $0.name == descriptor.name })?.place ?? place(descriptor, names)
            else {
                continue
            }
            read(descriptor, path: "\(section).\(descriptor.name)", at: place, reader)
        }
    }

    /// A rule that only `--set` names stands nowhere in the file.
    private func place(
        _ descriptor: RuleDescriptor, _ names: [(name: String, place: ConfigNode.Place?)]
    ) -> ConfigNode.Place? {
        names.contains { $0.name == descriptor.name } ? ConfigNode.Place() : nil
    }

    private mutating func read(
        _ descriptor: RuleDescriptor, path: String, at place: ConfigNode.Place, _ reader: ConfigReader
    ) {
        if reader.isText(path, "off") { return reader.know(path) }
        var parameters = RuleParameters(values(descriptor, path: path, reader))
        for (language, _) in reader.names(in: path + ".languages") {
            parameters.languages[language] = values(descriptor, path: "\(path).languages.\(language)", reader)
        }
        if let missing = missing(descriptor, parameters) { return off.append("\(path) (\(missing))") }
        do { _ = try descriptor.make(parameters) } catch { return reader.problems.add("\(error)", at: place) }
        chosen[descriptor.scope, default: []].append((descriptor.name, parameters))
    }

    /// What a rule lacks to be on, and how to give it.
    private func missing(_ descriptor: RuleDescriptor, _ parameters: RuleParameters) -> String? {
        switch descriptor.need {
        case .commonWords where text.commonWords.isEmpty:
            "set text.common-words to a JSON of word -> count or a list of words"
        case .languageModel where text.languageModel.isEmpty:
            "set text.language-model to fastText's lid.176.ftz; 'pipelines/setup' brings it"
        case .perplexityModel where (parameters.text("model") ?? "").isEmpty:
            "set its model to a KenLM file and its tokenizer to the SentencePiece model that goes with it"
        default: nil
        }
    }

    private func values(
        _ descriptor: RuleDescriptor, path: String, _ reader: ConfigReader
    ) -> [String: RuleParameters.Value] {
        var values: [String: RuleParameters.Value] = [:]
        for parameter in descriptor.parameters {
            var value = reader.value(parameter, "\(path).\(parameter.name)")
            if descriptor.need == .perplexityModel, case .text(let file)? = value {
                value = .text(resolve(file, folder: folder))
            }
            values[parameter.name] = value
        }
        return values
    }
}

extension ConfigReader {
    /// A parameter of a rule, when it is given.
    fileprivate func value(_ parameter: RuleParameter, _ path: String) -> RuleParameters.Value? {
        guard has(path) else {
            know(path)
            return nil
        }
        switch parameter.kind {
        case .integer: return .integer(integer(path, default: 0))
        case .number: return .number(number(path, default: 0))
        case .text: return .text(text(path, default: ""))
        case .list: return .list(list(path, default: []))
        case .flag: return .flag(flag(path, default: false))
        }
    }
}
