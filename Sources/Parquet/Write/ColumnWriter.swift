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
    let body = PageBuffer()
    /// Where they are, and what is in them.
    private(set) var pages: [Page] = []
    /// Bytes of the closed pages with their headers before compression.
    private(set) var uncompressed = 0

    private let size: Int
    private let version: Int
    /// Of a hash: below it a row of one byte ends a page.
    private let threshold: UInt64
    private let values = PageBuffer(headroom: 4096)
    private var definitions: [UInt8] = []
    private var repetitions: [UInt8] = []
    private let compressor: PageCompressor
    private var nulls = 0
    private var rowStart = 0
    private var firstRow = 0
    private var rows = 0
    private var least: Place?
    private var greatest: Place?

    /// A value of the open page, with its first eight bytes as a number: two values seldom begin alike.
    private struct Place {
        let range: Range<Int>
        let key: UInt64
    }

    /// - Parameter layout: of the file.
    init(_ leaf: ParquetLeaf, _ layout: ParquetLayout) {
        self.leaf = leaf
        (size, version) = (leaf.isProse ? layout.proseBytes : layout.pageBytes, layout.pageVersion)
        compressor = PageCompressor(level: layout.level, isProse: leaf.isProse)
        threshold = UInt64.max / UInt64(size)
    }

    /// Bytes of values in the group so far, about.
    var groupBytes: Int { uncompressed + values.count }

    /// Values of the group, nulls included.
    var valueCount: Int { pages.reduce(0) { $0 + $1.values } }

    /// Appends a value that is there.
    mutating func append(_ text: String, repetition: Int = 0) {
        // Texts of other libraries may have no storage of their own.
        let isDone: Void? = text.utf8.withContiguousStorageIfAvailable { put(UnsafeRawBufferPointer($0)) }
        if isDone == nil { Array(text.utf8).withUnsafeBytes { put($0) } }
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
        values.append(value: bytes)
        // A row that found no memory is told at its end.
        if values.isExhausted { return }
        let place = Place(range: values.count - bytes.count..<values.count, key: Self.key(bytes))
        if let least { if isBelow(place, least) { self.least = place } } else { least = place }
        if let greatest { if isBelow(greatest, place) { self.greatest = place } } else { greatest = place }
    }

    /// The first eight bytes, so that numbers sort as bytes do; what is missing is 0.
    private static func key(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        if bytes.count >= 8 { return UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)) }
        return bytes.reduce(0) { $0 << 8 | UInt64($1) } << (8 * UInt64(8 - bytes.count))
    }

    private func isBelow(_ left: Place, _ right: Place) -> Bool {
        if left.key != right.key { return left.key < right.key }
        let (first, second) = (values[left.range], values[right.range])
        guard let base = first.baseAddress, let other = second.baseAddress else { return false }
        let order = memcmp(base, other, min(first.count, second.count))
        return order == 0 ? first.count < second.count : order < 0
    }

    /// Ends a row, and a page where its content says so.
    /// - Returns: the hash of the row's values.
    /// - Throws: `StorageError.system` when there is no memory.
    mutating func endRow() throws(StorageError) -> UInt64 {
        if values.isExhausted { throw exhausted }
        rows += 1
        let bytes = values.count - rowStart
        let hash = XXH3.hash(values[rowStart..<values.count])
        rowStart = values.count
        let (below, overflow) = threshold.multipliedReportingOverflow(by: UInt64(bytes))
        let isBorder = values.count >= size / 4 && (overflow || hash < below)
        // Levels of rows without values also take room.
        let isFull = values.count >= size * 6 || definitions.count >= 1 << 19
        if isBorder || isFull { try close() }
        return hash
    }

    private var exhausted: StorageError {
        .system(SystemError("allocate", path: leaf.path.joined(separator: "."), code: ENOMEM))
    }

    /// Closes the page that is open.
    /// - Throws: `StorageError.system` when there is no memory.
    mutating func close() throws(StorageError) {
        guard rows > 0 else { return }
        let levels = (
            repetition: encoded(repetitions, most: leaf.repetition),
            definition: encoded(definitions, most: leaf.definition)
        )
        let bounds = zip(least, greatest).map { least, greatest in
            (
                PageBounds.lower(Array(values[least.range])[...], isText: leaf.isText),
                PageBounds.upper(Array(values[greatest.range])[...], isText: leaf.isText)
            )
        }
        let page = PageWriter(levels: levels, counts: (definitions.count, nulls, rows))
        let offset = body.count
        guard let bytes = page.append(values, to: body, version: version, compressor) else { throw exhausted }
        pages.append(
            Page(
                offset: offset, length: bytes.length, firstRow: firstRow, nulls: nulls,
                values: definitions.count, bounds: bounds))
        uncompressed += bytes.uncompressed
        clear()
    }

    private mutating func clear() {
        firstRow += rows
        values.removeAll()
        definitions.removeAll(keepingCapacity: true)
        repetitions.removeAll(keepingCapacity: true)
        (nulls, rows, rowStart, least, greatest) = (0, 0, 0, nil, nil)
    }

    /// Begins the next row group.
    mutating func beginGroup() {
        body.removeAll()
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
