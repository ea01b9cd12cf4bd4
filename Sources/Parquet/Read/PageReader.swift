import Platform

/// The pages of a chunk, one after the other.
struct PageReader {
    /// The most values of a page.
    private static let mostValues = 16 << 20
    /// The longest header (it may hold statistics).
    private static let longestHeader = 16 << 20

    let path: String
    private let column: ParquetColumn
    private let chunk: RowGroup.Chunk
    private var at: Int
    private var codec: PageDecompressor?
    private var dictionary: [ParquetValue]?

    init(_ path: String, _ column: ParquetColumn, _ chunk: RowGroup.Chunk) {
        self.path = path
        self.column = column
        self.chunk = chunk
        at = chunk.bytes.lowerBound
    }

    /// The next data page; a dictionary on the way is kept.
    /// - Throws: `ParquetError`.
    mutating func next() throws(ParquetError) -> DataPage {
        while true {
            let (header, length) = try header()
            guard let compressed = header[3]?.integer, let size = header[2]?.integer, compressed >= 0,
                compressed <= chunk.bytes.upperBound - at - length
            else { throw .damaged("a page that does not lie in its column") }
            let body = try ParquetFile.read(path, at + length, compressed)
            at += length + compressed
            if let crc = header[4]?.integer,
                UInt32(truncatingIfNeeded: crc) != body.withUnsafeBytes(PageCompressor.checksum)
            {
                throw .damaged("a page whose checksum differs")
            }
            switch Format.Page(rawValue: header[1]?.integer ?? -1) {
            case .data: return try first(header, body, size)
            case .dataV2: return try second(header, body, size)
            case .dictionary: try keep(header, body, size)
            case .index, nil: continue
            }
        }
    }

    private func header() throws(ParquetError) -> (ThriftValue, Int) {
        let left = chunk.bytes.upperBound - at
        guard left > 0 else { throw .damaged("its pages end too early") }
        var window = 512
        while true {
            let bytes = try ParquetFile.read(path, at, min(left, window))
            var reader = ThriftReader(bytes[...])
            do throws(ThriftReader.Fault) {
                let header = try reader.structure()
                return (header, reader.count)
            } catch {
                guard error.isCut, window < left, window < Self.longestHeader else {
                    throw .damaged("a page's header: \(error.detail)")
                }
                window *= 32
            }
        }
    }

    private mutating func text(_ body: ArraySlice<UInt8>, size: Int) throws(ParquetError) -> [UInt8] {
        if let codec { return try codec.decompress(body, size: size) }
        let made = try PageDecompressor(codec: chunk.codec)
        codec = made
        return try made.decompress(body, size: size)
    }

    private mutating func keep(_ header: ThriftValue, _ body: [UInt8], _ size: Int) throws(ParquetError) {
        guard dictionary == nil else { throw .damaged("a second dictionary") }
        guard let count = header[7]?[1]?.integer, count >= 0 else { throw .damaged("a dictionary without a count") }
        let encoding = header[7]?[2]?.integer ?? 0
        guard encoding == Format.Encoding.plain.rawValue || encoding == Format.Encoding.plainDictionary.rawValue else {
            throw .unsupported("a dictionary in encoding \(encoding)")
        }
        let text = try text(body[...], size: size)
        var values = PlainValues(text[...], column)
        var list: [ParquetValue] = []
        guard count <= text.count * 8 else { throw .damaged("a dictionary of fewer values than it says") }
        for _ in 0..<count {
            guard !values.isAtEnd else { throw .damaged("a dictionary of fewer values than it says") }
            list.append(try values.next())
        }
        dictionary = list
    }

    private static func count(_ value: ThriftValue?) throws(ParquetError) -> Int {
        guard let count = value?.integer, (0...mostValues).contains(count) else {
            throw .damaged("a page of \(value?.integer ?? -1) values; \(mostValues) are the most")
        }
        return count
    }

    private mutating func first(_ header: ThriftValue, _ body: [UInt8], _ size: Int) throws(ParquetError) -> DataPage {
        let data = header[5] ?? .structure([])
        let count = try Self.count(data[1])
        let text = try text(body[...], size: size)
        var rest = text[...]
        let repetitions = try levels(&rest, most: column.repetition, count, encoding: data[4])
        let definitions = try levels(&rest, most: column.definition, count, encoding: data[3])
        return try page(count, repetitions, definitions, rest, data[2])
    }

    private mutating func second(_ header: ThriftValue, _ body: [UInt8], _ size: Int) throws(ParquetError) -> DataPage {
        let data = header[8] ?? .structure([])
        let count = try Self.count(data[1])
        guard let definitionBytes = data[5]?.integer, let repetitionBytes = data[6]?.integer, definitionBytes >= 0,
            repetitionBytes >= 0, definitionBytes <= body.count, repetitionBytes <= body.count - definitionBytes
        else { throw .damaged("a page whose levels are longer than it") }
        let before = definitionBytes + repetitionBytes
        let values = body[before...]
        let isCompressed = data[7]?.flag ?? true
        // A page of nulls may have no values to decompress.
        let text =
            isCompressed && !(values.isEmpty && size == before) ? try text(values, size: size - before) : Array(values)
        let repetitions = try decode(body[..<repetitionBytes], most: column.repetition, count)
        let definitions = try decode(body[repetitionBytes..<before], most: column.definition, count)
        return try page(count, repetitions, definitions, text[...], data[4])
    }

    /// Levels of a page of version 1, with their length before them.
    private func levels(
        _ rest: inout ArraySlice<UInt8>, most: Int, _ count: Int, encoding: ThriftValue?
    ) throws(ParquetError) -> [UInt32] {
        guard most > 0 else { return [] }
        guard encoding?.integer == Format.Encoding.rle.rawValue else {
            throw .unsupported("levels in encoding \(encoding?.integer ?? -1)")
        }
        let head = Array(rest.prefix(4))
        guard head.count == 4, Int(head.littleEndian(at: 0)) <= rest.count - 4 else {
            throw .damaged("levels are longer than their page")
        }
        let bytes = rest.dropFirst(4).prefix(Int(head.littleEndian(at: 0)))
        rest = rest[bytes.endIndex...]
        return try decode(bytes, most: most, count)
    }

    private func decode(_ bytes: ArraySlice<UInt8>, most: Int, _ count: Int) throws(ParquetError) -> [UInt32] {
        guard most > 0 else { return [] }
        let levels = try RunLength.decode(bytes, bitWidth: Int.bitWidth - most.leadingZeroBitCount, count: count)
        guard levels.allSatisfy({ $0 <= most }) else { throw .damaged("a level above \(most)") }
        return levels
    }

    private func page(
        _ count: Int, _ repetitions: [UInt32], _ definitions: [UInt32], _ values: ArraySlice<UInt8>,
        _ encoding: ThriftValue?
    ) throws(ParquetError) -> DataPage {
        let present = definitions.isEmpty ? count : definitions.count { $0 == column.definition }
        let source: PageValues
        switch Format.Encoding(rawValue: encoding?.integer ?? -1) {
        case .plain: source = .plain(PlainValues(values, column))
        case .dictionary, .plainDictionary:
            guard let dictionary else { throw .damaged("a page of places without a dictionary") }
            source = .places(try places(values, present), next: 0, dictionary: dictionary)
        case let other:
            let name = other.map { "\($0)" } ?? "\(encoding?.integer ?? -1)"
            throw .unsupported("values in encoding \(name); plain and dictionaries are read")
        }
        return DataPage(
            count: count, repetitions: repetitions, definitions: definitions, most: column.definition, values: source)
    }

    private func places(_ bytes: ArraySlice<UInt8>, _ count: Int) throws(ParquetError) -> [UInt32] {
        guard count > 0 else { return [] }
        guard let width = bytes.first, width <= 32 else { throw .damaged("places of more than 32 bits") }
        return try RunLength.decode(bytes.dropFirst(), bitWidth: Int(width), count: count)
    }
}
