import CLibXML2
import Glibc

/// Looking at what comes next, before libxml2 does.
extension TokenSink {
    /// Sets libxml2's open names for what stands at `at`; `extra` names are taken off when the handler returns.
    mutating func foresee(_ at: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, extra: Int = 0) {
        guard let context else { return }
        var depth = 1
        if at < end && at[0] == 0x3C {
            if at + 2 < end && at[1] == 0x2F {
                if readEndTag(at + 2, end) != nil { depth = 2 }
            } else if at + 6 < end && TokenSink.isLetter(at[1]) {
                // Nothing is open: libxml2 has nothing to close (but a `head` it takes only as a second element).
                if !TokenSink.isHead(at + 1) { depth = 0 }
                if countsTooMany(at, end) { return }
            }
        }
        setStack(context, depth, extra)
    }

    private func setStack(_ context: htmlParserCtxtPtr, _ depth: Int, _ extra: Int) {
        // Three names at most; libxml2 makes room for ten with the context.
        guard let table = context.pointee.nameTab, context.pointee.nameMax >= 4 else { return }
        table[0] = UnsafePointer(names.neutral)
        table[1] = UnsafePointer(depth == 2 ? names.next : names.neutral)
        table[2] = UnsafePointer(names.neutral)
        context.pointee.nameNr = Int32(depth + extra)
        context.pointee.name = depth + extra > 0 ? table[depth + extra - 1] : nil
    }

    /// Puts the name of an end tag where libxml2's stack points and gives its length; nil for void elements, whose mere
    /// presence on the stack would make libxml2 end them.
    mutating func readEndTag(_ at: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Int? {
        var count = 0
        while count < Names.room, at + count < end {
            let byte = RawText.lower(at[count])
            guard byte >= 97 && byte <= 122 || byte >= 48 && byte <= 58 || byte == 45 || byte == 95 || byte == 46 else {
                break
            }
            names.next[count] = byte
            count += 1
        }
        names.next[count] = 0
        guard count > 0, names.next[0] > 57 else { return nil }
        nextTag = builder.tree.tag(UnsafeBufferPointer(start: names.next, count: count))
        return builder.traits(of: nextTag).contains(.void) ? nil : count
    }

    private static func isLetter(_ byte: UInt8) -> Bool { byte | 0x20 >= 97 && byte | 0x20 <= 122 }

    private static func isHead(_ at: UnsafePointer<UInt8>) -> Bool {
        at[0] | 0x20 == 0x68 && at[1] | 0x20 == 0x65 && at[2] | 0x20 == 0x61 && at[3] | 0x20 == 0x64 && !isLetter(at[4])
    }

    /// Stops when the start tag at `at` has more attributes than allowed: libxml2 compares each with all before it.
    private mutating func countsTooMany(_ at: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Bool {
        let count = end - at
        guard count > 2 * limits.attributes, RawText.lower(at[1]) >= 97, RawText.lower(at[1]) <= 122 else {
            return false
        }
        var attributes = 0
        var index = 1
        var quote: UInt8 = 0
        while index < count {
            let byte = at[index]
            if quote != 0 {
                guard let close = memchr(at + index, Int32(quote), count - index) else { return false }
                index = UnsafeRawPointer(close) - UnsafeRawPointer(at)
                quote = 0
            } else if byte == 0x3E {
                return false
            } else if byte == 0x22 || byte == 0x27 {
                // A quote opens a value only behind `=`.
                var back = index - 1
                while back > 0, TreeBuilder.isSpace(at[back]) { back -= 1 }
                if at[back] == 0x3D { quote = byte }
            } else if TreeBuilder.isSpace(byte) || byte == 0x2F {
                attributes += TreeBuilder.isSpace(at[index - 1]) ? 0 : 1
                if attributes > limits.attributes {
                    stop(.tooManyAttributes)
                    return true
                }
            }
            index += 1
        }
        return false
    }
}
