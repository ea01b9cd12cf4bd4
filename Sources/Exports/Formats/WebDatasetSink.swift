import CorpusFiles
import Documents
import Facts
import JSON
import Platform

/// Tar archives, the members of a document adjacent: `KEY.json` with aligned `texts` and `images` and the record itself,
/// pictures as `KEY.0.jpg`; with what megatron-energon wants to find beside them.
final class WebDatasetSink: ExportSink {
    private let folder: String
    private let request: ExportRequest
    private let energon: EnergonFolder?
    private var writer: TarWriter?
    private var files: [ExportFile] = []
    private var offsets: [Int] = []

    init(_ folder: String, _ request: ExportRequest) throws {
        (self.folder, self.request) = (folder, request)
        energon = request.naming == .standard ? try EnergonFolder(folder) : nil
    }

    func append(_ document: Document, _ pictures: PictureSource) throws {
        if offsets.count == request.documentsOfFile { try close() }
        if writer == nil { writer = try TarWriter(path: folder + "/" + name) }
        let start = writer?.bytesWritten ?? 0
        let members = request.naming == .m4 ? try m4(document, pictures) : try standard(document, pictures)
        var parts: [EnergonIndex.Part] = []
        for (name, bytes) in members {
            guard let place = try writer?.append(name: "\(document.id).\(name)", bytes: bytes) else { continue }
            parts.append(.init(name: name, offset: place.offset, length: place.length))
        }
        let end = writer?.bytesWritten ?? 0
        try energon?.add(
            .init(key: document.id, archive: files.count, index: offsets.count, bytes: start..<end, parts: parts))
        offsets.append(start)
    }

    /// The record, and its pictures under the number of their place among the images.
    private func standard(_ document: Document, _ source: PictureSource) throws -> [(String, [UInt8])] {
        var pictures: [(String, [UInt8])] = []
        var names: [String] = []
        for (index, image) in document.images.enumerated() {
            if let signals = image.signals, let bytes = try source.bytes(signals) {
                pictures.append(("\(index).\(PictureSource.ending(signals))", bytes))
                names.append(pictures[pictures.count - 1].0)
            } else {
                names.append(image.url)
            }
        }
        var json = JSONWriter()
        json.object { json in
            WebDatasetSink.lists(document, names, to: &json)
            DocumentCoder.writeMembers(document, to: &json)
        }
        return [("json", json.bytes)] + pictures
    }

    private static func lists(_ document: Document, _ names: [String], to json: inout JSONWriter) {
        let null = Array("null".utf8)
        json.key("texts")
        json.array { json in
            for node in document.nodes {
                switch node {
                case .text(let text): json.value(text.text)
                case .image: json.raw(null)
                case .divide: continue
                }
            }
        }
        json.key("images")
        var rest = names[...]
        json.array { json in
            for node in document.nodes {
                switch node {
                case .text: json.raw(null)
                case .image: json.value(rest.popFirst() ?? "")
                case .divide: continue
                }
            }
        }
    }

    /// A member for every text and picture that is there, then the list of them, without which the sample is dropped.
    private func m4(_ document: Document, _ source: PictureSource) throws -> [(String, [UInt8])] {
        var members: [(String, [UInt8])] = []
        for (index, entry) in AlignedDocument(document).entries.enumerated() {
            switch entry {
            case .text(let text): members.append(("\(index).text.txt", Array(text.utf8)))
            case .image(let image):
                guard let signals = image.signals, let bytes = try source.bytes(signals) else { continue }
                members.append(("\(index).image.\(signals.format)", bytes))
            }
        }
        let list = members.map { "\(document.id).\($0.0)" }.joined(separator: "\n")
        return members + [("metadata.txt", Array(list.utf8))]
    }

    func finish() throws -> [ExportFile] {
        try close()
        return try files + (energon?.finish(files) ?? [])
    }

    private var name: String { "shard-\(shardNumber(files.count)).tar" }

    private func close() throws {
        guard let end = writer?.bytesWritten, let summary = try writer.take()?.commit() else { return }
        try energon?.writeOffsets(offsets + [end], beside: name)
        files.append(ExportFile(name, .tar, documents: offsets.count, summary))
        offsets = []
    }
}
