import Platform
import TestKit
import Testing

@testable import Parquet

/// Pages of files made by hand: values of every type, dictionaries, levels, and what is wrong with them.
@Suite struct PagesTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func column(_ physical: Format.Physical, length: Int = 0) -> ParquetColumn {
        ParquetColumn(
            name: "a", isList: false, physical: physical, length: length, definition: 0, repetition: 0,
            elementDefinition: 0, index: 0)
    }

    private func plain(_ bytes: [UInt8], _ physical: Format.Physical, length: Int = 0, count: Int) throws
        -> [ParquetValue]
    {
        var values = PlainValues(bytes[...], column(physical, length: length))
        return try (0..<count).map { _ in try values.next() }
    }

    // MARK: Values

    @Test func plainValuesOfEveryType() throws {
        #expect(try plain([1, 0, 0, 0, 0xFE, 255, 255, 255], .int32, count: 2) == [.integer(1), .integer(-2)])
        #expect(try plain([0, 0, 0, 0, 1, 0, 0, 0x80], .int64, count: 1) == [.integer(Int.min + 1 << 32)])
        #expect(try plain([0, 0, 0xC0, 0xBF], .float, count: 1) == [.number(-1.5)])
        #expect(try plain([0, 0, 0, 0, 0, 0, 4, 0x40], .double, count: 1) == [.number(2.5)])
        let twelve = (0..<12).map { UInt8($0) }
        #expect(try plain(twelve + [99], .int96, count: 1) == [.bytes(twelve[...])])
        #expect(
            try plain([1, 2, 3, 4, 5, 6], .fixedBytes, length: 3, count: 2) == [.bytes([1, 2, 3]), .bytes([4, 5, 6])])
        #expect(try plain([2, 0, 0, 0, 7, 8, 0, 0, 0, 0], .byteArray, count: 2) == [.bytes([7, 8]), .bytes([])])
        #expect(
            try plain([0b0000_0101, 0b10], .boolean, count: 10).map { $0 == .flag(true) }
                == [true, false, true, false, false, false, false, false, false, true])
    }

    @Test(
        arguments: [
            ([0, 0, 0], .int32), ([0, 0, 0, 0, 0, 0, 0], .int64), ([0, 0, 0], .float), ([], .double), ([], .boolean),
            ([1, 0, 0, 0], .byteArray), ([255, 255, 255, 255, 0], .byteArray), ([0, 0], .byteArray), ([0], .fixedBytes),
            ([UInt8](repeating: 0, count: 11), .int96),
        ] as [([UInt8], Format.Physical)])
    func valuesThatAreCutOffAreDamage(bytes: [UInt8], physical: Format.Physical) {
        #expect(problem { try plain(bytes, physical, length: 2, count: 1) }.contains("cut off"))
    }

    @Test func typesHaveTheirWidths() {
        #expect(
            (0..<8).compactMap { Format.Physical(rawValue: $0) }.map { $0.width(length: 5) } == [
                0, 4, 8, 12, 4, 8, 0, 5,
            ])
    }

    @Test func placesAreOfTheDictionary() throws {
        var places = PageValues.places([1, 0, 2], next: 0, dictionary: [.integer(7), .integer(8)])
        #expect(try places.next() == .integer(8) && places.next() == .integer(7))
        #expect(problem { try places.next() } == "place 2 of 2 in the dictionary")
        var short = PageValues.places([0], next: 0, dictionary: [.null])
        _ = try short.next()
        #expect(problem { try short.next() } == "its page has fewer values than levels")
        var none = PageValues.none
        #expect(problem { try none.next() } == "a page without values")
    }

    @Test func aValueIsWhatItIs() {
        #expect(text("é").text == "é" && ParquetValue.bytes([0xFF]).text == nil && ParquetValue.integer(1).text == nil)
        #expect(ParquetValue.list([.null]).list == [.null] && ParquetValue.null.list == nil)
        #expect(ParquetValue.null.isNull && !ParquetValue.bytes([]).isNull && ParquetValue.bytes([1]).bytes == [1])
        #expect(ParquetValue.flag(true).bytes == nil)
    }

    // MARK: Whole pages

    private func leaf(_ values: Int, _ pages: [UInt8]..., change: (inout MadeFile.Leaf) -> Void = { _ in }) -> MadeFile
    {
        var leaf = MadeFile.Leaf()
        (leaf.values, leaf.pages) = (values, pages)
        change(&leaf)
        var file = MadeFile(leaf)
        file.rows = values
        return file
    }

    private func numbers(_ file: MadeFile) throws -> [Int?] {
        try file.values(scratch).map { if case .integer(let value) = $0 { value } else { nil } }
    }

    @Test func pagesFollowEachOther() throws {
        let file = leaf(3, MadeFile.data(2, MadeFile.int32(5, -6)), MadeFile.data(1, MadeFile.int32(7)))
        #expect(try numbers(file) == [5, -6, 7])
        let second = leaf(3, MadeFile.second(1, MadeFile.int32(5)), MadeFile.second(2, MadeFile.int32(6, 7)))
        #expect(try numbers(second) == [5, 6, 7])
    }

    /// A page of another kind (an index) is passed over.
    @Test func pagesOfOtherKindsArePassedOver() throws {
        let index = MadeFile.page(1, [1, 2, 3]) { _ in }, unknown = MadeFile.page(9, [4]) { _ in }
        #expect(try numbers(leaf(1, index, unknown, MadeFile.data(1, MadeFile.int32(4)))) == [4])
    }

    @Test func absentValuesTakeNoBytes() throws {
        // Levels 1, 0, 1 of one bit: a group of eight.
        let file = leaf(3, MadeFile.data(3, MadeFile.int32(5, 6), definitions: [3, 0b101])) { $0.repetition = 1 }
        #expect(try numbers(file) == [5, nil, 6])
        let second = leaf(3, MadeFile.second(3, MadeFile.int32(5, 6), definitions: [3, 0b101])) { $0.repetition = 1 }
        #expect(try numbers(second) == [5, nil, 6])
    }

    @Test func listsBeginWhereNothingRepeats() throws {
        // Three rows, [1, 2], [] and [3]: repetition 0 1 0 0, definition 1 1 0 1.
        let page = MadeFile.data(4, MadeFile.int32(1, 2, 3), repetitions: [3, 0b0010], definitions: [3, 0b1011])
        var file = leaf(4, page) { $0.repetition = 2 }
        file.rows = 3
        #expect(try file.values(scratch) == [.list([.integer(1), .integer(2)]), .list([]), .list([.integer(3)])])
    }

    /// A list goes on over pages.
    @Test func aListMayReachIntoTheNextPage() throws {
        let pages = [
            MadeFile.data(1, MadeFile.int32(1), repetitions: [2, 0], definitions: [2, 1]),
            MadeFile.data(2, MadeFile.int32(2, 3), repetitions: [3, 0b01], definitions: [4, 1]),
        ]
        var file = leaf(3, pages[0], pages[1]) { $0.repetition = 2 }
        file.rows = 2
        #expect(try file.values(scratch) == [.list([.integer(1), .integer(2)]), .list([.integer(3)])])
    }

    @Test func aDictionaryStandsBeforeItsPlaces() throws {
        // Places 1, 0, 1 of one bit, the width before them.
        for encoding in [Format.Encoding.dictionary, .plainDictionary] {
            let places = MadeFile.data(3, [1, 3, 0b101], encoding: encoding)
            let file = leaf(3, MadeFile.dictionary(2, MadeFile.int32(70, 80)), places) { $0.hasDictionary = true }
            #expect(try numbers(file) == [80, 70, 80])
        }
        let named = leaf(
            1, MadeFile.dictionary(1, MadeFile.int32(7), encoding: 2), MadeFile.data(1, [0], encoding: .dictionary))
        #expect(try numbers(named) == [7], "places of no bits are all the first")
    }

    @Test func gzipAndZlibAreTold() throws {
        for body in [Gzip.member(MadeFile.int32(5)), Gzip.zlib(MadeFile.int32(5))] {
            let page = MadeFile.page(0, body, size: 4) { header in
                header.structure(5) {
                    $0.integer(1, 1); $0.integer(2, 0)
                }
            }
            #expect(try numbers(leaf(1, page) { $0.codec = .gzip }) == [5])
            let other = MadeFile.page(0, body, size: 5) { header in
                header.structure(5) {
                    $0.integer(1, 1); $0.integer(2, 0)
                }
            }
            #expect(problem { try numbers(leaf(1, other) { $0.codec = .gzip }) }.contains("gzip: "))
        }
    }

    /// In version 2 the values alone are compressed, and a page may say that they are not.
    @Test func pagesOfVersionTwoMayBePlain() throws {
        let plain = MadeFile.second(1, MadeFile.int32(5), isCompressed: false)
        #expect(try numbers(leaf(1, plain) { $0.codec = .gzip }) == [5])
        let packed = Gzip.member(MadeFile.int32(5))
        let page = MadeFile.second(3, packed, definitions: [3, 0b010], size: 6, isCompressed: true)
        #expect(try numbers(leaf(3, page) { ($0.codec, $0.repetition) = (.gzip, 1) }) == [nil, 5, nil])
        let nulls = MadeFile.second(2, [], definitions: [4, 0])
        #expect(try numbers(leaf(2, nulls) { ($0.codec, $0.repetition) = (.gzip, 1) }) == [nil, nil])
    }

    @Test func aChecksumIsHeldAgainstThePage() throws {
        let body = MadeFile.int32(5)
        let crc = Int(Int32(bitPattern: body.withUnsafeBytes(PageCompressor.checksum)))
        #expect(try numbers(leaf(1, MadeFile.data(1, body, crc: crc))) == [5])
        #expect(
            problem { try numbers(leaf(1, MadeFile.data(1, body, crc: crc ^ 1))) }.contains(
                "a page whose checksum differs"))
    }

    @Test func whatIsWrongWithAPageIsSaid() {
        let five = MadeFile.int32(5), one = MadeFile.dictionary(1, MadeFile.int32(5))
        func first(_ pages: [UInt8]..., change: (inout MadeFile.Leaf) -> Void = { _ in }) -> String {
            var file = leaf(1)
            file.leaves[0].pages = pages
            change(&file.leaves[0])
            return problem { try numbers(file) }
        }
        let optional: (inout MadeFile.Leaf) -> Void = { $0.repetition = 1 }
        for (said, expected) in [
            (first(one, one, MadeFile.data(1, five)), "a second dictionary"),
            (first(MadeFile.dictionary(nil, five)), "a dictionary without a count"),
            (first(MadeFile.dictionary(-1, five)), "a dictionary without a count"),
            (first(MadeFile.dictionary(1, five, encoding: 8)), "a dictionary in encoding 8"),
            (first(MadeFile.dictionary(2, five)), "a dictionary of fewer values than it says"),
            (first(MadeFile.data(1, [0], encoding: .dictionary)), "a page of places without a dictionary"),
            (first(one, MadeFile.data(1, [33], encoding: .dictionary)), "places of more than 32 bits"),
            (first(one, MadeFile.data(1, [], encoding: .dictionary)), "places of more than 32 bits"),
            (
                first(MadeFile.data(1, five, encoding: .deltaBinaryPacked)),
                "values in encoding deltaBinaryPacked; plain and"
            ),
            (
                first(MadeFile.data(1, five, definitions: [2, 1], levels: .bitPacked), change: optional),
                "levels in encoding 4"
            ),
            (first(MadeFile.data(1, [], definitions: []), change: optional), "levels or places end too early"),
            (first(MadeFile.data(1, [9, 0, 0, 0, 1]), change: optional), "levels are longer than their page"),
            (first(MadeFile.data(1, [9, 0]), change: optional), "levels are longer than their page"),
            (
                first(MadeFile.second(1, five, lengths: (5, 0)), change: optional),
                "a page whose levels are longer than it"
            ),
            (
                first(MadeFile.second(1, five, lengths: (2, 3)), change: optional),
                "a page whose levels are longer than it"
            ),
            (
                first(MadeFile.second(1, five, lengths: (-1, 0)), change: optional),
                "a page whose levels are longer than it"
            ),
            (first(MadeFile.data(-1, five)), "a page of -1 values; 16777216 are the most"),
            (first(MadeFile.data(16_777_217, five)), "a page of 16777217 values"),
            (first(MadeFile.data(2, five + five)), "its pages have more values than it says"),
            (first(), "its pages end too early"), (first([0x15, 0]), "a page's header: it is cut off"),
            (first(MadeFile.data(1, five)) { $0.size = 20 }, "a page that does not lie in its column"),
            (first(MadeFile.data(0, [])), "its pages end too early"),
        ] { #expect(said.hasSuffix(expected) || said.contains("column 'a': " + expected), "\(said) | \(expected)") }
    }

    /// Levels of three values have two bits and may say 3 where 2 is the most.
    @Test func levelsAboveTheMostAreDamage() {
        var leaf = MadeFile.Leaf()
        (leaf.physical, leaf.values) = (.byteArray, 1)
        // A run of one with the level 3.
        leaf.pages = [MadeFile.data(1, [0, 0, 0, 0], definitions: [2, 3])]
        leaf.repetition = 1
        #expect(problem { try MadeFile(leaf).values(scratch) }.hasSuffix("a level above 1"))
    }

    @Test func rowsAndValuesMustFit() {
        let two = MadeFile.data(2, MadeFile.int32(5, 6))
        var file = leaf(2, two)
        file.rows = 1
        #expect(problem { try numbers(file) }.hasSuffix("column 'a': it has more rows than its group"))
        file.rows = 3
        #expect(problem { try numbers(file) }.hasSuffix("column 'a': it has fewer rows than its group"))
        var inside = leaf(1, MadeFile.data(1, MadeFile.int32(1), repetitions: [2, 1], definitions: [2, 1])) {
            $0.repetition = 2
        }
        #expect(problem { try inside.values(scratch) }.hasSuffix("a row begins within a list"))
        inside = leaf(2, MadeFile.data(2, MadeFile.int32(1), repetitions: [3, 0b10], definitions: [3, 0b01])) {
            $0.repetition = 2
        }
        inside.rows = 1
        #expect(problem { try inside.values(scratch) }.hasSuffix("a list that has an end within"))
    }
}
