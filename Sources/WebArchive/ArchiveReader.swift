import Platform

/// Reads a window of an archive record by record. Bad data never throws: it is an item like any other, and reading goes
/// on at the next record that is whole.
///
/// In memory stands one record and a little of the next; the file is mapped.
public struct ArchiveReader {
    private let source: ArchiveSource
    private let limits: ArchiveLimits
    private let file: MappedFile
    private let finder: UnitFinder
    private let decoder: UnitDecoder
    private var buffer: [UInt8] = []
    /// Index in `buffer` of what comes next.
    private var start = 0
    /// Where the open unit began; nil between units.
    private var unit: Int?
    /// How the open unit ended, once it did.
    private var ending: UnitDecoder.Step?
    /// Records that the open unit has given.
    private var given = 0
    /// File offset of what comes next, between units.
    private var position: Int
    private var isDone = false

    /// Where the first record of the window began; nil when it holds none.
    public private(set) var firstOffset: Int?
    /// Where the first record after the window begins (the archive's end when there is none).
    public var endOffset: Int { position }

    /// Opens the window.
    /// - Throws: `ArchiveError.system` when the file cannot be read.
    public init(_ source: ArchiveSource, limits: ArchiveLimits) throws(ArchiveError) {
        self.source = source
        self.limits = limits
        do { file = try MappedFile(path: source.path, advice: .sequential) } catch { throw .system(error) }
        let end = min(source.containerEnd, file.bytes.count)
        let isZstd = source.format == .warcZstd
        finder = UnitFinder(bytes: file.bytes, end: end, isZstd: isZstd)
        decoder = UnitDecoder(bytes: file.bytes, end: end, isZstd: isZstd)
        position = min(source.begin, end)
        if isZstd, let dictionary = Dictionaries.find(finder, at: source.containerBegin) {
            decoder.use(dictionary: dictionary)
        }
        if source.begin > source.containerBegin && source.format == .warcGzip {
            position = finder.next(from: position, decoder: decoder) ?? end
        }
    }

    /// The next item; nil at the end of the window.
    public mutating func next() -> ArchiveItem? {
        switch source.format {
        case .html: return nextFile()
        case .warc: return nextPlain()
        case .warcGzip, .warcZstd: return nextCompressed()
        }
    }

    // MARK: one HTML file

    private mutating func nextFile() -> ArchiveItem? {
        guard !isDone else { return nil }
        isDone = true
        firstOffset = 0
        position = file.bytes.count
        guard file.bytes.count <= limits.recordBytes else {
            return .damage(damage(0, file.bytes.count, .recordTooLarge, "\(file.bytes.count) bytes"))
        }
        let header = WARCHeader(lines: Array("WARC-Type: resource\nContent-Type: text/html".utf8)[...])
        return .record(ArchiveRecord(offset: 0, length: file.bytes.count, header: header, block: Array(file.bytes)))
    }

    // MARK: plain WARC

    private mutating func nextPlain() -> ArchiveItem? {
        while position < finder.end, isPadding(file.bytes[position]) { position += 1 }
        guard position < min(source.end, finder.end) else { return nil }
        firstOffset = firstOffset ?? position
        let begin = position
        var size = 1 << 16
        while true {
            let isAll = begin + size >= finder.end
            let window = Array(file.bytes[begin..<min(finder.end, begin + size)])
            switch RecordCutter.cut(window, from: 0, isAll: isAll, limits: limits) {
            case .more(let count): size = max(size * 2, count)
            case .nothing:
                position = finder.end
                return nil
            case .record(let header, let block, let next):
                position = begin + next
                return .record(
                    ArchiveRecord(offset: begin, length: block.upperBound, header: header, block: Array(window[block])))
            case .tooLarge(let length, let block):
                position = min(finder.end, begin + block + min(length, finder.end - begin - block))
                return .damage(damage(begin, position - begin, .recordTooLarge, "\(length) bytes"))
            case .fault(let fault, let detail):
                position = RecordCutter.resync(file.bytes, from: begin + 1, to: finder.end) ?? finder.end
                let cut = fault == .badLength && position >= finder.end && isAll ? ArchiveFault.truncated : fault
                return .damage(damage(begin, position - begin, cut, detail))
            }
        }
    }

    // MARK: compressed WARC

    private mutating func nextCompressed() -> ArchiveItem? {
        while true {
            if unit == nil {
                guard let item = openUnit() else {
                    if unit == nil { return nil }
                    continue
                }
                return item
            }
            if let item = cutRecord() { return item }
        }
    }

    /// Opens the next unit of the window; gives an item when bytes stand before it that are none, nil when it opened
    /// one or the window is at its end.
    private mutating func openUnit() -> ArchiveItem? {
        while position < finder.end, isPadding(file.bytes[position]) { position += 1 }
        while finder.isSkippable(at: position) {
            position = min(finder.end, position + 8 + finder.skippableLength(at: position))
        }
        guard position < min(source.end, finder.end) else { return nil }
        guard finder.isUnit(at: position) else {
            let begin = position
            position = finder.next(from: position + 1, decoder: decoder) ?? finder.end
            let tail = position >= finder.end && finder.end - begin < 10
            return .damage(
                damage(
                    begin, position - begin, tail ? .truncated : .garbage,
                    "bytes that are no \(source.format.rawValue) member"))
        }
        firstOffset = firstOffset ?? position
        decoder.open(at: position)
        unit = position
        ending = nil
        given = 0
        buffer.removeAll(keepingCapacity: true)
        start = 0
        return nil
    }

    /// Cuts the next record out of the open unit, decoding as much as it needs; nil when it only made headway.
    private mutating func cutRecord() -> ArchiveItem? {
        guard let begin = unit else { return nil }
        switch RecordCutter.cut(buffer, from: start, isAll: ending != nil, limits: limits) {
        case .more(let count):
            fill(count)
            return nil
        case .nothing:
            return close(begin)
        case .record(let header, let block, let next):
            if ending == nil {
                // The checksum comes last: a record alone in its member is not given before the member is whole.
                if given == 0 && next >= buffer.count {
                    fill(next - start + 9)
                    return nil
                }
            } else if case .corrupt(let detail)? = ending, next >= buffer.count {
                return giveUp(begin, .corrupt, detail)
            } else if case .cut? = ending, next >= buffer.count {
                return giveUp(begin, .truncated, "the file ends in this member")
            }
            let isAlone = given == 0 && next >= buffer.count
            given += 1
            start = next
            let record = ArchiveRecord(
                offset: begin, length: isAlone ? unitEnd - begin : 0, header: header, block: Array(buffer[block]))
            if isAlone { _ = close(begin) }
            return .record(record)
        case .tooLarge(let length, let block):
            return skip(begin, from: block, length: length)
        case .fault(let fault, let detail):
            return fail(begin, fault, detail)
        }
    }

    private var unitEnd: Int { if case .ended(let at)? = ending { at } else { finder.end } }

    /// Decodes until `count` bytes stand after `start`, or the unit ends.
    private mutating func fill(_ count: Int) {
        if start > 1 << 20 {
            buffer.removeFirst(start)
            start = 0
        }
        while ending == nil, buffer.count - start < count {
            let step = decoder.step(into: &buffer)
            if step != .progress { ending = step }
        }
    }

    /// Ends a unit whose records are all out; its own damage is the last item.
    private mutating func close(_ begin: Int) -> ArchiveItem? {
        switch ending {
        case .ended(let at)?:
            position = at
            unit = nil
            return nil
        case .cut?: return giveUp(begin, .truncated, "the file ends in this member")
        case .corrupt(let detail)?: return giveUp(begin, .corrupt, detail)
        case .progress?, nil:
            fill(buffer.count - start + 1)
            return nil
        }
    }

    /// A fault in the open unit: the damage of the unit itself explains it better; else a later record of the same unit
    /// may still be whole.
    private mutating func fail(_ begin: Int, _ fault: ArchiveFault, _ detail: String) -> ArchiveItem? {
        switch ending {
        case .cut?: return giveUp(begin, .truncated, "the file ends in this member")
        case .corrupt(let reason)?: return giveUp(begin, .corrupt, reason)
        default: break
        }
        let item = ArchiveItem.damage(damage(begin, 0, fault, detail))
        while true {
            let later = buffer.withUnsafeBytes { RecordCutter.resync($0, from: start + 1, to: $0.count) }
            if let later {
                start = later
                given += 1
                return item
            }
            if ending != nil { break }
            start = max(start, buffer.count - 8)
            fill(1 << 16)
        }
        if case .ended(let at)? = ending { position = at } else { position = resume(after: begin) }
        unit = nil
        return item
    }

    private mutating func giveUp(_ begin: Int, _ fault: ArchiveFault, _ detail: String) -> ArchiveItem {
        position = resume(after: begin)
        unit = nil
        return .damage(damage(begin, position - begin, fault, detail))
    }

    private func resume(after begin: Int) -> Int { finder.next(from: begin + 1, decoder: decoder) ?? finder.end }

    /// Decodes past a block that is too large to hold.
    private mutating func skip(_ begin: Int, from block: Int, length: Int) -> ArchiveItem? {
        var left = length - (buffer.count - block)
        while left > 0, ending == nil {
            buffer.removeAll(keepingCapacity: true)
            let step = decoder.step(into: &buffer)
            left -= buffer.count
            if step != .progress { ending = step }
        }
        start = left >= 0 ? buffer.count : buffer.count + left
        given += 1
        return .damage(damage(begin, 0, .recordTooLarge, "\(length) bytes"))
    }

    private func isPadding(_ byte: UInt8) -> Bool { byte == 0 || byte == 0x0A || byte == 0x0D }

    private func damage(_ offset: Int, _ length: Int, _ fault: ArchiveFault, _ detail: String) -> ArchiveDamage {
        ArchiveDamage(offset: offset, length: length, fault: fault, detail: detail)
    }
}
