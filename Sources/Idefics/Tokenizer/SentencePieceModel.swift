import Platform

/// `tokenizer.model` of SentencePiece: the pieces of a byte-pair model with their scores.
///
/// Only what such a model needs is read of the message (`sentencepiece_model.proto`); other fields are passed over.
struct SentencePieceModel {
    /// What a piece is.
    enum Kind: Int {
        case normal = 1
        case unknown, control, userDefined, unused, byte
    }

    struct Piece {
        let text: [UInt8]
        /// Minus the rank of the merge that makes it.
        let score: Float
        let kind: Kind
    }

    private(set) var pieces: [Piece] = []
    /// 1 unigram, 2 byte pairs.
    private(set) var modelType = 1
    private(set) var addsPrefix = true
    private(set) var removesSpaces = true
    private(set) var escapesSpaces = true
    private(set) var normalizer = ""

    init(bytes: [UInt8], file: String) throws(IdeficsError) {
        var message = ProtobufReader(bytes[...])
        do throws(ProtobufReader.Fault) {
            while let field = try message.next() {
                switch (field.number, field.value) {
                case (1, .bytes(let bytes)): pieces.append(try Self.piece(bytes))
                case (2, .bytes(let bytes)): try readTrainer(bytes)
                case (3, .bytes(let bytes)): try readNormalizer(bytes)
                default: break
                }
            }
        } catch { throw .tokenizer(file: file, problem: "is no SentencePiece model: \(error.description)") }
        guard !pieces.isEmpty else { throw .tokenizer(file: file, problem: "has no pieces") }
    }

    private static func piece(_ bytes: ArraySlice<UInt8>) throws(ProtobufReader.Fault) -> Piece {
        var message = ProtobufReader(bytes)
        var (text, score, kind): ([UInt8], Float, Kind) = ([], 0, .normal)
        while let field = try message.next() {
            switch (field.number, field.value) {
            case (1, .bytes(let bytes)): text = Array(bytes)
            case (2, .fixed32(let bits)): score = Float(bitPattern: bits)
            case (3, .varint(let value)): kind = Kind(rawValue: Int(truncatingIfNeeded: value)) ?? .unused
            default: break
            }
        }
        return Piece(text: text, score: score, kind: kind)
    }

    private mutating func readTrainer(_ bytes: ArraySlice<UInt8>) throws(ProtobufReader.Fault) {
        var message = ProtobufReader(bytes)
        while let field = try message.next() {
            if case (3, .varint(let value)) = (field.number, field.value) { modelType = Int(truncatingIfNeeded: value) }
        }
    }

    private mutating func readNormalizer(_ bytes: ArraySlice<UInt8>) throws(ProtobufReader.Fault) {
        var message = ProtobufReader(bytes)
        while let field = try message.next() {
            switch (field.number, field.value) {
            case (1, .bytes(let bytes)): normalizer = String(decoding: bytes, as: UTF8.self)
            case (3, .varint(let value)): addsPrefix = value != 0
            case (4, .varint(let value)): removesSpaces = value != 0
            case (5, .varint(let value)): escapesSpaces = value != 0
            default: break
            }
        }
    }
}

/// The fields of a message of Protocol Buffers, in order.
struct ProtobufReader {
    /// What is wrong with the bytes.
    struct Fault: Error {
        let description: String
    }

    enum Value {
        case varint(UInt64)
        case fixed64
        case fixed32(UInt32)
        case bytes(ArraySlice<UInt8>)
    }

    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    /// The next field, nil at the end.
    mutating func next() throws(Fault) -> (number: Int, value: Value)? {
        guard !rest.isEmpty else { return nil }
        let tag = try varint()
        let number = Int(truncatingIfNeeded: tag >> 3)
        switch tag & 7 {
        case 0: return (number, .varint(try varint()))
        case 1:
            _ = try take(8)
            return (number, .fixed64)
        case 2:
            let count = try varint()
            guard count <= UInt64(rest.count) else { throw Fault(description: "a field is longer than the file") }
            return (number, .bytes(try take(Int(count))))
        case 5:
            let bytes = try take(4)
            return (number, .fixed32(bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }))
        default: throw Fault(description: "a field of a kind that there is not")
        }
    }

    private mutating func take(_ count: Int) throws(Fault) -> ArraySlice<UInt8> {
        guard count <= rest.count else { throw Fault(description: "it is cut") }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    private mutating func varint() throws(Fault) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            guard let byte = rest.popFirst() else { throw Fault(description: "it is cut") }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        throw Fault(description: "a number has no end")
    }
}
