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

    /// Scans a text behind the others.
    mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>, _ classes: CharacterClasses) -> (TextScan, Place) {
        reserve(bytes.count, bytes.count / 2 + 1)
        let (firstScalar, firstWord) = (scalarCount, wordCount)
        var scan = TextScan()
        classes.withTables { tables in
            scalars.withUnsafeMutableBufferPointer { scalars in
                words.withUnsafeMutableBufferPointer { words in
                    scan.run(
                        bytes, tables: tables, scalars: UnsafeMutableBufferPointer(rebasing: scalars[firstScalar...]),
                        words: UnsafeMutableBufferPointer(rebasing: words[firstWord...]))
                }
            }
        }
        scalarCount += scan.scalarCount
        wordCount += scan.wordCount
        return (scan, Place(scalars: firstScalar..<scalarCount, words: firstWord..<wordCount))
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
