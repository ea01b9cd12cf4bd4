/// Union-find over numbered items in 4 bytes each: the least number of a set stands for it, whatever the order of unions.
package struct DisjointSets: Sendable {
    private var parents: [UInt32]

    /// `count` items, each alone.
    package init(count: Int) { parents = (0..<UInt32(count)).map { $0 } }

    /// The least item of the set of `item`.
    package mutating func find(_ item: Int) -> Int {
        var item = UInt32(item)
        while parents[Int(item)] != item {
            parents[Int(item)] = parents[Int(parents[Int(item)])]
            item = parents[Int(item)]
        }
        return Int(item)
    }

    /// Makes the sets of two items one.
    /// - Returns: whether they were two.
    @discardableResult
    package mutating func unite(_ one: Int, _ two: Int) -> Bool {
        let (one, two) = (find(one), find(two))
        if one == two { return false }
        parents[max(one, two)] = UInt32(min(one, two))
        return true
    }
}
