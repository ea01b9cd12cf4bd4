/// The inflated bytes of the member that is being read, as far as they are there and not read yet.
struct MemberWindow {
    /// Offset of the member in the file.
    private(set) var offset: Int
    /// Index in the buffer of the first byte not read yet.
    var start = 0
    /// Index in the buffer after the last inflated byte.
    var count = 0
    /// Where the member ends in the file, or why it does not end well; `.more` while it is being decoded in steps.
    var outcome = MemberDecoder.Outcome.more
    /// Records that began in it so far.
    private(set) var records = 0
    /// Where the record being read began, when that was in a member before this one.
    private var origin: (offset: Int, ordinal: Int)?

    init(offset: Int) { self.offset = offset }

    /// Whether all its bytes are there and checked.
    var isWhole: Bool { end != nil }

    /// Where it ends in the file, once it ended well.
    var end: Int? {
        if case .ended(let end) = outcome { end } else { nil }
    }

    /// Goes on in the member at `next`, in the middle of a record.
    mutating func enter(_ next: Int) {
        if origin == nil { origin = (offset, records) }
        offset = next
        records = 0
        outcome = .more
    }

    /// Takes the record that ends at `end` in the buffer; its length on disk is 0 when the member's end is not known yet.
    mutating func take(to end: Int) -> ArchiveRecord.Place {
        let begin = origin ?? (offset, records)
        if origin == nil { records += 1 }
        origin = nil
        start = end
        return .init(offset: begin.offset, length: (self.end ?? begin.offset) - begin.offset, ordinal: begin.ordinal)
    }

    /// Gives up the record being read; where it began. What is no record does not count as one.
    mutating func drop(counting: Bool = true) -> Int {
        let begin = origin?.offset ?? offset
        if origin == nil && counting { records += 1 }
        origin = nil
        return begin
    }
}
