import Platform

/// A SentencePiece unigram model (`.model`, a protocol buffer): normalises a line and cuts it into the pieces of the
/// most probable segmentation (Kudo 2018, arXiv 1804.10959).
package struct SentencePieceModel: Sendable {
    private let normalizer: PieceNormalizer
    private let scores: [Float]
    private let kinds: [PieceKind]
    private let trie: PieceTrie
    private let unknownScore: Float
    private let hasByteFallback: Bool

    /// Reads a model.
    /// - Throws: `ModelError` when it is no unigram model.
    package init(path: String) throws(ModelError) {
        let bytes: [UInt8]
        do { bytes = try Files.read(path) } catch { throw .unreadable(error) }
        let file: PieceFile
        do { file = try PieceFile(bytes) } catch { throw .malformed(path: path, problem: error.description) }
        guard file.isUnigram else { throw .unsupported(path: path, feature: "a model that is not of the unigram kind") }
        guard !file.kinds.contains(.userDefined) else {
            throw .unsupported(path: path, feature: "a model with user-defined symbols")
        }
        guard let normalizer = PieceNormalizer(file) else {
            throw .malformed(path: path, problem: "its normalisation table is damaged")
        }
        self.normalizer = normalizer
        scores = file.scores
        kinds = file.kinds
        hasByteFallback = file.hasByteFallback
        var trie = PieceTrie()
        var least = Float.greatestFiniteMagnitude
        for (index, piece) in file.pieces.enumerated() {
            guard kinds[index] == .normal else { continue }
            trie.insert(piece, index)
            least = min(least, scores[index])
        }
        self.trie = trie
        unknownScore = least - 10
    }

    /// The pieces of a line; what no piece covers is a piece of its own, its neighbours of the same kind joined.
    package func pieces(of line: String) -> [String] {
        let text = normalizer.normalize(Array(line.utf8))
        guard !text.isEmpty else { return [] }
        var pieces: [String] = []
        var wasUnknown = false
        for (range, isUnknown) in segments(text) {
            if isUnknown && hasByteFallback {
                pieces += text[range].map { "<0x\(Hex.encode([$0]).uppercased())>" }
            } else if isUnknown && wasUnknown, let last = pieces.popLast() {
                pieces.append(last + String(decoding: text[range], as: UTF8.self))
            } else {
                pieces.append(String(decoding: text[range], as: UTF8.self))
            }
            wasUnknown = isUnknown
        }
        return pieces
    }

    /// The best path through all segmentations (Viterbi).
    private func segments(_ text: [UInt8]) -> [(Range<Int>, isUnknown: Bool)] {
        var best = [(score: Float, start: Int, isUnknown: Bool)](repeating: (0, -1, false), count: text.count + 1)
        var at = 0
        while at < text.count {
            let length = min(UTF8Decoding.length(text[at]), text.count - at)
            var hasSingle = false
            trie.prefixes(of: text[at...]) { end, piece in
                if end - at == length { hasSingle = true }
                let score = best[at].score + scores[piece]
                if best[end].start < 0 || score > best[end].score { best[end] = (score, at, false) }
            }
            if !hasSingle {
                let score = best[at].score + unknownScore
                if best[at + length].start < 0 || score > best[at + length].score {
                    best[at + length] = (score, at, true)
                }
            }
            at += length
        }
        var path: [(Range<Int>, isUnknown: Bool)] = []
        var end = text.count
        while end > 0 {
            path.append((best[end].start..<end, best[end].isUnknown))
            end = best[end].start
        }
        return path.reversed()
    }
}

/// The kinds of pieces, numbered as in the file.
enum PieceKind: Int, Sendable {
    case normal = 1
    case unknown, control, userDefined, unused, byte
}

extension UTF8Decoding {
    /// Bytes of a code point by its first byte.
    static func length(_ first: UInt8) -> Int {
        switch first {
        case 0xC0...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xFF: 4
        default: 1
        }
    }
}

/// Pieces by their bytes: a trie whose edges are in one hash table.
struct PieceTrie: Sendable {
    private var edges = IntegerTable()
    private var values: [Int32] = [-1]

    mutating func insert(_ piece: [UInt8], _ value: Int) {
        var node: UInt32 = 0
        for byte in piece {
            let edge = node << 8 | UInt32(byte)
            if let next = edges[edge] {
                node = next
            } else {
                let next = UInt32(values.count)
                edges.insert(edge, next)
                values.append(-1)
                node = next
            }
        }
        values[Int(node)] = Int32(value)
    }

    /// Calls `body` with the end and the value of every piece that `text` begins with, the shortest first.
    func prefixes(of text: ArraySlice<UInt8>, _ body: (Int, Int) -> Void) {
        var node: UInt32 = 0
        for at in text.indices {
            guard let next = edges[node << 8 | UInt32(text[at])] else { return }
            node = next
            if values[Int(node)] >= 0 { body(at + 1, Int(values[Int(node)])) }
        }
    }
}
