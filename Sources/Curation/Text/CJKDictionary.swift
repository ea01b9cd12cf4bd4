import CICU

/// Words of Chinese and Japanese as ICU's break iterator has them, by ICU's own dictionary and the same search, five times
/// as fast as the iterator, which normalises and copies each run (DECISIONS-languages.md).
///
/// A word costs what the dictionary says (the negative logarithm of its frequency), a character that is no word 255, a run
/// of Katakana what its length says; the cheapest division wins.
///
/// Source: ICU 72, `CjkBreakEngine` and `UCharsTrie` (data version 1). Where the data has another form there is no
/// dictionary, and the iterator does the work.
struct CJKDictionary: Sendable {
    private let trie: Trie
    /// By first code unit: where its words go on, and what it costs as a word itself (`none` when it is none).
    private let starts: [Start]

    private struct Start {
        var place = Trie.Place(at: -1)
        var cost = Trie.none
    }

    private static let unknownCost: Int32 = 255
    private static let longestWord = 20
    /// By length; a longer run, up to 19, costs as much as a single character.
    private static let katakanaCosts: [Int32] = [8192, 984, 408, 240, 204, 252, 300, 372, 480]

    /// ICU's dictionary; nil when ICU has none of this form.
    static let icu: CJKDictionary? = {
        guard let data = cicu_dictionary(), data[4] & 7 == 1 else { return nil }
        let trie = Trie(units: UnsafeRawPointer(data).advanced(by: Int(data[0])).assumingMemoryBound(to: UInt16.self))
        var starts = [Start](repeating: Start(), count: 0x1_0000)
        for unit in 0..<0x1_0000 {
            var place = Trie.Place()
            guard let cost = trie.next(&place, UInt16(unit)) else { continue }
            starts[unit] = Start(place: place, cost: cost)
        }
        return CJKDictionary(trie: trie, starts: starts)
    }()

    /// The ends of the words of a run, in units, rising; the last is the run's. They are in `search` afterwards.
    func ends(_ units: UnsafeBufferPointer<UInt16>, _ search: inout Search) {
        search.begin(units.count)
        search.withWays { ways in
            starts.withUnsafeBufferPointer { starts in walk(units, starts, ways) }
        }
        search.finish()
    }

    private func walk(
        _ units: UnsafeBufferPointer<UInt16>, _ starts: UnsafeBufferPointer<Start>, _ ways: Search.Ways
    ) {
        var wasKatakana = false
        for at in 0..<units.count {
            let cost = ways.costs[at]
            let isKatakana = Self.isKatakana(units[at])
            if cost != Trie.none {
                let start = starts[Int(units[at])]
                ways.offer(at &+ 1, from: at, cost &+ (start.cost == Trie.none ? Self.unknownCost : start.cost))
                var place = start.place
                var end = at &+ 1
                let limit = min(units.count, at &+ Self.longestWord)
                while place.at >= 0, end < limit, let own = trie.next(&place, units[end]) {
                    end &+= 1
                    if own != Trie.none { ways.offer(end, from: at, cost &+ own) }
                }
                if isKatakana && !wasKatakana { offerKatakana(units, at, ways) }
            }
            wasKatakana = isKatakana
        }
    }

    private func offerKatakana(_ units: UnsafeBufferPointer<UInt16>, _ at: Int, _ ways: Search.Ways) {
        var end = at + 1
        while end < units.count, end - at < Self.longestWord, Self.isKatakana(units[end]) { end += 1 }
        guard end - at < Self.longestWord else { return }
        let own = end - at < Self.katakanaCosts.count ? Self.katakanaCosts[end - at] : Self.katakanaCosts[0]
        ways.offer(end, from: at, ways.costs[at] + own)
    }

    private static func isKatakana(_ unit: UInt16) -> Bool {
        (0x30A1...0x30FE).contains(unit) && unit != 0x30FB || (0xFF66...0xFF9F).contains(unit)
    }

    /// The cheapest way to each place; the room is kept from run to run.
    struct Search {
        private var costs: [Int32] = []
        private var from: [Int32] = []
        /// What was found last.
        private(set) var ends: [Int] = []
        private var count = 0

        /// The room, held as pointers for the time of a search.
        fileprivate struct Ways {
            let costs: UnsafeMutableBufferPointer<Int32>
            let from: UnsafeMutableBufferPointer<Int32>

            @inline(__always)
            func offer(_ end: Int, from start: Int, _ cost: Int32) {
                guard cost < costs[end] else { return }
                costs[end] = cost
                from[end] = Int32(truncatingIfNeeded: start)
            }
        }

        fileprivate mutating func begin(_ count: Int) {
            self.count = count
            if costs.count <= count {
                costs = [Int32](repeating: 0, count: count * 2 + 1)
                from = costs
            }
            for at in 0...count { costs[at] = Trie.none }
            costs[0] = 0
        }

        fileprivate mutating func withWays(_ body: (Ways) -> Void) {
            costs.withUnsafeMutableBufferPointer { costs in
                from.withUnsafeMutableBufferPointer { from in body(Ways(costs: costs, from: from)) }
            }
        }

        fileprivate mutating func finish() {
            ends.removeAll(keepingCapacity: true)
            var at = count
            while at > 0 {
                ends.append(at)
                at = Int(from[at])
            }
            ends.reverse()
        }
    }
}

/// ICU's trie of UTF-16 (`UCharsTrie`), read where it lies.
private struct Trie: @unchecked Sendable {
    /// A place in the trie: where it goes on, and how many units of a run without branches are left there. Below 0 nothing
    /// goes on.
    struct Place {
        var at = 0
        var left = 0
    }

    /// No word ends here.
    static let none: Int32 = .max

    /// Read-only data that stays for the life of the process.
    let units: UnsafePointer<UInt16>

    /// Goes on by a unit. Returns the value of the word that ends there (`none` when none does), nil when nothing goes on.
    @inline(__always)
    func next(_ place: inout Place, _ unit: UInt16) -> Int32? {
        var at = place.at
        var left = place.left
        if left == 0 {
            var lead = Int(units[at])
            at += 1
            // Behind a word its value stands in front of the node.
            if lead >= 0x40 {
                at += lead < 0x4040 ? 0 : lead < 0x7FC0 ? 1 : 2
                lead &= 0x3F
            }
            if lead < 0x30 {
                guard let next = branch(at, lead, unit) else { return nil }
                return value(&place, next)
            }
            left = lead - 0x2F
        }
        guard units[at] == unit else { return nil }
        if left == 1 { return value(&place, at + 1) }
        place = Place(at: at + 1, left: left - 1)
        return Trie.none
    }

    /// The value in front of what lies at `at`.
    @inline(__always)
    private func value(_ place: inout Place, _ at: Int) -> Int32 {
        let lead = Int32(units[at])
        if lead >= 0x8000 {
            place = Place(at: -1)
            return number(lead & 0x7FFF, at + 1).value
        }
        place = Place(at: at)
        if lead < 0x40 { return Trie.none }
        if lead < 0x4040 { return lead >> 6 - 1 }
        if lead < 0x7FC0 { return (lead & 0x7FC0 - 0x4040) << 10 | Int32(units[at + 1]) }
        return Int32(units[at + 1]) << 16 | Int32(units[at + 2])
    }

    /// A number that begins with `lead`, and where it ends.
    @inline(__always)
    private func number(_ lead: Int32, _ at: Int) -> (value: Int32, end: Int) {
        if lead < 0x4000 { return (lead, at) }
        if lead < 0x7FFF { return ((lead - 0x4000) << 16 | Int32(units[at]), at + 1) }
        return (Int32(units[at]) << 16 | Int32(units[at + 1]), at + 2)
    }

    /// Where a branch of several units goes on by `unit`; halves while there are more than five.
    @inline(__always)
    private func branch(_ start: Int, _ lead: Int, _ unit: UInt16) -> Int? {
        var at = start
        var length = lead
        if length == 0 {
            length = Int(units[at])
            at += 1
        }
        length += 1
        while length > 5 {
            let isBelow = unit < units[at]
            var delta = Int(units[at + 1])
            at += 2
            if delta == 0xFFFF {
                delta = Int(units[at]) << 16 | Int(units[at + 1])
                at += 2
            } else if delta >= 0xFC00 {
                delta = (delta - 0xFC00) << 16 | Int(units[at])
                at += 1
            }
            if isBelow { at += delta }
            length = isBelow ? length >> 1 : length - length >> 1
        }
        while length > 1 {
            let lead = Int32(units[at + 1])
            if units[at] == unit {
                if lead >= 0x8000 { return at + 1 }
                let delta = number(lead, at + 2)
                return delta.end + Int(delta.value)
            }
            at = number(lead & 0x7FFF, at + 2).end
            length -= 1
        }
        return units[at] == unit ? at + 1 : nil
    }
}
