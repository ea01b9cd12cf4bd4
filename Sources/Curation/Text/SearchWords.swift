/// The words of a text as search and the map know them: runs of letters, marks and digits, and in scripts that do not
/// part words by blanks the words that the profile counts too (`WordBreaker`).
package struct SearchWords: Sendable {
    /// The one for everybody; calls from several threads wait for each other only in scripts without blanks.
    package static let shared = SearchWords()

    private let classes: CharacterClasses
    private let breaker = WordBreaker()

    /// Words by tables of our own lists.
    package init() { classes = WordLists.quarry.classes }

    /// The text with a blank wherever a word begins or ends in a script without blanks; all else is as it was.
    package func spaced(_ text: String) -> String {
        var text = text
        return text.withUTF8 { bytes in
            // The common case is a text in a script with blanks: nothing to do, and found out at the speed of a scan.
            guard bytes.contains(where: { $0 >= 0xE0 }) else { return nil }
            let breaks = breaker.breaks(bytes, classes)
            guard !breaks.isEmpty else { return nil }
            var out: [UInt8] = []
            out.reserveCapacity(bytes.count + breaks.count)
            var from = 0
            for place in breaks {
                out.append(contentsOf: bytes[from..<place])
                out.append(0x20)
                from = place
            }
            out.append(contentsOf: bytes[from...])
            return String(decoding: out, as: UTF8.self)
        } ?? text
    }

    /// Whether a word is of a script without blanks, by its first letter.
    package func isUnspaced(_ word: String) -> Bool {
        word.unicodeScalars.first.map { classes[$0.value] & CharacterClasses.unspaced != 0 } ?? false
    }

    /// Gives each word to `body`, in order: its place in the UTF-8 of `text`, and its bytes in lower case (valid during
    /// the call).
    package func forEach(in text: String, _ body: (Range<Int>, UnsafeBufferPointer<UInt8>) -> Void) {
        var text = text
        text.withUTF8 { forEach(in: $0, body) }
    }

    /// As `forEach(in:_:)`, of bytes that are UTF-8.
    package func forEach(
        in bytes: UnsafeBufferPointer<UInt8>, _ body: (Range<Int>, UnsafeBufferPointer<UInt8>) -> Void
    ) {
        guard let base = bytes.baseAddress else { return }
        let breaks = bytes.contains { $0 >= 0xE0 } ? breaker.breaks(bytes, classes) : []
        var rest = breaks[...]
        var word: [UInt8] = []
        var start = 0
        var at = 0
        func end(_ place: Int) {
            if !word.isEmpty { word.withUnsafeBufferPointer { body(start..<place, $0) } }
            word.removeAll(keepingCapacity: true)
        }
        while at < bytes.count {
            if rest.first == at {
                rest.removeFirst()
                end(at)
            }
            let (scalar, next) =
                base[at] < 0x80 ? (UInt32(base[at]), at + 1) : UTF8Decoding.scalar(base, at, bytes.count)
            if isLetter(scalar) {
                if word.isEmpty { start = at }
                append(lower(scalar), to: &word)
            } else {
                end(at)
            }
            at = next
        }
        end(at)
    }

    /// Letters, digits and marks; not the apostrophe and the low line, which part words for the index of texts.
    private func isLetter(_ scalar: UInt32) -> Bool {
        classes[scalar] & CharacterClasses.token != 0 && scalar != 0x27 && scalar != 0x5F
    }

    private func lower(_ scalar: UInt32) -> UInt32 {
        guard classes[scalar] & CharacterClasses.cased != 0 else { return scalar }
        let page = classes.lowerStageOne[Int(scalar >> 8)]
        return page == .max ? scalar : classes.lowerStageTwo[Int(page) << 8 | Int(scalar & 0xFF)]
    }

    private func append(_ scalar: UInt32, to word: inout [UInt8]) {
        if scalar < 0x80 { return word.append(UInt8(scalar)) }
        guard let scalar = Unicode.Scalar(scalar) else { return }
        word.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
}
