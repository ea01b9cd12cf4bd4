/// Shift_JIS and EUC-JP.
extension LegacyDecoder {
    static func shiftJIS(_ input: UnsafeBufferPointer<UInt8>, to writer: inout ScalarWriter) {
        let table = DoubleByteTable.jis0208
        var index = 0
        while true {
            writer.copyASCII(input, at: &index)
            guard index < input.count else { return }
            let lead = input[index]
            index += 1
            if lead == 0x80 {
                writer.append(0x80)
            } else if lead >= 0xA1, lead <= 0xDF {
                writer.append(0xFF61 - 0xA1 + UInt32(lead))
            } else if lead == 0xA0 || lead > 0xFC || index == input.count {
                writer.appendError()
            } else {
                let scalar = shiftJISScalar(lead, input[index], table)
                if scalar == 0 { writer.appendError() } else { writer.append(scalar) }
                if scalar != 0 || input[index] >= 0x80 { index += 1 }
            }
        }
    }

    /// The scalar of a lead and a trail, 0 if they have none.
    static func shiftJISScalar(_ lead: UInt8, _ trail: UInt8, _ table: DoubleByteTable) -> UInt32 {
        guard trail >= 0x40, trail != 0x7F, trail <= 0xFC else { return 0 }
        let row = Int(lead) - (lead < 0xA0 ? 0x81 : 0xC1)
        let pointer = row * 188 + Int(trail) - (trail < 0x7F ? 0x40 : 0x41)
        if pointer >= 8836, pointer <= 10715 { return 0xE000 + UInt32(pointer - 8836) }
        return table[pointer]
    }

    static func eucJP(_ input: UnsafeBufferPointer<UInt8>, to writer: inout ScalarWriter) {
        let (jis0208, jis0212) = (DoubleByteTable.jis0208, DoubleByteTable.jis0212)
        var index = 0
        while true {
            writer.copyASCII(input, at: &index)
            guard index < input.count else { return }
            var lead = input[index]
            index += 1
            guard lead == 0x8E || lead == 0x8F || (lead >= 0xA1 && lead <= 0xFE), index < input.count else {
                writer.appendError()
                continue
            }
            var table = jis0208
            var trail = input[index]
            if lead == 0x8E, trail >= 0xA1, trail <= 0xDF {
                writer.append(0xFF61 - 0xA1 + UInt32(trail))
                index += 1
                continue
            }
            if lead == 0x8F, trail >= 0xA1, trail <= 0xFE {
                index += 1
                guard index < input.count else {
                    writer.appendError()
                    continue
                }
                (lead, trail, table) = (trail, input[index], jis0212)
            }
            var scalar: UInt32 = 0
            if lead >= 0xA1, trail >= 0xA1, trail <= 0xFE {
                scalar = table[(Int(lead) - 0xA1) * 94 + Int(trail) - 0xA1]
            }
            if scalar == 0 { writer.appendError() } else { writer.append(scalar) }
            if scalar != 0 || trail >= 0x80 { index += 1 }
        }
    }
}

/// ISO-2022-JP, the one encoding here with shift states.
struct ISO2022JPDecoder {
    private enum State { case ascii, roman, katakana, lead, trail, escapeStart, escape }

    private var state = State.ascii
    private var output = State.ascii
    private var lead: UInt8 = 0
    /// Whether an escape sequence was the last thing seen: two in a row are an error.
    private var escaped = false

    mutating func decode(_ input: UnsafeBufferPointer<UInt8>, to writer: inout ScalarWriter) {
        var index = 0
        while index < input.count {
            let byte = input[index]
            if state == .escapeStart || state == .escape {
                index += escape(byte, to: &writer)
            } else if byte == 0x1B {
                if state == .trail { writer.appendError() }
                state = .escapeStart
                index += 1
            } else {
                character(byte, to: &writer)
                index += 1
            }
        }
        switch state {
        case .trail, .escapeStart: writer.appendError()
        case .escape:
            writer.appendError()
            // The byte after the escape character is read again, in the state before it.
            state = output
            character(lead, to: &writer)
            if state == .trail { writer.appendError() }
        default: break
        }
    }

    private mutating func character(_ byte: UInt8, to writer: inout ScalarWriter) {
        switch state {
        case .ascii, .roman:
            escaped = false
            if byte >= 0x80 || byte == 0x0E || byte == 0x0F {
                writer.appendError()
            } else if state == .roman, byte == 0x5C || byte == 0x7E {
                writer.append(byte == 0x5C ? 0xA5 : 0x203E)
            } else {
                writer.append(UInt32(byte))
            }
        case .katakana:
            escaped = false
            if byte >= 0x21, byte <= 0x5F { writer.append(0xFF40 + UInt32(byte)) } else { writer.appendError() }
        case .lead:
            escaped = false
            if byte >= 0x21, byte <= 0x7E {
                lead = byte
                state = .trail
            } else {
                writer.appendError()
            }
        default:
            state = .lead
            var scalar: UInt32 = 0
            if byte >= 0x21, byte <= 0x7E {
                scalar = DoubleByteTable.jis0208[(Int(lead) - 0x21) * 94 + Int(byte) - 0x21]
            }
            if scalar == 0 { writer.appendError() } else { writer.append(scalar) }
        }
    }

    /// A byte of an escape sequence; the answer is how far to go on, negative to read bytes again.
    private mutating func escape(_ byte: UInt8, to writer: inout ScalarWriter) -> Int {
        if state == .escapeStart {
            if byte == 0x24 || byte == 0x28 {
                lead = byte
                state = .escape
                return 1
            }
            return fail(again: 0, to: &writer)
        }
        let next: State
        switch (lead, byte) {
        case (0x28, 0x42): next = .ascii
        case (0x28, 0x4A): next = .roman
        case (0x28, 0x49): next = .katakana
        case (0x24, 0x40), (0x24, 0x42): next = .lead
        default: return fail(again: -1, to: &writer)
        }
        state = next
        output = next
        if escaped { writer.appendError() }
        escaped = true
        return 1
    }

    private mutating func fail(again step: Int, to writer: inout ScalarWriter) -> Int {
        escaped = false
        state = output
        writer.appendError()
        return step
    }
}
