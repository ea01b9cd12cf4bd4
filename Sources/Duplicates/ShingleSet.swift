/// A set of shingles in an open table whose room is kept from text to text.
struct ShingleSet {
    /// 0 is an empty place; a shingle that is 0 is told by `hasZero`.
    private var table: [UInt64] = [UInt64](repeating: 0, count: 64)
    private var hasZero = false
    /// Different shingles.
    private(set) var count = 0

    /// Makes it the set of `shingles`.
    mutating func fill(_ shingles: [UInt64]) {
        _ = fill(shingles, common: nil)
    }

    /// Makes it the set of `shingles` and returns its similarity with `other`: shared shingles over all of both.
    mutating func fill(_ shingles: [UInt64], comparedWith other: borrowing ShingleSet) -> Double {
        let shared = other.table.withUnsafeBufferPointer { fill(shingles, common: (other.hasZero, $0)) }
        let all = count + other.count - shared
        return all == 0 ? 0 : Double(shared) / Double(all)
    }

    /// Returns how many of the different shingles are in `common` too.
    private mutating func fill(_ shingles: [UInt64], common: (hasZero: Bool, table: UnsafeBufferPointer<UInt64>)?)
        -> Int
    {
        var size = 64
        while size < shingles.count * 2 { size *= 2 }
        if table.count < size || table.count > size * 4 {
            table = [UInt64](repeating: 0, count: size)
        } else {
            table.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
        }
        count = 0
        hasZero = false
        var shared = 0
        table.withUnsafeMutableBufferPointer { places in
            let mask = places.count &- 1
            for shingle in shingles {
                guard shingle != 0 else {
                    if !hasZero, common?.hasZero == true { shared &+= 1 }
                    if !hasZero { count &+= 1 }
                    hasZero = true
                    continue
                }
                var place = Int(truncatingIfNeeded: shingle) & mask
                while places[place] != 0, places[place] != shingle { place = (place &+ 1) & mask }
                if places[place] == shingle { continue }
                places[place] = shingle
                count &+= 1
                if let common, Self.contains(shingle, common.table) { shared &+= 1 }
            }
        }
        return shared
    }

    @inline(__always)
    private static func contains(_ shingle: UInt64, _ places: UnsafeBufferPointer<UInt64>) -> Bool {
        let mask = places.count &- 1
        var place = Int(truncatingIfNeeded: shingle) & mask
        while places[place] != 0 {
            if places[place] == shingle { return true }
            place = (place &+ 1) & mask
        }
        return false
    }
}
