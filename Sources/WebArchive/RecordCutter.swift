/// Cuts records out of WARC bytes that are already there: a pure function of the bytes, no reading.
enum RecordCutter {
    /// What stands at the beginning of some bytes.
    enum Cut {
        /// A record: its header, where its block lies, and where the next record may begin.
        case record(WARCHeader, block: Range<Int>, next: Int)
        /// More bytes are needed: at least this many in all.
        case more(Int)
        /// No record; reading may go on at a record found later.
        case fault(ArchiveFault, String)
        /// A record whose block is not worth holding.
        case tooLarge(length: Int, block: Int)
        /// Nothing but line ends.
        case nothing
    }

    /// Looks at `bytes[start...]`; `isAll` when nothing follows them.
    static func cut(_ bytes: [UInt8], from start: Int, isAll: Bool, limits: ArchiveLimits) -> Cut {
        var at = start
        while at < bytes.count, bytes[at] == 0x0D || bytes[at] == 0x0A { at += 1 }
        if bytes[at...].starts(with: [0xEF, 0xBB, 0xBF]) { at += 3 }
        guard at < bytes.count else { return isAll ? .nothing : .more(at - start + 5) }
        guard bytes.count - at >= 5 || isAll else { return .more(at - start + 5) }
        guard bytes[at...].starts(with: Array("WARC/".utf8)) else {
            return .fault(.badHeader, "no WARC/ at its beginning")
        }
        let window = bytes[at..<min(bytes.count, at + limits.headerBytes + 4)]
        guard let end = HeaderLines.end(in: window) else {
            if window.count >= limits.headerBytes {
                return .fault(.headerTooLarge, "a header over \(limits.headerBytes) bytes")
            }
            return isAll ? .fault(.truncated, "it ends in its header") : .more((bytes.count - start) * 2 + 512)
        }
        guard end - at <= limits.headerBytes else {
            return .fault(.headerTooLarge, "a header over \(limits.headerBytes) bytes")
        }
        return block(bytes, header: at, from: end, isAll: isAll, limits: limits)
    }

    private static func block(
        _ bytes: [UInt8], header at: Int, from end: Int, isAll: Bool, limits: ArchiveLimits
    ) -> Cut {
        let version = bytes[at...].firstIndex(of: 0x0A) ?? at
        let header = WARCHeader(lines: bytes[(version + 1)..<end])
        let lengths = header.fields.filter { $0.name == "content-length" }.map(\.value)
        guard let text = lengths.first else { return .fault(.badLength, "no Content-Length") }
        guard lengths.allSatisfy({ $0 == text }) else { return .fault(.badLength, "two Content-Lengths") }
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let length = Int(text) else {
            return .fault(.badLength, "Content-Length '\(text.prefix(40))'")
        }
        guard length <= limits.recordBytes else { return .tooLarge(length: length, block: end) }
        let last = end + length
        guard bytes.count >= last else {
            return isAll ? .fault(.badLength, "\(length) bytes promised, \(bytes.count - end) there") : .more(last + 9)
        }
        guard bytes.count >= last + 9 || isAll else { return .more(last + 9) }
        var next = last
        while next < bytes.count, next < last + 8, bytes[next] == 0x0D || bytes[next] == 0x0A { next += 1 }
        let rest = bytes[next...]
        let fits = rest.isEmpty || rest.starts(with: Array("WARC/".utf8)) || rest.allSatisfy { $0 == 0 }
        guard fits || (!isAll && rest.count < 5) else {
            return .fault(.badLength, "the next record does not begin where \(length) bytes end")
        }
        return .record(header, block: end..<last, next: next)
    }

    /// The next record's beginning after `start`: `WARC/` at the start of a line after a blank one.
    static func resync(_ bytes: UnsafeRawBufferPointer, from start: Int, to end: Int) -> Int? {
        let mark = Array("WARC/".utf8)
        var at = max(start, 2)
        while at + mark.count <= end {
            guard let found = bytes[at..<end].firstIndex(of: mark[0]) else { return nil }
            at = found
            if at + mark.count <= end, bytes[at - 1] == 0x0A, mark.indices.allSatisfy({ bytes[at + $0] == mark[$0] }) {
                let before = bytes[at - 2] == 0x0D && at >= 3 ? bytes[at - 3] : bytes[at - 2]
                if before == 0x0A { return at }
            }
            at += 1
        }
        return nil
    }
}
