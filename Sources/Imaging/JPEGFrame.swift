/// What a sequential JPEG says before its only scan, when all of it is regular.
struct JPEGFrame {
    /// One component: its blocks in a unit, its first quantiser, and where its plane and its tables are.
    struct Component {
        let across: Int
        let down: Int
        let quantizer: Int
        /// Of its lookup tables in `lookups`.
        let lookup: Int
        /// Of its plane, which holds whole units.
        let offset: Int
        let stride: Int

        /// The mean of a block from its constant term, as `jpeg_idct_1x1` rounds and limits it; nil for a term that
        /// no encoder writes.
        @inline(__always)
        func sample(_ constant: Int) -> UInt8? {
            guard constant >= -0x8000, constant <= 0x7FFF else { return nil }
            let level = (constant &* quantizer &+ 4) >> 3
            guard level >= -512, level < 512 else { return nil }
            return UInt8(truncatingIfNeeded: max(0, min(255, level &+ 128)))
        }

        /// Where the sample of block (`x`, `y`) of a unit belongs.
        @inline(__always)
        func place(across unit: Int, down row: Int, _ x: Int, _ y: Int) -> Int {
            offset &+ (row &* down &+ y) &* stride &+ unit &* across &+ x
        }
    }

    private(set) var width = 0
    private(set) var height = 0
    private(set) var components: [Component] = []
    /// The tables of each component, and their lookup tables one after the other.
    private(set) var tables: [JPEGBlockTables] = []
    private(set) var lookups: [UInt16] = []
    /// Bytes of all planes.
    private(set) var planeBytes = 0
    private(set) var unitsAcross = 0
    private(set) var unitsDown = 0
    /// Units between restart markers, 0 for none.
    private(set) var restartInterval = 0
    /// Where the entropy-coded data begin.
    private(set) var dataOffset = 0

    private var frameHeader: [UInt8] = []
    private var quantizers = [Int?](repeating: nil, count: 4)
    private var constantTables = [HuffmanTable?](repeating: nil, count: 4)
    private var runTables = [HuffmanTable?](repeating: nil, count: 4)
    private var selectors: [UInt8] = []
    private var isJFIF = false
    private var adobeTransform: UInt8?

    /// Segments of entropy-coded data that the restart interval makes.
    var segmentCount: Int {
        let units = unitsAcross * unitsDown
        return restartInterval == 0 ? 1 : (units + restartInterval - 1) / restartInterval
    }

    /// Nil for whatever is not sequential, Huffman-coded, of 8 bits, gray or YCbCr, in one scan, without stray bytes.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count > 4, bytes.bigEndian16(at: 0) == 0xFFD8 else { return nil }
        var offset = 2
        while offset + 4 <= bytes.count, bytes[offset] == 0xFF {
            let marker = bytes[offset + 1]
            let length = Int(bytes.bigEndian16(at: offset + 2))
            guard length >= 2, offset + 2 + length <= bytes.count else { return nil }
            let data = bytes.clamped(offset + 4..<offset + 2 + length)
            offset += 2 + length
            if marker == 0xDA {
                dataOffset = offset
                guard start(data) else { return nil }
                return
            }
            guard read(marker, data) else { return nil }
        }
        return nil
    }

    private mutating func read(_ marker: UInt8, _ data: UnsafeRawBufferPointer) -> Bool {
        switch marker {
        case 0xC0, 0xC1:
            guard frameHeader.isEmpty else { return false }
            frameHeader = Array(data)
        case 0xC4: return readHuffman(data)
        case 0xDB: return readQuantizers(data)
        case 0xDD:
            guard data.count == 2 else { return false }
            restartInterval = Int(data.bigEndian16(at: 0))
        case 0xE0:
            // Shorter ones are no JFIF for libjpeg; of another major version it warns.
            guard data.count >= 14, data.has("JFIF\0", at: 0) else { break }
            guard data[5] == 1 else { return false }
            isJFIF = true
        case 0xEE: if data.count >= 12, data.has("Adobe", at: 0) { adobeTransform = data[11] }
        case 0xE1...0xEF, 0xFE: break
        default: return false
        }
        return true
    }

    private mutating func readQuantizers(_ data: UnsafeRawBufferPointer) -> Bool {
        var offset = 0
        while offset < data.count {
            let (precision, place) = (Int(data[offset] >> 4), Int(data[offset] & 15))
            guard precision < 2, place < 4, offset + 65 + 64 * precision <= data.count else { return false }
            quantizers[place] = precision == 0 ? Int(data[offset + 1]) : Int(data.bigEndian16(at: offset + 1))
            offset += 65 + 64 * precision
        }
        return true
    }

    private mutating func readHuffman(_ data: UnsafeRawBufferPointer) -> Bool {
        var offset = 0
        while offset < data.count {
            let (kind, place) = (data[offset] >> 4, Int(data[offset] & 15))
            guard kind < 2, place < 4, offset + 17 <= data.count else { return false }
            let counts = data.clamped(offset + 1..<offset + 17)
            let count = counts.reduce(0) { $0 + Int($1) }
            guard count <= 256, offset + 17 + count <= data.count else { return false }
            let values = Array(data.clamped(offset + 17..<offset + 17 + count))
            if kind == 0, values.contains(where: { $0 > 15 }) { return false }
            guard let table = HuffmanTable(counts: counts, values: values) else { return false }
            if kind == 0 { constantTables[place] = table } else { runTables[place] = table }
            offset += 17 + count
        }
        return true
    }

    /// Puts the components together at the start of the scan.
    private mutating func start(_ scan: UnsafeRawBufferPointer) -> Bool {
        let count = frameHeader.count > 5 ? Int(frameHeader[5]) : 0
        guard count == 1 || count == 3, frameHeader.count == 6 + 3 * count, frameHeader[0] == 8 else { return false }
        guard scan.count == 4 + 2 * count, scan[0] == count, scan.suffix(3).elementsEqual([0, 63, 0]) else {
            return false
        }
        height = Int(frameHeader[1]) << 8 | Int(frameHeader[2])
        width = Int(frameHeader[3]) << 8 | Int(frameHeader[4])
        let ids = (0..<count).map { frameHeader[6 + 3 * $0] }
        guard width > 0, height > 0, Set(ids).count == count, count == 1 || isYCbCr(ids) else { return false }
        // A scan of one component is not interleaved: its units are blocks, whatever its sampling factors are.
        let factors = (0..<count).map { place -> (across: Int, down: Int) in
            let factor = frameHeader[7 + 3 * place]
            return count == 1 ? (1, 1) : (Int(factor >> 4), Int(factor & 15))
        }
        let most = factors[0]
        guard (1...4).contains(most.across), (1...4).contains(most.down),
            factors.allSatisfy({ Self.divides($0.across, most.across) && Self.divides($0.down, most.down) }),
            factors.reduce(0, { $0 + $1.across * $1.down }) <= 10
        else { return false }
        unitsAcross = (width + 8 * most.across - 1) / (8 * most.across)
        unitsDown = (height + 8 * most.down - 1) / (8 * most.down)
        return (0..<count).allSatisfy { place in
            scan[1 + 2 * place] == ids[place]
                && add(factors[place], quantizer: frameHeader[8 + 3 * place], selector: scan[2 + 2 * place])
        }
    }

    /// Adds a component with the tables that the scan selects for it.
    private mutating func add(_ factor: (across: Int, down: Int), quantizer: UInt8, selector: UInt8) -> Bool {
        guard quantizer < 4, selector >> 4 < 4, selector & 15 < 4, let quantizer = quantizers[Int(quantizer)],
            let constants = constantTables[Int(selector >> 4)], let others = runTables[Int(selector & 15)]
        else { return false }
        let lookup: Int
        if let same = selectors.firstIndex(of: selector) {
            lookup = components[same].lookup
        } else {
            lookup = lookups.count
            JPEGBlockTables(constants: constants, others: others).append(to: &lookups)
        }
        selectors.append(selector)
        tables.append(JPEGBlockTables(constants: constants, others: others))
        let stride = unitsAcross * factor.across
        components.append(
            Component(
                across: factor.across, down: factor.down, quantizer: quantizer, lookup: lookup, offset: planeBytes,
                stride: stride))
        planeBytes += stride * unitsDown * factor.down
        return true
    }

    private static func divides(_ factor: Int, _ most: Int) -> Bool { factor > 0 && most % factor == 0 }

    /// As libjpeg decides it: JFIF, else Adobe's transform, else the usual identifiers.
    private func isYCbCr(_ ids: [UInt8]) -> Bool { isJFIF || adobeTransform.map { $0 == 1 } ?? (ids == [1, 2, 3]) }
}

extension JPEGFrame {
    /// The plane of the first component, cut to the picture: an eighth of its size, rounded up.
    func luma(_ planes: [UInt8]) -> LumaRaster {
        let (across, down) = ((width + 7) / 8, (height + 7) / 8)
        var pixels: [UInt8] = []
        pixels.reserveCapacity(across * down)
        for y in 0..<down { pixels += planes[y * components[0].stride..<y * components[0].stride + across] }
        return LumaRaster(width: across, height: down, pixels: pixels)
    }

    /// From the means of the planes, each sample counting by how much of it is inside the picture.
    func averageColor(_ planes: [UInt8]) -> AverageColor {
        let means = components.map { component -> Double in
            let (across, down) = (8 * components[0].across / component.across, 8 * components[0].down / component.down)
            var (total, area) = (0, 0)
            for y in 0..<(height + down - 1) / down {
                let row = planes[
                    component.offset + y * component.stride..<component.offset + (y + 1) * component.stride]
                let whole = row.prefix(width / across).reduce(0) { $0 &+ Int($1) }
                let rest = width % across
                let part = rest == 0 ? 0 : rest * Int(row[row.startIndex + width / across])
                total += (whole * across + part) * min(down, height - y * down)
                area += width * min(down, height - y * down)
            }
            return Double(total) / Double(area)
        }
        return ColorTotals.rgb(
            luma: means[0], blue: means.count > 1 ? means[1] : 128, red: means.count > 2 ? means[2] : 128)
    }
}
