/// A graph both ways: of each row the rows it points to and those that point to it, in order.
struct Edges {
    /// (N + 1) where the list of a row begins.
    let starts: Room<Int32>
    let ends: Room<Int32>

    /// The graph of lists of `width` numbers a row; negative ones are left out.
    init(rows: Int, width: Int, _ list: (_ row: Int, _ place: Int) -> Int32) {
        let starts = Room<Int32>(rows + 1, filledWith: 0)
        for row in 0..<rows {
            for place in 0..<width {
                let other = list(row, place)
                guard other >= 0 else { continue }
                starts[row + 1] += 1
                starts[Int(other) + 1] += 1
            }
        }
        for row in 0..<rows { starts[row + 1] += starts[row] }
        let ends = Room<Int32>(Int(starts[rows]), filledWith: 0)
        let next = Room<Int32>(rows, filledWith: 0)
        for row in 0..<rows { next[row] = starts[row] }
        for row in 0..<rows {
            for place in 0..<width {
                let other = list(row, place)
                guard other >= 0 else { continue }
                ends[Int(next[row])] = other
                ends[Int(next[Int(other)])] = Int32(row)
                next[row] += 1
                next[Int(other)] += 1
            }
        }
        (self.starts, self.ends) = (starts, ends)
    }
}
