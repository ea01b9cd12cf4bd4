/// The decoders of the Encoding Standard (sections 9 to 14) other than UTF-8's, over a whole buffer.
enum LegacyDecoder {
    /// Decodes `input`; every error gives one U+FFFD, and an ASCII byte in it is read again.
    static func decode(_ input: UnsafeBufferPointer<UInt8>, as encoding: Encoding) -> (bytes: [UInt8], errors: Int) {
        var writer = ScalarWriter(capacity: input.count + input.count / 2 + 16)
        switch encoding {
        case .utf16BE: utf16(input, highFirst: true, to: &writer)
        case .utf16LE: utf16(input, highFirst: false, to: &writer)
        case .shiftJIS: shiftJIS(input, to: &writer)
        case .eucJP: eucJP(input, to: &writer)
        case .eucKR: eucKR(input, to: &writer)
        case .big5: big5(input, to: &writer)
        case .gbk, .gb18030: gb18030(input, to: &writer)
        case .iso2022JP:
            var decoder = ISO2022JPDecoder()
            decoder.decode(input, to: &writer)
        case .replacement: if !input.isEmpty { writer.appendError() }
        default: singleByte(input, table: SingleByteTable.table(encoding), to: &writer)
        }
        return (writer.bytes, writer.errors)
    }

    private static func singleByte(
        _ input: UnsafeBufferPointer<UInt8>, table: SingleByteTable?, to writer: inout ScalarWriter
    ) {
        guard let scalars = table?.scalars, scalars.count == 128 else { return }
        var index = 0
        while true {
            writer.copyASCII(input, at: &index)
            guard index < input.count else { return }
            while index < input.count, input[index] >= 0x80 {
                let scalar = scalars[Int(input[index]) - 0x80]
                if scalar == 0 { writer.appendError() } else { writer.append(scalar) }
                index += 1
            }
        }
    }

    private static func utf16(_ input: UnsafeBufferPointer<UInt8>, highFirst: Bool, to writer: inout ScalarWriter) {
        var index = 0
        var lead: UInt32 = 0
        while index + 1 < input.count {
            let (first, second) = (UInt32(input[index]), UInt32(input[index + 1]))
            let unit = highFirst ? first << 8 | second : second << 8 | first
            index += 2
            if lead != 0 {
                if unit & 0xFC00 == 0xDC00 {
                    writer.append(0x10000 + (lead - 0xD800) << 10 + (unit - 0xDC00))
                    lead = 0
                    continue
                }
                writer.appendError()
                lead = 0
            }
            if unit & 0xFC00 == 0xD800 {
                lead = unit
            } else if unit & 0xFC00 == 0xDC00 {
                writer.appendError()
            } else {
                writer.append(unit)
            }
        }
        if lead != 0 || index < input.count { writer.appendError() }
    }

    /// The frame of the two-byte decoders: ASCII is copied, `character` decodes what starts at a byte from 80 up and
    /// answers how many bytes it took, 0 for an error of a lead and a trail (of which an ASCII one is read again).
    @inline(__always)
    private static func twoByte(
        _ input: UnsafeBufferPointer<UInt8>, to writer: inout ScalarWriter,
        leads: ClosedRange<UInt8>, character: (UInt8, UInt8, inout ScalarWriter) -> Bool
    ) {
        var index = 0
        while true {
            writer.copyASCII(input, at: &index)
            guard index < input.count else { return }
            let lead = input[index]
            index += 1
            guard leads.contains(lead), index < input.count else {
                writer.appendError()
                continue
            }
            let trail = input[index]
            if character(lead, trail, &writer) {
                index += 1
            } else {
                writer.appendError()
                if trail >= 0x80 { index += 1 }
            }
        }
    }

    private static func eucKR(_ input: UnsafeBufferPointer<UInt8>, to writer: inout ScalarWriter) {
        let table = DoubleByteTable.eucKR
        twoByte(input, to: &writer, leads: 0x81...0xFE) { lead, trail, writer in
            guard trail >= 0x41, trail <= 0xFE else { return false }
            let scalar = table[(Int(lead) - 0x81) * 190 + Int(trail) - 0x41]
            guard scalar != 0 else { return false }
            writer.append(scalar)
            return true
        }
    }

    private static func big5(_ input: UnsafeBufferPointer<UInt8>, to writer: inout ScalarWriter) {
        let table = DoubleByteTable.big5
        twoByte(input, to: &writer, leads: 0x81...0xFE) { lead, trail, writer in
            guard trail >= 0x40, trail <= 0x7E || trail >= 0xA1, trail <= 0xFE else { return false }
            let pointer = (Int(lead) - 0x81) * 157 + Int(trail) - (trail < 0x7F ? 0x40 : 0x62)
            switch pointer {
            case 1133, 1135, 1164, 1166:
                writer.append(pointer < 1164 ? 0xCA : 0xEA)
                writer.append(pointer == 1133 || pointer == 1164 ? 0x304 : 0x30C)
                return true
            default:
                let scalar = table[pointer]
                guard scalar != 0 else { return false }
                writer.append(scalar)
                return true
            }
        }
    }
}
