/// How large a picture is made and into how many tiles it is cut. All steps round as the published processor does.
struct TileGeometry: Equatable {
    /// Width and height in pixels.
    struct Size: Equatable {
        var width, height: Int
    }

    /// The size after the first resampling: the longer side is the longest edge.
    let first: Size
    /// The size after the second one: whole tiles.
    let second: Size
    /// Rows and columns of tiles; 0 when the picture stays whole.
    let rows, columns: Int

    /// Tiles of the picture, the one of all of it included.
    var tiles: Int { rows * columns + 1 }

    /// No side is larger than this after the first step.
    private static let longestSide = 4096

    /// The geometry of a picture of `size` that may be split into tiles of `tile` pixels.
    init(_ size: Size, longestEdge: Int, tile: Int, splits: Bool) {
        first = Self.resized(size, longestEdge)
        guard splits else {
            (second, rows, columns) = (Size(width: tile, height: tile), 0, 0)
            return
        }
        second = Self.wholeTiles(first, tile)
        let isWhole = second.width <= tile && second.height <= tile
        (rows, columns) = isWhole ? (0, 0) : (second.height / tile, second.width / tile)
    }

    /// The same with a longest edge of as many tiles as keep the picture within `maximumTiles`; whole when none does.
    init(_ size: Size, longestEdge: Int, tile: Int, splits: Bool, maximumTiles: Int?) {
        if splits, let maximumTiles {
            for edge in stride(from: longestEdge, to: tile, by: -tile) {
                let geometry = TileGeometry(size, longestEdge: edge, tile: tile, splits: true)
                guard geometry.tiles > maximumTiles else {
                    self = geometry
                    return
                }
            }
            self.init(size, longestEdge: longestEdge, tile: tile, splits: false)
        } else {
            self.init(size, longestEdge: longestEdge, tile: tile, splits: splits)
        }
    }

    /// The longer side becomes `edge`, the shorter one keeps the aspect and becomes even.
    private static func resized(_ size: Size, _ edge: Int) -> Size {
        let aspect = Double(size.width) / Double(size.height)
        var new: Size
        if size.width >= size.height {
            let height = Int(Double(edge) / aspect)
            new = Size(width: edge, height: max(1, height + height % 2))
        } else {
            let width = Int(Double(edge) * aspect)
            new = Size(width: max(1, width + width % 2), height: edge)
        }
        let ratio = Double(new.width) / Double(new.height)
        if new.width >= new.height, new.width > longestSide {
            new = Size(width: longestSide, height: max(1, Int(Double(longestSide) / ratio)))
        } else if new.height > new.width, new.height > longestSide {
            new = Size(width: max(1, Int(Double(longestSide) * ratio)), height: longestSide)
        }
        return new
    }

    /// The longer side is rounded up to whole tiles, the other follows and is rounded up too.
    private static func wholeTiles(_ size: Size, _ tile: Int) -> Size {
        func up(_ side: Int) -> Int { (side + tile - 1) / tile * tile }
        let aspect = Double(size.width) / Double(size.height)
        if size.width >= size.height {
            let width = up(size.width)
            return Size(width: width, height: up(Int(Double(width) / aspect)))
        }
        let height = up(size.height)
        return Size(width: up(Int(Double(height) * aspect)), height: height)
    }
}
