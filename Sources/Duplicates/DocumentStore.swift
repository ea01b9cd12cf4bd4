import Platform

/// Documents on disk by number: id, standing, and what their texts are compared by.
///
/// A record: key of the text u64, captured u64, images, characters, bytes of the id, count of the payload u32 each; the
/// payload (u32 each: words in order, or the least values of the signature); the id. Memory holds 8 bytes a document.
struct DocumentStore: TextSource, Sendable {
    static let headBytes = 32
    private let file: ScratchFile
    /// Where each record begins; the last one's end.
    private(set) var offsets: [Int] = [0]

    init() throws(SystemError) { file = try ScratchFile() }

    /// How many documents there are.
    var count: Int { offsets.count - 1 }

    /// Adds records, one behind the other; returns the number of the first.
    mutating func append(_ records: [UInt8], ends: [Int]) throws(SystemError) -> Int {
        let (first, base) = (count, offsets[count])
        try file.write(records, at: base)
        offsets.reserveCapacity(offsets.count + ends.count)
        for end in ends { offsets.append(base + end) }
        return first
    }

    /// What is known of a document besides its text.
    struct Head {
        let textKey: UInt64
        let standing: Standing
        let payloadCount: Int
        let id: RecordID
    }

    /// Writes a record.
    static func write(
        _ id: RecordID, _ standing: Standing, textKey: UInt64, payload: UnsafeBufferPointer<UInt32>,
        to records: inout [UInt8]
    ) {
        for value in [textKey, standing.captured] { withUnsafeBytes(of: value) { records.append(contentsOf: $0) } }
        for value in [standing.images, standing.characters, id.key.count, payload.count] {
            withUnsafeBytes(of: UInt32(clamping: value)) { records.append(contentsOf: $0) }
        }
        records.append(contentsOf: UnsafeRawBufferPointer(payload))
        records.append(contentsOf: id.key)
    }

    /// What is known of a document besides its text.
    func head(of document: Int) throws(SystemError) -> Head {
        let size = offsets[document + 1] - offsets[document]
        let head = try bytes(at: offsets[document], count: Self.headBytes)
        let idBytes = Int(head.littleEndian(at: 24))
        return Head(
            textKey: head.littleEndian64(at: 0),
            standing: Standing(
                images: Int(head.littleEndian(at: 16)), captured: head.littleEndian64(at: 8),
                characters: Int(head.littleEndian(at: 20))),
            payloadCount: Int(head.littleEndian(at: 28)),
            id: RecordID(key: try bytes(at: offsets[document] + size - idBytes, count: idBytes)))
    }

    /// The key of a document's text.
    func textKey(of document: Int) throws(SystemError) -> UInt64 {
        try bytes(at: offsets[document], count: 8).littleEndian64(at: 0)
    }

    /// Reads head and payload of a document into `buffer`, kept from call to call; the payload starts at index 8.
    func payload(of document: Int, into buffer: inout [UInt32]) throws(SystemError) -> Range<Int> {
        // Whole elements: the last bytes of the id may be left out.
        let size = (offsets[document + 1] - offsets[document]) / 4
        if buffer.count < size { buffer = [UInt32](repeating: 0, count: size * 2) }
        try file.read(size, into: &buffer, at: offsets[document])
        return 8..<8 + Int(buffer[7])
    }

    private func bytes(at offset: Int, count: Int) throws(SystemError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        try file.read(count, into: &bytes, at: offset)
        return bytes
    }
}
