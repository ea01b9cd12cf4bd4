/// The single pass over the bytes of a text: decodes UTF-8, counts characters and tokens, hashes words.
///
/// Every byte is looked at once and every code point is classed by one table load; no `String`, no `Character`.
struct TextScan {
    /// Code points in the special set.
    var special = 0
    /// Maximal runs of word characters and `'`.
    var runs = 0
    /// Single signs that end or part sentences, and blanks that part clauses.
    var marks = 0
    /// Code points written to `scalars`.
    var scalarCount = 0
    /// Word hashes written to `words`.
    var wordCount = 0
    /// Code points of scripts that do not part words by blanks.
    private(set) var unspaced = 0

    private var clause: UInt8 = 0
    private var inRun: UInt8 = 0
    private var hash: UInt64 = 0
    private var kept: UInt64 = 0
    private var started = false

    /// The tables of the lists, held as pointers for the time of a scan.
    struct Tables {
        let one: UnsafeBufferPointer<UInt16>
        let two: UnsafeBufferPointer<UInt8>
        let lowerOne: UnsafeBufferPointer<UInt16>
        let lowerTwo: UnsafeBufferPointer<UInt32>
        let letters: UnsafeBufferPointer<UInt8>
    }

    /// Scans `bytes`, which end a word; a text may be scanned in pieces. `scalars` must have room for as many elements as there are bytes, `words` for half as many and one.
    mutating func run(
        _ bytes: UnsafeBufferPointer<UInt8>, tables: Tables, scalars: UnsafeMutableBufferPointer<UInt32>,
        words: UnsafeMutableBufferPointer<UInt64>
    ) {
        guard let base = bytes.baseAddress, let one = tables.one.baseAddress, let two = tables.two.baseAddress,
            let letters = tables.letters.baseAddress, let out = scalars.baseAddress
        else { return }
        var scan = self  // a local copy stays in registers
        var at = 0
        while at < bytes.count {
            scan.takeLetters(base, &at, bytes.count, letters, out)
            if at == bytes.count { break }
            var scalar = UInt32(base[at])
            var classes: UInt8
            if scalar < 0x80 {
                at &+= 1
                classes = two[Int(scalar)]
            } else {
                (scalar, at) = UTF8Decoding.scalar(base, at, bytes.count)
                classes = two[Int(one[Int(scalar >> 8)]) << 8 | Int(scalar & 0xFF)]
            }
            out[scan.scalarCount] = scalar
            scan.scalarCount &+= 1
            scan.special &+= Int(classes & CharacterClasses.special)
            let token = classes & CharacterClasses.token
            scan.runs &+= Int((token & ~scan.inRun) >> 2)
            scan.inRun = token
            scan.marks &+= Int((classes & CharacterClasses.punctuation) >> 3)
            scan.unspaced &+= Int((classes & CharacterClasses.unspaced) >> 6)
            if classes & CharacterClasses.split != 0 {
                scan.marks &+= Int(scan.clause >> 7)
                scan.clause = 0
                scan.endWord(words)
                continue
            }
            scan.clause = classes & CharacterClasses.clause
            if classes & CharacterClasses.cased != 0 {
                scalar = tables.lowered(
                    scalar, isWithin: scan.started, rest: UnsafeBufferPointer(rebasing: bytes[at...]))
            }
            if classes & CharacterClasses.strip == 0 {
                scan.hash = WordHash.step(scan.hash, scalar)
                if scalar == 0x69, base[at &- 1] == 0xB0 { scan.hash = WordHash.step(scan.hash, 0x307) }  // U+0130
                scan.kept = scan.hash
                scan.started = true
            } else if scan.started {
                scan.hash = WordHash.step(scan.hash, scalar)
            }
        }
        scan.endWord(words)
        self = scan
    }

    /// The ASCII letters from `at` on, which are most of a text and nothing but letters.
    @inline(__always)
    private mutating func takeLetters(
        _ base: UnsafePointer<UInt8>, _ at: inout Int, _ count: Int, _ letters: UnsafePointer<UInt8>,
        _ out: UnsafeMutablePointer<UInt32>
    ) {
        var next = at
        var hash = hash
        let ahead = scalarCount &- at
        while next < count {
            let letter = letters[Int(base[next])]
            if letter == 0 { break }
            hash = WordHash.step(hash, UInt32(letter))
            out[next &+ ahead] = UInt32(base[next])
            next &+= 1
        }
        if next == at { return }
        scalarCount &+= next &- at
        at = next
        self.hash = hash
        kept = hash
        started = true
        runs &+= inRun == 0 ? 1 : 0
        inRun = CharacterClasses.token
    }

    @inline(__always)
    private mutating func endWord(_ words: UnsafeMutableBufferPointer<UInt64>) {
        if started {
            words[wordCount] = WordHash.finish(kept)
            wordCount &+= 1
        }
        started = false
        hash = 0
    }
}

extension TextScan.Tables {
    /// The lower case of a code point that is `cased`; whether it is within a word, and what follows it, decides of sigma.
    @inline(__always)
    func lowered(_ scalar: UInt32, isWithin: Bool, rest: @autoclosure () -> UnsafeBufferPointer<UInt8>) -> UInt32 {
        if scalar < 0x80 { return scalar | 0x20 }
        if scalar == 0x3A3 { return isWithin && Self.endsWord(before: rest()) ? 0x3C2 : 0x3C3 }
        return lowerTwo[Int(lowerOne[Int(scalar >> 8)]) << 8 | Int(scalar & 0xFF)]
    }

    /// Whether a capital sigma ends its word: no letter follows.
    private static func endsWord(before rest: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let next = rest.first else { return true }
        // Greek and Latin letters start at these bytes; white space and punctuation are below.
        return !(next >= 0xC3 && next <= 0xD4 || (next | 0x20 >= 0x61 && next | 0x20 <= 0x7A))
    }
}

/// UTF-8 by hand: what is not UTF-8 becomes U+FFFD, one for each byte that does not fit.
enum UTF8Decoding {
    /// The code point at `at`, whose byte is 0x80 or more, and where the next one starts.
    @inline(__always)
    static func scalar(_ base: UnsafePointer<UInt8>, _ at: Int, _ count: Int) -> (UInt32, Int) {
        let first = UInt32(base[at])
        if first >= 0xC2, first < 0xE0, at &+ 1 < count, base[at &+ 1] & 0xC0 == 0x80 {
            return ((first & 0x1F) << 6 | UInt32(base[at &+ 1] & 0x3F), at &+ 2)
        }
        if first >= 0xE0, first < 0xF0, at &+ 2 < count, base[at &+ 1] & 0xC0 == 0x80, base[at &+ 2] & 0xC0 == 0x80 {
            let scalar = (first & 0x0F) << 12 | UInt32(base[at &+ 1] & 0x3F) << 6 | UInt32(base[at &+ 2] & 0x3F)
            if scalar >= 0x800, scalar & 0xF800 != 0xD800 { return (scalar, at &+ 3) }
        }
        if first >= 0xF0, first < 0xF5, at &+ 3 < count, base[at &+ 1] & 0xC0 == 0x80, base[at &+ 2] & 0xC0 == 0x80,
            base[at &+ 3] & 0xC0 == 0x80
        {
            let high = (first & 0x07) << 18 | UInt32(base[at &+ 1] & 0x3F) << 12
            let scalar = high | UInt32(base[at &+ 2] & 0x3F) << 6 | UInt32(base[at &+ 3] & 0x3F)
            if scalar >= 0x1_0000, scalar < 0x11_0000 { return (scalar, at &+ 4) }
        }
        return (0xFFFD, at &+ 1)
    }
}
