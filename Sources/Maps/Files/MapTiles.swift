import Platform

/// The points of a map in tiles: squares that are quartered while they hold too much. A point is in one tile alone, the
/// coarsest that has room for it; which points those are, a hash of their numbers decides, so every tile is a fair sample.
package struct MapTiles: Sendable {
    /// Points of a tile at most.
    package static let capacity = 65_536
    /// Bytes of a point: x and y within the tile (u16, 0 to 65535 of its side), the document's number (u32).
    package static let pointBytes = 8
    private static let deepest = 12

    /// A tile.
    package struct Tile: Sendable, Equatable {
        /// Halvings of the map's side, and the tile's place among `1 << zoom` columns and rows.
        package let zoom: Int, column: Int, row: Int
        /// Its points in the list of all points.
        package let first: Int, count: Int
    }

    /// Coarse to fine.
    package private(set) var tiles: [Tile] = []
    /// Numbers of the documents, tile after tile.
    package private(set) var numbers: [Int32] = []
    /// The points as `points.bin` has them.
    package private(set) var bytes: [UInt8] = []

    /// Cuts a map.
    package init(_ points: [SIMD2<Float>], _ extent: MapExtent) {
        var random = SplitMix64(seed: 5)
        let hashes = points.map { _ in random.next() }
        let order = points.indices.sorted { (hashes[$0], $0) < (hashes[$1], $1) }
        bytes.reserveCapacity(points.count * Self.pointBytes)
        var level = [(column: 0, row: 0, members: order[...])]
        var zoom = 0
        while !level.isEmpty {
            var next: [(column: Int, row: Int, members: ArraySlice<Int>)] = []
            for square in level {
                let isLast = zoom == Self.deepest
                let own = isLast ? square.members : square.members.prefix(Self.capacity)
                add(own, (zoom, square.column, square.row), points, extent)
                let rest = square.members.dropFirst(own.count)
                guard !rest.isEmpty else { continue }
                var quarters = [[Int]](repeating: [], count: 4)
                for member in rest {
                    let place = extent.unit(points[member]) * Float(2 << zoom)
                    quarters[(Int(place.x) & 1) | (Int(place.y) & 1) << 1].append(member)
                }
                for (number, members) in quarters.enumerated() where !members.isEmpty {
                    next.append((square.column * 2 + (number & 1), square.row * 2 + (number >> 1), members[...]))
                }
            }
            level = next
            zoom += 1
        }
    }

    private mutating func add(
        _ members: ArraySlice<Int>, _ square: (zoom: Int, column: Int, row: Int), _ points: [SIMD2<Float>],
        _ extent: MapExtent
    ) {
        let (zoom, column, row) = square
        tiles.append(Tile(zoom: zoom, column: column, row: row, first: numbers.count, count: members.count))
        for member in members {
            let place = extent.unit(points[member]) * Float(1 << zoom) - SIMD2(Float(column), Float(row))
            for value in [place.x, place.y] {
                let small = UInt16(min(65535, max(0, value * 65536)))
                bytes.append(UInt8(small & 0xFF))
                bytes.append(UInt8(small >> 8))
            }
            bytes.append(littleEndian: UInt32(member))
            numbers.append(Int32(member))
        }
    }
}
