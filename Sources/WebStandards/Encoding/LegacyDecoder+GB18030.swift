/// gb18030, which also decodes GBK and GB 2312.
extension LegacyDecoder {
    static func gb18030(_ input: UnsafeBufferPointer<UInt8>, to writer: inout ScalarWriter) {
        let table = DoubleByteTable.gb18030
        var index = 0
        while true {
            writer.copyASCII(input, at: &index)
            guard index < input.count else { return }
            let lead = input[index]
            index += 1
            if lead == 0x80 {
                writer.append(0x20AC)
                continue
            }
            guard lead != 0xFF, index < input.count else {
                writer.appendError()
                continue
            }
            let second = input[index]
            if ASCII.isDigit(second) {
                index += fourByte(input, at: index, lead: lead, to: &writer)
                continue
            }
            let scalar = gb18030Scalar(lead, second, table)
            if scalar == 0 { writer.appendError() } else { writer.append(scalar) }
            if scalar != 0 || second >= 0x80 { index += 1 }
        }
    }

    /// The scalar of a lead and a trail, 0 if they have none.
    static func gb18030Scalar(_ lead: UInt8, _ trail: UInt8, _ table: DoubleByteTable) -> UInt32 {
        guard trail >= 0x40, trail != 0x7F, trail != 0xFF, lead >= 0x81 else { return 0 }
        return table[(Int(lead) - 0x81) * 190 + Int(trail) - (trail < 0x7F ? 0x40 : 0x41)]
    }

    /// The three bytes after the lead of a four-byte code; the answer is how many of them are used up.
    private static func fourByte(
        _ input: UnsafeBufferPointer<UInt8>, at index: Int, lead: UInt8, to writer: inout ScalarWriter
    ) -> Int {
        let left = input.count - index
        if left < 2 || (left < 3 && (0x81...0xFE).contains(input[index + 1])) {
            writer.appendError()
            return left
        }
        let third = input[index + 1]
        guard third >= 0x81, third <= 0xFE, ASCII.isDigit(input[index + 2]) else {
            writer.appendError()
            return 0
        }
        let upper = (Int(lead) - 0x81) * 10 + Int(input[index]) - 0x30
        let pointer = (upper * 126 + Int(third) - 0x81) * 10 + Int(input[index + 2]) - 0x30
        if pointer < DoubleByteTable.gb18030FourByte.count {
            writer.append(DoubleByteTable.gb18030FourByte[pointer])
        } else if pointer >= 189_000, pointer <= 1_237_575 {
            writer.append(UInt32(pointer - 189_000 + 0x10000))
        } else {
            writer.appendError()
        }
        return 3
    }
}
