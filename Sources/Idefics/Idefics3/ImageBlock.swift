/// What stands in a prompt for a picture: text, which becomes tokens with all the rest.
///
/// The tags of rows and columns are special tokens in some vocabularies and plain text in others, so that ids cannot be
/// put together by hand.
enum ImageBlock {
    /// The tag of the tile that shows all of a picture.
    static let globalTag = "<global-img>"

    /// The tag of one tile of a picture, rows and columns from 1.
    static func tag(row: Int, column: Int) -> String { "<row_\(row)_col_\(column)>" }

    /// The text of a picture of `rows` by `columns` tiles (0: one tile), each of which takes `states` tokens.
    static func text(rows: Int, columns: Int, states: Int) -> String {
        let tile = String(repeating: ImageTokens.image, count: states)
        let whole = ImageTokens.fake + globalTag + tile + ImageTokens.fake
        guard rows > 0, columns > 0 else { return whole }
        var text = ""
        for row in 1...rows {
            for column in 1...columns { text += ImageTokens.fake + tag(row: row, column: column) + tile }
            text += "\n"
        }
        return text + "\n" + whole
    }

    /// Where the pictures stand in the tokens of a prompt, the k-th of which takes `counts[k]` `<image>` tokens: from the
    /// token around it before its first one to the token around it behind its last one.
    static func ranges(_ ids: [Int], image: Int, fake: Int, counts: [Int]) -> [Range<Int>] {
        let places = ids.indices.filter { ids[$0] == image }
        var ranges: [Range<Int>] = []
        var used = 0
        for count in counts where count > 0 && used + count <= places.count {
            var (first, end) = (places[used], places[used + count - 1] + 1)
            while first > 0, ids[first] != fake { first -= 1 }
            if end < ids.count, ids[end] == fake { end += 1 }
            ranges.append(first..<end)
            used += count
        }
        return ranges
    }
}
