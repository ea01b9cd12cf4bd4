import Platform

/// Reads the little-endian fields of a model file from front to back.
struct ModelReader {
    private let bytes: [UInt8]
    private let path: String
    private var at = 0

    init(bytes: [UInt8], path: String) {
        self.bytes = bytes
        self.path = path
    }

    /// An error of this file.
    func fault(_ problem: String) -> ModelError { .malformed(path: path, problem: "\(problem) (byte \(at))") }

    /// `count` bytes.
    mutating func take(_ count: Int) throws(ModelError) -> ArraySlice<UInt8> {
        guard count >= 0, count <= bytes.count - at else { throw fault("the file is cut off") }
        defer { at += count }
        return bytes[at..<at + count]
    }

    mutating func skip(_ count: Int) throws(ModelError) { _ = try take(count) }

    mutating func byte() throws(ModelError) -> UInt8 {
        guard at < bytes.count else { throw fault("the file is cut off") }
        defer { at += 1 }
        return bytes[at]
    }

    private mutating func value<Value: BitwiseCopyable>(_ type: Value.Type) throws(ModelError) -> Value {
        let size = MemoryLayout<Value>.size
        guard size <= bytes.count - at else { throw fault("the file is cut off") }
        defer { at += size }
        return bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: at, as: type) }
    }

    /// A signed integer of 32 bits.
    mutating func integer() throws(ModelError) -> Int { Int(try value(Int32.self)) }

    /// A signed integer of 64 bits.
    mutating func long() throws(ModelError) -> Int64 { try value(Int64.self) }

    /// A count of 64 bits.
    mutating func long(most: Int) throws(ModelError) -> Int {
        let count = try long()
        guard count >= 0, count <= Int64(most) else { throw fault("an impossible size") }
        return Int(count)
    }

    /// `count` floats.
    mutating func floats(_ count: Int) throws(ModelError) -> [Float] {
        guard count >= 0, count <= (bytes.count - at) / 4 else { throw fault("the file is cut off") }
        defer { at += count * 4 }
        return bytes.withUnsafeBytes { raw in
            (0..<count).map { raw.loadUnaligned(fromByteOffset: at + 4 * $0, as: Float.self) }
        }
    }

    /// Bytes up to a zero byte, which is skipped.
    mutating func terminated() throws(ModelError) -> [UInt8] {
        guard let end = bytes[at...].firstIndex(of: 0) else { throw fault("the file is cut off") }
        defer { at = end + 1 }
        return Array(bytes[at..<end])
    }
}

/// Byte strings → integers, compared in full.
struct ByteTable: Sendable {
    private var keys: [[UInt8]] = []
    private var values: [Int] = []
    private var slots: [UInt32] = Array(repeating: .max, count: 16)

    mutating func insert(_ key: [UInt8], _ value: Int) {
        if keys.count * 2 >= slots.count {
            slots = Array(repeating: .max, count: slots.count * 2)
            for index in keys.indices { place(index) }
        }
        keys.append(key)
        values.append(value)
        place(keys.count - 1)
    }

    private mutating func place(_ index: Int) {
        var slot = ByteTable.hash(keys[index][...]) & (slots.count - 1)
        while slots[slot] != .max { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = UInt32(index)
    }

    subscript(key: ArraySlice<UInt8>) -> Int? {
        var slot = ByteTable.hash(key) & (slots.count - 1)
        while slots[slot] != .max {
            if keys[Int(slots[slot])].elementsEqual(key) { return values[Int(slots[slot])] }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    private static func hash(_ key: ArraySlice<UInt8>) -> Int {
        key.withUnsafeBytes { Int(truncatingIfNeeded: XXH3.hash($0)) }
    }
}

/// 32-bit keys → 32-bit values by open addressing; no value is `UInt32.max`.
struct IntegerTable: Sendable {
    private var entries: [UInt64] = Array(repeating: .max, count: 16)
    private var count = 0

    mutating func insert(_ key: UInt32, _ value: UInt32) {
        if count * 2 >= entries.count {
            let old = entries
            entries = Array(repeating: .max, count: old.count * 2)
            count = 0
            for entry in old where entry != .max { place(entry) }
        }
        place(UInt64(key) << 32 | UInt64(value))
    }

    private mutating func place(_ entry: UInt64) {
        var slot = IntegerTable.slot(UInt32(entry >> 32), entries.count)
        while entries[slot] != .max { slot = (slot + 1) & (entries.count - 1) }
        entries[slot] = entry
        count += 1
    }

    subscript(key: UInt32) -> UInt32? {
        var slot = IntegerTable.slot(key, entries.count)
        while entries[slot] != .max {
            if entries[slot] >> 32 == UInt64(key) { return UInt32(truncatingIfNeeded: entries[slot]) }
            slot = (slot + 1) & (entries.count - 1)
        }
        return nil
    }

    private static func slot(_ key: UInt32, _ size: Int) -> Int {
        Int(truncatingIfNeeded: UInt64(key) &* 0x9E37_79B9_7F4A_7C15 >> 32) & (size - 1)
    }
}
