import CorpusFiles
import Documents
import Facts
import JSON
import Platform

/// `documents.jsonl`, plain, with its index, and the packs of the corpus as they lie: megatron-energon looks pictures up in
/// them by name. A pack from which something has to stay behind is written anew without it.
final class PolylithicSink: ExportSink {
    private let folder: String
    private let request: ExportRequest
    private let corpus: Corpus
    private var file: HashedFile?
    private var json = JSONWriter()
    private var offsets: [Int] = []
    /// SHA-256 of the pictures that documents show.
    private var wanted: Set<String> = []

    init(_ folder: String, _ request: ExportRequest, _ corpus: Corpus) throws {
        (self.folder, self.request, self.corpus) = (folder, request, corpus)
        file = try HashedFile(path: folder + "/documents.jsonl")
    }

    func append(_ document: Document, _ pictures: PictureSource) throws {
        json.reset()
        DocumentCoder.write(document, to: &json)
        json.newline()
        offsets.append(file?.count ?? 0)
        try file?.write(json.bytes)
        if request.withImages { wanted.formUnion(document.images.compactMap(\.signals?.sha256)) }
    }

    func finish() throws -> [ExportFile] {
        let end = file?.count ?? 0
        guard let summary = try file.take()?.commit(lines: offsets.count) else { return [] }
        var bytes: [UInt8] = []
        for offset in offsets + [end] { bytes.append(littleEndian: UInt64(offset)) }
        try Files.write(bytes, to: folder + "/documents.jsonl.idx")
        var files = [
            ExportFile("documents.jsonl", .jsonl, documents: offsets.count, summary),
            try ExportFile(measuring: "documents.jsonl.idx", .index, in: folder),
        ]
        if request.withImages { files += try packs() }
        let aux = request.withImages ? "    aux:\n      images: images\n" : ""
        let dataset =
            "__module__: megatron.energon\n__class__: MetadatasetV2\nsplits:\n  train:\n    path: documents.jsonl\n"
        try Files.write(dataset + aux, to: folder + "/metadataset.yaml")
        return files + [try ExportFile(measuring: "metadataset.yaml", .index, in: folder)]
    }

    private func packs() throws -> [ExportFile] {
        let images = folder + "/images"
        try Files.makeFolder(images)
        let energon = try EnergonFolder(images)
        var packs: [ExportFile] = []
        for pack in corpus.manifest.files(.pack) {
            let source = try TarReader(path: corpus.folder + "/" + pack.path)
            let members = source.members.filter { wanted.contains(String($0.name.prefix { $0 != "." })) }
            // Later packs may hold a picture again; it is looked up by name, so the first is enough.
            wanted.subtract(members.map { String($0.name.prefix { $0 != "." }) })
            guard !members.isEmpty else { continue }
            let name = CorpusName.pack(packs.count)
            if members.count == source.members.count {
                try Files.linkOrCopy(source.path, to: images + "/" + name)
            } else {
                var copy = try TarWriter(path: images + "/" + name)
                for member in members { try copy.append(name: member.name, bytes: source.bytes(of: member)) }
                _ = try copy.commit()
            }
            packs.append(try measure(name, archive: packs.count, energon, in: images))
        }
        let extra = try energon.finish(packs)
        return (packs + extra).map {
            ExportFile("images/" + $0.path, $0.kind, documents: 0, bytes: $0.bytes, sha256: $0.sha256)
        }
    }

    /// Tells energon where the members of a pack lie.
    private func measure(_ name: String, archive: Int, _ energon: EnergonFolder, in images: String) throws -> ExportFile
    {
        let members = try TarReader(path: images + "/" + name).members
        var starts: [Int] = []
        for (index, member) in members.enumerated() {
            let start = member.content.offset - 512
            let end =
                index + 1 < members.count
                ? members[index + 1].content.offset - 512 : start + 512 + (member.content.length + 511) / 512 * 512
            let key = member.name.prefix { $0 != "." }
            let part = EnergonIndex.Part(
                name: String(member.name.dropFirst(key.count + 1)), offset: member.content.offset,
                length: member.content.length)
            try energon.add(.init(key: String(key), archive: archive, index: index, bytes: start..<end, parts: [part]))
            starts.append(start)
            if index == members.count - 1 { starts.append(end) }
        }
        try energon.writeOffsets(starts, beside: name)
        let file = try ExportFile(measuring: name, .pack, in: images)
        return ExportFile(name, .pack, documents: members.count, bytes: file.bytes, sha256: file.sha256)
    }
}

/// Names of files, as a corpus has them.
enum CorpusName {
    /// `images-00000.tar`.
    static func pack(_ number: Int) -> String { "images-\(shardNumber(number)).tar" }
}
