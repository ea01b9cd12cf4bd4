import Platform

/// The members of a tar archive of any maker: ustar, GNU's long names, pax headers. Nothing is ever written under a name of
/// it; links, devices and names that lead out of the archive are told apart all the same.
enum ForeignTar {
    /// The largest member that is read, bytes.
    static let largestMember = 512 << 20

    /// A member.
    enum Member {
        case file(name: String, bytes: [UInt8])
        /// One that is not taken, and why.
        case refused(name: String, why: String)
    }

    /// Gives every member to `body`, in order; folders are passed over.
    /// - Throws: `StorageError.system`; `.corrupt` for a damaged header and an archive that is cut; what `body` throws.
    static func forEach(_ path: String, _ body: (Member) throws -> Void) throws {
        let size = try wrapping { () throws(SystemError) in try Files.size(path) }
        var at = 0
        var next = Overrides()
        while at + 512 <= size {
            let block = try read(path, at, 512)
            if block.allSatisfy({ $0 == 0 }) { return }
            guard checksum(block), let stored = number(block[124..<136]) else {
                throw StorageError.corrupt(path: path, detail: "a damaged header at byte \(at)")
            }
            let length = next.size ?? stored
            guard length >= 0, length <= size - at - 512 else {
                throw StorageError.corrupt(path: path, detail: "a member at byte \(at) is cut off")
            }
            let start = at + 512
            at = start + (length + 511) / 512 * 512
            let kind = block[156]
            if [UInt8(ascii: "L"), UInt8(ascii: "x"), UInt8(ascii: "g"), UInt8(ascii: "K")].contains(kind) {
                guard length <= 1 << 20 else {
                    throw StorageError.corrupt(path: path, detail: "a name of \(length) bytes")
                }
                next.take(kind, try read(path, start, length))
                continue
            }
            let name = next.name ?? self.name(block)
            next = Overrides()
            if kind == UInt8(ascii: "5") { continue }
            if let why = refusal(kind, name, length) {
                try body(.refused(name: name, why: why))
            } else {
                try body(.file(name: name, bytes: try read(path, start, length)))
            }
        }
        throw StorageError.corrupt(path: path, detail: "no end mark: cut off")
    }

    private static func refusal(_ kind: UInt8, _ name: String, _ length: Int) -> String? {
        guard kind == 0 || kind == UInt8(ascii: "0") || kind == UInt8(ascii: "7") else {
            return kind == UInt8(ascii: "1") || kind == UInt8(ascii: "2") ? "a link" : "no file"
        }
        if name.hasPrefix("/") { return "an absolute name" }
        if name.split(separator: "/").contains("..") { return "a name that leads out of the archive" }
        return length > largestMember ? "\(length) bytes" : nil
    }

    /// What a header before says of the next member.
    private struct Overrides {
        var name: String?
        var size: Int?

        mutating func take(_ kind: UInt8, _ bytes: [UInt8]) {
            if kind == UInt8(ascii: "L") { name = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self) }
            guard kind == UInt8(ascii: "x") else { return }
            // Lines of "LENGTH KEY=VALUE\n", the length that of the whole line.
            var rest = bytes[...]
            while let blank = rest.firstIndex(of: 0x20),
                let length = Int(String(decoding: rest[..<blank], as: UTF8.self)), length > blank - rest.startIndex + 1,
                length <= rest.count
            {
                let line = rest[(blank + 1)..<(rest.startIndex + length)].dropLast()
                rest = rest[(rest.startIndex + length)...]
                guard let equals = line.firstIndex(of: UInt8(ascii: "=")) else { continue }
                let value = String(decoding: line[(equals + 1)...], as: UTF8.self)
                switch String(decoding: line[..<equals], as: UTF8.self) {
                case "path": name = value
                case "size": size = Int(value)
                default: continue
                }
            }
        }
    }

    private static func read(_ path: String, _ offset: Int, _ count: Int) throws(StorageError) -> [UInt8] {
        let bytes = try wrapping { () throws(SystemError) in try Files.read(path, offset: offset, count: count) }
        guard bytes.count == count else { throw .corrupt(path: path, detail: "it became shorter while it was read") }
        return bytes
    }

    private static func name(_ block: [UInt8]) -> String {
        let base = String(decoding: block[0..<100].prefix { $0 != 0 }, as: UTF8.self)
        guard block[257..<262].elementsEqual("ustar".utf8), block[262] == 0 else { return base }
        let prefix = String(decoding: block[345..<500].prefix { $0 != 0 }, as: UTF8.self)
        return prefix.isEmpty ? base : prefix + "/" + base
    }

    private static func checksum(_ block: [UInt8]) -> Bool {
        var sum = 32 * 8
        for (index, byte) in block.enumerated() where !(148..<156).contains(index) { sum += Int(byte) }
        return number(block[148..<156]) == sum
    }

    /// Octal digits, or GNU's eight bytes after a mark.
    private static func number(_ field: ArraySlice<UInt8>) -> Int? {
        if field.first == 0x80 {
            let value = field.dropFirst(max(1, field.count - 8)).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            return value < 1 << 50 ? Int(value) : nil
        }
        let digits = field.drop { $0 == 0x20 }.prefix { (0x30...0x37).contains($0) }
        return Int(String(decoding: digits, as: UTF8.self), radix: 8)
    }
}
