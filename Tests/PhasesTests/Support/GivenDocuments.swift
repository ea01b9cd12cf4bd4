import CorpusFiles
import Documents
import JSON
import Platform
import TestKit

@testable import Configuration
@testable import Phases
@testable import Runs

/// Stands where `extract` stands: hands given documents to the phases that ship, with the pictures they show.
struct GivenDocuments: Phase {
    let name = PhaseName.extract
    var handsOnDocuments: Bool { true }
    /// The documents of each part.
    let parts: [[Document]]
    /// The bytes behind image URLs; others have `usual`.
    var pictures: [String: [UInt8]] = [:]
    var usual = PNG.gradient(width: 160, height: 120, shade: 3)

    func units(_ run: RunFolder, _ plan: Plan) throws(PipelineError) -> [WorkUnit] {
        parts.indices.map { WorkUnit(phase: name, index: $0) }
    }

    func unitCount(_ run: RunFolder, _ plan: Plan) throws(PipelineError) -> Int { parts.count }

    func work(_ context: WorkContext, _ part: inout SealedPart) throws {
        var documents = try FramedWriter(path: context.file(ExtractPhase.documentsFile))
        let drops = try DropLog.Writer(path: context.file(ExtractPhase.dropsFile))
        var signatures = SignatureWriter(context)
        var near = try NearSignatures(context)
        var embedded = EmbeddedPack(context)
        var packed: Set<String> = []
        for (index, document) in parts[context.unit.index].enumerated() {
            part.ledger.enter(document)
            part.ledger.write(document)
            try signatures.add(document, index: index)
            try near.add(document, index: index)
            for url in document.images.flatMap({ [$0.url] + $0.otherURLs }) where packed.insert(url).inserted {
                let bytes = pictures[url] ?? usual
                guard !bytes.isEmpty else { continue }
                let picture = EmbeddedImages.Picture(url: url, content: .bytes(bytes, SHA256.hash(bytes)))
                try embedded.add(picture, &signatures)
            }
            var json = JSONWriter()
            WorkingCoder.write(document, to: &json)
            try documents.append(line: json.bytes)
        }
        _ = try documents.commit()
        _ = try drops.commit()
        try signatures.commit()
        try near.commit()
        try embedded.commit()
    }
}

extension PhaseRun {
    /// Plans a run whose documents are given, part by part; ids are given by their order.
    convenience init(
        _ pipeline: String, documents parts: [[Document]], pictures: [String: [UInt8]] = [:], buckets: Int = 2
    ) throws {
        var number = 0
        let named = parts.map { part in
            part.map { document in
                var document = document
                document.id = PhaseRun.id(number)
                number += 1
                return document
            }
        }
        let given: [any Phase] = [GivenDocuments(parts: named, pictures: pictures)]
        let phases = PhaseList(given + PhaseList.standard.phases.dropFirst())
        try self.init(pipeline, parts: parts.count, buckets: buckets, phases: phases)
    }

    /// The id of the document of a number.
    static func id(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 20 - digits.count) + digits
    }
}

/// What stands in a test's document.
enum Item {
    case text(String)
    case heading(String)
    case image(String)
    case divide
}

extension Document {
    /// A document of items in reading order.
    static func page(_ url: String, captured: String = "", archive: String = "a.warc.gz", _ items: Item...) -> Document
    {
        var nodes: [Node] = []
        for (ordinal, item) in items.enumerated() {
            switch item {
            case .text(let text):
                nodes.append(.text(TextNode(paragraphs: [Paragraph(ordinal: ordinal, text: text)])))
            case .heading(let text):
                let paragraph = Paragraph(ordinal: ordinal, text: text, role: .heading)
                nodes.append(.text(TextNode(paragraphs: [paragraph])))
            case .image(let url): nodes.append(.image(ImageNode(ordinal: ordinal, url: url)))
            case .divide: nodes.append(.divide(ordinal: ordinal))
            }
        }
        var document = Document(url: url, nodes: nodes, provenance: Provenance(archive: archive))
        document.captured = captured
        return document
    }
}
