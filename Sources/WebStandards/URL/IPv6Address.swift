/// An IPv6 address, read and written as the URL Standard does (sections 3.5 and 3.6).
struct IPv6Address {
    /// Eight pieces of 16 bits.
    private var pieces = [UInt16](repeating: 0, count: 8)

    /// Parses the text between the brackets; nil is failure.
    init?(_ text: UnsafeBufferPointer<UInt8>) {
        var piece = 0
        var compress: Int?
        var index = 0
        if text.first == 0x3A {
            guard text.count > 1, text[1] == 0x3A else { return nil }
            index = 2
            piece = 1
            compress = 1
        }
        while index < text.count {
            guard piece < 8 else { return nil }
            if text[index] == 0x3A {
                guard compress == nil else { return nil }
                index += 1
                piece += 1
                compress = piece
                continue
            }
            let start = index
            var value: UInt16 = 0
            while index < text.count, index - start < 4, let digit = ASCII.hexDigit(text[index]) {
                value = value << 4 | UInt16(digit)
                index += 1
            }
            if index < text.count, text[index] == 0x2E {
                guard index > start, readIPv4(text, from: start, piece: piece) else { return nil }
                piece += 2
                break
            }
            if index < text.count {
                guard text[index] == 0x3A, index + 1 < text.count else { return nil }
                index += 1
            }
            pieces[piece] = value
            piece += 1
        }
        guard spread(from: compress, used: piece) else { return nil }
    }

    /// Reads the dotted end of an address into the two pieces from `piece`.
    private mutating func readIPv4(_ text: UnsafeBufferPointer<UInt8>, from start: Int, piece: Int) -> Bool {
        guard piece <= 6 else { return false }
        let parts = text[start...].split(separator: 0x2E, omittingEmptySubsequences: false)
        guard parts.count == 4 else { return false }
        var bytes: [UInt16] = []
        for part in parts {
            guard (1...3).contains(part.count), part.allSatisfy(ASCII.isDigit), part.count == 1 || part.first != 0x30
            else { return false }
            let number = part.reduce(UInt16(0)) { $0 * 10 + UInt16($1 - 0x30) }
            guard number <= 255 else { return false }
            bytes.append(number)
        }
        pieces[piece] = bytes[0] << 8 | bytes[1]
        pieces[piece + 1] = bytes[2] << 8 | bytes[3]
        return true
    }

    /// Moves the pieces after `::` to the end; false when their number is wrong.
    private mutating func spread(from compress: Int?, used: Int) -> Bool {
        guard let compress else { return used == 8 }
        let moved = used - compress
        guard moved > 0 else { return true }
        for offset in 1...moved {
            let from = compress + moved - offset
            pieces.swapAt(from, 8 - offset)
        }
        return true
    }

    /// Appends the shortest form, with the first longest run of zero pieces as `::`.
    func append(to out: inout [UInt8]) {
        let (start, length) = longestZeroRun()
        var index = 0
        while index < 8 {
            if index == start {
                out.append(contentsOf: index == 0 ? [0x3A, 0x3A] : [0x3A])
                index += length
                continue
            }
            out.append(contentsOf: String(pieces[index], radix: 16).utf8)
            if index < 7 { out.append(0x3A) }
            index += 1
        }
    }

    private func longestZeroRun() -> (start: Int, length: Int) {
        var best = (start: -1, length: 1)
        var index = 0
        while index < 8 {
            var end = index
            while end < 8, pieces[end] == 0 { end += 1 }
            if end - index > best.length { best = (index, end - index) }
            index = max(end, index + 1)
        }
        return best
    }
}
