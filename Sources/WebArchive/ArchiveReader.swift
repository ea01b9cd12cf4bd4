import Platform

/// Reads the records of a window of a WARC or ARC, one after the other, in constant memory.
///
/// It never throws for bad data: what cannot be read is an item too, and reading goes on at the next record.
/// ```swift
/// var reader = try ArchiveReader(source)
/// while let item = reader.next() {
///     switch item {
///     case .record(let record): take(record)
///     case .damage(let damage): count(damage.fault)
///     }
/// }
/// ```
public struct ArchiveReader: ~Copyable {
    /// Offset in the file of the first record (or damage) of this window; nil when none begins in it.
    public private(set) var firstOffset: Int?

    /// Offset in the file where reading goes on after this window; right once `next()` gave nil.
    ///
    /// It is the `firstOffset` of the window that follows: so ranges can be checked to meet.
    public private(set) var endOffset: Int

    /// The file as it is mapped.
    var mapped: MappedFile? { file.file }

    private let file: ArchiveFile
    private let decoder: MemberDecoder
    private let dictionary: [UInt8]?
    private var finder: MemberFinder?
    private var buffer: InflateBuffer
    private var member: MemberWindow?
    /// Where the next piece of the file begins, when no member is being read.
    private var position: Int
    /// Pages of the mapping before this offset were given back.
    private var released = 0
    private var isDone = false
    /// Where a record claims to end that ends beyond what there is.
    private var reach: Int?

    /// Opens the file and finds the first record of the window.
    /// - Throws: `ArchiveError.system` when the file cannot be opened.
    public init(_ source: ArchiveSource, limits: ArchiveLimits = ArchiveLimits()) throws(ArchiveError) {
        file = try ArchiveFile(source, limits: limits)
        decoder = MemberDecoder(bytes: file.bytes)
        buffer = InflateBuffer(capacity: file.codec == nil ? 0 : limits.bufferBytes)
        dictionary = file.codec == .zstd ? ZstdDictionary.find(file) : nil
        position = file.lower
        released = source.begin
        endOffset = source.end
        if let dictionary { decoder.use(dictionary: dictionary) }
        seek(source.begin)
    }

    /// Opens the file at a place where a record is known to begin.
    init(_ source: ArchiveSource, at offset: Int, limits: ArchiveLimits) throws(ArchiveError) {
        // A window from the archive's beginning: nothing is searched for where it begins.
        try self.init(source.window(source.containerBegin, source.end), limits: limits)
        position = max(offset, 0)
        released = position
    }

    private mutating func seek(_ begin: Int) {
        if begin <= file.lower {
            position = file.skipPadding(from: file.lower)
        } else if file.source.beginsRecord {
            position = begin
        } else if let codec = file.codec {
            position = makeFinder(codec).sync(begin) ?? file.upper
        } else if file.source.format == .warc {
            let at = file.skipPadding(from: begin)
            let isStart = file.piece(at: at) == .record
            position =
                isStart ? at : file.cutter.resync(file.bytes, from: begin, claimed: nil, isAll: true) ?? file.upper
        } else {
            position = file.upper
        }
    }

    /// The next record or damage of the window; nil at its end.
    public mutating func next() -> ArchiveItem? {
        while !isDone {
            let item = member == nil ? nextPiece() : nextInMember()
            guard let item else { continue }
            if firstOffset == nil {
                switch item {
                case .record(let record): firstOffset = record.offset
                case .damage(let damage): firstOffset = damage.offset
                }
            }
            return item
        }
        return nil
    }

    // MARK: between members

    private mutating func nextPiece() -> ArchiveItem? {
        position = file.skipPadding(from: position)
        release(before: position)
        if position >= file.upper || isBeyond(position) { return finish() }
        switch file.piece(at: position) {
        case .end: return finish()
        case .skippable(let end): position = end
        case .member(let codec): open(codec)
        case .record: return plainRecord()
        case .other: return garbage()
        }
        return nil
    }

    /// Gives pages back that were read, so that memory does not grow with the archive; they can be read again.
    private mutating func release(before offset: Int) {
        guard offset - released >= 1 << 24 else { return }
        file.release(released..<offset)
        released = offset
    }

    /// Whether the window ends here: at or after its end, where another reader would begin.
    private mutating func isBeyond(_ offset: Int) -> Bool {
        guard offset >= file.source.end else { return false }
        switch file.piece(at: offset) {
        case .record, .end: return true
        case .skippable, .other: return false
        case .member(let codec): return makeFinder(codec).beginsRecord(at: offset)
        }
    }

    private mutating func finish() -> ArchiveItem? {
        isDone = true
        endOffset = position
        member = nil
        return nil
    }

    private func mapped(_ range: Range<Int>) -> ArchiveBlock {
        ArchiveBlock(UnsafeRawBufferPointer(rebasing: file.bytes[range]), owner: file.file)
    }

    private mutating func makeFinder(_ codec: Codec) -> MemberFinder {
        if let finder { return finder }
        let made = MemberFinder(file, codec: codec, dictionary: dictionary)
        finder = made
        return made
    }

    private func damage(
        _ offset: Int, to end: Int?, _ fault: ArchiveFault, _ detail: String
    ) -> ArchiveItem {
        .damage(ArchiveDamage(offset: offset, length: end.map { $0 - offset } ?? 0, fault: fault, detail: detail))
    }

    // MARK: plain records

    private mutating func plainRecord() -> ArchiveItem {
        let start = position
        switch file.cutter.cut(file.bytes, at: start, isAll: true) {
        case .record(let headers, let block, let next):
            position = next
            let place = ArchiveRecord.Place(offset: start, length: block.upperBound - start, ordinal: 0)
            return .record(ArchiveRecord(place: place, headers: headers, content: mapped(block)))
        case .tooLarge(let block):
            position = block.upperBound
            let detail = "\(block.count) bytes, more than \(file.cutter.limits.recordBytes)"
            return damage(start, to: position, .recordTooLarge, detail)
        case .short(let needed):
            let detail = "the file ends \(needed - file.upper) bytes before the record does"
            reach = needed
            return lost(start, .truncated, detail, from: start + 1, claimed: claim(needed, start, file.upper))
        case .fault(let fault, let detail, let from, let claimed):
            return lost(start, fault, detail, from: from, claimed: claimed)
        }
    }

    private mutating func garbage() -> ArchiveItem {
        let start = position
        let head = file.bytes[start..<min(start + 8, file.upper)]
        let magics: [[UInt8]] = [[0x1F, 0x8B, 0x08], [0x28, 0xB5, 0x2F, 0xFD], Array("WARC/1".utf8)]
        let isCut = file.upper - start < 6 && magics.contains { $0.starts(with: head) }
        let shown = head.map { byte in byte < 16 ? "0" + String(byte, radix: 16) : String(byte, radix: 16) }
        return lost(
            start, isCut ? .truncated : .garbage, "bytes \(shown.joined(separator: " ")) where a record must begin",
            from: start + 1)
    }

    /// Where a record claims to end that ends beyond `limit`: there, unless the claim is beyond belief.
    private func claim(_ needed: Int, _ start: Int, _ limit: Int) -> Int? {
        needed - start > file.cutter.limits.recordBytes ? nil : limit
    }

    /// Reading goes on at the next record after `from`, wherever that is. A length that leads nowhere is a cut file
    /// only when no record follows.
    private mutating func lost(
        _ start: Int, _ fault: ArchiveFault, _ detail: String, from: Int, claimed: Int? = nil
    ) -> ArchiveItem {
        let next: Int?
        if let codec = file.codec {
            next = makeFinder(codec).next(from: from, lenient: true)
        } else {
            next = file.cutter.resync(file.bytes, from: from, claimed: claimed, reach: reach, isAll: true)
        }
        reach = nil
        position = next ?? file.upper
        let isLie = fault == .truncated && next != nil
        return damage(start, to: position, isLie ? .badLength : fault, detail)
    }

    // MARK: in a member

    private mutating func renew() {
        if !isKnownUniquelyReferenced(&buffer) || buffer.bytes.isEmpty {
            buffer = InflateBuffer(capacity: file.cutter.limits.bufferBytes)
        }
    }

    private mutating func open(_ codec: Codec) {
        renew()
        var window = MemberWindow(offset: position)
        switch decoder.whole(codec, at: position, into: buffer.bytes) {
        case .complete(let count, let end):
            window.count = count
            window.outcome = .ended(end)
        case .tooLarge, .failed: decoder.begin(codec, at: position)
        }
        member = window
    }

    /// The next record of the member; nil when there is none left.
    private mutating func nextInMember() -> ArchiveItem? {
        guard var window = member else { return nil }
        defer { if member != nil { member = window } }
        while true {
            let bytes = UnsafeRawBufferPointer(rebasing: buffer.bytes[..<window.count])
            window.start = min(window.count, RecordCutter.skipPadding(bytes, from: window.start))
            if window.start == window.count {
                if fill(&window, to: window.count - window.start + 1) { continue }
                return close(window)
            }
            switch file.cutter.cut(bytes, at: window.start, isAll: window.isWhole) {
            case .record(let headers, let block, let next):
                let place = window.take(to: next)
                let content = UnsafeRawBufferPointer(rebasing: bytes[block])
                let owned = ArchiveBlock(content, owner: buffer)
                return .record(ArchiveRecord(place: place, headers: headers, content: owned))
            case .short(let needed):
                if fill(&window, to: needed - window.start) || extend(&window) { continue }
                return short(&window, needed)
            case .tooLarge(let block): return tooLarge(&window, block)
            case .fault(let fault, let detail, let from, let claimed):
                return lostInMember(&window, fault, detail, from: from, claimed: claimed)
            }
        }
    }

    /// Ends the member. A member that did not end well is damage, whatever came out of it before.
    private mutating func close(_ window: MemberWindow) -> ArchiveItem? {
        member = nil
        if let end = window.end {
            position = end
            return nil
        }
        position = finderFor(window).resume(after: window.offset, outcome: window.outcome)
        switch window.outcome {
        case .cut: return damage(window.offset, to: position, .truncated, "the file ends inside a member")
        case .corrupt(let detail, _): return damage(window.offset, to: position, .corrupt, detail)
        case .more: return damage(window.offset, to: position, .recordTooLarge, "a member that inflates beyond measure")
        case .ended: return nil
        }
    }

    private mutating func finderFor(_ window: MemberWindow) -> MemberFinder {
        if case .member(let codec) = file.piece(at: window.offset) { return makeFinder(codec) }
        return makeFinder(.gzip)
    }

    /// A record whose member ends before it does.
    private mutating func short(_ window: inout MemberWindow, _ needed: Int) -> ArchiveItem? {
        guard window.isWhole else { return close(window) }
        if needed - window.count <= RecordCutter.missingBytes, let record = rest(&window) { return record }
        let isLast = file.piece(at: file.skipPadding(from: window.end ?? file.upper)) == .end
        reach = needed
        return lostInMember(
            &window, isLast ? .truncated : .badLength, "the member ends before the record does", from: window.start + 1,
            claimed: claim(needed, window.start, window.count))
    }

    /// The record that fills the rest of a member whose checksum is right: only its length lies.
    private func rest(_ window: inout MemberWindow) -> ArchiveItem? {
        let bytes = UnsafeRawBufferPointer(rebasing: buffer.bytes[..<window.count])
        guard case .fields(let fields, let begin) = file.cutter.header(bytes, at: window.start, isAll: true) else {
            return nil
        }
        let block = RecordCutter.withoutPadding(bytes, begin..<window.count)
        let place = window.take(to: window.count)
        let owned = ArchiveBlock(UnsafeRawBufferPointer(rebasing: bytes[block]), owner: buffer)
        return .record(ArchiveRecord(place: place, headers: fields, content: owned))
    }

    private mutating func lostInMember(
        _ window: inout MemberWindow, _ fault: ArchiveFault, _ detail: String, from: Int, claimed: Int?
    ) -> ArchiveItem? {
        let offset = window.drop(counting: fault != .badHeader)
        var from = from
        var claimed = claimed
        while true {
            let bytes = UnsafeRawBufferPointer(rebasing: buffer.bytes[..<window.count])
            let reach = reach
            self.reach = nil
            if let found = file.cutter.resync(bytes, from: from, claimed: claimed, reach: reach, isAll: window.isWhole)
            {
                window.start = found
                return damage(offset, to: nil, fault == .truncated ? .badLength : fault, detail)
            }
            // Keep what may be the beginning of a header's first line; the rest is searched.
            window.start = max(window.start, window.count - 16)
            let before = window.count - window.start
            guard fill(&window, to: before + 1) else { break }
            claimed = nil
            from = window.start
        }
        window.start = window.count
        guard window.isWhole else { return close(window) }
        return damage(offset, to: window.end, fault, detail)
    }

    private mutating func tooLarge(_ window: inout MemberWindow, _ block: Range<Int>) -> ArchiveItem? {
        let offset = window.drop()
        var rest = block.upperBound - window.count
        window.start = min(block.upperBound, window.count)
        while rest > 0 {
            guard !decoder.isBomb, fill(&window, to: 1) else { return close(window) }
            let there = min(rest, window.count - window.start)
            window.start += there
            rest -= there
        }
        let detail = "\(block.count) bytes, more than \(file.cutter.limits.recordBytes)"
        return damage(offset, to: window.end, .recordTooLarge, detail)
    }

    /// Inflates until `needed` bytes are there to be read; false when the member has no more.
    private mutating func fill(_ window: inout MemberWindow, to needed: Int) -> Bool {
        while window.count - window.start < needed {
            guard window.outcome == .more else { return false }
            let unread = window.count - window.start
            if buffer.bytes.count - window.count < 1 << 16 || window.start == window.count { compact(&window) }
            let room = UnsafeMutableRawBufferPointer(rebasing: buffer.bytes[window.count...])
            guard !room.isEmpty else { return false }
            let size = min(room.count, max(1 << 18, needed - unread))
            let (produced, outcome) = decoder.step(into: UnsafeMutableRawBufferPointer(rebasing: room[..<size]))
            window.count += produced
            window.outcome = outcome
            release(before: window.offset + decoder.consumed)
        }
        return true
    }

    /// Moves what is unread to the front of the buffer: another one when a record still refers to this.
    private mutating func compact(_ window: inout MemberWindow) {
        let unread = window.count - window.start
        if isKnownUniquelyReferenced(&buffer) {
            buffer.move(window.start..<window.count, to: buffer)
        } else {
            let other = InflateBuffer(capacity: file.cutter.limits.bufferBytes)
            buffer.move(window.start..<window.count, to: other)
            buffer = other
        }
        window.start = 0
        window.count = unread
    }

    /// Goes on in the next member, when that does not begin a record itself: some writers cut records in members.
    private mutating func extend(_ window: inout MemberWindow) -> Bool {
        guard let end = window.end else { return false }
        let at = file.skipPadding(from: end)
        guard case .member(let codec) = file.piece(at: at), !makeFinder(codec).beginsRecord(at: at) else {
            return false
        }
        decoder.begin(codec, at: at)
        window.enter(at)
        return true
    }
}
