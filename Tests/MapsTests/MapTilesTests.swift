import Testing

@testable import Maps

/// Points in tiles, and the square they lie in.
@Suite struct MapTilesTests {
    private let unit = MapExtent(left: 0, top: 0, side: 1)

    private func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reversed().reduce(0) { $0 << 8 | Int($1) } }

    /// x and y of a point within its tile, and its number.
    private func point(_ tiles: MapTiles, _ place: Int) -> [Int] {
        let at = place * MapTiles.pointBytes
        return [
            number(tiles.bytes[at..<at + 2]), number(tiles.bytes[at + 2..<at + 4]),
            number(tiles.bytes[at + 4..<at + 8]),
        ]
    }

    @Test func aPointHasItsPlaceInTheTile() {
        let tiles = MapTiles([SIMD2(0.25, 0.75)], unit)
        #expect(tiles.bytes == [0, 0x40, 0, 0xC0, 0, 0, 0, 0] && tiles.numbers == [0])
        let other = MapTiles([SIMD2(-1, 6)], MapExtent(left: -2, top: 4, side: 4))
        #expect(point(other, 0) == [16384, 32768, 0])
    }

    @Test func theEdgeIsInside() {
        #expect(point(MapTiles([SIMD2(1, -0.5)], unit), 0) == [65535, 0, 0])
    }

    @Test func noPointsAreAnEmptyTile() {
        let tiles = MapTiles([], MapExtent([]))
        #expect(tiles.tiles == [.init(zoom: 0, column: 0, row: 0, first: 0, count: 0)] && tiles.bytes.isEmpty)
    }

    /// What has no room goes to the quarters of its own place.
    @Test(
        arguments: [(0.9, 0.1, 1, 0), (0.1, 0.9, 0, 1), (0.9, 0.9, 1, 1), (0.1, 0.1, 0, 0)]
            as [(Float, Float, Int, Int)])
    func aFullTileIsQuartered(x: Float, y: Float, column: Int, row: Int) {
        let count = MapTiles.capacity + 3
        let tiles = MapTiles([SIMD2<Float>](repeating: SIMD2(x, y), count: count), unit)
        #expect(
            tiles.tiles == [
                .init(zoom: 0, column: 0, row: 0, first: 0, count: 65_536),
                .init(zoom: 1, column: column, row: row, first: 65_536, count: 3),
            ])
        let last = point(tiles, count - 1)
        let within = [x * 2 - Float(column), y * 2 - Float(row)].map { Int($0 * 65536) }
        #expect(abs(last[0] - within[0]) <= 1 && abs(last[1] - within[1]) <= 1)
        #expect(last[2] == Int(tiles.numbers[count - 1]))
    }

    /// Two levels down: the place of a square among those of its zoom is that of its parent, twice, and its own.
    @Test func quartersOfQuartersAreNumberedByRows() {
        let count = 2 * MapTiles.capacity + 1
        let tiles = MapTiles([SIMD2<Float>](repeating: SIMD2(0.6, 0.3), count: count), unit)
        #expect(tiles.tiles.map(\.zoom) == [0, 1, 2] && tiles.tiles.map(\.column) == [0, 1, 2])
        #expect(tiles.tiles.map(\.row) == [0, 0, 1] && tiles.tiles.map(\.count) == [65_536, 65_536, 1])
        #expect(Set(tiles.numbers).count == count)
    }

    /// Which points the coarsest tile has is drawn, not the first ones: it is a fair sample.
    @Test func theCoarsestTileIsASample() {
        let points = (0..<MapTiles.capacity * 2).map { SIMD2(Float($0 % 2) * 0.5 + 0.25, 0.25) }
        let tiles = MapTiles(points, unit)
        let late = tiles.numbers.prefix(MapTiles.capacity).count { $0 >= MapTiles.capacity }
        #expect(abs(late - MapTiles.capacity / 2) < 1500)
        #expect(tiles.tiles.map(\.zoom) == [0, 1, 1] && tiles.tiles.map(\.column) == [0, 0, 1])
    }

    @Test func theSquareHasItsPointsInTheMiddle() {
        let extent = MapExtent([SIMD2(0, 0), SIMD2(100, 50)])
        #expect(abs(extent.side - 102) < 1e-3 && abs(extent.left + 1) < 1e-3 && abs(extent.top + 26) < 1e-3)
        let tall = MapExtent([SIMD2(3, -10), SIMD2(3, 10), SIMD2(2, 0)])
        #expect(abs(tall.side - 20.4) < 1e-4 && abs(tall.left - (2.5 - 10.2)) < 1e-4)
        #expect(MapExtent(left: 1, top: 2, side: 4).unit(SIMD2(2, 6)) == SIMD2(0.25, 1))
    }
}
