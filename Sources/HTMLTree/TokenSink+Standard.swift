import Glibc

/// The HTML Standard's tokenizer (§13.2.5), whole: every page but those that are read as published. What is plain goes
/// the short way (`PlainTags`), what is odd by the letter (`OddTag`).
extension TokenSink {
    private typealias Place = UnsafePointer<UInt8>

    /// Reads a page from `start` to `end`.
    mutating func readByStandard(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) {
        var at = start
        while at < end, stopped == nil {
            if at[0] != 0x3C { at = readText(at, end) }
            if at < end, stopped == nil { at = readMarkup(at, end) }
            if builder.tree.nodes.count > limits.nodes { stop(.tooManyNodes) }
        }
    }

    // MARK: Text

    /// Text up to the next `<`, its references resolved.
    private mutating func readText(_ at: Place, _ end: Place) -> Place {
        let next = TokenSink.endOfText(at, end)
        if let next, next[0] == 0x3C {
            builder.text(UnsafeBufferPointer(start: at, count: next - at))
            return next
        }
        let stop = memchr(at, 0x3C, end - at).map { UnsafePointer($0.assumingMemoryBound(to: UInt8.self)) } ?? end
        referenced(UnsafeBufferPointer(start: at, count: stop - at))
        return stop
    }

    /// Text with references or characters that no text has.
    private mutating func referenced(_ text: UnsafeBufferPointer<UInt8>) {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(text.count)
        CharacterReferences.decode(text, into: &decoded)
        unclean(&decoded)
    }

    /// Text without its control characters and noncharacters, which no reader sees and other tools stumble over.
    private mutating func unclean(_ text: inout [UInt8]) {
        TokenSink.clean(&text)
        text.withUnsafeBufferPointer { builder.text($0) }
    }

    static func clean(_ text: inout [UInt8]) {
        guard text.contains(where: { $0 < 0x20 || $0 == 0xEF }) else { return }
        var out = 0
        var at = 0
        while at < text.count {
            if text[at] == 0xEF, at + 2 < text.count, text[at + 1] == 0xBF, text[at + 2] >= 0xBE {
                at += 3
                continue
            }
            if text[at] >= 0x20 || text[at] == 0x0A || text[at] == 0x09 || text[at] == 0x0C {
                text[out] = text[at]
                out += 1
            }
            at += 1
        }
        text.removeLast(text.count - out)
    }

    private mutating func literal(_ at: Place, _ count: Int) -> Place {
        builder.text(UnsafeBufferPointer(start: at, count: count))
        return at + count
    }

    // MARK: Markup

    /// What begins with the `<` at `at`; where reading goes on.
    private mutating func readMarkup(_ at: Place, _ end: Place) -> Place {
        guard at + 1 < end else { return literal(at, 1) }
        switch at[1] {
        case 0x41...0x5A, 0x61...0x7A: return startTag(at, end)
        case 0x2F: return endTag(at, end)
        case 0x21: return declaration(at, end)
        case 0x3F: return bogusComment(at + 2, end)
        default: return literal(at, 1)
        }
    }

    private mutating func startTag(_ at: Place, _ end: Place) -> Place {
        if !hasNUL, let tag = names.plainTags.read(at, end, most: limits.attributes) { return open(tag, end) }
        switch OddTag.read(at + 1, end, most: limits.attributes) {
        case .tag(let tag): return tag.withStartTag { open($0, end) }
        case .cut: return end
        case .tooManyAttributes:
            stop(.tooManyAttributes)
            return end
        }
    }

    private mutating func endTag(_ at: Place, _ end: Place) -> Place {
        guard at + 2 < end else { return literal(at, end - at) }
        guard at[2] | 0x20 >= 0x61, at[2] | 0x20 <= 0x7A else {
            // `</>` is nothing at all.
            return at[2] == 0x3E ? at + 3 : bogusComment(at + 2, end)
        }
        if let length = readEndTag(at + 2, end), at + 2 + length < end, at[2 + length] == 0x3E {
            close(nextTag)
            return at + length + 3
        }
        switch OddTag.read(at + 2, end, most: limits.attributes) {
        case .tag(let tag):
            tag.withStartTag { close(builder.tree.tag($0.name)) }
            return tag.next
        case .cut: return end
        case .tooManyAttributes:
            stop(.tooManyAttributes)
            return end
        }
    }

    /// A comment, a doctype, CDATA, or what is none of them and ends at the next `>`.
    private mutating func declaration(_ at: Place, _ end: Place) -> Place {
        if end - at >= 4, at[2] == 0x2D, at[3] == 0x2D { return TokenSink.endOfComment(at, end) }
        if TokenSink.has("doctype", at + 2, end) { return doctype(at + 9, end) }
        if TokenSink.has("[cdata[", at + 2, end), at[3] == 0x43, builder.current?.isForeign ?? false {
            return characterData(at + 9, end)
        }
        return bogusComment(at + 2, end)
    }

    private static func has(_ word: StaticString, _ at: Place, _ end: Place) -> Bool {
        guard end - at >= word.utf8CodeUnitCount else { return false }
        for index in 0..<word.utf8CodeUnitCount where RawText.lower(at[index]) != word.utf8Start[index] { return false }
        return true
    }

    /// Where a comment ends: `<!-->` and `<!--->` are whole, `-->` and `--!>` end one, the page ends any.
    private static func endOfComment(_ at: Place, _ end: Place) -> Place {
        if end - at >= 5, at[4] == 0x3E { return at + 5 }
        if end - at >= 6, at[4] == 0x2D, at[5] == 0x3E { return at + 6 }
        var from = at + 4
        while from < end, let found = memchr(from, 0x3E, end - from) {
            let close = UnsafePointer(found.assumingMemoryBound(to: UInt8.self))
            let isEnd = close - at >= 6 && close[-1] == 0x2D && close[-2] == 0x2D
            let isBang = close - at >= 7 && close[-1] == 0x21 && close[-2] == 0x2D && close[-3] == 0x2D
            if isEnd || isBang { return close + 1 }
            from = close + 1
        }
        return end
    }

    private func bogusComment(_ at: Place, _ end: Place) -> Place {
        guard at < end, let close = memchr(at, 0x3E, end - at) else { return end }
        return UnsafePointer(close.assumingMemoryBound(to: UInt8.self)) + 1
    }

    private mutating func characterData(_ at: Place, _ end: Place) -> Place {
        var stop = at
        while stop < end, !(stop[0] == 0x5D && end - stop >= 3 && stop[1] == 0x5D && stop[2] == 0x3E) { stop += 1 }
        var text = Array(UnsafeBufferPointer(start: at, count: stop - at))
        unclean(&text)
        return min(end, stop + 3)
    }

    /// A doctype counts in front of everything else.
    private mutating func doctype(_ at: Place, _ end: Place) -> Place {
        let next = bogusComment(at, end)
        if builder.stack.isEmpty {
            let isClosed = next > at && next[-1] == 0x3E
            let text = UnsafeBufferPointer(start: at, count: next - at - (isClosed ? 1 : 0))
            builder.tree.quirks = !isClosed || Doctype.isQuirky(declaration: text)
        }
        return next
    }
}
