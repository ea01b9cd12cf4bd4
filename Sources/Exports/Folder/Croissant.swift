import CorpusFiles
import Documents
import Facts
import JSON
import Platform

/// `croissant.json`: the export in Croissant 1.1 (mlcommons.org/croissant/1.1), with the vocabulary for responsible use (RAI)
/// filled from the ledger. Records are described where readers of Croissant can read them: Parquet and plain JSON Lines.
struct Croissant {
    /// The file's name in the folder.
    static let fileName = "croissant.json"

    let manifest: ExportManifest
    let facts: CardFacts

    /// The file, laid out for people.
    var bytes: [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.key("@context")
            Self.context.write(to: &json)
            json.member("@type", "sc:Dataset")
            json.member("conformsTo", "http://mlcommons.org/croissant/1.1")
            json.member("name", facts.prettyName)
            json.member("description", description)
            json.member("license", facts.licenseLink.isEmpty ? facts.license : facts.licenseLink)
            json.member("url", facts.contact.hasPrefix("http") ? facts.contact : "https://example.org/")
            json.member("version", "1.0.0")
            if !manifest.request.date.isEmpty { json.member("datePublished", manifest.request.date) }
            json.member("citeAs", "\(facts.prettyName), made by \(Tool.name) \(Tool.version)")
            json.key("creator")
            json.object { json in
                json.member("@type", "sc:Organization")
                json.member("name", facts.contact.isEmpty ? "not named" : facts.contact)
            }
            responsibleUse(to: &json)
            json.key("distribution")
            json.array { distribution(to: &$0) }
            json.key("recordSet")
            json.array { if !columns.isEmpty { recordSet(to: &$0) } }
        }
        return PrettyJSON.format(json.bytes)
    }

    private var description: String {
        "Interleaved image-text documents: \(manifest.counts.documents) documents, \(manifest.counts.images) images, "
            + "\(manifest.counts.words) words, as \(manifest.request.format.title)."
    }

    private func responsibleUse(to json: inout JSONWriter) {
        let ledger = manifest.ledger
        let account = Unit.allCases.map { unit in
            "\(unit.rawValue)s: \(ledger[unit].born) entered, \(ledger[unit].written) written"
                + ledger[unit].sortedByCount.map { ", \($0.count) \($0.reason.rawValue)" }.joined()
        }
        let chain = manifest.parents.map { "corpus \($0.sha256) of \($0.documents) documents" }
        json.member("rai:dataCollection", "Web pages, from a crawl. Chain: " + chain.joined(separator: "; ") + ".")
        json.member("rai:dataPreprocessingProtocol", account.joined(separator: ". ") + ".")
        json.member(
            "rai:dataLimitations",
            "Text and images come from the web as it is. The order of a document is the order of the page's markup.")
        json.member(
            "rai:personalSensitiveInformation",
            "Pages and pictures can name or show people; nothing was recognised or removed beyond the rules of the pipeline."
        )
        json.member("rai:dataReleaseMaintenancePlan", maintenance)
    }

    private var maintenance: String {
        let ask = facts.contact.isEmpty ? "The maker gave no address." : "Removal: \(facts.contact)."
        guard let takedown = manifest.takedown else { return ask }
        return ask + " A list of \(takedown.entries) entries was applied on \(manifest.request.date): "
            + "\(takedown.documents) documents and \(takedown.images) images stayed behind."
    }

    private func distribution(to json: inout JSONWriter) {
        for file in manifest.files where file.kind != .index {
            json.object { json in
                json.member("@type", "cr:FileObject")
                json.member("@id", file.path)
                json.member("name", file.path)
                json.member("contentUrl", file.path)
                json.member("contentSize", "\(file.bytes) B")
                json.member("encodingFormat", Self.encoding(file.kind))
                json.member("sha256", file.sha256)
            }
        }
        guard !columns.isEmpty, let first = manifest.files.first(where: { $0.kind == columnKind }) else { return }
        json.object { json in
            json.member("@type", "cr:FileSet")
            json.member("@id", "documents")
            json.member("name", "documents")
            json.member("encodingFormat", Self.encoding(first.kind))
            json.member("includes", first.path.hasPrefix("data/") ? "data/*.\(first.kind.rawValue)" : first.path)
        }
    }

    private static func encoding(_ kind: ExportFile.Kind) -> String {
        switch kind {
        case .parquet: "application/x-parquet"
        case .jsonl: "application/jsonlines"
        case .tar, .pack: "application/x-tar"
        case .index: "application/octet-stream"
        }
    }

    private var columnKind: ExportFile.Kind { manifest.request.format == .obelics ? .parquet : .jsonl }

    /// The columns that are described: name, whether it is a list, what it holds.
    private var columns: [(name: String, isList: Bool, meaning: String)] {
        switch manifest.request.format {
        case .obelics:
            let images = [(name: "images", isList: true, meaning: "Addresses of images, null where a text is.")]
            let rest = [
                (name: "texts", isList: true, meaning: "Texts, null where an image is."),
                (name: "metadata", isList: false, meaning: "A JSON list: what is known of each image."),
                (name: "general_metadata", isList: false, meaning: "A JSON object: what is known of the page."),
            ]
            return manifest.request.withImages ? rest : images + rest
        case .polylithic:
            return [
                (name: "id", isList: false, meaning: "20 hexadecimal digits."),
                (name: "url", isList: false, meaning: "The page."),
            ]
        case .mmc4:
            guard !manifest.request.withImages else { return [] }
            return [
                (name: "url", isList: false, meaning: "The page."),
                (name: "text_list", isList: true, meaning: "Its paragraphs."),
            ]
        case .webdataset: return []
        }
    }

    private func recordSet(to json: inout JSONWriter) {
        json.object { json in
            json.member("@type", "cr:RecordSet")
            json.member("@id", "document")
            json.member("name", "document")
            json.key("field")
            json.array { json in
                for column in columns {
                    json.object { json in
                        json.member("@type", "cr:Field")
                        json.member("@id", "document/\(column.name)")
                        json.member("name", column.name)
                        json.member("description", column.meaning)
                        json.member("dataType", "sc:Text")
                        if column.isList {
                            json.member("isArray", true)
                            json.member("arrayShape", "-1")
                        }
                        json.key("source")
                        JSONValue.members([
                            "fileSet": .members(["@id": .string("documents")]),
                            "extract": .members(["column": .string(column.name)]),
                        ]).write(to: &json)
                    }
                }
            }
        }
    }

    /// The context of version 1.1, as its specification prints it.
    private static let context: JSONValue = {
        let vocabulary = [
            "arrayShape", "citeAs", "column", "containedIn", "equivalentProperty", "extract", "field", "fileProperty",
            "fileObject", "fileSet", "format", "includes", "isArray", "isLiveDataset", "jsonPath", "key", "md5",
            "parentField", "path", "recordSet", "references", "regex", "repeated", "replace", "samplingRate",
            "separator",
            "source", "subField", "transform",
        ]
        let json: KeyValuePairs<String, JSONValue> = ["@id": .string("cr:data"), "@type": .string("@json")]
        let language: JSONValue = .members(["@container": .string("@language")])
        var members: [JSONValue.Member] = [
            .init(key: "@language", value: .string("en")), .init(key: "@vocab", value: .string("https://schema.org/")),
            .init(key: "conformsTo", value: .string("dct:conformsTo")),
            .init(key: "cr", value: .string("http://mlcommons.org/croissant/")),
            .init(key: "data", value: .members(json)),
            .init(key: "dataType", value: .members(["@id": .string("cr:dataType"), "@type": .string("@vocab")])),
            .init(key: "dct", value: .string("http://purl.org/dc/terms/")),
            .init(key: "description", value: language),
            .init(key: "examples", value: .members(["@id": .string("cr:examples"), "@type": .string("@json")])),
            .init(key: "name", value: language),
            .init(key: "rai", value: .string("http://mlcommons.org/croissant/RAI/")),
            .init(key: "sc", value: .string("https://schema.org/")),
        ]
        members += vocabulary.map { .init(key: $0, value: .string("cr:\($0)")) }
        return .object(members)
    }()
}
