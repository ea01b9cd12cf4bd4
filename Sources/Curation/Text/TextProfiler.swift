public import Records

/// How the metrics are taken.
public struct ProfilerOptions: Sendable, Equatable {
    /// Code points in a window of the character repetition ratio.
    public var characterWindow: Int
    /// Words in a window of the word repetition ratio.
    public var wordWindow: Int
    /// What stands for a divide in the text of a document; `""` leaves divides out. The published filters see their
    /// separator token.
    public var divideText: String

    /// The published windows.
    public init(characterWindow: Int = 10, wordWindow: Int = 5, divideText: String = "") {
        self.characterWindow = max(1, characterWindow)
        self.wordWindow = max(1, wordWindow)
        self.divideText = divideText
    }

    /// As published, with the separator token in the text of a document.
    public static let obelics = ProfilerOptions(divideText: "END_OF_DOCUMENT_TOKEN_TO_BE_REPLACED")
}

/// Measures everything the text rules need in one pass and one tokenisation.
///
/// Definitions (OBELICS, `processors/web_document_filtering.py`): *words* are split at space, line feed and tab,
/// lower-cased, and stripped of special characters at both ends; *tokens* of the punctuation ratio are runs of word
/// characters or `'`, and single `, ; : ? ! .`. Buffers are kept from call to call: give each worker its own.
public struct TextProfiler: Sendable {
    /// The lists it counts with.
    public let lists: WordLists
    /// How the metrics are taken.
    public let options: ProfilerOptions
    private var scalars: [UInt32] = []
    private var words: [UInt64] = []
    private var windows = WindowCounter()
    private var joined: [UInt8] = []

    /// A profiler with its own buffers.
    public init(lists: WordLists, options: ProfilerOptions = ProfilerOptions()) {
        self.lists = lists
        self.options = options
    }

    /// Measures a text; `language` (ISO 639-1, `""` when not known) chooses the stop words.
    public mutating func profile(_ text: String, language: String = "") -> TextProfile {
        var text = text
        return text.withUTF8 { profile($0, language: language) }
    }

    /// Measures the text of a document: its paragraphs joined by blank lines.
    public mutating func profile(document: Document) -> TextProfile {
        var bytes = joined
        bytes.removeAll(keepingCapacity: true)
        func add(_ text: String) {
            if !bytes.isEmpty { bytes += [0x0A, 0x0A] }
            bytes.append(contentsOf: text.utf8)
        }
        for node in document.nodes {
            switch node {
            case .text(let text): for paragraph in text.paragraphs { add(paragraph.text) }
            case .divide: if !options.divideText.isEmpty { add(options.divideText) }
            case .image: break
            }
        }
        joined = []
        let measured = bytes.withUnsafeBufferPointer { profile($0, language: document.language) }
        joined = bytes
        return measured
    }

    /// Measures UTF-8 bytes; what is not UTF-8 counts as U+FFFD.
    public mutating func profile(_ bytes: UnsafeBufferPointer<UInt8>, language: String = "") -> TextProfile {
        let scan = scan(bytes)
        var profile = TextProfile()
        profile.words = scan.wordCount
        profile.characters = scan.scalarCount
        profile.tokens = scan.runs + scan.marks
        profile.punctuation = ratio(scan.marks, profile.tokens)
        profile.specialCharacters = ratio(scan.special, scan.scalarCount)
        scalars.withUnsafeBufferPointer {
            windows.count(UnsafeBufferPointer(rebasing: $0[..<scan.scalarCount]), width: options.characterWindow)
        }
        profile.characterRepetition = windows.topShare()
        words.withUnsafeBufferPointer {
            windows.count(UnsafeBufferPointer(rebasing: $0[..<scan.wordCount]), width: options.wordWindow)
        }
        profile.wordRepetition = windows.repeatedShare()
        countListed(scan.wordCount, language: language, into: &profile)
        return profile
    }

    private mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>) -> TextScan {
        if scalars.count < bytes.count {
            scalars = [UInt32](repeating: 0, count: bytes.count + bytes.count / 2)
            words = [UInt64](repeating: 0, count: scalars.count / 2 + 1)
        }
        var scan = TextScan()
        lists.classes.withTables { tables in
            scalars.withUnsafeMutableBufferPointer { scalars in
                words.withUnsafeMutableBufferPointer { words in
                    scan.run(bytes, tables: tables, scalars: scalars, words: words)
                }
            }
        }
        return scan
    }

    private func countListed(_ count: Int, language: String, into profile: inout TextProfile) {
        let mask = UInt16(lists.stopWordMask(language) ?? 0)
        let single = mask & (mask &- 1) == 0
        var stop = 0
        var flagged = 0
        var spam = 0
        var common = 0
        var byLanguage = SIMD8<UInt32>(repeating: 0)
        let shift = lists.table.shift
        lists.table.entries.withUnsafeBufferPointer { entries in
            words.withUnsafeBufferPointer { words in
                for at in 0..<count {
                    let flags = WordTable.find(words[at], in: entries, shift: shift)
                    stop &+= flags & mask != 0 ? 1 : 0
                    flagged &+= Int((flags & WordLists.flagged) >> 8)
                    spam &+= Int((flags & WordLists.spam) >> 9)
                    common &+= Int((flags & WordLists.common) >> 10)
                    if !single && flags != 0 {
                        byLanguage &+= (SIMD8(repeating: UInt32(flags)) &>> SIMD8(0, 1, 2, 3, 4, 5, 6, 7)) & 1
                    }
                }
            }
        }
        if !single { stop = Int(byLanguage.max()) }
        profile.stopWords = ratio(stop, count)
        profile.flaggedWords = ratio(flagged, count)
        profile.spamWords = ratio(spam, count)
        profile.commonWords = ratio(common, count)
    }

    private func ratio(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }
}
