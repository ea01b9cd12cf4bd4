/// The fields of a SentencePiece model file that matter here (`sentencepiece_model.proto`).
struct PieceFile {
    var pieces: [[UInt8]] = []
    var scores: [Float] = []
    var kinds: [PieceKind] = []
    var isUnigram = true
    var hasByteFallback = false
    var whiteSpaceIsSuffix = false
    /// The compiled normalisation: size and units of a trie, then the texts it leads to.
    var charsMap: [UInt8] = []
    var addsDummyPrefix = true
    var removesExtraSpaces = true
    var escapesSpaces = true

    init(_ bytes: [UInt8]) throws(ProtobufError) {
        var reader = ProtobufReader(bytes[...])
        while let (field, value) = try reader.next() {
            guard case .bytes(let message) = value else { continue }
            switch field {
            case 1: try readPiece(message)
            case 2: try readTrainer(message)
            case 3: try readNormalizer(message)
            default: break
            }
        }
        guard !pieces.isEmpty else { throw ProtobufError(problem: "it has no pieces") }
    }

    private mutating func readPiece(_ message: ArraySlice<UInt8>) throws(ProtobufError) {
        var reader = ProtobufReader(message)
        var piece: [UInt8] = []
        var score: Float = 0
        var kind = PieceKind.normal
        while let (field, value) = try reader.next() {
            switch (field, value) {
            case (1, .bytes(let bytes)): piece = Array(bytes)
            case (2, .fixed32(let bits)): score = Float(bitPattern: bits)
            case (3, .varint(let number)): kind = PieceKind(rawValue: Int(truncatingIfNeeded: number)) ?? .unused
            default: break
            }
        }
        pieces.append(piece)
        scores.append(score)
        kinds.append(kind)
    }

    private mutating func readTrainer(_ message: ArraySlice<UInt8>) throws(ProtobufError) {
        var reader = ProtobufReader(message)
        while let (field, value) = try reader.next() {
            guard case .varint(let number) = value else { continue }
            switch field {
            case 3: isUnigram = number == 1
            case 24: whiteSpaceIsSuffix = number != 0
            case 35: hasByteFallback = number != 0
            default: break
            }
        }
    }

    private mutating func readNormalizer(_ message: ArraySlice<UInt8>) throws(ProtobufError) {
        var reader = ProtobufReader(message)
        while let (field, value) = try reader.next() {
            switch (field, value) {
            case (2, .bytes(let bytes)): charsMap = Array(bytes)
            case (3, .varint(let number)): addsDummyPrefix = number != 0
            case (4, .varint(let number)): removesExtraSpaces = number != 0
            case (5, .varint(let number)): escapesSpaces = number != 0
            default: break
            }
        }
    }
}

/// Reads the fields of a protocol buffer message one by one.
struct ProtobufReader {
    /// A field's value by its wire type.
    enum Value {
        case varint(UInt64)
        case fixed64(UInt64)
        case bytes(ArraySlice<UInt8>)
        case fixed32(UInt32)
    }

    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    /// The next field's number and value; nil at the end.
    mutating func next() throws(ProtobufError) -> (Int, Value)? {
        if rest.isEmpty { return nil }
        let tag = try varint()
        let field = Int(truncatingIfNeeded: tag >> 3)
        switch tag & 7 {
        case 0: return (field, .varint(try varint()))
        case 1: return (field, .fixed64(try fixed(8)))
        case 2:
            let count = try varint()
            guard count <= UInt64(rest.count) else { throw ProtobufError(problem: "a field is cut off") }
            defer { rest = rest.dropFirst(Int(count)) }
            return (field, .bytes(rest.prefix(Int(count))))
        case 5: return (field, .fixed32(UInt32(truncatingIfNeeded: try fixed(4))))
        default: throw ProtobufError(problem: "an unknown wire type")
        }
    }

    private mutating func varint() throws(ProtobufError) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            guard let byte = rest.popFirst() else { throw ProtobufError(problem: "a number is cut off") }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        throw ProtobufError(problem: "a number without end")
    }

    private mutating func fixed(_ count: Int) throws(ProtobufError) -> UInt64 {
        guard rest.count >= count else { throw ProtobufError(problem: "a number is cut off") }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}

/// Why bytes are no message.
struct ProtobufError: Error, CustomStringConvertible {
    let problem: String
    var description: String { problem }
}
