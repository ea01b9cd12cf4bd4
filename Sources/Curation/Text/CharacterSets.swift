/// The sets of code points that the metrics of a list tell apart; what is not given is as the published filters have it.
struct CharacterSets {
    /// Counted by the special character ratio, and stripped from the ends of words.
    var special: [ClosedRange<UInt32>] = []
    /// Between words; the published filters know space, line feed and tab.
    var blanks: [ClosedRange<UInt32>] = [0x20...0x20, 0x0A...0x0A, 0x09...0x09]
    /// Mapped to others before words are compared.
    var folding: [UInt32: UInt32] = [:]
    /// Signs that end or part sentences.
    var punctuation: [ClosedRange<UInt32>] = ",;:?!.".unicodeScalars.map { $0.value...$0.value }
    /// Signs that are parts of a letter, and so of a token.
    var marks: [ClosedRange<UInt32>] = []
    /// Letters of scripts without blanks between words, whose sentences end in signs.
    var unspaced: [ClosedRange<UInt32>] = []
    /// Letters of scripts without blanks between words, in which a blank parts clauses.
    var clauses: [ClosedRange<UInt32>] = []
}
