import Configuration
import Curation
import Documents
import Duplicates
import Exchange
import Platform
import Runs

/// The words of a part's documents by number, with what decides between copies: what is compared is read from here, so
/// no document is parsed again.
///
/// A record: bytes of the facts u32, the words (u32 each, `WordSequence.words`), the facts (`NearMember`). At the end where
/// each record begins (u64) and how many there are (u64).
enum NearTexts {
    static let file = "near.texts"

    struct Writer: ~Copyable {
        private var file: AtomicFile
        private var begins: [UInt64] = []
        private var payload = PayloadWriter()
        private var words: [UInt32] = []

        init(_ path: String) throws { file = try AtomicFile(path: path) }

        mutating func append(_ words: UnsafeBufferPointer<UInt32>, _ member: NearMember) throws {
            begins.append(UInt64(file.count))
            payload.reset()
            member.write(to: &payload)
            var head: [UInt8] = []
            head.append(littleEndian: UInt32(payload.bytes.count))
            try file.write(head)
            try file.write(UnsafeRawBufferPointer(words))
            try file.write(payload.bytes)
        }

        consuming func commit() throws {
            begins.append(UInt64(file.count))
            var table: [UInt8] = []
            for begin in begins { table.append(littleEndian: begin) }
            table.append(littleEndian: UInt64(begins.count - 1))
            try file.write(table)
            try file.commit()
        }
    }
}

/// The texts of all parts. A few files stay open, so that opening does not grow with the documents compared.
struct NearTextReader: TextSource {
    private static let mostOpen = 64
    private let context: WorkContext
    private var frequent: FrequentImages?
    private var open: [Int: RandomAccessFile] = [:]
    private var order: [Int] = []

    init(_ context: WorkContext) { self.context = context }

    mutating func payload(of location: Location, into buffer: inout [UInt32]) throws -> Range<Int> {
        let (file, place) = try record(of: location)
        let count = place.count / 4
        if buffer.count < count { buffer = [UInt32](repeating: 0, count: count * 2) }
        try file.read(count, into: &buffer, at: place.lowerBound)
        let facts = Int(UInt32(littleEndian: buffer[0]))
        guard 4 + facts <= place.count else { throw Self.damaged(file) }
        return 1..<1 + (place.count - 4 - facts) / 4
    }

    /// What decides about a document: without the images that leave since they stand too often, which would make two pages
    /// of a site the same by its logo.
    mutating func member(at location: Location) throws -> NearMember {
        let (file, place) = try record(of: location)
        var record = [UInt8](repeating: 0, count: place.count)
        try file.read(place.count, into: &record, at: place.lowerBound)
        let facts = Int(record.littleEndian(at: 0))
        guard 4 + facts <= place.count else { throw Self.damaged(file) }
        var payload = PayloadReader(Array(record.suffix(facts)))
        let known = try frequent ?? DeduplicateLinksPhase.read(context)
        frequent = known
        return NearMember(key: location.key, from: &payload).without(known)
    }

    private mutating func record(of location: Location) throws -> (RandomAccessFile, Range<Int>) {
        let file = try file(of: location.part)
        var table: [UInt64] = [0, 0]
        guard file.count >= 16 else { throw Self.damaged(file) }
        try file.read(1, into: &table, at: file.count - 8)
        let places = (Int(exactly: UInt64(littleEndian: table[0])) ?? .max).multipliedReportingOverflow(by: 8)
        let start = file.count - 16 - places.partialValue
        guard !places.overflow, start >= 0, location.document * 8 < places.partialValue else {
            throw Self.damaged(file)
        }
        try file.read(2, into: &table, at: start + location.document * 8)
        let ends = table.map { Int(exactly: UInt64(littleEndian: $0)) ?? .max }
        guard ends[0] <= ends[1] - 4, ends[1] <= start else { throw Self.damaged(file) }
        return (file, ends[0]..<ends[1])
    }

    private static func damaged(_ file: RandomAccessFile) -> StorageError {
        .corrupt(path: file.path, detail: "it is not as it was written")
    }

    private mutating func file(of part: Int) throws -> RandomAccessFile {
        if let file = open[part] { return file }
        if order.count >= Self.mostOpen { open[order.removeFirst()] = nil }
        let file = try RandomAccessFile(path: context.file(NearTexts.file, of: .extract, part))
        open[part] = file
        order.append(part)
        return file
    }
}
