package import Documents
package import Facts

/// How the metrics are taken.
package struct ProfilerOptions: Sendable, Equatable {
    /// Code points in a window of the character repetition ratio.
    package var characterWindow: Int
    /// Words in a window of the word repetition ratio.
    package var wordWindow: Int
    /// What stands for a divide in the text of a document; `""` leaves divides out. The published filters see their
    /// separator token.
    package var divideText: String

    /// The published windows.
    package init(characterWindow: Int = 10, wordWindow: Int = 5, divideText: String = "") {
        self.characterWindow = max(1, characterWindow)
        self.wordWindow = max(1, wordWindow)
        self.divideText = divideText
    }

    /// As published, with the separator token in the text of a document.
    package static let obelics = ProfilerOptions(divideText: "END_OF_DOCUMENT_TOKEN_TO_BE_REPLACED")
}

/// Measures everything the text rules need in one pass and one tokenisation.
///
/// Definitions (OBELICS, `processors/web_document_filtering.py`): *words* are split at space, line feed and tab,
/// lower-cased, and stripped of special characters at both ends; *tokens* of the punctuation ratio are runs of word
/// characters or `'`, and single `, ; : ? ! .`. Buffers are kept from call to call: give each worker its own.
///
/// A document's paragraphs are measured one by one and then as a whole; what was scanned for the first is used for the
/// second, since all counts add up and only the windows have to be counted anew:
/// ```swift
/// profiler.begin()
/// for paragraph in paragraphs { judge(profiler.profile(paragraph, language: language)) }
/// document.profile = profiler.profile(document: document)
/// ```
package struct TextProfiler: Sendable {
    /// The lists it counts with.
    package let lists: WordLists
    /// How the metrics are taken.
    package let options: ProfilerOptions
    private var texts = ScannedTexts()
    private var joined = ScannedTexts()
    private var notes: [Note] = []
    private var windows = WindowCounter()
    /// Code points up to which the paragraphs of a document are remembered.
    private static let largestMemory = 1 << 20

    /// A paragraph that was measured.
    private struct Note {
        let ordinal: Int
        let bytes: Int
        let place: ScannedTexts.Place
        let counts: TextCounts
        let mask: UInt16
    }

    /// A profiler with its own buffers.
    package init(lists: WordLists, options: ProfilerOptions = ProfilerOptions()) {
        self.lists = lists
        self.options = options
    }

    /// Measures a text; `language` (ISO 639-1, `""` when not known) chooses the stop words.
    package mutating func profile(_ text: String, language: String = "") -> TextProfile {
        var text = text
        return text.withUTF8 { profile($0, language: language) }
    }

    /// Measures UTF-8 bytes; what is not UTF-8 counts as U+FFFD.
    package mutating func profile(_ bytes: UnsafeBufferPointer<UInt8>, language: String = "") -> TextProfile {
        let mask = mask(language)
        let (counts, place) = measure(bytes, mask)
        defer { texts.removeLast(place) }
        return profile(counts, texts, place, mask)
    }

    /// Forgets the paragraphs of the last document.
    package mutating func begin() {
        texts.removeAll()
        notes.removeAll(keepingCapacity: true)
    }

    /// Measures a paragraph of the document begun, whose text stays as it is until the document is measured.
    package mutating func profile(_ paragraph: Paragraph, language: String) -> TextProfile {
        guard texts.scalarCount < Self.largestMemory else { return profile(paragraph.text, language: language) }
        let mask = mask(language)
        var text = paragraph.text
        let (counts, place) = text.withUTF8 { measure($0, mask) }
        notes.append(
            Note(ordinal: paragraph.ordinal, bytes: text.utf8.count, place: place, counts: counts, mask: mask))
        return profile(counts, texts, place, mask)
    }

    /// Measures the text of a document: its paragraphs joined by blank lines.
    package mutating func profile(document: Document) -> TextProfile {
        let mask = mask(document.language)
        joined.removeAll()
        var total = TextCounts()
        var next = 0
        for node in document.nodes {
            switch node {
            case .text(let text):
                for paragraph in text.paragraphs {
                    while next < notes.count, notes[next].ordinal < paragraph.ordinal { next += 1 }
                    add(paragraph, next < notes.count ? notes[next] : nil, mask, to: &total)
                }
            case .divide: if !options.divideText.isEmpty { add(options.divideText, mask, to: &total) }
            case .image: break
            }
        }
        // What may change from here on is another text.
        begin()
        return profile(total, joined, joined.all, mask)
    }

    private mutating func add(_ paragraph: Paragraph, _ note: Note?, _ mask: UInt16, to total: inout TextCounts) {
        guard let note, note.ordinal == paragraph.ordinal, note.bytes == paragraph.text.utf8.count else {
            return add(paragraph.text, mask, to: &total)
        }
        separate(&total)
        joined.append(note.place, of: texts)
        var counts = note.counts
        if note.mask != mask { counts.listed = listed(texts, note.place, mask) }
        total.add(counts)
    }

    private mutating func add(_ text: String, _ mask: UInt16, to total: inout TextCounts) {
        separate(&total)
        var text = text
        let (scan, place) = text.withUTF8 { joined.scan($0, lists.classes) }
        var counts = TextCounts(scan)
        counts.listed = listed(joined, place, mask)
        total.add(counts)
    }

    /// A blank line in front of a text, unless it is the first.
    private mutating func separate(_ total: inout TextCounts) {
        guard joined.scalarCount > 0 else { return }
        for _ in 0..<2 {
            joined.append(separator: 0x0A)
            total.characters += 1
            total.special += Int(lists.classes[0x0A] & CharacterClasses.special)
        }
    }

    // MARK: Counting

    private mutating func measure(_ bytes: UnsafeBufferPointer<UInt8>, _ mask: UInt16) -> (
        TextCounts, ScannedTexts.Place
    ) {
        let (scan, place) = texts.scan(bytes, lists.classes)
        var counts = TextCounts(scan)
        counts.listed = listed(texts, place, mask)
        return (counts, place)
    }

    private mutating func profile(
        _ counts: TextCounts, _ texts: ScannedTexts, _ place: ScannedTexts.Place, _ mask: UInt16
    ) -> TextProfile {
        var profile = TextProfile()
        profile.words = counts.words
        profile.characters = counts.characters
        profile.tokens = counts.runs + counts.marks
        profile.punctuation = ratio(counts.marks, profile.tokens)
        profile.specialCharacters = ratio(counts.special, counts.characters)
        texts.withScalars(place) { windows.count($0, width: options.characterWindow) }
        profile.characterRepetition = windows.topShare()
        texts.withWords(place) { windows.count($0, width: options.wordWindow) }
        profile.wordRepetition = windows.repeatedShare()
        let stop = isSingle(mask) ? counts.listed.stop : Int(counts.listed.byLanguage.max())
        profile.stopWords = ratio(stop, counts.words)
        profile.flaggedWords = ratio(counts.listed.flagged, counts.words)
        profile.spamWords = ratio(counts.listed.spam, counts.words)
        profile.commonWords = ratio(counts.listed.common, counts.words)
        return profile
    }

    /// The flags of the stop words that count.
    private func mask(_ language: String) -> UInt16 { UInt16(lists.stopWordMask(language) ?? 0) }

    /// Whether the stop words of one language count at most.
    private func isSingle(_ mask: UInt16) -> Bool { mask & (mask &- 1) == 0 }

    private func listed(_ texts: ScannedTexts, _ place: ScannedTexts.Place, _ mask: UInt16) -> ListedWords {
        let single = isSingle(mask)
        var stop = 0
        var flagged = 0
        var spam = 0
        var common = 0
        var byLanguage = SIMD8<UInt32>(repeating: 0)
        let shift = lists.table.shift
        lists.table.entries.withUnsafeBufferPointer { entries in
            texts.withWords(place) { words in
                for word in words {
                    let flags = WordTable.find(word, in: entries, shift: shift)
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
        return ListedWords(stop: stop, byLanguage: byLanguage, flagged: flagged, spam: spam, common: common)
    }

    private func ratio(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }
}
