/// What kind of records an archive holds.
enum Dialect: Sendable {
    /// ISO 28500.
    case warc
    /// The Internet Archive's format before it: one line of header, `URL IP date type length`.
    case arc
}

/// Cuts records out of bytes that are already there: a pure function of the bytes, no reading.
struct RecordCutter {
    /// After so much padding nobody asks what follows it.
    private static let paddingBytes = 4096
    /// So far back the header is looked for that a block claims the beginning of.
    private static let overlapBytes = 4096
    /// So many bytes may a member lack that ended well, its checksum right: the length lies, nothing is lost.
    static let missingBytes = 512

    let dialect: Dialect
    let limits: ArchiveLimits

    /// What stands at some place of some bytes.
    enum Cut {
        /// A record: its header, where its block lies, and where reading goes on.
        case record(HeaderFields, block: Range<Int>, next: Int)
        /// The bytes end before it does; at least so many are needed, counted from the first.
        case short(Int)
        /// No record. Search the next one from `searchFrom`; `claimed` is where the header says that the block ends.
        case fault(ArchiveFault, String, searchFrom: Int, claimed: Int?)
        /// A record that is not worth holding, and where it ends.
        case tooLarge(block: Range<Int>)
    }

    /// The header that stands at some place.
    enum Header {
        case fields(HeaderFields, blockStart: Int)
        case short(Int)
        case fault(ArchiveFault, String)
    }

    /// The first index from `start` on that is not padding (and no byte order mark).
    static func skipPadding(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var at = start
        while at < bytes.count, bytes[at].isPadding { at += 1 }
        if bytes.has((0xEF, 0xBB, 0xBF), at: at) { at += 3 }
        return at
    }

    /// Whether a record seems to begin at `index`.
    func isStart(_ bytes: UnsafeRawBufferPointer, at index: Int) -> Bool {
        switch dialect {
        case .warc: bytes.hasFolded("warc/", at: index) && index + 5 < bytes.count && bytes[index + 5].isDigit
        case .arc: ARCLine(bytes, at: index) != nil
        }
    }

    /// Cuts the record that begins at `start`. `isAll` says that nothing follows `bytes`.
    func cut(_ bytes: UnsafeRawBufferPointer, at start: Int, isAll: Bool) -> Cut {
        let fields: HeaderFields
        let blockStart: Int
        switch header(bytes, at: start, isAll: isAll) {
        case .fields(let found, let end): (fields, blockStart) = (found, end)
        case .short(let needed): return .short(needed)
        case .fault(let fault, let detail):
            return .fault(fault, detail, searchFrom: min(start + 1, bytes.count), claimed: nil)
        }
        let lengths = fields.allBytes("Content-Length")
        guard let first = lengths.first, lengths.allSatisfy({ $0 == first }) else {
            let detail = lengths.isEmpty ? "no Content-Length" : "two Content-Lengths"
            return .fault(.badLength, detail, searchFrom: blockStart, claimed: nil)
        }
        guard let length = WARCValue.length(first), length < Int.max / 2 else {
            let said = String(decoding: first.prefix(40), as: UTF8.self)
            return .fault(.badLength, "Content-Length '\(said)'", searchFrom: blockStart, claimed: nil)
        }
        return block(bytes, fields, blockStart..<(blockStart + length), isAll: isAll)
    }

    private func block(
        _ bytes: UnsafeRawBufferPointer, _ fields: HeaderFields, _ block: Range<Int>, isAll: Bool
    ) -> Cut {
        if block.count > limits.recordBytes && (!isAll || block.upperBound <= bytes.count) {
            return .tooLarge(block: block)
        }
        guard block.upperBound <= bytes.count else { return .short(block.upperBound) }
        switch end(bytes, of: block.upperBound, isAll: isAll) {
        case .at(let next): return .record(fields, block: block, next: next)
        case .wrong:
            if let next = overlapped(bytes, block) {
                let whole = Self.withoutPadding(bytes, block.lowerBound..<next)
                return .record(fields, block: whole, next: next)
            }
            return .fault(
                .badLength, "no record begins where the \(block.count) bytes of Content-Length end",
                searchFrom: block.lowerBound, claimed: block.upperBound)
        case .short: return .short(bytes.count + 1)
        }
    }

    /// What follows a block.
    private enum End {
        /// What may: reading goes on there.
        case at(Int)
        case wrong
        case short
    }

    /// A block may end where only padding follows, or a record, or the two line ends that close one; a few bytes more
    /// than were promised are forgiven when the next record stands right behind them.
    private func end(_ bytes: UnsafeRawBufferPointer, of end: Int, isAll: Bool) -> End {
        var at = end
        while at < bytes.count, bytes[at].isPadding { at += 1 }
        if at - end > Self.paddingBytes { return .at(at) }
        if at == bytes.count { return isAll ? .at(at) : .short }
        // Another member may follow the record in a file that mixes plain records with compressed ones.
        if isStart(bytes, at: at) || bytes.has((0x1F, 0x8B, 0x08), at: at) { return .at(at) }
        if isAll && dialect == .warc && bytes.has("\r\n\r\n", at: end) { return .at(at) }
        if !isAll && bytes.count - at < (dialect == .arc ? ARCLine.maximumBytes : 64) { return .short }
        return follower(bytes, closelyTo: at).map { .at($0) } ?? .wrong
    }

    /// Where the next record begins, when a block claims the first bytes of its header: a length that counts what was taken
    /// out of the block later (the CRs of its line ends, in ClueWeb09). The header reaches beyond the claimed end, so it
    /// is none that the block quotes; where another one stands before it, the length lies by more than that.
    private func overlapped(_ bytes: UnsafeRawBufferPointer, _ block: Range<Int>) -> Int? {
        let lowest = max(block.lowerBound + 1, block.upperBound - Self.overlapBytes)
        let start = (lowest..<max(lowest, block.upperBound)).first { at in
            bytes[at - 1] == 0x0A && isStart(bytes, at: at) && isHeader(bytes, at: at)
        }
        guard let start, case .fields(_, let end) = header(bytes, at: start, isAll: true) else { return nil }
        return end > block.upperBound ? start : nil
    }

    func isHeader(_ bytes: UnsafeRawBufferPointer, at start: Int) -> Bool {
        guard case .fields(let fields, _) = header(bytes, at: start, isAll: true) else { return false }
        return fields.bytes("WARC-Type") != nil
    }

    /// A block without the line ends that close its record.
    static func withoutPadding(_ bytes: UnsafeRawBufferPointer, _ block: Range<Int>) -> Range<Int> {
        var end = block.upperBound
        while end > block.lowerBound, end + 4 > block.upperBound, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D {
            end -= 1
        }
        return block.lowerBound..<end
    }

    private func follower(_ bytes: UnsafeRawBufferPointer, closelyTo end: Int) -> Int? {
        for at in (end + 1)..<(end + 9) where at < bytes.count && bytes[at].isPadding {
            let next = Self.skipPadding(bytes, from: at)
            return isStart(bytes, at: next) ? next : nil
        }
        return nil
    }

    /// Reads the header at `start`.
    func header(_ bytes: UnsafeRawBufferPointer, at start: Int, isAll: Bool) -> Header {
        if dialect == .arc { return arcHeader(bytes, at: start, isAll: isAll) }
        if bytes.count - start < 8 {
            let isPrefix = bytes.hasFolded("warc/", at: start) || bytes.count - start < 5
            if !isAll || isPrefix { return .short(start + 8) }
        }
        guard isStart(bytes, at: start) else { return .fault(.badHeader, "no WARC/ where a record must begin") }
        let window = UnsafeRawBufferPointer(rebasing: bytes[..<min(bytes.count, start + limits.headerBytes)])
        guard let end = window.headerEnd(from: start) else {
            if window.count < bytes.count || window.count - start >= limits.headerBytes {
                return .fault(.headerTooLarge, "the header has more than \(limits.headerBytes) bytes")
            }
            return .short(bytes.count + 1)
        }
        let first = (window.firstLineFeed(from: start) ?? start) + 1
        return .fields(HeaderFields(lines: UnsafeRawBufferPointer(rebasing: bytes[first..<end])), blockStart: end)
    }

    private func arcHeader(_ bytes: UnsafeRawBufferPointer, at start: Int, isAll: Bool) -> Header {
        if let line = ARCLine(bytes, at: start) { return .fields(line.fields, blockStart: line.end) }
        let isCut = bytes.firstLineFeed(from: start) == nil && bytes.count - start < ARCLine.maximumBytes
        return isCut ? .short(bytes.count + 1) : .fault(.badHeader, "no ARC header line")
    }
}
