import JSON
import Platform
import TestKit
import Testing

@testable import Duplicates

/// Ids, standings, lines and lists, with literal inputs.
@Suite struct RecordTests {
    // MARK: Ids

    private func id(_ text: String) throws -> RecordID { try #require(RecordID(JSONValue(parsing: Array(text.utf8)))) }

    @Test func integersComeBeforeTextsAndInTheirOwnOrder() throws {
        let ids = try ["-5000000000", "-1", "0", "9", "10", #""10""#, #""9""#, #""ä""#].map(id)
        #expect(ids.shuffled().sorted() == ids)
        #expect(ids.map(\.description) == ["-5000000000", "-1", "0", "9", "10", "10", "9", "ä"])
        #expect(ids[4] != ids[5], "10 and \"10\" are two ids")
        for none in [#""""#, "null", "1.5", "[1]", "true"] {
            #expect(try RecordID(JSONValue(parsing: Array(none.utf8))) == nil, "\(none)")
        }
        #expect(RecordID(nil) == nil)
    }

    @Test func idsOfTwoGroupsAreNeverTheSame() throws {
        let one = try id("7")
        let (a, b) = (one.among(group: 1), one.among(group: 70_000))
        #expect(a != b && a < b && a.group == 1 && b.group == 70_000 && one.group == nil)
        #expect(a.ungrouped == one && one.ungrouped == one && RecordID("x").among(group: 3).ungrouped == RecordID("x"))
        var json = JSONWriter()
        json.array { json in
            one.write(to: &json)
            RecordID("a\"").write(to: &json)
        }
        #expect(json.text == #"[7,"a\""]"#)
    }

    // MARK: Standing

    @Test(
        arguments: [
            ("2024-05-01T10:20:30Z", 20_240_501_102_030), ("20240501102030", 20_240_501_102_030),
            ("2024-05-01", 20_240_501_000_000), ("2024", 20_240_000_000_000), ("", 0), ("yesterday", 0),
            ("2024-05-01T10:20:30.999Z", 20_240_501_102_030),
        ] as [(String, UInt64)])
    func datesAreFourteenDigits(text: String, number: UInt64) { #expect(Standing.date(text) == number) }

    @Test func moreImagesThenNewerThenLonger() {
        let base = Standing(images: 1, captured: 5, characters: 9)
        #expect(Standing(images: 2).precedes(base) == true && base.precedes(Standing(images: 2)) == false)
        #expect(base.precedes(Standing(images: 1, captured: 6, characters: 1)) == false)
        #expect(base.precedes(Standing(images: 1, captured: 5, characters: 8)) == true)
        #expect(base.precedes(base) == nil)
    }

    // MARK: Lines

    private func record(_ text: String) throws -> TextRecord {
        try Array(text.utf8).withUnsafeBytes { try TextRecord(parsing: $0) }
    }

    @Test func aLineIsReadAsFarAsItIsNeeded() throws {
        let plain = try record(#"{"id":"a","text":"x","images":["u",null,"","v"],"date":"2024"}"#)
        #expect(plain.texts == ["x"] && plain.standing == Standing(images: 2, captured: 20_240_000_000_000))
        let ours = try record(
            #"{"id":1,"captured":"2023","date":"2024","segments":[{"kind":"text","text":"x"},{"kind":"image","text":"i"},"#
                + #"{"kind":"image"},{"kind":"divide","text":"d"}]}"#)
        #expect(ours.texts == ["x"] && ours.standing == Standing(images: 2, captured: 20_230_000_000_000))
        let mixed = try record(#"{"id":1,"texts":["x",null,"y"],"images":3,"characters":8}"#)
        #expect(mixed.texts == ["x", "y"] && mixed.standing == Standing(images: 3, captured: 0, characters: 8))
    }

    @Test func wordsMayStandForTheText() throws {
        let line = try record(#"{"id":1,"words":"0100000000ff0000"}"#)
        #expect(line.words == [1, 0xFF00] && line.texts == [])
        #expect(try record(#"{"id":1,"words":""}"#).words == [])
        for words in ["0", "01000000ff", "zz000000"] {
            let fault = #expect(throws: TextRecord.Fault.self) { try record(#"{"id":1,"words":"\#(words)"}"#) }
            #expect(fault?.problem == "'words' that are not 8 hexadecimal digits each")
        }
    }

    /// Whoever wrote the line may call something else of it `words`.
    @Test func aTextIsTakenBeforeWords() throws {
        for words in ["deadbeef", "", "two words"] {
            let line = try record(#"{"id":1,"text":"x","words":"\#(words)"}"#)
            #expect(line.words == nil && line.texts == ["x"])
        }
        #expect(try record(#"{"id":1,"texts":["x"],"words":""}"#).texts == ["x"])
    }

    // MARK: Lists of benchmarks

    private func list(_ text: String, ngram: Int = 3) throws -> HashList {
        let scratch = try Scratch()
        try Files.write(text, to: scratch.file("exam.jsonl"))
        return try BenchmarkTexts.list(scratch.file("exam.jsonl"), ngram: ngram)
    }

    /// Every text of an object at any depth, none joined with another.
    @Test func itemsAreLinesAndAllTheirTextsCount() throws {
        let exam = try list(
            "{\"id\":\"q1\",\"question\":\"one two three\",\"more\":{\"choices\":[\"four five six\",\"seven\"]}}\n\n"
                + "{\"question\":\"eight nine ten\"}\neleven twelve\tthirteen fourteen fifteen\n{\"id\":9,\"a\":\"too short\"}\n"
        )
        #expect(exam.shortItems == 1 && exam.items.count == 4 && exam.ngrams.count == 4)
        var decontaminator = Decontaminator(exam, distance: 0)
        for (text, item) in [
            ("one two three", "exam.jsonl:q1"), ("four five six", "exam.jsonl:q1"), ("eight nine ten", "exam.jsonl:3"),
            ("thirteen fourteen fifteen", "exam.jsonl:4"), ("two three four", nil), ("eleven twelve thirteen", nil),
        ] as [(String, String?)] {
            let found = decontaminator.item(in: [text])
            #expect(found == item, "\(text)")
        }
    }

    /// What is no text has no words: a list of nothing would keep no benchmark out, and say nothing.
    @Test func benchmarksMayBeCompressedButMustBeText() throws {
        let scratch = try Scratch()
        let line = Array(#"{"id":"q1","question":"one two three"}"#.utf8)
        let marked: [UInt8] = [0xEF, 0xBB, 0xBF] + line
        for (name, bytes) in [("a.jsonl.gz", Gzip.member(line)), ("b.jsonl", marked)] {
            try Files.write(bytes, to: scratch.file(name))
            let read = try BenchmarkTexts.list(scratch.file(name), ngram: 3)
            #expect(read.items == ["\(name):q1"] && read.ngrams.count == 1)
        }
        for (bytes, line) in [([0x50, 0x41, 0x52, 0x31, 0, 0], 1), ([0x61, 0x0A, 0xFF, 0xD8], 2)] as [([UInt8], Int)] {
            try Files.write(bytes, to: scratch.file("c"))
            let fault = #expect(throws: HashListError.self) { try BenchmarkTexts.list(scratch.file("c"), ngram: 3) }
            #expect(fault?.line == line && fault?.problem == "no text in UTF-8, and no picture either")
        }
    }

    @Test func aListOfOtherNGramsIsRefused() throws {
        #expect(try list("# quarry hashes 2, ngram 3\nngram\t00000000000000ff\ta\n").ngrams == [255: 0])
        #expect(try list("# quarry hashes 2, ngram 13\n").isEmpty, "it has none")
        let other = #expect(throws: HashListError.self) {
            try list("# quarry hashes 2, ngram 13\nngram\t00000000000000ff\ta\n")
        }
        #expect(other?.problem == "n-grams of 13 words, not of 3")
        let broken = #expect(throws: HashListError.self) { try list("{\"a\":\"b\"}\n{\"a\":\n") }
        #expect(broken?.line == 2 && broken?.problem.hasPrefix("not JSON") == true)
    }

    /// Of several items with an n-gram or a picture the first one is named, also when lists are joined.
    @Test func ofSeveralItemsTheFirstIsNamed() throws {
        var words = TextWords()
        var (first, second) = (HashList(ngram: 2), HashList(ngram: 2))
        first.add(["red green"], item: "first", &words)
        second.add(["red green", "green blue"], item: "second", &words)
        second.add(sha256: "ff", phash: 7, item: "picture")
        first.add(second)
        #expect(first.items == ["first", "second", "picture"])
        var both = Decontaminator(first, distance: 1)
        let found = (both.item(in: ["red green"]), both.item(in: ["green blue"]))
        #expect(found.0 == "first" && found.1 == "second")
        #expect(both.item(ofPicture: "ff", phash: nil)?.item == "picture")
        #expect(both.item(ofPicture: "", phash: 5)?.distance == 1 && both.item(ofPicture: "", phash: 4) == nil)
    }

    // MARK: Many

    @Test func onlyTheLeastAreKeptAndAllAreCounted() {
        var few = LeastFew<Int>()
        for number in (0..<250).reversed() { few.add(number) }
        #expect(few.count == 250 && few.least == Array(0..<100))
        few.add(5)
        #expect(few.count == 251 && few.least.prefix(8) == [0, 1, 2, 3, 4, 5, 5, 6] && few.least.count == 100)
    }

    @Test func theThresholdIsIncluded() {
        var options = DuplicateOptions()
        #expect(options.accepts(0.8) && !options.accepts(0.79999) && options.rows == 8)
        options.verifies = false
        #expect(options.accepts(0))
        options = DuplicateOptions()
        options.shingle = 0
        #expect(options.problem == "a shingle has 1 to 100 words, not 0")
    }
}
