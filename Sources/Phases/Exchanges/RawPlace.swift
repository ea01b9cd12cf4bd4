import Exchange
import Platform

/// Where the bytes of an image are while a run lasts: in the raw pack of a unit of `fetch`.
struct RawPlace: Hashable {
    /// The unit of `fetch`.
    let unit: Int
    /// The content in its pack.
    let bytes: ByteRange
}

extension RawPlace {
    init(from payload: inout PayloadReader) {
        self.init(unit: payload.integer(), bytes: ByteRange(offset: payload.integer(), length: payload.integer()))
    }

    func write(to payload: inout PayloadWriter) {
        payload.append(unit)
        payload.append(bytes.offset)
        payload.append(bytes.length)
    }
}
