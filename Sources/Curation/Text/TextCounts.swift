/// What is counted in a text, and adds up over the texts of a document.
struct TextCounts: Sendable {
    var characters = 0
    var special = 0
    /// Code points of scripts without blanks between words.
    var unspaced = 0
    /// Runs of word characters, and single punctuation marks: the tokens of the punctuation ratio.
    var runs = 0
    var marks = 0
    var words = 0
    var listed = ListedWords()

    /// Nothing.
    init() {}

    /// What a scan found; words of lists are not counted yet.
    init(_ scan: TextScan) {
        characters = scan.scalarCount
        special = scan.special
        unspaced = scan.unspaced
        runs = scan.runs
        marks = scan.marks
        words = scan.wordCount
    }

    mutating func add(_ other: TextCounts) {
        characters += other.characters
        special += other.special
        unspaced += other.unspaced
        runs += other.runs
        marks += other.marks
        words += other.words
        listed.add(other.listed)
    }
}

/// How many words are on which list.
struct ListedWords: Sendable {
    var stop = 0
    var flagged = 0
    var spam = 0
    var common = 0

    mutating func add(_ other: ListedWords) {
        stop += other.stop
        flagged += other.flagged
        spam += other.spam
        common += other.common
    }
}
