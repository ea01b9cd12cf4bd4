/// Groups of points by density: hills of a smoothed grid, those that are barely parted from a higher one joined to it.
///
/// Source: the idea is ToMATo's (Chazal, Guibas, Oudot, Skraba 2013): peaks by persistence, on a grid as the browsers of
/// embeddings have it.
struct DensityClusters {
    /// A point's group, -1 for a point between the groups.
    let labels: [Int32]
    /// How many groups there are.
    let count: Int

    /// A pass joins hills parted by less than this share of the lower peak.
    private static let saddle: Float = 0.5
    /// A slope below this share of its peak belongs to nobody.
    private static let slope: Float = 0.02

    /// Groups at a resolution: `cells` bandwidths lie along the longer side of the points' square.
    init(_ points: [SIMD2<Float>], _ extent: MapExtent, cells: Int, least: Int) {
        let grid = DensityGrid(points, extent, side: cells * 3)
        let peaks = DensityClusters.peaks(grid)
        var sizes: [Int32: Int] = [:]
        let raw = points.map { point -> Int32 in
            let cell = grid.cell(point)
            let peak = peaks[cell]
            return peak >= 0 && grid.density[cell] >= Self.slope * grid.density[Int(peak)] ? peak : -1
        }
        for peak in raw where peak >= 0 { sizes[peak, default: 0] += 1 }
        // The largest first; equal ones by place, so that nothing is left to chance.
        let kept = sizes.filter { $0.value >= least }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
        let places = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, Int32($0)) })
        labels = raw.map { places[$0] ?? -1 }
        count = kept.count
    }

    /// By cell: the peak it drains to, -1 where nothing is.
    private static func peaks(_ grid: DensityGrid) -> [Int32] {
        let order = grid.density.indices.filter { grid.density[$0] > 0 }
            .sorted { (grid.density[$1], $0) < (grid.density[$0], $1) }
        var parent = [Int32](repeating: -1, count: grid.density.count)
        func root(_ cell: Int32) -> Int32 {
            var cell = cell
            while parent[Int(cell)] != cell {
                parent[Int(cell)] = parent[Int(parent[Int(cell)])]
                cell = parent[Int(cell)]
            }
            return cell
        }
        for cell in order {
            let around = grid.neighbours(of: cell).filter { parent[$0] >= 0 }
            guard let highest = around.max(by: { (grid.density[$0], $1) < (grid.density[$1], $0) }) else {
                parent[cell] = Int32(cell)
                continue
            }
            parent[cell] = root(Int32(highest))
            for other in around {
                let (one, two) = (root(Int32(cell)), root(Int32(other)))
                guard one != two else { continue }
                let isHigher = (grid.density[Int(one)], two) > (grid.density[Int(two)], one)
                let (high, low) = isHigher ? (one, two) : (two, one)
                if grid.density[cell] >= saddle * grid.density[Int(low)] { parent[Int(low)] = high }
            }
        }
        return parent.indices.map { parent[$0] < 0 ? -1 : root(Int32($0)) }
    }
}

/// How many points lie about each cell of a square grid, smoothed.
struct DensityGrid {
    let density: [Float]
    private let side: Int
    private let extent: MapExtent

    init(_ points: [SIMD2<Float>], _ extent: MapExtent, side: Int) {
        self.side = side
        self.extent = extent
        var counts = [Float](repeating: 0, count: side * side)
        for point in points { counts[DensityGrid.cell(point, extent, side)] += 1 }
        // A binomial kernel in both directions, four times: nearly a Gaussian of 1.4 cells.
        for _ in 0..<4 {
            counts = DensityGrid.smoothed(counts, side, step: 1)
            counts = DensityGrid.smoothed(counts, side, step: side)
        }
        density = counts.map { $0 < 1e-3 ? 0 : $0 }
    }

    private static func smoothed(_ values: [Float], _ side: Int, step: Int) -> [Float] {
        var out = values
        for line in 0..<side {
            for place in 0..<side {
                let cell = step == 1 ? line * side + place : place * side + line
                let before = place > 0 ? values[cell - step] : 0
                let after = place < side - 1 ? values[cell + step] : 0
                out[cell] = 0.25 * before + 0.5 * values[cell] + 0.25 * after
            }
        }
        return out
    }

    func cell(_ point: SIMD2<Float>) -> Int { DensityGrid.cell(point, extent, side) }

    private static func cell(_ point: SIMD2<Float>, _ extent: MapExtent, _ side: Int) -> Int {
        let place = extent.unit(point) * Float(side)
        return min(side - 1, max(0, Int(place.y))) * side + min(side - 1, max(0, Int(place.x)))
    }

    /// The cells around a cell.
    func neighbours(of cell: Int) -> [Int] {
        let (row, column) = (cell / side, cell % side)
        var cells: [Int] = []
        for down in -1...1 {
            for right in -1...1 where down != 0 || right != 0 {
                guard (0..<side).contains(row + down), (0..<side).contains(column + right) else { continue }
                cells.append((row + down) * side + column + right)
            }
        }
        return cells
    }
}

/// The square in which the points of a map lie.
package struct MapExtent: Sendable, Equatable {
    /// Its upper left corner.
    package let left: Float, top: Float
    /// Its side.
    package let side: Float

    /// A square.
    package init(left: Float, top: Float, side: Float) { (self.left, self.top, self.side) = (left, top, side) }

    /// The least square around points, with a little room.
    package init(_ points: [SIMD2<Float>]) {
        var low = points.first ?? .zero
        var high = low
        for point in points {
            low = pointwiseMin(low, point)
            high = pointwiseMax(high, point)
        }
        let side = max(high.x - low.x, high.y - low.y) * 1.02 + 1e-6
        let corner = (low + high) / 2 - SIMD2(repeating: side / 2)
        self.init(left: corner.x, top: corner.y, side: side)
    }

    /// A point's place, 0 to 1 along both sides.
    package func unit(_ point: SIMD2<Float>) -> SIMD2<Float> { (point - SIMD2(left, top)) / side }
}
