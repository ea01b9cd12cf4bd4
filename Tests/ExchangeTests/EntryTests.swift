import Platform
import TestKit
import Testing

@testable import Exchange

/// Typed entries over sorted files.
@Suite struct EntryTests {
    /// A word, met by its length.
    struct Word: ExchangeEntry, Equatable {
        let text: String
        let count: Int

        init(_ text: String, _ count: Int) { (self.text, self.count) = (text, count) }

        var key: UInt64 { UInt64(text.utf8.count) }

        init?(key: UInt64, from payload: inout PayloadReader) {
            text = payload.text()
            count = payload.integer()
            if text == "refused" { return nil }
        }

        func write(to payload: inout PayloadWriter) {
            payload.append(text)
            payload.append(count)
        }
    }

    static let words = [Word("b", 2), Word("ccc", 3), Word("a", 1), Word("b", 1), Word("dd", 300)]

    private func write(_ words: [Word], to path: String, buckets: Int) throws {
        var writer = EntryWriter<Word>(path: path, buckets: buckets)
        for word in words { try writer.append(word, meeting: UInt64(word.text.utf8.first ?? 0)) }
        #expect(writer.count == words.count)
        #expect(try writer.commit().lines == words.count)
    }

    @Test func entriesComeBackByKeyAndThenByTheirBytes() throws {
        let scratch = try Scratch()
        try write(Self.words, to: scratch.file("w"), buckets: 1)
        var reader = try EntryReader<Word>(paths: [scratch.file("w")], bucket: 0)
        var found: [Word] = []
        while let word = try reader.next() { found.append(word) }
        #expect(found == [Word("a", 1), Word("b", 1), Word("b", 2), Word("dd", 300), Word("ccc", 3)])
    }

    @Test func entriesOfOneHashMeetInOneBucketOverAllFiles() throws {
        let scratch = try Scratch()
        try write(Self.words, to: scratch.file("0"), buckets: 2)
        try write([Word("d", 9), Word("b", 9)], to: scratch.file("1"), buckets: 2)
        let paths = [scratch.file("0"), scratch.file("1")]
        // "b" and "d" have even codes, "a" and "c" odd ones.
        var even = try EntryReader<Word>(paths: paths, bucket: 0)
        #expect(even.key == 1)
        #expect(try even.all(of: 1) == [Word("b", 1), Word("b", 2), Word("b", 9), Word("d", 9)])
        #expect(try even.all(of: 1) == [])
        #expect(try even.next(of: 2) == Word("dd", 300))
        #expect(even.key == nil)
        var odd = try EntryReader<Word>(paths: paths, bucket: 1)
        #expect(try odd.next() == Word("a", 1))
        #expect(odd.source == 0)
        #expect(try odd.next() == Word("ccc", 3))
        #expect(try odd.next() == nil)
    }

    /// A file whose checksums hold and whose entries are of another type: a program of another version wrote it.
    @Test func entriesOfAnotherTypeAreAnErrorThatNamesTheFile() throws {
        let scratch = try Scratch()
        for payload in [[UInt8](), [5, 0x61], [1, 0x61]] {
            var writer = SortedWriter(path: scratch.file("w"), buckets: 1)
            try writer.append(bucket: 0, key: 1, payload: payload)
            _ = try writer.commit()
            var reader = try EntryReader<Word>(paths: [scratch.file("w")], bucket: 0)
            #expect(throws: StorageError.corrupt(path: scratch.file("w"), detail: "an entry of it is no Word")) {
                try reader.next()
            }
        }
        try write([Word("refused", 1)], to: scratch.file("w"), buckets: 1)
        var reader = try EntryReader<Word>(paths: [scratch.file("w")], bucket: 0)
        #expect(throws: StorageError.self) { try reader.next() }
    }

    @Test func aPayloadThatClaimsMoreThanItHasIsDamagedAndEmpty() {
        var writer = PayloadWriter()
        writer.append(Int.max)
        var reader = PayloadReader(writer.bytes)
        #expect(reader.text() == "" && reader.isDamaged)
        var short = PayloadReader([1, 2, 3])
        #expect(short.key() == 0 && short.isDamaged)
        var endless = PayloadReader([UInt8](repeating: 0xFF, count: 12))
        #expect(endless.integer() == 0 && endless.isDamaged)
    }

    @Test(arguments: [0, 1, 127, 128, 300, 1 << 40, Int.max]) func numbersAndWhatFollowsThemComeBack(number: Int) {
        var writer = PayloadWriter()
        writer.append(number)
        writer.append(UInt64.max - 1)
        writer.append("ä\n")
        writer.append(raw: [9, 8])
        var reader = PayloadReader(writer.bytes)
        #expect(reader.integer() == number)
        #expect(reader.key() == UInt64.max - 1)
        #expect(reader.text() == "ä\n")
        #expect(reader.rest() == [9, 8])
        #expect(reader.isAtEnd && !reader.isDamaged)
    }
}
