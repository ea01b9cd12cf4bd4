import Documents

/// The text between two images as it grows: pieces of text nodes, joined by the strongest separator that the tree's
/// edges, or the pieces' own ends, ask for.
///
/// The published rules (`pre_extraction_simplificator.py`): a node's text is cleaned on its own; two neighbours are
/// joined by `\n\n`, `\n`, a space or nothing.
struct TextRun {
    typealias Separator = ExtractionOptions.Separator

    /// Where the roles of the text change.
    struct Mark {
        let offset: Int
        let style: Style
    }

    /// What a piece of text is.
    struct Style: Equatable {
        var role = Paragraph.Role.body
        /// Why it is of the page's frame; nil when it is content.
        var frame: FrameCause?
    }

    /// Stands for a `br` in a node's text until the text is cleaned.
    static let lineBreak: UInt8 = 0x01

    private(set) var bytes: [UInt8] = []
    private(set) var marks: [Mark] = []
    /// Where paragraphs begin, and the node of their first text.
    private(set) var origins: [(offset: Int, node: Int32)] = []
    /// The node that the next text is of.
    var node: Int32 = -1
    private(set) var isEmpty = true
    let foldsAllSpaces: Bool
    let dropsSoftHyphens: Bool
    private var piece: [UInt8] = []

    init(foldsAllSpaces: Bool, dropsSoftHyphens: Bool = false) {
        self.foldsAllSpaces = foldsAllSpaces
        self.dropsSoftHyphens = dropsSoftHyphens
    }

    /// Whether the last byte is white space.
    var endsBlank: Bool { bytes.last.map(Bytes.isSpace) ?? true }

    /// Whether a byte begins no word but ends one: a full stop, a comma, a closing bracket.
    static func closes(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x2E, 0x2C, 0x3A, 0x3B, 0x21, 0x3F, 0x29, 0x5D, 0x7D, 0x25: true
        default: false
        }
    }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        marks.removeAll(keepingCapacity: true)
        origins.removeAll(keepingCapacity: true)
        isEmpty = true
    }

    /// Cleans the text of a node and joins it; `separator` is what the edges since the last text ask for.
    /// Says whether anything was left of it.
    mutating func append(_ raw: [UInt8], _ separator: Separator, style: Style) -> Bool {
        clean(raw)
        guard !piece.isEmpty else { return false }
        join(separator, style)
        return true
    }

    /// Joins text as it is.
    mutating func appendVerbatim(_ raw: [UInt8], _ separator: Separator, style: Style) {
        guard !raw.isEmpty else { return }
        piece.removeAll(keepingCapacity: true)
        piece.append(contentsOf: raw)
        if !isEmpty { while let last = bytes.last, Bytes.isSpace(last) { bytes.removeLast() } }
        join(separator, style, isVerbatim: true)
    }

    private mutating func join(_ separator: Separator, _ style: Style, isVerbatim: Bool = false) {
        if !isEmpty {
            var start = 0
            var strongest = separator
            // The indentation of a line of code is not a space between words.
            if !isVerbatim {
                note(.paragraph, 0x0A, 2, &start, &strongest)
                note(.line, 0x0A, 1, &start, &strongest)
                note(.space, 0x20, 1, &start, &strongest)
            }
            switch strongest {
            case .none: break
            case .space: bytes.append(0x20)
            case .line: bytes.append(0x0A)
            case .paragraph:
                bytes.append(0x0A)
                bytes.append(0x0A)
                origins.append((bytes.count, node))
            }
            mark(style)
            piece.withUnsafeBufferPointer {
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: $0[start...]))
            }
        } else {
            isEmpty = false
            origins.append((bytes.count, node))
            mark(style)
            bytes.append(contentsOf: piece)
        }
    }

    private mutating func mark(_ style: Style) {
        if marks.last?.style != style { marks.append(Mark(offset: bytes.count, style: style)) }
    }

    /// If the text so far ends with `count` times `byte`, or the piece begins so, it is cut there once and counts as a
    /// wish.
    private mutating func note(
        _ wish: Separator, _ byte: UInt8, _ count: Int, _ start: inout Int, _ strongest: inout Separator
    ) {
        let end = bytes.count
        if end >= count, bytes[end - 1] == byte, bytes[end - count] == byte {
            bytes.removeLast(count)
            strongest = max(strongest, wish)
        }
        if piece.count - start >= count, piece[start] == byte, piece[start + count - 1] == byte {
            start += count
            strongest = max(strongest, wish)
        }
    }

    /// Line feeds and tabs are spaces, runs of spaces one; every line between breaks is stripped; one space is put back
    /// at an end that had one.
    private mutating func clean(_ raw: [UInt8]) {
        let hasBreak = squeeze(raw)
        guard let first = piece.first, let last = piece.last else { return }
        let lead = first == 0x20
        let trail = last == 0x20 && piece.count > 1
        if !hasBreak {
            let inner = Bytes.strip(piece, 0..<piece.count)
            if inner.lowerBound == (lead ? 1 : 0), inner.upperBound == piece.count - (trail ? 1 : 0) { return }
            rebuild([inner], lead, trail)
            return
        }
        var lines: [Range<Int>] = []
        var start = 0
        for at in 0...piece.count where at == piece.count || piece[at] == TextRun.lineBreak {
            lines.append(Bytes.strip(piece, start..<at))
            start = at + 1
        }
        rebuild(lines, lead, trail)
    }

    private mutating func rebuild(_ lines: [Range<Int>], _ lead: Bool, _ trail: Bool) {
        var out: [UInt8] = lead ? [0x20] : []
        for (index, line) in lines.enumerated() {
            if index > 0 { out.append(0x0A) }
            out.append(contentsOf: piece[line])
        }
        if trail { out.append(0x20) }
        piece = out
    }

    /// Folds white space; whether there is a break of a line in what is left.
    private mutating func squeeze(_ raw: [UInt8]) -> Bool {
        var hasBreak = false
        let (foldsAllSpaces, dropsSoftHyphens) = (self.foldsAllSpaces, self.dropsSoftHyphens)
        piece.removeAll(keepingCapacity: true)
        // Room that is written once, not filled with zeros before.
        piece.append(addingCapacity: raw.count) { room in
            room.withUnsafeMutableBufferPointer { out, count in
                let out = UnsafeMutableRawBufferPointer(out)
                count = TextRun.fold(raw, to: out, foldsAllSpaces, dropsSoftHyphens, &hasBreak)
            }
        }
        return hasBreak
    }

    /// Writes the bytes of `raw`, white space folded, and gives how many; no more than there were.
    private static func fold(
        _ raw: [UInt8], to out: UnsafeMutableRawBufferPointer, _ foldsAllSpaces: Bool, _ dropsSoftHyphens: Bool,
        _ hasBreak: inout Bool
    ) -> Int {
        var at = 0
        var count = 0
        var endsInSpace = false
        // Where words are looked at eight bytes at a time again.
        var next = 0
        while at < raw.count {
            if at >= next {
                next = at + TextRun.copyWords(raw, at, &endsInSpace, to: out, count)
                count += next - at
                at = next
                next += 8
                if at == raw.count { break }
            }
            let byte = raw[at]
            if byte > 0x20 && byte < 0xC2 {
                out[count] = byte
                count += 1
                at += 1
                endsInSpace = false
                continue
            }
            var length = byte == 0x20 || byte == 0x0A || byte == 0x09 ? 1 : 0
            if length == 0 && foldsAllSpaces { length = Bytes.spaceLength(raw, at, raw.count) }
            if length > 0 {
                if !endsInSpace {
                    out[count] = 0x20
                    count += 1
                }
                endsInSpace = true
                at += length
                continue
            }
            if dropsSoftHyphens, byte == 0xC2, at + 1 < raw.count, raw[at + 1] == 0xAD {
                at += 2
                continue
            }
            endsInSpace = false
            hasBreak = hasBreak || byte == TextRun.lineBreak
            out[count] = byte
            count += 1
            at += 1
        }
        return count
    }

    /// Copies what is ASCII with no more than one space between words, which most text is, and gives how much: a multiple
    /// of eight bytes.
    private static func copyWords(
        _ raw: [UInt8], _ start: Int, _ endsInSpace: inout Bool, to out: UnsafeMutableRawBufferPointer, _ place: Int
    ) -> Int {
        raw.withUnsafeBytes { raw in
            let (ones, tops): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
            var at = start
            while at + 8 <= raw.count {
                let word = raw.loadUnaligned(fromByteOffset: at, as: UInt64.self).littleEndian
                // No byte borrows from the next: all are below 0x80, or it is over here.
                let isPlain = word & tops == 0 && ((word | tops) &- ones &* 0x20) & tops == tops
                let spaces = ~((word ^ ones &* 0x20) &+ ones &* 0x7F) & tops
                guard isPlain, spaces & spaces >> 8 == 0, !(endsInSpace && spaces & 0x80 != 0) else { break }
                out.storeBytes(of: word.littleEndian, toByteOffset: place + at - start, as: UInt64.self)
                endsInSpace = spaces >> 63 == 1
                at += 8
            }
            return at - start
        }
    }
}
