import Exchange

/// Where a document is: a part of `extract`, and its place in it.
struct Location: Hashable, Comparable {
    let part: Int
    let document: Int

    /// Part and document as a number that sorts as they do.
    var key: UInt64 { UInt64(part) << 32 | UInt64(document) }

    static func < (a: Location, b: Location) -> Bool { (a.part, a.document) < (b.part, b.document) }
}

extension Location {
    /// The location of a `key`.
    init(key: UInt64) { self.init(part: Int(key >> 32), document: Int(key & 0xFFFF_FFFF)) }

    init(from payload: inout PayloadReader) { self.init(part: payload.integer(), document: payload.integer()) }

    func write(to payload: inout PayloadWriter) {
        payload.append(part)
        payload.append(document)
    }
}
