/// A picture ready for the vision tower: one or more tiles of RGB bytes of the tower's size.
///
/// A reference, so that a picture that stands in several prompts is encoded once.
public final class PreparedImage: Sendable {
    /// The tiles, each `[size, size, 3]`, rows from the top. Of a picture that was split: its parts row by row, then all of
    /// it as one tile.
    public let tiles: [[UInt8]]
    /// Height and width of a tile in pixels.
    public let size: Int
    /// Rows and columns of tiles that the picture was split into; 0 when it was not.
    public let rows, columns: Int

    /// The tile that shows all of the picture.
    public var rgb: [UInt8] { tiles[tiles.count - 1] }

    /// A picture that is one tile.
    init(rgb: [UInt8], size: Int) { (tiles, self.size, rows, columns) = ([rgb], size, 0, 0) }

    /// A picture that was split into `rows · columns` tiles and, behind them, one of all of it.
    init(tiles: [[UInt8]], size: Int, rows: Int, columns: Int) {
        precondition(tiles.count == rows * columns + 1, "\(tiles.count) tiles for \(rows) x \(columns) and one")
        (self.tiles, self.size, self.rows, self.columns) = (tiles, size, rows, columns)
    }
}
