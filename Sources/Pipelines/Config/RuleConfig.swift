import Curation

/// `paragraphs:`, `documents:` and `images:`: rules by name with their parameters, in the order of the catalog.
public struct RuleConfig: Sendable {
    private var chosen: [RuleScope: [(descriptor: RuleDescriptor, parameters: RuleParameters)]] = [:]
    /// Rules that stand in the file but lack the model they need.
    public private(set) var off: [String] = []
    /// Fewest and most images of a document.
    public private(set) var imageCount = (minimum: 0, maximum: Int.max)

    /// Whether a document without an image leaves.
    public var needsImage: Bool { imageCount.minimum > 0 }

    init(_ reader: ConfigReader, folder: String) {
        for scope in [RuleScope.paragraph, .document, .image] { read(scope, reader, folder: folder) }
    }

    private static func section(_ scope: RuleScope) -> String {
        switch scope {
        case .paragraph: "paragraphs"
        case .document: "documents"
        case .image: "images"
        }
    }

    private mutating func read(_ scope: RuleScope, _ reader: ConfigReader, folder: String) {
        let section = RuleConfig.section(scope)
        let descriptors = RuleCatalog.all.filter { $0.scope == scope }
        let known = descriptors.map(\.name) + (scope == .document ? ["images"] : [])
        let names = reader.names(in: section)
        reader.know(section)
        for (name, place) in names where !known.contains(name) {
            let nearest = Nearest.name(name, among: known).map { "; did you mean '\($0)'?" } ?? ""
            let message = "unknown rule '\(section).\(name)'\(nearest) (rules: \(known.joined(separator: ", ")))"
            reader.know("\(section).\(name)")
            if let place { reader.problems.add(message, at: place) } else { reader.problems.add(message, origin: "--set") }
        }
        let given = Set(names.map(\.name))
        if scope == .document && given.contains("images") { readImageCount(reader) }
        for descriptor in descriptors where given.contains(descriptor.name) {
            read(descriptor, path: "\(section).\(descriptor.name)", reader, folder: folder)
        }
    }

    private mutating func readImageCount(_ reader: ConfigReader) {
        if reader.isText("documents.images", "off") { return reader.know("documents.images") }
        imageCount.minimum = reader.integer("documents.images.min", default: 1)
        imageCount.maximum = reader.integer("documents.images.max", default: 30)
    }

    private mutating func read(
        _ descriptor: RuleDescriptor, path: String, _ reader: ConfigReader, folder: String
    ) {
        if reader.isText(path, "off") { return reader.know(path) }
        var parameters = RuleParameters()
        for parameter in descriptor.parameters {
            if let value = RuleConfig.value(parameter, path: "\(path).\(parameter.name)", reader) {
                parameters[parameter.name] = value
            }
        }
        chosen[descriptor.scope, default: []].append((descriptor, parameters))
    }
}
