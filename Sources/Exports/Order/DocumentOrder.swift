package import CorpusFiles
package import Platform

/// A fixed order of a corpus' documents for training: a file of numbers, the same for the same corpus and seed.
///
/// 64 bytes (`QRYORDER`, the count, the seed, SHA-256 of the corpus' `corpus.json`, eight zero bytes), then the number of a
/// document in the corpus for each sample, all of eight bytes, the lowest first. Sample *n* is one read at byte 64 + 8 n.
package struct DocumentOrder: Sendable {
    /// What the file begins with.
    static let magic = Array("QRYORDER".utf8)
    static let headerBytes = 64

    /// The path of the file.
    package let path: String
    /// Samples in it.
    package let count: Int
    /// The seed it was made with.
    package let seed: UInt64
    /// SHA-256 of the corpus' `corpus.json`.
    package let corpus: [UInt8]

    /// Writes the order of a corpus: Fisher and Yates with `SplitMix64`.
    /// - Throws: `StorageError`.
    package static func write(_ corpus: Corpus, seed: UInt64, to path: String) throws(StorageError) -> DocumentOrder {
        try OutputFile.check(path)
        var numbers = Array(UInt64(0)..<UInt64(corpus.manifest.counts.documents))
        var random = SplitMix64(seed: seed)
        for place in numbers.indices.reversed().dropLast() {
            // The high half of a product: the same number everywhere, and no modulo to bend it.
            let other = random.next().multipliedFullWidth(by: UInt64(place + 1)).high
            numbers.swapAt(place, Int(other))
        }
        let digest = try wrapping { () throws(SystemError) in
            try SHA256.hash(file: corpus.folder + "/" + CorpusManifest.fileName).bytes
        }
        var bytes = magic
        bytes.append(littleEndian: UInt64(numbers.count))
        bytes.append(littleEndian: seed)
        bytes += digest + [UInt8](repeating: 0, count: 8)
        for number in numbers { bytes.append(littleEndian: number) }
        try OutputFile.write(bytes, to: path)
        return DocumentOrder(path: path, count: numbers.count, seed: seed, corpus: digest)
    }

    private init(path: String, count: Int, seed: UInt64, corpus: [UInt8]) {
        (self.path, self.count, self.seed, self.corpus) = (path, count, seed, corpus)
    }

    /// Opens an order.
    /// - Throws: `StorageError.system`; `.corrupt` for anything that is no order, or one that was cut.
    package init(path: String) throws(StorageError) {
        self.path = path
        let size = try wrapping { () throws(SystemError) in try Files.size(path) }
        let head = try wrapping { () throws(SystemError) in
            try Files.read(path, offset: 0, count: DocumentOrder.headerBytes)
        }
        guard head.count == DocumentOrder.headerBytes, head.starts(with: DocumentOrder.magic) else {
            throw .corrupt(path: path, detail: "not an order of Quarry")
        }
        let claimed = head.littleEndian64(at: 8)
        guard claimed <= UInt64(size / 8), Int(claimed) * 8 + DocumentOrder.headerBytes == size else {
            throw .corrupt(path: path, detail: "it has \(size) bytes, \(claimed) samples take another number: cut off")
        }
        count = Int(claimed)
        seed = head.littleEndian64(at: 16)
        corpus = Array(head[24..<56])
    }

    /// The number of the document of a sample: one read.
    /// - Throws: `StorageError.query` when there is no such sample; `.system`.
    package func document(ofSample sample: Int) throws(StorageError) -> Int {
        guard (0..<count).contains(sample) else { throw .query(detail: "there is no sample \(sample) among \(count)") }
        return try numbers(sample..<sample + 1)[0]
    }

    /// Numbers of the documents of some samples in a row.
    func numbers(_ samples: Range<Int>) throws(StorageError) -> [Int] {
        let (path, offset) = (path, DocumentOrder.headerBytes + 8 * samples.lowerBound)
        let bytes = try wrapping { () throws(SystemError) in
            try Files.read(path, offset: offset, count: 8 * samples.count)
        }
        guard bytes.count == 8 * samples.count else { throw .corrupt(path: path, detail: "it became shorter") }
        return (0..<samples.count).map { Int(truncatingIfNeeded: bytes.littleEndian64(at: 8 * $0)) }
    }

    /// Checks that it is an order of this corpus.
    /// - Throws: `StorageError.query` when it is another's.
    package func check(_ other: Corpus) throws(StorageError) {
        let digest = try wrapping { () throws(SystemError) in
            try SHA256.hash(file: other.folder + "/" + CorpusManifest.fileName).bytes
        }
        guard digest == corpus, count <= other.manifest.counts.documents else {
            throw .query(detail: "\(path) is the order of another corpus than \(other.folder)")
        }
    }
}
