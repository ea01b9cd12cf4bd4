import ArgumentParser
import CorpusFiles
import Documents
import Exchange
import Glibc
import JSON
import Platform

/// How fast corpora are written, read, merged and indexed, per second of processor time; the best of several passes.
struct StorageBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "storage",
        abstract: "Shards, packs, runs and the index, with the documents of a corpus as material.")

    @Argument(help: "A corpus, whose documents and images are written again and again.")
    var corpus: String

    @Option(help: "Documents to write.")
    var documents = 20_000

    @Option(help: "Passes; the fastest counts.")
    var passes = 3

    @Option(
        help: "The folder whose disk is measured: what is written goes into a new folder there, removed afterwards.")
    var scratch = Files.temporaryRoot

    @OptionGroup var checks: CheckOptions

    @Option(help: "Only one of shards, packs, runs, index.")
    var only: String?

    mutating func run() throws {
        var thresholds = try Thresholds("storage", checks)
        scratch = try Files.makeTemporaryFolder("quarry-bench", in: scratch)
        defer { try? Files.remove(scratch) }
        let material = try Material(Corpus(folder: corpus), count: documents)
        print("\(documents) documents, \(material.bytes / 1_000_000) MB of JSON; \(material.images.count) images")
        if only ?? "shards" == "shards" { try shards(material, &thresholds) }
        if only ?? "packs" == "packs" { try packs(material, &thresholds) }
        if only ?? "exchange" == "exchange" { try exchange() }
        if only ?? "index" == "index" { try index(material) }
        try thresholds.finish()
    }

    private func shards(_ material: Material, _ thresholds: inout Thresholds) throws {
        var json = JSONWriter()
        try measure("encode documents", material.bytes) {
            for document in material.documents {
                json.reset()
                DocumentCoder.write(document, to: &json)
            }
        }
        var compressing = 0.0
        for level in [Int32(9), 3] {
            compressing = try measure("compress lines into a shard, level \(level)", material.bytes) {
                var writer = try FramedWriter(path: scratch + "/s", level: level)
                for line in material.lines { try writer.append(line: line) }
                _ = try writer.commit()
            }
        }
        let both = try measure("encode and compress, level 3", material.bytes) {
            var writer = try FramedWriter(path: scratch + "/s")
            for document in material.documents {
                json.reset()
                DocumentCoder.write(document, to: &json)
                try writer.append(line: json.bytes)
            }
            _ = try writer.commit()
        }
        thresholds.note("encode and compress / compress, time", both / compressing)
        var count = 0
        try measure("read lines of a shard", material.bytes) {
            try FramedReader(path: scratch + "/s").lines { count += $0.count }
        }
        try measure("read lines and parse documents", material.bytes) {
            try FramedReader(path: scratch + "/s").lines {
                count += try DocumentCoder.read(JSONValue(parsing: Array($0))).nodes.count
            }
        }
        if count == 0 { print("nothing was read") }
    }

    private func packs(_ material: Material, _ thresholds: inout Thresholds) throws {
        let times = max(1, 200_000_000 / max(1, material.imageBytes))
        let writing = try measure("write images into a pack", material.imageBytes * times) {
            var writer = try TarWriter(path: scratch + "/p")
            for _ in 0..<times { for (name, bytes) in material.images { try writer.append(name: name, bytes: bytes) } }
            _ = try writer.commit()
        }
        let hashing = try measure("SHA-256 of the same bytes (the limit)", material.imageBytes * times) {
            _ = try SHA256.hash(file: scratch + "/p")
        }
        thresholds.note("write images into a pack / SHA-256 of them, time", writing / hashing)
    }

    private func exchange() throws {
        let count = 1_000_000
        let payload = [UInt8](repeating: 7, count: 24)
        try rate("append and sort entries of an exchange", count) {
            for file in 0..<4 {
                var writer = SortedWriter(path: "\(scratch)/r\(file)", buckets: 16)
                for entry in 0..<count / 4 {
                    let key = UInt64(entry * 4 + file) &* 0x9E37_79B9_7F4A_7C15
                    try writer.append(bucket: Int(key >> 60), key: key, payload: payload)
                }
                _ = try writer.commit()
            }
        }
        try rate("merge entries of 4 files", count) {
            var found = 0
            for bucket in 0..<16 {
                var merger = try SortedMerger(paths: (0..<4).map { "\(scratch)/r\($0)" }, bucket: bucket)
                while try merger.next() != nil { found += 1 }
            }
            if found != count { print("\(found) entries came back") }
        }
    }

    private func index(_ material: Material) throws {
        var rows = IndexRowWriter(path: scratch + "/rows")
        var writer = try FramedWriter(path: scratch + "/s")
        var places: [LineLocation] = []
        for line in material.lines { places.append(try writer.append(line: line)) }
        let frames = try writer.commit().frames
        var count = 0
        for (line, document) in material.documents.enumerated() {
            let row = try DocumentRow(document, shard: 0, line: line, at: places[line], in: frames)
            try rows.append(row, of: document)
            count += 1 + document.imageCount
        }
        _ = try rows.commit()
        let part = CorpusIndexBuilder.Part(
            rows: scratch + "/rows", shards: [(scratch + "/s", material.documents.count)], packs: [])
        for fullText in [false, true] {
            let path = scratch + "/index.sqlite"
            try rate("rows into the index\(fullText ? ", with full text" : "")", count) {
                _ = try CorpusIndexBuilder(path: path, fullText: fullText).build([part], .init(ledger: Ledger()))
            }
            print("  \(try Files.size(path) / material.documents.count) bytes a document")
        }
        let built = try CorpusIndex(path: scratch + "/index.sqlite")
        try rate("find a document and decompress its frame", 1000) {
            for number in 0..<1000 {
                let id = material.documents[number * 7919 % material.documents.count].id
                guard let row = try built.documents(idPrefix: id).first else { continue }
                _ = try FramedReader.line(scratch + "/s", frame: row.frame, offset: row.offset, length: row.length)
            }
        }
    }

    /// Prints a speed; gives back the seconds.
    @discardableResult
    private func measure(_ label: String, _ bytes: Int, _ body: () throws -> Void) throws -> Double {
        let seconds = try best(body)
        print("\(label): \(Int(Double(bytes) / seconds / 1e6)) MB/s")
        return seconds
    }

    private func rate(_ label: String, _ count: Int, _ body: () throws -> Void) throws {
        print("\(label): \(Int(Double(count) / (try best(body)) / 1e3)) thousand/s")
    }

    /// Seconds of processor time: the machine may be shared.
    private func best(_ body: () throws -> Void) rethrows -> Double {
        var best = Double.infinity
        for _ in 0..<max(1, passes) {
            let start = Self.processorTime
            try body()
            best = min(best, Self.processorTime - start)
        }
        return best
    }

    private static var processorTime: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

/// Documents and images of a corpus, repeated under new ids.
private struct Material {
    var documents: [Document] = []
    var lines: [[UInt8]] = []
    var bytes = 0
    var images: [(name: String, bytes: [UInt8])] = []
    var imageBytes: Int { images.reduce(0) { $0 + $1.bytes.count } }

    init(_ corpus: Corpus, count: Int) throws {
        var originals: [Document] = []
        try corpus.index.forEachDocument { originals.append(try corpus.document(of: $0)) }
        try corpus.index.forEachImage { row in
            images.append((Corpus.memberName(row.signals), try corpus.bytes(of: row)))
        }
        guard !originals.isEmpty else { throw ValidationError("the corpus has no documents") }
        var json = JSONWriter()
        for number in 0..<count {
            var document = originals[number % originals.count]
            document.id = String(SHA256.hash("\(number)").hex.prefix(20))
            json.reset()
            DocumentCoder.write(document, to: &json)
            documents.append(document)
            lines.append(json.bytes)
            bytes += json.bytes.count
        }
    }
}
