import Platform
import Testing
import TestKit
@testable import Exchange

@Suite struct SortedFileTests {
    struct Entry: Equatable, Comparable {
        var bucket: Int
        var key: UInt64
        var payload: [UInt8]

        static func < (left: Entry, right: Entry) -> Bool {
            if left.bucket != right.bucket { return left.bucket < right.bucket }
            if left.key != right.key { return left.key < right.key }
            return left.payload.lexicographicallyPrecedes(right.payload)
        }
    }

    /// Few keys and short payloads, so that ties and equal entries are common.
    static func entries(_ count: Int, buckets: Int, seed: UInt64) -> [Entry] {
        var random = SeededRandom(seed: seed)
        return (0..<count).map { _ in
            Entry(
                bucket: Int.random(in: 0..<buckets, using: &random), key: UInt64.random(in: 0...20, using: &random),
                payload: random.bytes(Int.random(in: 0...5, using: &random), of: 0x61...0x64))
        }
    }

    static func write(_ entries: [Entry], to path: String, buckets: Int, memory: Int = 1 << 20) throws -> FileSummary {
        var writer = SortedWriter(path: path, buckets: buckets, memory: memory)
        for entry in entries { try writer.append(bucket: entry.bucket, key: entry.key, payload: entry.payload) }
        return try writer.commit()
    }

    static func drain(_ merger: SortedMerger, bucket: Int) throws -> [Entry] {
        var merger = merger
        var out: [Entry] = []
        while let (key, payload) = try merger.next() { out.append(Entry(bucket: bucket, key: key, payload: payload)) }
        return out
    }

    @Test(arguments: [(0, 1), (1, 1), (5, 8), (3000, 4)])
    func aFileIsItsEntriesSorted(count: Int, buckets: Int) throws {
        let scratch = try Scratch()
        let entries = Self.entries(count, buckets: buckets, seed: UInt64(count))
        let summary = try Self.write(entries, to: scratch.file("r"), buckets: buckets)
        let table = try BucketTable.read(RandomAccessFile(path: scratch.file("r")))
        #expect(summary.lines == count && table.buckets.count == buckets)
        for bucket in 0..<buckets {
            let expected = entries.filter { $0.bucket == bucket }.sorted()
            #expect(table.buckets[bucket].entries == expected.count)
            #expect(
                try Self.drain(SortedMerger(paths: [scratch.file("r")], bucket: bucket), bucket: bucket) == expected)
        }
    }

    @Test func spillsAndOrderOfArrivalDoNotShow() throws {
        let scratch = try Scratch()
        var random = SeededRandom(seed: 3)
        let entries = Self.entries(2000, buckets: 5, seed: 3)
        let once = try Self.write(entries, to: scratch.file("a"), buckets: 5)
        let spilled = try Self.write(
            entries.shuffled(using: &random), to: scratch.file("b"), buckets: 5, memory: 10_000)
        #expect(once.sha256 == spilled.sha256)
        #expect(try Files.list(scratch.path) == ["a", "b"])
    }

    @Test(arguments: [1, 2, 7, 33])
    func mergingFilesIsSortingTheirUnion(files: Int) throws {
        let scratch = try Scratch()
        var all: [Entry] = []
        for file in 0..<files {
            let entries = Self.entries(file % 5 == 2 ? 0 : 150, buckets: 3, seed: UInt64(100 + file))
            _ = try Self.write(entries, to: scratch.file("\(file)"), buckets: 3)
            all += entries
        }
        let paths = (0..<files).map { scratch.file("\($0)") }
        for bucket in 0..<3 {
            let merged = try Self.drain(SortedMerger(paths: paths, bucket: bucket, memory: 1), bucket: bucket)
            #expect(merged == all.filter { $0.bucket == bucket }.sorted())
        }
    }

    @Test(arguments: [1, 2, 7])
    func filesMergedInGroupsAreTheSameEntries(groups: Int) throws {
        let scratch = try Scratch()
        var paths: [String] = []
        for file in 0..<20 {
            let entries = Self.entries(file % 5 == 2 ? 0 : 150, buckets: 3, seed: UInt64(100 + file))
            _ = try Self.write(entries, to: scratch.file("\(file)"), buckets: 3)
            paths.append(scratch.file("\(file)"))
        }
        var merged: [String] = []
        for group in 0..<groups {
            let members = paths.indices.filter { $0 % groups == group }.map { paths[$0] }
            merged.append(scratch.file("group\(group)"))
            try SortedMerge.write(members, to: merged[group], memory: 1)
        }
        for bucket in 0..<3 {
            #expect(
                try Self.drain(SortedMerger(paths: merged, bucket: bucket), bucket: bucket)
                    == Self.drain(SortedMerger(paths: paths, bucket: bucket), bucket: bucket))
        }
    }

    /// Keys that are there and keys that are not, asked for in rising order, whatever was left of the key before.
    @Test func mergedFilesAreFollowedKeyByKey() throws {
        let scratch = try Scratch()
        for file in 0..<2 {
            let entries = [2, 2, 2, 5, 9, 9].map { Entry(bucket: 0, key: $0, payload: [UInt8($0), UInt8(file)]) }
            _ = try Self.write(entries, to: scratch.file("\(file)"), buckets: 1)
        }
        var merger = try SortedMerger(paths: [scratch.file("0"), scratch.file("1")], bucket: 0)
        #expect(merger.key == 2)
        #expect(try merger.next(of: 1) == nil && merger.key == 2)
        #expect(try merger.next(of: 2) == [2, 0])
        #expect(try merger.next(of: 4) == nil && merger.key == 5)  // what was left of 2 is passed over
        #expect(try merger.next(of: 5) == [5, 0])
        #expect(try merger.next(of: 5) == [5, 1])
        #expect(try merger.next(of: 5) == nil)
        var nines = 0
        while let payload = try merger.next(of: 9) {
            #expect(payload[0] == 9)
            nines += 1
        }
        #expect(nines == 4 && merger.key == nil)
        #expect(try merger.next(of: .max) == nil)
    }

    @Test func payloadsLargerThanABufferPass() throws {
        let scratch = try Scratch()
        var random = SeededRandom(seed: 5)
        let entries = (0..<6).map { Entry(bucket: 0, key: UInt64($0), payload: random.bytes(40_000 + $0 * 40_000)) }
        _ = try Self.write(entries, to: scratch.file("r"), buckets: 1, memory: 100_000)
        #expect(try Self.drain(SortedMerger(paths: [scratch.file("r")], bucket: 0, memory: 1), bucket: 0) == entries)
    }

    @Test func everyTruncationAndFlippedBitIsNoticed() throws {
        let scratch = try Scratch()
        let path = scratch.file("r")
        _ = try Self.write(Self.entries(20, buckets: 3, seed: 9), to: path, buckets: 3)
        let whole = try Files.read(path)
        func readAll() throws {
            for bucket in 0..<3 { _ = try Self.drain(SortedMerger(paths: [path], bucket: bucket), bucket: bucket) }
        }
        try readAll()
        for at in whole.indices {
            try Files.write(Array(whole[..<at]), to: path)
            #expect(throws: StorageError.self, "cut at \(at)") { try readAll() }
            var changed = whole
            changed[at] ^= 1 << UInt8(at % 8)
            try Files.write(changed, to: path)
            #expect(throws: StorageError.self, "byte \(at)") { try readAll() }
        }
    }

    /// Whoever merges reads the table some lines at a time: 1,300 buckets are three reads.
    @Test func filesOfManyBucketsAreMergedBucketByBucket() throws {
        let scratch = try Scratch()
        let buckets = [0, 511, 512, 1024, 1299]
        let entries = buckets.map { Entry(bucket: $0, key: UInt64($0), payload: [UInt8($0 % 7)]) }
        _ = try Self.write(Array(entries[..<3]), to: scratch.file("a"), buckets: 1300)
        _ = try Self.write(Array(entries[2...]), to: scratch.file("b"), buckets: 1300)
        try SortedMerge.write([scratch.file("a"), scratch.file("b")], to: scratch.file("merged"))
        let table = try BucketTable.read(RandomAccessFile(path: scratch.file("merged")))
        #expect(table.buckets.count == 1300)
        #expect(table.buckets.indices.filter { table.buckets[$0].entries > 0 } == buckets)
        for (bucket, entry) in zip(buckets, entries) {
            let merged = try Self.drain(SortedMerger(paths: [scratch.file("merged")], bucket: bucket), bucket: bucket)
            #expect(merged == (bucket == 512 ? [entry, entry] : [entry]))
        }
    }

    @Test func damageIsNoticedByAMergeAlsoInBucketsOfNothing() throws {
        let scratch = try Scratch()
        let path = scratch.file("r")
        _ = try Self.write([Entry(bucket: 1, key: 5, payload: [1, 2])], to: path, buckets: 3)
        let whole = try Files.read(path)
        try SortedMerge.write([path], to: scratch.file("merged"))
        #expect(try Files.read(scratch.file("merged")) == whole)
        for at in whole.indices {
            var changed = whole
            changed[at] ^= 1 << UInt8(at % 8)
            try Files.write(changed, to: path)
            #expect(throws: StorageError.self, "byte \(at)") {
                try SortedMerge.write([path], to: scratch.file("merged"))
            }
        }
    }

    @Test func filesOfDifferentNumbersOfBucketsAreNotMerged() throws {
        let scratch = try Scratch()
        for buckets in [3, 2] { _ = try Self.write([], to: scratch.file("\(buckets)"), buckets: buckets) }
        for (one, other) in [("3", "2"), ("2", "3")] {
            #expect(throws: StorageError.self) {
                try SortedMerge.write([scratch.file(one), scratch.file(other)], to: scratch.file("merged"))
            }
        }
    }

    @Test func refusesABucketThatIsNone() throws {
        let scratch = try Scratch()
        var writer = SortedWriter(path: scratch.file("r"), buckets: 2)
        #expect(throws: StorageError.self) { try writer.append(bucket: 2, key: 0, payload: []) }
        _ = try writer.commit()
        #expect(throws: StorageError.self) { try SortedMerger(paths: [scratch.file("r")], bucket: 2) }
    }
}
