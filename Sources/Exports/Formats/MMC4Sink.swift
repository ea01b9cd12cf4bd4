import CorpusFiles
import Documents
import Facts
import Foundation
import JSON
import Platform

/// mmc4's records, a paragraph for a sentence: JSON Lines; with pictures tar archives of one record a document, the pictures
/// in base64, as open_flamingo reads them.
///
/// Each image is matched with the paragraph it stands before (or, at the end, after), and no two with the same one, since
/// readers assign one image to a sentence; `text_before` tells how many paragraphs stand before it. The matrix has 1 for a
/// match and 0 elsewhere: nothing was measured.
final class MMC4Sink: ExportSink {
    private let folder: String
    private let request: ExportRequest
    private var lines: HashedFile?
    private var archive: TarWriter?
    private var files: [ExportFile] = []
    private var documents = 0

    init(_ folder: String, _ request: ExportRequest) { (self.folder, self.request) = (folder, request) }

    func append(_ document: Document, _ pictures: PictureSource) throws {
        if documents == request.documentsOfFile { try close() }
        let record = try MMC4Record(document, pictures, withImages: request.withImages).bytes
        if request.withImages {
            if archive == nil { archive = try TarWriter(path: folder + "/" + name) }
            try archive?.append(name: "\(document.id).json", bytes: record)
        } else {
            if lines == nil { lines = try HashedFile(path: folder + "/" + name) }
            try lines?.write(record + [0x0A])
        }
        documents += 1
    }

    private var name: String { "data/docs-\(shardNumber(files.count)).\(request.withImages ? "tar" : "jsonl")" }

    func finish() throws -> [ExportFile] {
        try close()
        return files
    }

    private func close() throws {
        let (name, count) = (name, documents)
        documents = 0
        if let summary = try archive.take()?.commit() {
            files.append(ExportFile(name, .tar, documents: count, summary))
        } else if let summary = try lines.take()?.commit(lines: count) {
            files.append(ExportFile(name, .jsonl, documents: count, summary))
        }
    }
}

/// One record.
struct MMC4Record {
    /// The record as one line of JSON.
    let bytes: [UInt8]

    /// An image, the paragraphs before it, and the one it is matched with.
    private struct Place {
        let image: ImageNode
        let before: Int
        var match = 0
    }

    init(_ document: Document, _ pictures: PictureSource, withImages: Bool) throws {
        var texts: [String] = []
        var places: [Place] = []
        for entry in AlignedDocument(document).entries {
            switch entry {
            case .text(let text): texts += text.split(onBlankLines: ())
            case .image(let image): places.append(Place(image: image, before: texts.count))
            }
        }
        MMC4Record.match(&places, texts: texts.count)
        var contents: [String?] = []
        for place in places {
            let bytes = withImages ? try place.image.signals.flatMap { try pictures.bytes($0) } : nil
            contents.append(bytes.map { Data($0).base64EncodedString() })
        }
        var json = JSONWriter()
        json.object { json in
            for (key, value) in [
                ("url", document.url), ("id", document.id), ("captured", document.captured),
                ("language", document.language), ("title", document.title),
            ] {
                json.key(key)
                json.value(value)
            }
            json.key("text_list")
            json.array { json in for text in texts { json.value(text) } }
            json.key("image_info")
            json.array { json in
                for (place, content) in zip(places, contents) { MMC4Record.write(place, content, to: &json) }
            }
            json.key("similarity_matrix")
            json.array { json in
                for place in places {
                    json.array { json in for text in texts.indices { json.value(text == place.match ? 1.0 : 0.0) } }
                }
            }
        }
        bytes = json.bytes
    }

    /// Gives each image the first paragraph from its own on that none has, else the last free one before.
    private static func match(_ places: inout [Place], texts: Int) {
        var taken = Set<Int>()
        for index in places.indices {
            let own = min(places[index].before, max(0, texts - 1))
            let free = (own..<max(own, texts)).first { !taken.contains($0) } ?? (0..<own).last { !taken.contains($0) }
            places[index].match = free ?? own
            taken.insert(places[index].match)
        }
    }

    private static func write(_ place: Place, _ content: String?, to json: inout JSONWriter) {
        let signals = place.image.signals
        json.object { json in
            json.member("image_name", signals.map(Corpus.memberName) ?? "")
            json.member("raw_url", place.image.url)
            json.member("matched_text_index", place.match)
            json.member("matched_sim", 1.0)
            json.member("text_before", place.before)
            json.member("alt", place.image.alt)
            json.member("caption", place.image.caption)
            if !place.image.modelCaption.isEmpty { json.member("model_caption", place.image.modelCaption) }
            DocumentCoder.write(signals, to: &json)
            if let content { json.member("image_base64", content) }
        }
    }
}
