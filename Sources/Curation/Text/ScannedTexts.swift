/// The code points and word hashes of scanned texts, end to end; the room is kept from document to document.
struct ScannedTexts: Sendable {
    /// Where a text lies.
    struct Place: Sendable {
        var scalars: Range<Int>
        var words: Range<Int>
    }

    private var scalars: [UInt32] = []
    private var words: [UInt64] = []
    /// Code points and words there are.
    private(set) var scalarCount = 0
    private(set) var wordCount = 0

    /// All that is there.
    var all: Place { Place(scalars: 0..<scalarCount, words: 0..<wordCount) }

    mutating func removeAll() {
        scalarCount = 0
        wordCount = 0
    }

    /// Takes a text off the end again.
    mutating func removeLast(_ place: Place) {
        scalarCount = place.scalars.lowerBound
        wordCount = place.words.lowerBound
    }

    /// Scans a text behind the others. Where `breaker` is given, words also end where it says.
    mutating func scan(
        _ bytes: UnsafeBufferPointer<UInt8>, _ classes: CharacterClasses, _ breaker: WordBreaker? = nil
    ) -> (TextScan, Place) {
        reserve(bytes.count, bytes.count / 2 + 1)
        var scan = scan(bytes, [], classes)
        if scan.unspaced != 0, let breaker {
            let breaks = breaker.breaks(bytes, classes)
            reserve(bytes.count, breaks.count + bytes.count / 2 + 1)
            scan = self.scan(bytes, breaks, classes)
        }
        let place = Place(
            scalars: scalarCount..<scalarCount + scan.scalarCount, words: wordCount..<wordCount + scan.wordCount)
        scalarCount += scan.scalarCount
        wordCount += scan.wordCount
        return (scan, place)
    }

    /// Scans a text in pieces that end at `breaks`, into the room behind the others.
    private mutating func scan(
        _ bytes: UnsafeBufferPointer<UInt8>, _ breaks: [Int], _ classes: CharacterClasses
    ) -> TextScan {
        var scan = TextScan()
        classes.withTables { tables in
            scalars.withUnsafeMutableBufferPointer { scalars in
                words.withUnsafeMutableBufferPointer { words in
                    let scalars = UnsafeMutableBufferPointer(rebasing: scalars[scalarCount...])
                    let words = UnsafeMutableBufferPointer(rebasing: words[wordCount...])
                    var start = 0
                    for end in breaks + [bytes.count] {
                        let piece = UnsafeBufferPointer(rebasing: bytes[start..<end])
                        scan.run(piece, tables: tables, scalars: scalars, words: words)
                        start = end
                    }
                }
            }
        }
        return scan
    }

    /// Puts a scanned text behind the others.
    mutating func append(_ place: Place, of other: ScannedTexts) {
        reserve(place.scalars.count, place.words.count)
        other.withScalars(place) { from in
            scalars.withUnsafeMutableBufferPointer { to in
                _ = UnsafeMutableBufferPointer(rebasing: to[scalarCount...]).update(fromContentsOf: from)
            }
        }
        other.withWords(place) { from in
            words.withUnsafeMutableBufferPointer { to in
                _ = UnsafeMutableBufferPointer(rebasing: to[wordCount...]).update(fromContentsOf: from)
            }
        }
        scalarCount += place.scalars.count
        wordCount += place.words.count
    }

    /// Puts a code point that ends words behind the others.
    mutating func append(separator: UInt32) {
        reserve(1, 0)
        scalars[scalarCount] = separator
        scalarCount += 1
    }

    private mutating func reserve(_ moreScalars: Int, _ moreWords: Int) {
        let (needsScalars, needsWords) = (scalarCount + moreScalars, wordCount + moreWords)
        if needsScalars > scalars.count {
            scalars += [UInt32](repeating: 0, count: needsScalars + needsScalars / 2 - scalars.count)
        }
        if needsWords > words.count {
            words += [UInt64](repeating: 0, count: needsWords + needsWords / 2 - words.count)
        }
    }

    func withScalars<R>(_ place: Place, _ body: (UnsafeBufferPointer<UInt32>) -> R) -> R {
        scalars.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[place.scalars])) }
    }

    func withWords<R>(_ place: Place, _ body: (UnsafeBufferPointer<UInt64>) -> R) -> R {
        words.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[place.words])) }
    }
}
