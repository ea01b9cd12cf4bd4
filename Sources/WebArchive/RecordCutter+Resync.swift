extension RecordCutter {
    /// The next place after damage where a record begins, from `start` on; nil when there is none in `bytes`.
    ///
    /// A literal record inside a payload looks like one. So a candidate counts only when its own length leads to
    /// another record or to the end, and so on until the chain has passed `claimed`, the end the damaged record
    /// gave for itself: what a payload quotes ends before its payload does. A record whose own length lies, or that is cut,
    /// counts when it claims to end beyond that too: it is damage of its own, and must not vanish in this one's.
    /// - Parameter reach: where the damaged record claims to end, beyond the bytes too; nil: as `claimed`.
    func resync(
        _ bytes: UnsafeRawBufferPointer, from start: Int, claimed: Int?, reach: Int? = nil, isAll: Bool
    ) -> Int? {
        if claimed == nil, let record = behindOneLine(bytes, from: start, isAll: isAll) { return record }
        var at = start
        while let candidate = nextCandidate(bytes, from: at) {
            let end = claimed ?? candidate
            if isChained(bytes, at: candidate, beyond: end, isAll: isAll) { return candidate }
            if isDamaged(bytes, at: candidate, beyond: reach ?? end, isAll: isAll) { return candidate }
            at = candidate + 1
        }
        return nil
    }

    /// A record right behind the line that `start` is in, such as a message that a program wrote in front of an archive.
    private func behindOneLine(_ bytes: UnsafeRawBufferPointer, from start: Int, isAll: Bool) -> Int? {
        guard dialect == .warc, let feed = bytes.firstLineFeed(from: start), isStart(bytes, at: feed + 1),
            isHeader(bytes, at: feed + 1), isChained(bytes, at: feed + 1, beyond: feed + 1, isAll: isAll)
        else { return nil }
        return feed + 1
    }

    private func isDamaged(_ bytes: UnsafeRawBufferPointer, at start: Int, beyond claimed: Int, isAll: Bool) -> Bool {
        guard case .fields(let fields, _) = header(bytes, at: start, isAll: isAll),
            fields.bytes("WARC-Type") != nil, fields.bytes("WARC-Record-ID") != nil || dialect == .arc
        else { return false }
        switch cut(bytes, at: start, isAll: isAll) {
        case .fault(_, _, _, let end): return end.map { $0 > claimed } ?? (start >= claimed)
        case .short(let needed): return isAll && needed > claimed
        case .record, .tooLarge: return false
        }
    }

    private func nextCandidate(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        switch dialect {
        case .warc:
            var at = start
            while let found = bytes.find("WARC/", from: at) {
                if isAfterBlankLine(bytes, found) && isStart(bytes, at: found) { return found }
                at = found + 1
            }
            return nil
        case .arc:
            var at = start
            while let feed = bytes.firstLineFeed(from: at) {
                if isStart(bytes, at: feed + 1) { return feed + 1 }
                at = feed + 1
            }
            return nil
        }
    }

    private func isAfterBlankLine(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> Bool {
        guard index >= 2, bytes[index - 1] == 0x0A else { return false }
        let before = bytes[index - 2] == 0x0D && index >= 3 ? index - 3 : index - 2
        return bytes[before] == 0x0A
    }

    private func isChained(_ bytes: UnsafeRawBufferPointer, at start: Int, beyond claimed: Int, isAll: Bool) -> Bool {
        var at = start
        while true {
            switch cut(bytes, at: at, isAll: isAll) {
            case .record(_, _, let next):
                at = next
                if at >= bytes.count { return true }
                guard isStart(bytes, at: at) else { return false }
                if at > claimed { return true }
            case .tooLarge(let block):
                at = Self.skipPadding(bytes, from: block.upperBound)
                if at > claimed { return true }
            case .short: return claimed <= start || !isAll
            case .fault: return false
            }
        }
    }
}
