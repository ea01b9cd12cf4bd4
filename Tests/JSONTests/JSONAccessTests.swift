import JSON
import Testing

/// What a value says of itself, and what a writer's calls leave behind.
@Suite struct JSONAccessTests {
    private let values: [JSONValue] = [
        .null, .bool(true), .integer(3), .number(2.5), .string("s"), .array([.null]), .object([]),
    ]

    @Test func everyKindAnswersOnlyForItself() {
        #expect(values.map { $0.bool != nil } == [false, true, false, false, false, false, false])
        #expect(values.map { $0.integer != nil } == [false, false, true, false, false, false, false])
        #expect(values.map { $0.number } == [nil, nil, 3, 2.5, nil, nil, nil])
        #expect(values.map { $0.string } == [nil, nil, nil, nil, "s", nil, nil])
        #expect(values.map { $0.array?.count } == [nil, nil, nil, nil, nil, 1, nil])
        #expect(values.map { $0.members?.count } == [nil, nil, nil, nil, nil, nil, 0])
        #expect(values.map { $0.object != nil } == [false, false, false, false, false, false, true])
    }

    @Test func everyKindHasAWord() {
        #expect(
            values.map(\.kind) == ["null", "a boolean", "a number", "a number", "a string", "an array", "an object"])
    }

    @Test func indexesOutOfRangeAndOtherKindsAreNil() throws {
        let list = try JSONValue(parsing: "[10, 20]")
        #expect(list[0] == .integer(10) && list[1] == .integer(20))
        #expect(list[2] == nil && list[-1] == nil && list["0"] == nil)
        #expect(JSONValue.string("ab")[0] == nil && JSONValue.null["a"] == nil)
    }

    /// Two members of one key can only be made by hand; the first counts.
    @Test func aKeyIsLookedForFromTheFront() {
        let value = JSONValue.object([.init(key: "a", value: .integer(1)), .init(key: "a", value: .integer(2))])
        #expect(value["a"] == .integer(1))
    }

    @Test func aLenientObjectKeepsThePlaceOfAKeyAndItsLastValue() throws {
        let text = Array(#"{"a":1,"b":2,"a":3,"c":4,"b":5}"#.utf8)
        let value = try JSONValue(parsing: text, leniently: true)
        #expect(value == .members(["a": .integer(3), "b": .integer(5), "c": .integer(4)]))
    }

    @Test func aByteOrderMarkPassesOnlyLenientlyAndOnlyInFront() throws {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        #expect(try JSONValue(parsing: mark + [0x31], leniently: true) == .integer(1))
        #expect(throws: JSONError.self) { try JSONValue(parsing: mark + [0x31]) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: [0x20] + mark + [0x31], leniently: true) }
    }

    @Test func errorsNameTheByte() {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: "[1, }") }
        #expect(error?.description == "byte 4: expected a value")
    }

    // MARK: the writer

    private func written(_ body: (inout JSONWriter) -> Void) -> String {
        var json = JSONWriter()
        body(&json)
        return json.text
    }

    @Test func commasStandBetweenAndNowhereElse() {
        let text = written { json in
            json.array { json in
                json.value(1)
                json.object { json in
                    json.member("a", 1)
                    json.member("b", "x")
                    json.key("c")
                    json.array { _ in }
                    json.member("d", false)
                }
                json.value("s")
                json.raw(Array("null".utf8))
                json.value(true)
            }
        }
        #expect(text == #"[1,{"a":1,"b":"x","c":[],"d":false},"s",null,true]"#)
    }

    @Test func linesStartAfresh() {
        let text = written { json in
            json.value(1)
            json.newline()
            json.object { $0.member("a", 2) }
            json.newline()
        }
        #expect(text == "1\n{\"a\":2}\n")
    }

    @Test func aWriterThatIsResetForgets() {
        var json = JSONWriter()
        json.value(1)
        json.reset()
        json.value(2)
        #expect(json.text == "2")
    }

    @Test(arguments: [
        (0, "0"), (9, "9"), (10, "10"), (-1, "-1"), (-9, "-9"), (1234567890, "1234567890"),
        (Int.max, "9223372036854775807"),
        (Int.min, "-9223372036854775808"),
    ])
    func integers(number: Int, text: String) { #expect(written { $0.value(number) } == text) }

    /// A number of kind double always has a fraction or an exponent, so that readers that infer types see one type.
    @Test(arguments: [
        (1.0, "1.0"), (0.0, "0.0"), (-2.5, "-2.5"), (0.1, "0.1"), (1e21, "1e+21"), (.leastNonzeroMagnitude, "5e-324"),
        (.infinity, "0.0"),
        (-.infinity, "0.0"), (.nan, "0.0"), (1_000_000, "1000000.0"),
    ])
    func doubles(number: Double, text: String) { #expect(written { $0.value(number) } == text) }

    @Test func everyByteThatNeedsAnEscapeHasItsOwn() {
        let escapes: [Int: String] = [8: "\\u0008", 9: "\\t", 10: "\\n", 12: "\\u000c", 13: "\\r", 0: ""]
        for code in 0..<0x20 {
            let hex = String(code, radix: 16)
            let wanted = escapes[code] ?? "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            let text = String(Character(Unicode.Scalar(UInt8(code))))
            #expect(written { $0.value(text) } == "\"\(wanted)\"", "U+\(hex)")
        }
        #expect(written { $0.value("\u{7F}\u{80}\u{2028}") } == "\"\u{7F}\u{80}\u{2028}\"")
    }

    /// Plain bytes are passed eight at a time: an escape at every place around the edges of such words.
    @Test(arguments: ["\"", "\\", "\n", "\u{1F}"]) func anEscapeIsSeenAtEveryPlace(special: String) throws {
        for before in 0..<20 {
            for after in [0, 1, 7, 8, 9] {
                let text = String(repeating: "a", count: before) + special + String(repeating: "é", count: after)
                let json = written { $0.value(text) }
                #expect(!json.dropFirst().dropLast().contains("\n") && json.utf8.count > text.utf8.count + 2)
                #expect(try JSONValue(parsing: json).string == text, "\(before) before, \(after) after")
            }
        }
    }

    @Test func countsAndFloatsAreWrittenAsTheyAre() {
        #expect(written { $0.object([("b", 2), ("a", 1)]) } == #"{"b":2,"a":1}"#)
        #expect(JSONValue.float(0.1) == .number(0.1))
        #expect(JSONValue.float(16_777_216) == .number(16_777_216))
        #expect(JSONValue.float(-.infinity) == .null)
        #expect(JSONValue.integers(0..<3).text == "[0,1,2]")
    }
}
