/// Which row of the table of positions each patch of a tile takes.
///
/// Along either side, patch i of n takes place floor(i * side / n): a smaller picture spreads over all of the table. A
/// tile that is filled takes each place once.
struct PatchPlaces {
    /// The row of each patch, patches row by row; 0 for those that are not valid.
    let positions: [Int]
    /// The patches that are seen; nil: all.
    let valid: [Int]?

    /// The places of a tile of `side` patches a side that is filled.
    init(side: Int) { (positions, valid) = (Array(0..<side * side), nil) }

    /// Those of a tile whose top left `rows` by `columns` patches are filled.
    init(side: Int, rows: Int, columns: Int) {
        let (down, across) = (Self.indices(side: side, filled: rows), Self.indices(side: side, filled: columns))
        var positions = Array(repeating: 0, count: side * side)
        var valid: [Int] = []
        for row in 0..<rows {
            for column in 0..<columns {
                positions[row * side + column] = down[row] * side + across[column]
                valid.append(row * side + column)
            }
        }
        (self.positions, self.valid) = (positions, valid.count == side * side ? nil : valid)
    }

    /// The places along one side of which the first `filled` patches are filled.
    static func indices(side: Int, filled: Int) -> [Int] { (0..<filled).map { $0 * side / filled } }
}
