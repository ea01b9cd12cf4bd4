import CorpusFiles
import Documents
import Facts
import JSON
import Platform

/// The part of a verification that reads what is inside the files and adds it up.
struct Recount {
    let folder: String
    let manifest: CorpusManifest
    /// Paths of the files whose bytes are as they were written: a disagreement is then the other side's fault.
    let sound: Set<String>
    private var index: CorpusIndex?
    /// Counted from shards and logs.
    private var counted = CorpusManifest.Counts()
    private var paragraphs = 0
    private var dropped = Ledger()
    /// Packed images that the index knows in that place.
    private var placed = 0
    /// Whether everything that was counted could be read.
    private var isComplete = true

    init(folder: String, manifest: CorpusManifest, sound: Set<String>) {
        self.folder = folder
        self.manifest = manifest
        self.sound = sound
    }

    mutating func run(_ verification: inout Verification) {
        do { index = try CorpusIndex(path: folder + "/" + CorpusIndex.fileName) } catch {
            if Files.exists(folder + "/" + CorpusIndex.fileName) {
                verification.report(CorpusIndex.fileName, "\(error)", in: folder)
            }
        }
        checkIndex(&verification)
        var first = 0
        for (number, file) in manifest.files(.shard).enumerated() {
            readShard(file, number, first: first, &verification)
            first += file.lines
        }
        for (number, file) in manifest.files(.pack).enumerated() { readPack(file, number, &verification) }
        for file in manifest.files(.drops) { readDrops(file, &verification) }
        let read = manifest.files.filter { [.shard, .pack, .drops].contains($0.kind) }
        if isComplete && read.allSatisfy({ sound.contains($0.path) }) { addUp(&verification) }
    }

    /// Who is to blame when a file and the index disagree.
    private func culprit(_ path: String) -> String { sound.contains(path) ? CorpusIndex.fileName : path }

    private mutating func attempt(
        _ path: String, _ verification: inout Verification, _ body: (inout Recount, inout Verification) throws -> Void
    ) {
        do { try body(&self, &verification) } catch {
            isComplete = false
            if Files.exists(folder + "/" + path) { verification.report(path, "\(error)", in: folder) }
        }
    }

    // MARK: The index against the manifest

    private mutating func checkIndex(_ verification: inout Verification) {
        guard let index else { return }
        attempt(CorpusIndex.fileName, &verification) { recount, verification in
            func expect(_ condition: Bool, _ detail: @autoclosure () -> String) {
                if !condition { verification.report(CorpusIndex.fileName, detail()) }
            }
            for problem in try index.problems() { verification.report(CorpusIndex.fileName, problem) }
            let manifest = recount.manifest
            expect(
                try index.ledger() == manifest.ledger.withoutReplacements, "its funnel is not the ledger of corpus.json"
            )
            expect(
                try index.meta()["pipeline_sha256"] == manifest.pipelineSHA256, "it was made by another pipeline")
            let shards = manifest.files(.shard).map { ($0.path.dropFirst("shards/".count), $0.lines) }
            let listed = try index.shards()
            expect(
                shards.count == listed.count
                    && zip(shards, listed).allSatisfy { $0.0 == $1.name && $0.1 == $1.documents },
                "its shards are not those of corpus.json")
            let packs = manifest.files(.pack).map { String($0.path.dropFirst("images/".count)) }
            expect(try index.packs() == packs, "its packs are not those of corpus.json")
            expect(try index.statistics().counts == manifest.counts, "its counts are not those of corpus.json")
            let loose = try index.looseEnds()
            expect(loose == 0, "\(loose) occurrences of images or documents it does not have")
            let impossible = try index.impossibleImages()
            expect(impossible == 0, "\(impossible) images with details that no picture has")
            let strange = try index.strangeRows(manifest.counts, packs: packs.count)
            for problem in strange { verification.report(CorpusIndex.fileName, problem) }
        }
    }

    // MARK: Shards

    private mutating func readShard(
        _ file: CorpusManifest.File, _ number: Int, first: Int, _ verification: inout Verification
    ) {
        attempt(file.path, &verification) { recount, verification in
            let reader = try FramedReader(path: recount.folder + "/" + file.path)
            if reader.frames.count != file.frames {
                verification.report(file.path, "\(reader.frames.count) frames, \(file.frames) were written")
            }
            var line = 0
            try reader.forEachPlacedLine { bytes, place in
                line += 1
                let document: Document
                do { document = try DocumentCoder.read(JSONValue(parsing: bytes)) } catch {
                    recount.isComplete = false
                    verification.report(file.path, "line \(line) is not a document: \(error)")
                    return
                }
                let row = try DocumentRow(document, shard: number, line: first + line - 1, at: place, in: reader.frames)
                recount.count(document)
                verification.checked.documents += 1
                try recount.compare(document, row, file.path, &verification)
            }
            if line != file.lines { verification.report(file.path, "\(line) lines, \(file.lines) were written") }
        }
    }

    private mutating func count(_ document: Document) {
        counted.documents += 1
        counted.images += document.imageCount
        counted.words += document.profile.words
        paragraphs += document.paragraphCount
    }

    /// A document's row must say what its record says, and lie where it lies.
    private func compare(
        _ document: Document, _ row: DocumentRow, _ path: String, _ verification: inout Verification
    ) throws {
        guard let index else { return }
        guard var found = try index.document(number: row.number) else {
            return verification.report(culprit(path), "document \(document.id) is not in the index")
        }
        found.frame.decompressed = row.frame.decompressed
        if found != row {
            verification.report(
                culprit(path), "document \(document.id) and its row in the index differ: \(row.difference(from: found))"
            )
        }
        if try index.occurrences(inDocument: document.id) != OccurrenceRow.rows(of: document) {
            verification.report(
                culprit(path), "the images of document \(document.id) and their rows in the index differ")
        }
        for signals in document.images.compactMap(\.signals) {
            let found = try index.images(sha256Prefix: signals.sha256, limit: 1).first?.signals
            if found?.asRecorded != signals {
                verification.report(
                    culprit(path), "image \(signals.sha256) of document \(document.id) and its row in the index differ")
            }
        }
    }

    // MARK: Packs

    private mutating func readPack(_ file: CorpusManifest.File, _ number: Int, _ verification: inout Verification) {
        attempt(file.path, &verification) { recount, verification in
            let reader = try TarReader(path: recount.folder + "/" + file.path)
            if reader.members.count != file.lines {
                verification.report(file.path, "\(reader.members.count) members, \(file.lines) were written")
            }
            for member in reader.members {
                verification.checked.images += 1
                let sha256 = String(member.name.prefix { $0 != "." })
                let digest = SHA256.hash(try reader.bytes(of: member)).hex
                if digest != sha256 {
                    verification.report(file.path, "the bytes of '\(member.name)' have SHA-256 \(digest)")
                } else {
                    try recount.compare(member, sha256, number, file.path, &verification)
                }
            }
        }
    }

    /// An image may be in several packs; the index knows the first.
    private mutating func compare(
        _ member: TarReader.Member, _ sha256: String, _ pack: Int, _ path: String, _ verification: inout Verification
    ) throws {
        guard let index else { return }
        guard let row = try index.images(sha256Prefix: sha256).first, (0...pack).contains(row.pack) else {
            return verification.report(culprit(path), "'\(member.name)' is not in the index")
        }
        guard row.pack == pack else { return }
        placed += 1
        if row.offset != member.content.offset || row.length != member.content.length {
            verification.report(
                culprit(path), "'\(member.name)' is at \(member.content.offset), the index says \(row.offset)")
        } else if Corpus.memberName(row.signals) != member.name {
            verification.report(culprit(path), "'\(member.name)' is \(row.signals.format) in the index")
        }
    }

    // MARK: Drops and sums

    private mutating func readDrops(_ file: CorpusManifest.File, _ verification: inout Verification) {
        attempt(file.path, &verification) { recount, verification in
            var count = 0
            try DropLog.read(recount.folder + "/" + file.path) { drop in
                count += 1
                recount.dropped.dropped(drop.reason)
            }
            verification.checked.drops += count
            if count != file.lines { verification.report(file.path, "\(count) lines, \(file.lines) were written") }
        }
    }

    /// The double entry against what was counted. Only when every file could be read: a sum over less says nothing new.
    private func addUp(_ verification: inout Verification) {
        let ledger = manifest.ledger
        func expect(_ found: Int, _ told: Int, _ what: String) {
            guard found != told else { return }
            verification.report(CorpusManifest.fileName, "\(told) \(what), but \(found) were found")
        }
        expect(counted.documents, manifest.counts.documents, "documents")
        expect(counted.images, manifest.counts.images, "images")
        expect(counted.words, manifest.counts.words, "words")
        expect(counted.documents, ledger[.document].written, "documents written by the ledger")
        expect(counted.images, ledger[.image].written, "images written by the ledger")
        expect(paragraphs, ledger[.paragraph].written, "paragraphs written by the ledger")
        if sound.contains(CorpusIndex.fileName), let index, let expected = try? index.packedImages() {
            guard placed == expected else {
                let text = "\(expected) images have a place in a pack, but \(placed) were found there"
                return verification.report(CorpusIndex.fileName, text)
            }
        }
        guard !manifest.files(.drops).isEmpty else { return }
        for reason in Reason.allCases {
            expect(
                dropped[reason.unit].dropped[reason] ?? 0, ledger[reason.unit].dropped[reason] ?? 0,
                "drops for \(reason.rawValue) in the ledger")
        }
    }
}

extension ImageSignals {
    /// What the public record holds of it.
    fileprivate var asRecorded: ImageSignals {
        var recorded = ImageSignals()
        for field in ImageSignals.fields where field.isRecorded { field.take(&recorded, field.value(self)) }
        return recorded
    }
}

extension DocumentRow {
    /// The names of what two rows disagree in.
    fileprivate func difference(from other: DocumentRow) -> String {
        var names: [String] = []
        if id != other.id { names.append("id") }
        if (shard, frame, offset, length) != (other.shard, other.frame, other.offset, other.length) {
            names.append("place")
        }
        if url != other.url { names.append("url") }
        if captured != other.captured { names.append("captured") }
        if language != other.language { names.append("language") }
        if title != other.title { names.append("title") }
        if images != other.images { names.append("images") }
        if profile != other.profile { names.append("signals") }
        return names.joined(separator: ", ")
    }
}
