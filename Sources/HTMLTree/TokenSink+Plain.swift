import CLibXML2
import Glibc

/// Of a page that is read as published, text and tags without libxml2, which copies and compares them character by
/// character. Only what is plain is taken here: text up to the next tag or reference, `</name>`, and `<name key="value">`
/// (`PlainTags`). What is odd, and everything in front of the body, is left to libxml2.
extension TokenSink {
    /// Pieces of a long text are not shorter: libxml2 gives it in buffers of 1,000 bytes.
    static let shortPiece = 500

    /// Takes what is plain at `at`, where libxml2 reads on, and lets it go on behind that.
    mutating func goOn(_ at: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, extra: Int = 0) {
        let next = takePlain(at, end)
        guard stopped == nil else { return }
        context?.pointee.input?.pointee.cur = next
        foresee(next, end, extra: extra)
    }

    /// The same behind a start tag, whose `>` libxml2 has yet to step over: the last byte of what was taken becomes one.
    mutating func goOn(_ at: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, behindTag tag: UnsafePointer<UInt8>) {
        guard stopped == nil else { return }
        let next = takePlain(at, end)
        guard stopped == nil else { return }
        if next > tag {
            UnsafeMutablePointer(mutating: next)[-1] = 0x3E
            context?.pointee.input?.pointee.cur = next - 1
        }
        foresee(next, end)
    }

    private mutating func takePlain(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> UnsafePointer<UInt8>
    {
        guard !heldAmpersand else { return start }
        var at = start
        while stopped == nil {
            at = takeText(at, end)
            guard at + 3 < end, at[0] == 0x3C else { break }
            if at[1] == 0x2F {
                guard let length = readEndTag(at + 2, end), at + 2 + length < end, at[2 + length] == 0x3E else { break }
                close(nextTag)
                at += length + 3
            } else {
                guard builder.mode == .body, let tag = names.plainTags.read(at, end, most: limits.attributes) else {
                    break
                }
                at = open(tag, end)
            }
        }
        return at
    }

    /// Gives the builder what stands in front of the next tag or reference. Text at the end of the page, and text with
    /// characters that libxml2 leaves out, is left to it.
    private mutating func takeText(_ at: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> UnsafePointer<UInt8> {
        guard let next = TokenSink.endOfText(at, end), next > at else { return at }
        builder.text(UnsafeBufferPointer(start: at, count: next - at))
        if builder.tree.nodes.count > limits.nodes { stop(.tooManyNodes) }
        return next
    }

    /// The next `<` or `&`; nil when there is none, or a control character or noncharacter stands before it.
    static func endOfText(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> UnsafePointer<UInt8>? {
        var at = start
        while at < end {
            if at + 8 <= end {
                let plain = countPlain(UnsafeRawPointer(at).loadUnaligned(as: UInt64.self))
                at += plain
                if plain == 8 { continue }
            }
            let byte = at[0]
            if byte == 0x3C || byte == 0x26 { return at }
            if byte < 0x20 && byte != 0x0A && byte != 0x09 { return nil }
            if byte == 0xEF, at + 2 < end, at[1] == 0xBF, at[2] >= 0xBE { return nil }
            at += 1
        }
        return nil
    }

    /// Of eight bytes those before the first `<`, `&`, 0xEF or byte below a space.
    @inline(__always)
    private static func countPlain(_ bytes: UInt64) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tags = bytes ^ ones &* 0x3C
        let references = bytes ^ ones &* 0x26
        let specials = bytes ^ ones &* 0xEF
        // A borrow can only mark bytes behind one that is rightly marked.
        let found =
            (tags &- ones) & ~tags | (references &- ones) & ~references | (specials &- ones) & ~specials
            | (bytes &- ones &* 0x20) & ~bytes
        return (found & (ones &* 0x80)).trailingZeroBitCount >> 3
    }
}
