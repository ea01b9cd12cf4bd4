import Glibc
import Platform

/// The pages of one leaf in the row group that is being filled.
///
/// Pages end where the rows' own content says so, each row with a probability as large as its share of a page: after rows
/// were taken out somewhere, the pages further on are cut at the same rows and have the same bytes.
struct ColumnWriter {
    /// A page as the indexes tell of it.
    struct Page {
        /// Byte offset among the leaf's pages.
        let offset: Int
        /// Bytes, header included.
        let length: Int
        /// The group's row that it begins with.
        let firstRow: Int
        /// Nulls in it (empty lists too).
        let nulls: Int
        /// Values in it, nulls included.
        let values: Int
        /// Bounds of its values; nil when all are null.
        let bounds: (lower: [UInt8], upper: [UInt8])?
    }

    /// What it writes.
    let leaf: ParquetLeaf
    /// The closed pages.
    private(set) var body: [UInt8] = []
    /// Where they are, and what is in them.
    private(set) var pages: [Page] = []
    /// Bytes of the closed pages with their headers before compression.
    private(set) var uncompressed = 0

    private let layout: ParquetLayout
    private var values: [UInt8] = []
    private var definitions: [UInt8] = []
    private var repetitions: [UInt8] = []
    private var nulls = 0
    private var rowStart = 0
    private var firstRow = 0
    private var rows = 0
    private var least: Range<Int>?
    private var greatest: Range<Int>?

    /// - Parameter layout: of the file.
    init(_ leaf: ParquetLeaf, _ layout: ParquetLayout) { (self.leaf, self.layout) = (leaf, layout) }

    /// Bytes of values in the group so far, about.
    var groupBytes: Int { uncompressed + values.count }

    /// Values of the group, nulls included.
    var valueCount: Int { pages.reduce(0) { $0 + $1.values } }

    /// Appends a value that is there.
    mutating func append(_ text: String, repetition: Int = 0) {
        var text = text
        text.withUTF8 { put(UnsafeRawBufferPointer($0)) }
        level(leaf.definition, repetition)
    }

    /// Appends a value that is there.
    mutating func append(_ bytes: [UInt8], repetition: Int = 0) {
        bytes.withUnsafeBytes { put($0) }
        level(leaf.definition, repetition)
    }

    /// Appends the absence of a value: how far its path is there.
    mutating func append(absentAt definition: Int, repetition: Int = 0) {
        nulls += 1
        level(definition, repetition)
    }

    private mutating func level(_ definition: Int, _ repetition: Int) {
        definitions.append(UInt8(definition))
        if leaf.repetition > 0 { repetitions.append(UInt8(repetition)) }
    }

    private mutating func put(_ bytes: UnsafeRawBufferPointer) {
        values.append(littleEndian: UInt32(truncatingIfNeeded: bytes.count))
        let start = values.count
        values.append(contentsOf: bytes)
        let place = start..<values.count
        if let least { if compare(place, least) < 0 { self.least = place } } else { least = place }
        if let greatest { if compare(place, greatest) > 0 { self.greatest = place } } else { greatest = place }
    }

    private func compare(_ left: Range<Int>, _ right: Range<Int>) -> Int {
        let order = values.withUnsafeBytes { bytes -> Int32 in
            guard let base = bytes.baseAddress else { return 0 }
            return memcmp(base + left.lowerBound, base + right.lowerBound, min(left.count, right.count))
        }
        return order == 0 ? left.count - right.count : Int(order)
    }

    /// Ends a row, and a page where its content says so.
    /// - Returns: the hash of the row's values.
    /// - Throws: `StorageError.unwritable` when zstd has no memory.
    mutating func endRow(_ compressor: PageCompressor) throws(StorageError) -> UInt64 {
        rows += 1
        let bytes = values.count - rowStart
        let hash = values.withUnsafeBytes { XXH3.hash(UnsafeRawBufferPointer(rebasing: $0[rowStart...])) }
        rowStart = values.count
        let (threshold, overflow) = (UInt64.max / UInt64(layout.pageBytes)).multipliedReportingOverflow(
            by: UInt64(bytes))
        let isBorder = values.count >= layout.pageBytes / 4 && (overflow || hash < threshold)
        // Levels of rows without values also take room.
        let isFull = values.count >= layout.pageBytes * 6 || definitions.count >= 1 << 19
        if isBorder || isFull { try close(compressor) }
        return hash
    }

    /// Closes the page that is open.
    /// - Throws: `StorageError.unwritable` when zstd has no memory.
    mutating func close(_ compressor: PageCompressor) throws(StorageError) {
        guard rows > 0 else { return }
        let levels = (
            repetition: encoded(repetitions, most: leaf.repetition),
            definition: encoded(definitions, most: leaf.definition)
        )
        let page = PageWriter(levels: levels, values: values, counts: (definitions.count, nulls, rows))
        guard let bytes = page.bytes(version: layout.pageVersion, compressor) else {
            throw .unwritable(path: leaf.path.joined(separator: "."), detail: "zstd could not compress a page")
        }
        let bounds = zip(least, greatest).map { least, greatest in
            (
                PageBounds.lower(values[least], isText: leaf.isText),
                PageBounds.upper(values[greatest], isText: leaf.isText)
            )
        }
        pages.append(
            Page(
                offset: body.count, length: bytes.page.count, firstRow: firstRow, nulls: nulls,
                values: definitions.count, bounds: bounds))
        body.append(contentsOf: bytes.page)
        uncompressed += bytes.uncompressed
        clear()
    }

    private mutating func clear() {
        firstRow += rows
        values.removeAll(keepingCapacity: true)
        definitions.removeAll(keepingCapacity: true)
        repetitions.removeAll(keepingCapacity: true)
        (nulls, rows, rowStart, least, greatest) = (0, 0, 0, nil, nil)
    }

    /// Begins the next row group.
    mutating func beginGroup() {
        body.removeAll(keepingCapacity: true)
        pages.removeAll(keepingCapacity: true)
        (uncompressed, firstRow) = (0, 0)
    }

    private func encoded(_ levels: [UInt8], most: Int) -> [UInt8] {
        most == 0 ? [] : RunLength.encode(levels, bitWidth: Int.bitWidth - most.leadingZeroBitCount)
    }
}

/// Both, when both are there.
private func zip<A, B>(_ left: A?, _ right: B?) -> (A, B)? {
    guard let left, let right else { return nil }
    return (left, right)
}
