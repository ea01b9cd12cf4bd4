import CLayout

/// The repulsion between all points of a t-SNE at once: exact between neighbouring cells, by the field of cells beyond.
///
/// Source: the idea is the fast multipole method's (Greengard and Rokhlin 1987); in t-SNE others use trees (van der Maaten
/// 2014) or interpolation and FFT (Linderman et al. 2019).
final class GridPyramid {
    private static let frame = 3, planes = 14

    private let count: Int
    private let parallel: Parallel
    /// By level, from 0; the last has about two points a cell where they lie evenly.
    private let levels: [Level]
    private let cells: Room<Int32>
    private let starts: Room<Int32>
    private let order: Room<Int32>
    // (N) in the order of the cells.
    private let x: Room<Float>, y: Room<Float>, forceX: Room<Float>, forceY: Room<Float>

    /// A level's planes in one block.
    fileprivate final class Level: @unchecked Sendable {
        let room: Room<Float>
        let side: Int
        var grid: cl_grid

        init(_ level: Int) {
            side = 1 << level
            let stride = side + 2 * frame
            let block = Room<Float>(stride * stride * planes, filledWith: 0)
            room = block
            func plane(_ number: Int) -> UnsafeMutablePointer<Float> { block.base + number * stride * stride }
            grid = cl_grid(
                level: Int32(level), mass: plane(0), x: plane(1), y: plane(2), spread: plane(13), z: plane(3),
                fx: plane(4),
                fy: plane(5), xx: plane(6), xy: plane(7), yy: plane(8), xxx: plane(9), xxy: plane(10), xyy: plane(11),
                yyy: plane(12), width: 1, left: 0, top: 0)
        }

        func cell(_ row: Int, _ column: Int) -> Int { (row + frame) * (side + 2 * frame) + frame + column }

        /// So many rows are done at once, whatever the number of threads.
        var grain: Int { max(1, side / 64) }
    }

    /// A pyramid for `count` points.
    init(count: Int, parallel: Parallel) {
        self.count = count
        self.parallel = parallel
        var top = 2
        while 1 << (2 * top) < count / 2, top < 11 { top += 1 }
        levels = (0...top).map(Level.init)
        cells = Room(count, filledWith: 0)
        starts = Room(1 << (2 * top) + 1, filledWith: 0)
        order = Room(count, filledWith: 0)
        (x, y) = (Room(count, filledWith: 0), Room(count, filledWith: 0))
        (forceX, forceY) = (Room(count, filledWith: 0), Room(count, filledWith: 0))
    }

    /// Adds up the repulsion at every point.
    /// - Parameters:
    ///   - points: (N, 2).
    ///   - force: (N, 2), filled with the sum of t² times the difference to every other point.
    /// - Returns: the sum of t over all pairs.
    func repulse(_ points: Room<Float>, into force: Room<Float>) -> Double {
        place(points)
        sum()
        for level in levels.dropFirst(2) { spread(level) }
        guard let finest = levels.last else { return 0 }
        let (starts, x, y, forceX, forceY, order) = (starts, x, y, forceX, forceY, order)
        let total = parallel.sum(finest.side, grain: finest.grain) { rows in
            var grid = finest.grid
            let sum = cl_near_field(
                &grid, starts.base, x.base, y.base, Int32(rows.lowerBound), Int32(rows.upperBound), forceX.base,
                forceY.base)
            for place in Int(starts[rows.lowerBound * finest.side])..<Int(starts[rows.upperBound * finest.side]) {
                let point = Int(order[place])
                force[2 * point] = forceX[place]
                force[2 * point + 1] = forceY[place]
            }
            return sum
        }
        return total
    }

    /// Lays the grids over the points and sorts the points by cells.
    private func place(_ points: Room<Float>) {
        guard let finest = levels.last else { return }
        var low = SIMD2<Float>(repeating: .infinity)
        var high = -low
        for point in 0..<count {
            let place = SIMD2(points[2 * point], points[2 * point + 1])
            low = pointwiseMin(low, place)
            high = pointwiseMax(high, place)
        }
        let width = max(high.x - low.x, high.y - low.y) * 1.0001 + 1e-9
        for level in levels {
            level.grid.width = width / Float(level.side)
            (level.grid.left, level.grid.top) = (low.x, low.y)
        }
        let (side, inverse) = (finest.side, Float(finest.side) / width)
        let (cells, corner) = (cells, low)
        parallel.forEach(count, grain: 16384) { range in
            for point in range {
                let column = min(side - 1, max(0, Int((points[2 * point] - corner.x) * inverse)))
                let row = min(side - 1, max(0, Int((points[2 * point + 1] - corner.y) * inverse)))
                cells[point] = Int32(row * side + column)
            }
        }
        sort(points, cells: side * side)
    }

    /// Counting sort, stable: the order of the points in a cell is that of their numbers.
    private func sort(_ points: Room<Float>, cells number: Int) {
        for cell in 0...number { starts[cell] = 0 }
        for point in 0..<count { starts[Int(cells[point]) + 1] += 1 }
        for cell in 0..<number { starts[cell + 1] += starts[cell] }
        // `starts` of a cell is its end while points are put from the last to the first.
        for cell in 0..<number { starts[cell] = starts[cell + 1] }
        for point in stride(from: count - 1, through: 0, by: -1) {
            let cell = Int(cells[point])
            starts[cell] -= 1
            let place = Int(starts[cell])
            order[place] = Int32(point)
            x[place] = points[2 * point]
            y[place] = points[2 * point + 1]
        }
    }

    /// Masses, means and spreads, from the finest level to the coarsest.
    private func sum() {
        guard let finest = levels.last else { return }
        let (starts, x, y) = (starts, x, y)
        parallel.forEach(finest.side, grain: finest.grain) { rows in
            for row in rows {
                for column in 0..<finest.side {
                    let cell = row * finest.side + column
                    var (sumX, sumY): (Float, Float) = (0, 0)
                    for place in Int(starts[cell])..<Int(starts[cell + 1]) {
                        sumX += x[place]
                        sumY += y[place]
                    }
                    let (here, mass) = (finest.cell(row, column), Float(starts[cell + 1] - starts[cell]))
                    finest.set(here, mass, sumX, sumY)
                    var spread: Float = 0
                    for place in Int(starts[cell])..<Int(starts[cell + 1]) {
                        spread += finest.squaredDistance(x[place], y[place], from: here)
                    }
                    finest.grid.spread[here] = spread / 2
                }
            }
        }
        for number in stride(from: levels.count - 2, through: 2, by: -1) {
            let (level, finer) = (levels[number], levels[number + 1])
            parallel.forEach(level.side, grain: level.grain) { rows in
                for row in rows { for column in 0..<level.side { level.gather(row, column, finer) } }
            }
        }
    }

    private func spread(_ level: Level) {
        let parent = levels[Int(level.grid.level) - 1]
        let hasParent = level.grid.level > 2
        parallel.forEach(level.side, grain: level.grain) { rows in
            var grid = level.grid
            cl_far_field(&grid, Int32(rows.lowerBound), Int32(rows.upperBound))
            guard hasParent else { return }
            var coarser = parent.grid
            cl_hand_down(&coarser, &grid, Int32(rows.lowerBound), Int32(rows.upperBound))
        }
    }
}

extension GridPyramid.Level {
    fileprivate func set(_ cell: Int, _ mass: Float, _ sumX: Float, _ sumY: Float) {
        grid.mass[cell] = mass
        grid.x[cell] = mass > 0 ? sumX / mass : 0
        grid.y[cell] = mass > 0 ? sumY / mass : 0
    }

    /// Mass, mean and spread of a cell from its four children.
    fileprivate func gather(_ row: Int, _ column: Int, _ finer: GridPyramid.Level) {
        var (mass, sumX, sumY): (Float, Float, Float) = (0, 0, 0)
        for child in 0..<4 {
            let cell = finer.cell(2 * row + (child >> 1), 2 * column + (child & 1))
            mass += finer.grid.mass[cell]
            sumX += finer.grid.mass[cell] * finer.grid.x[cell]
            sumY += finer.grid.mass[cell] * finer.grid.y[cell]
        }
        let here = cell(row, column)
        set(here, mass, sumX, sumY)
        var spread: Float = 0
        for child in 0..<4 {
            let cell = finer.cell(2 * row + (child >> 1), 2 * column + (child & 1))
            let distance = squaredDistance(finer.grid.x[cell], finer.grid.y[cell], from: here)
            spread += finer.grid.spread[cell] + finer.grid.mass[cell] * distance / 2
        }
        grid.spread[here] = spread
    }

    /// From a place to the mean of a cell.
    fileprivate func squaredDistance(_ x: Float, _ y: Float, from cell: Int) -> Float {
        let (right, down) = (x - grid.x[cell], y - grid.y[cell])
        return right * right + down * down
    }
}
