extension StringProtocol {
    /// The lines, each ended by a line feed, with or without a carriage return before it. (Swift holds the two for one
    /// character, which a search for a line feed does not find.)
    package var lines: [SubSequence] {
        var lines = split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }
}
