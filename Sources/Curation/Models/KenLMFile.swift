import Platform

/// The head of a KenLM binary file (format version 5, little-endian, 64 bit), and the file behind it.
struct KenLMFile: Sendable {
    /// How the n-grams are kept.
    enum Kind: UInt32 {
        case probing = 0
        case restProbing = 1
        case trie = 2
        case quantizedTrie = 3
        case arrayTrie = 4
        case quantizedArrayTrie = 5

        var isQuantized: Bool { self == .quantizedTrie || self == .quantizedArrayTrie }
        var hasArrays: Bool { self == .arrayTrie || self == .quantizedArrayTrie }
    }

    private static let magic = "mmap lm http://kheafield.com/code format version 5\n"

    let file: MappedFile
    let kind: Kind
    let probingMultiplier: Float
    /// N-grams by length, unigrams first.
    let counts: [Int]
    /// Where the vocabulary begins.
    let start: Int

    var order: Int { counts.count }
    var bytes: UnsafeRawBufferPointer { file.bytes }

    /// Whether a file begins like one.
    static func recognizes(_ bytes: UnsafeRawBufferPointer) -> Bool { bytes.starts(with: "mmap lm ".utf8) }

    /// Reads the head.
    /// - Throws: `ModelError` when it is of another version or machine.
    init(_ file: MappedFile) throws(ModelError) {
        let bytes = file.bytes
        func fault(_ problem: String) -> ModelError { .malformed(path: file.path, problem: problem) }
        guard bytes.starts(with: KenLMFile.magic.utf8) else {
            throw fault("a KenLM binary of another version; build it anew with build_binary")
        }
        // 56 bytes of text, 0, 1 and -0.5 as floats, 1 and 2^32 - 1, padding, 1 as 64 bits; then the parameters.
        guard bytes.count > 108, bytes.load(60, as: Float.self) == 1, bytes.load(64, as: Float.self) == -0.5,
            bytes.load(68, as: UInt32.self) == 1, bytes.load(80, as: UInt64.self) == 1
        else { throw fault("a KenLM binary of another machine, or cut off") }
        let order = Int(bytes[88])
        guard let kind = Kind(rawValue: bytes.load(96, as: UInt32.self)) else {
            throw fault("an unknown kind of model")
        }
        guard kind != .restProbing else { throw .unsupported(path: file.path, feature: "a model with rest costs") }
        guard order >= 2, order <= 16, bytes.count >= 108 + 8 * order else { throw fault("an order of \(order)") }
        let version = bytes.load(104, as: UInt32.self)
        guard version == (kind == .probing ? 0 : 1) else { throw fault("search version \(version)") }
        var counts: [Int] = []
        for at in 0..<order {
            let count = bytes.load(108 + 8 * at, as: UInt64.self)
            guard count < 1 << 40 else { throw fault("impossible counts") }
            counts.append(Int(count))
        }
        self.file = file
        self.kind = kind
        self.counts = counts
        probingMultiplier = bytes.load(92, as: Float.self)
        guard probingMultiplier >= 1, probingMultiplier < 100 else { throw fault("an impossible multiplier") }
        start = (108 + 8 * order + 7) / 8 * 8
    }
}

extension UnsafeRawBufferPointer {
    /// A value at a byte offset, wherever it is aligned.
    @inline(__always)
    func load<Value: BitwiseCopyable>(_ offset: Int, as type: Value.Type) -> Value {
        loadUnaligned(fromByteOffset: offset, as: type)
    }
}

/// MurmurHash2 for 64-bit machines with seed 0 (Austin Appleby, public domain): the hash of words in KenLM binaries.
enum MurmurHash {
    static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        let multiplier: UInt64 = 0xC6A4_A793_5BD1_E995
        var hash = UInt64(bytes.count) &* multiplier
        var at = 0
        while at + 8 <= bytes.count {
            var word = bytes.load(at, as: UInt64.self) &* multiplier
            word = (word ^ word >> 47) &* multiplier
            hash = (hash ^ word) &* multiplier
            at += 8
        }
        if at < bytes.count {
            for (shift, byte) in bytes[at...].enumerated() { hash ^= UInt64(byte) << UInt64(8 * shift) }
            hash = hash &* multiplier
        }
        hash = (hash ^ hash >> 47) &* multiplier
        return hash ^ hash >> 47
    }
}
