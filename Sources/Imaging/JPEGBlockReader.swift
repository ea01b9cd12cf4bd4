/// Reads the constant term of block after block and passes over the rest.
///
/// Shifts are the masking ones: counts are below 64, and the entries of the tables carry theirs in the low bits.
struct JPEGBlockReader {
    private var next: UnsafePointer<UInt8>
    private let start: UnsafePointer<UInt8>
    private let count: Int
    /// The next bits, the first at the top; `available` of them are valid.
    private var bits: UInt64 = 0
    private var available = 0

    /// `count` bytes, with enough padding behind them for the blocks of a unit.
    init(_ start: UnsafePointer<UInt8>, count: Int) {
        self.start = start
        self.count = count
        next = start
    }

    /// Whether more bits were taken than there are.
    var isPastEnd: Bool { bitsTaken > 8 * count }

    /// Whether all that is left is the padding of the last byte.
    var isAtEnd: Bool { (0..<8).contains(8 * count - bitsTaken) }

    private var bitsTaken: Int { 8 * (next - start) - available }

    /// The constant term's difference from the block before; nil for an invalid code. `tables` are the component's
    /// three lookup tables; `slow` is asked only for codes that no window holds.
    @inline(__always)
    mutating func read(_ tables: UnsafePointer<UInt16>, _ slow: @autoclosure () -> JPEGBlockTables) -> Int? {
        refill()
        guard let size = symbol(tables, slow().constants) else { return nil }
        var difference = 0
        if size > 0 {
            let value = Int(truncatingIfNeeded: bits &>> UInt64(truncatingIfNeeded: 64 &- size))
            difference = value < 1 &<< (size &- 1) ? value &- (1 &<< size) &+ 1 : value
            drop(size)
        }
        let others = tables + HuffmanTable.windows
        let runs = others + HuffmanTable.windows
        var place = 1
        while place < 64 {
            refill()
            let run = Int(runs[head])
            let after = place &+ run &>> 8
            // A run may reach past the end of the block, where the bits mean something else.
            if run & 0x7F != 0 && after < 64 {
                drop(run & 0x7F)
                if run & 0x80 != 0 { return difference }
                place = after
                continue
            }
            guard let symbol = symbol(others, slow().others) else { return nil }
            if symbol & 15 == 0 && symbol < 0xF0 { return difference }
            drop(symbol & 15)
            place &+= symbol &>> 4 &+ 1
        }
        return place == 64 ? difference : nil
    }

    /// The window at the head of the bits.
    private var head: Int {
        @inline(__always) get { Int(truncatingIfNeeded: bits &>> UInt64(64 - HuffmanTable.windowBits)) }
    }

    @inline(__always)
    private mutating func symbol(_ table: UnsafePointer<UInt16>, _ slow: @autoclosure () -> HuffmanTable) -> Int? {
        let entry = Int(table[head])
        if entry > 0 {
            drop(entry & 0xFF)
            return entry &>> 8
        }
        guard let found = slow().search(Int(truncatingIfNeeded: bits &>> 48)) else { return nil }
        drop(found.length)
        return found.symbol
    }

    @inline(__always)
    private mutating func drop(_ count: Int) {
        bits &<<= UInt64(truncatingIfNeeded: count)
        available &-= count
    }

    /// At least 32 bits; the padding behind the data gives zeros.
    @inline(__always)
    private mutating func refill() {
        guard available < 32 else { return }
        let eight = UnsafeRawPointer(next).loadUnaligned(as: UInt64.self).bigEndian
        bits |= eight &>> UInt64(truncatingIfNeeded: available)
        next += (63 &- available) &>> 3
        available |= 56
    }
}

/// The two tables of a component.
struct JPEGBlockTables {
    let constants: HuffmanTable
    let others: HuffmanTable

    /// Entries of the three lookup tables.
    static let size = 3 * HuffmanTable.windows

    /// Appends the lookup tables: symbols of constant terms, symbols of the others, runs of the others.
    func append(to tables: inout [UInt16]) {
        tables += constants.symbols
        tables += others.symbols
        others.appendRuns(to: &tables)
    }
}
