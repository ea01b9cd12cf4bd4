package import Documents
package import Facts

/// How the metrics are taken.
package struct ProfilerOptions: Sendable, Equatable {
    /// Code points in a window of the character repetition ratio.
    package var characterWindow: Int
    /// The same for text mostly of scripts without blanks between words, in which a word has one or two code points.
    package var unspacedWindow: Int
    /// Words in a window of the word repetition ratio.
    package var wordWindow: Int
    /// What stands for a divide in the text of a document; `""` leaves divides out. The published filters see their
    /// separator token.
    package var divideText: String
    /// Words of running text from which on the ratios of a document are those of its running text alone.
    package var runningWords: Int

    /// The published windows.
    package init(characterWindow: Int = 10, wordWindow: Int = 5, divideText: String = "", runningWords: Int = 20) {
        self.characterWindow = max(1, characterWindow)
        unspacedWindow = self.characterWindow
        self.wordWindow = max(1, wordWindow)
        self.divideText = divideText
        self.runningWords = runningWords
    }

    /// Our own: a window of 20 code points is longer than most names, so a page that says the name of its topic again and
    /// again does not repeat itself by that.
    package static let quarry: ProfilerOptions = {
        var options = ProfilerOptions(characterWindow: 20)
        options.unspacedWindow = 10
        return options
    }()

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
    private lazy var breaker: WordBreaker? = lists.classes.hasUnspaced ? WordBreaker() : nil
    /// Code points up to which the paragraphs of a document are remembered.
    private static let largestMemory = 1 << 20

    /// A paragraph that was measured.
    private struct Note {
        let ordinal: Int
        let bytes: Int
        let place: ScannedTexts.Place
        let counts: TextCounts
        let choice: WordLists.Choice
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
        let choice = lists.choice(language)
        let (counts, place) = measure(bytes, choice)
        defer { texts.removeLast(place) }
        return profile(counts, texts, place)
    }

    /// The language whose stop words are the most in a text; `""` when they are less than a tenth of its words.
    package mutating func likelyLanguage(of text: String) -> String {
        var text = text
        let (scan, place) = text.withUTF8 { texts.scan($0, lists.classes, breaker) }
        defer { texts.removeLast(place) }
        let counts = stopWords(texts, place)
        guard let most = counts.max(), most * 10 >= scan.wordCount, most > 0, let index = counts.firstIndex(of: most),
            index < lists.languages.count
        else { return "" }
        return lists.languages[index]
    }

    /// Forgets the paragraphs of the last document.
    package mutating func begin() {
        texts.removeAll()
        notes.removeAll(keepingCapacity: true)
    }

    /// Measures a paragraph of the document begun, whose text stays as it is until the document is measured.
    package mutating func profile(_ paragraph: Paragraph, language: String) -> TextProfile {
        guard texts.scalarCount < Self.largestMemory else { return profile(paragraph.text, language: language) }
        let choice = lists.choice(language)
        var text = paragraph.text
        let (counts, place) = text.withUTF8 { measure($0, choice) }
        notes.append(
            Note(ordinal: paragraph.ordinal, bytes: text.utf8.count, place: place, counts: counts, choice: choice))
        return profile(counts, texts, place)
    }

    /// Measures the text of a document: its paragraphs joined by blank lines.
    ///
    /// - Parameter spared: tells the roles that count as words and characters of the document, but not in its ratios
    ///   (code, tables and lists, which are no running text), as captions of images do; a document with less running text
    ///   than `runningWords` is measured by all it has.
    package mutating func profile(
        document: Document, spared: (Paragraph.Role) -> Bool = { _ in false }
    ) -> TextProfile {
        profile(document, sparesCaptions: true, spared)
    }

    private mutating func profile(
        _ document: Document, sparesCaptions: Bool, _ spared: (Paragraph.Role) -> Bool
    ) -> TextProfile {
        let choice = lists.choice(document.language)
        joined.removeAll()
        var total = TextCounts()
        var aside = TextCounts()
        var next = 0
        for node in document.nodes {
            switch node {
            case .text(let text):
                for paragraph in text.paragraphs {
                    if spared(paragraph.role) {
                        aside.add(counts(paragraph.text))
                        continue
                    }
                    while next < notes.count, notes[next].ordinal < paragraph.ordinal { next += 1 }
                    add(paragraph, next < notes.count ? notes[next] : nil, choice, to: &total)
                }
            case .divide: if !options.divideText.isEmpty { add(options.divideText, choice, to: &total) }
            case .image(let image) where !image.caption.isEmpty:
                if sparesCaptions {
                    aside.add(counts(image.caption))
                } else {
                    add(image.caption, choice, to: &total)
                }
            case .image: break
            }
        }
        if aside.words > 0, total.words < options.runningWords {
            return profile(document, sparesCaptions: false) { _ in false }
        }
        // What may change from here on is another text.
        begin()
        if choice.isMixed { total.listed = listed(joined, joined.all, choice) }
        var profile = profile(total, joined, joined.all)
        profile.words += aside.words
        profile.characters += aside.characters
        return profile
    }

    /// Words and characters of a text that is not kept.
    private mutating func counts(_ text: String) -> TextCounts {
        var text = text
        let (scan, place) = text.withUTF8 { joined.scan($0, lists.classes, breaker) }
        joined.removeLast(place)
        return TextCounts(scan)
    }

    private mutating func add(
        _ paragraph: Paragraph, _ note: Note?, _ choice: WordLists.Choice, to total: inout TextCounts
    ) {
        guard let note, note.ordinal == paragraph.ordinal, note.bytes == paragraph.text.utf8.count else {
            return add(paragraph.text, choice, to: &total)
        }
        separate(&total)
        joined.append(note.place, of: texts)
        var counts = note.counts
        if note.choice != choice { counts.listed = listed(texts, note.place, choice) }
        total.add(counts)
    }

    private mutating func add(_ text: String, _ choice: WordLists.Choice, to total: inout TextCounts) {
        separate(&total)
        var text = text
        let (scan, place) = text.withUTF8 { joined.scan($0, lists.classes, breaker) }
        var counts = TextCounts(scan)
        counts.listed = listed(joined, place, choice)
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

    private mutating func measure(
        _ bytes: UnsafeBufferPointer<UInt8>, _ choice: WordLists.Choice
    ) -> (TextCounts, ScannedTexts.Place) {
        let (scan, place) = texts.scan(bytes, lists.classes, breaker)
        var counts = TextCounts(scan)
        counts.listed = listed(texts, place, choice)
        return (counts, place)
    }

    private mutating func profile(
        _ counts: TextCounts, _ texts: ScannedTexts, _ place: ScannedTexts.Place
    ) -> TextProfile {
        var profile = TextProfile()
        profile.words = counts.words
        profile.characters = counts.characters
        profile.tokens = counts.runs + counts.marks
        profile.punctuation = ratio(counts.marks, profile.tokens)
        profile.specialCharacters = ratio(counts.special, counts.characters)
        let width = counts.unspaced * 2 > counts.characters ? options.unspacedWindow : options.characterWindow
        texts.withScalars(place) { windows.count($0, width: width) }
        profile.characterRepetition = windows.topShare()
        texts.withWords(place) { windows.count($0, width: options.wordWindow) }
        profile.wordRepetition = windows.repeatedShare()
        profile.stopWords = ratio(counts.listed.stop, counts.words)
        profile.flaggedWords = ratio(counts.listed.flagged, counts.words)
        profile.spamWords = ratio(counts.listed.spam, counts.words)
        profile.commonWords = ratio(counts.listed.common, counts.words)
        return profile
    }

    private func listed(
        _ texts: ScannedTexts, _ place: ScannedTexts.Place, _ choice: WordLists.Choice
    ) -> ListedWords {
        if choice.isMixed { return mixed(texts, place) }
        var found = ListedWords()
        let table = lists.tables[choice.table]
        let shift = table.shift
        table.entries.withUnsafeBufferPointer { entries in
            texts.withWords(place) { words in
                for word in words {
                    let flags = Int(WordTable.find(word, in: entries, shift: shift))
                    found.stop &+= flags & 1
                    found.flagged &+= flags >> 1 & 1
                    found.spam &+= flags >> 2 & 1
                    found.common &+= flags >> 3 & 1
                }
            }
        }
        return found
    }

    /// Counts with the lists of all languages; the stop words are those of the language that has the most.
    private func mixed(_ texts: ScannedTexts, _ place: ScannedTexts.Place) -> ListedWords {
        var found = ListedWords()
        found.stop = stopWords(texts, place).max() ?? 0
        texts.withWords(place) { words in
            for word in words {
                let flags = Int(lists.sets[Int(lists.mixed[word])] >> WordLists.mixedShift)
                found.flagged += flags >> 1 & 1
                found.spam += flags >> 2 & 1
                found.common += flags >> 3 & 1
            }
        }
        return found
    }

    /// How many stop words of each language there are.
    private func stopWords(_ texts: ScannedTexts, _ place: ScannedTexts.Place) -> [Int] {
        var counts = [Int](repeating: 0, count: Int(WordLists.mixedShift))
        texts.withWords(place) { words in
            for word in words {
                var set = lists.sets[Int(lists.mixed[word])] & (1 << WordLists.mixedShift - 1)
                while set != 0 {
                    counts[set.trailingZeroBitCount] += 1
                    set &= set - 1
                }
            }
        }
        return counts
    }

    private func ratio(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }
}
