import JSON
import TestKit
import Testing

/// RFC 8259 production by production; what stands here is the RFC's grammar, not what the parser happens to do.
@Suite struct JSONGrammarTests {
    private func parse(_ text: String) throws(JSONError) -> JSONValue { try JSONValue(parsing: text) }

    // MARK: white space (section 2)

    @Test(arguments: [" ", "\t", "\n", "\r", " \t\r\n "]) func theFourSpacesMayStandAnywhereBetweenTokens(space: String)
        throws
    {
        let text = ["", "{", "\"a\"", ":", "[", "1", ",", "2", "]", "}", ""].joined(separator: space)
        #expect(try parse(text) == .members(["a": .integers([1, 2])]))
    }

    @Test(arguments: ["\u{B}", "\u{C}", "\u{A0}", "\u{2028}", "\u{FEFF}", "\0", "/**/"]) func nothingElseIsWhiteSpace(
        _ space: String
    ) {
        #expect(throws: JSONError.self) { try parse("[1," + space + "2]") }
        #expect(throws: JSONError.self) { try parse(space + "1") }
        #expect(throws: JSONError.self) { try parse("1" + space) }
    }

    // MARK: literals (section 3)

    @Test func theThreeLiteralNamesAreLowerCaseAndWhole() throws {
        #expect(try parse("true") == .bool(true))
        #expect(try parse("false") == .bool(false))
        #expect(try parse("null") == .null)
        for wrong in [
            "True", "FALSE", "Null", "tru", "fals", "nul", "truex", "nulll", "NaN", "Infinity", "undefined", "-",
        ] {
            #expect(throws: JSONError.self, "\(wrong)") { try parse(wrong) }
        }
    }

    // MARK: objects and arrays (sections 4 and 5)

    @Test func emptyListsAreLists() throws {
        #expect(try parse("{}") == .object([]))
        #expect(try parse("[ ]") == .array([]))
        #expect(try parse("[[],{}]") == .array([.array([]), .object([])]))
    }

    @Test(arguments: [
        "[1,,2]", "[,1]", "[1,]", "{,}", "{\"a\":1,}", "{\"a\" 1}", "{a:1}", "{'a':1}", "{1:1}", "{\"a\":}",
        "{\"a\":1 \"b\":2}",
        "[1", "{\"a\":1", "]", "}", "[1}", "{\"a\":1]", "[1]]", "{}{}", ",", ":",
    ])
    func listsThatAreNotClosedOrSeparatedAreRefused(text: String) {
        #expect(throws: JSONError.self) { try parse(text) }
    }

    @Test func fiveHundredAndTwelveLevelsAreReadAndOneMoreIsNot() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        var value = try parse(nested(512))
        var depth = 1
        while let inner = value[0] { (value, depth) = (inner, depth + 1) }
        #expect(depth == 512)
        let error = #expect(throws: JSONError.self) { try parse(nested(513)) }
        #expect(error?.offset == 512 && error?.message == "nested deeper than 512")
        // Side by side is not deep.
        #expect(try parse("[" + String(repeating: "[],", count: 2000) + "[]]").array?.count == 2001)
    }

    // MARK: numbers (section 6)

    @Test func numbersAreIntegersWhereTheyFitAndDoublesElsewhere() throws {
        let cases: [(String, JSONValue)] = [
            ("0", .integer(0)), ("-0", .integer(0)), ("7", .integer(7)), ("10", .integer(10)), ("-1", .integer(-1)),
            ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
            ("9223372036854775808", .number(9223372036854775808)),
            ("-9223372036854775809", .number(-9223372036854775808)),
            ("0.5", .number(0.5)), ("-0.25", .number(-0.25)), ("1.0", .number(1)), ("1e2", .number(100)),
            ("1E2", .number(100)), ("1e+2", .number(100)), ("25e-2", .number(0.25)), ("0e5", .number(0)),
            ("1.5e3", .number(1500)), ("5e-324", .number(.leastNonzeroMagnitude)), ("1e-400", .number(0)),
            ("1.7976931348623157e308", .number(.greatestFiniteMagnitude)), ("0.1", .number(0.1)),
        ]
        for (text, value) in cases { #expect(try parse(text) == value, "\(text)") }
    }

    @Test(arguments: [
        "+1", ".5", "1.", "-.5", "00", "01", "-01", "1e", "1e+", "1.e1", "1.5.", "0x10", "1_000", "1,5", "--1", "- 1",
        "1e1.5", "١",
    ])
    func whatIsNoNumberOfTheGrammarIsRefused(text: String) {
        #expect(throws: JSONError.self) { try parse(text) }
    }

    // MARK: strings (section 7)

    @Test func everyEscapeMeansItsCharacter() throws {
        let escapes: [(String, String)] = [
            ("\\\"", "\""), ("\\\\", "\\"), ("\\/", "/"), ("\\b", "\u{8}"), ("\\f", "\u{C}"), ("\\n", "\n"),
            ("\\r", "\r"),
            ("\\t", "\t"), ("\\u0041", "A"), ("\\u00e9", "é"), ("\\u00E9", "é"), ("\\uD83D\\uDE00", "😀"),
            ("\\ud800\\udc00", "\u{10000}"), ("\\udbff\\udfff", "\u{10FFFF}"), ("\\uFFFF", "\u{FFFF}"),
            ("\\u0000", "\0"),
        ]
        for (escape, text) in escapes {
            #expect(try parse("\"x" + escape + "y\"").string == "x" + text + "y", "\(escape)")
        }
    }

    @Test func everyControlCharacterMustBeEscapedAndNoOtherMust() throws {
        for byte in UInt8(0)..<0x20 { #expect(throws: JSONError.self) { try JSONValue(parsing: [0x22, byte, 0x22]) } }
        for byte in UInt8(0x20)...0x7F where byte != 0x22 && byte != 0x5C {
            #expect(try JSONValue(parsing: [0x22, byte, 0x22]).string == String(Character(Unicode.Scalar(byte))))
        }
    }

    @Test(arguments: ["\\a", "\\v", "\\'", "\\0", "\\x41", "\\U0041", "\\u004", "\\u00g0", "\\u", "\\ "])
    func otherEscapesAreRefused(escape: String) {
        #expect(throws: JSONError.self) { try parse("\"" + escape + "\"") }
    }

    @Test func halfPairsAreRefusedOrReplacedOneByOne() throws {
        let halves: [(String, String)] = [
            (#""\ud800""#, "\u{FFFD}"), (#""\udc00""#, "\u{FFFD}"), (#""\ud800\ud800""#, "\u{FFFD}\u{FFFD}"),
            (#""\ud800\n""#, "\u{FFFD}\n"), (#""\ud800\u0041""#, "\u{FFFD}A"), (#""\udc00\ud83d\ude00""#, "\u{FFFD}😀"),
            (#""\udbffx""#, "\u{FFFD}x"),
        ]
        for (text, mended) in halves {
            #expect(throws: JSONError.self, "\(text)") { try parse(text) }
            #expect(try JSONValue(parsing: Array(text.utf8), leniently: true).string == mended, "\(text)")
        }
    }

    @Test(
        arguments: [[0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82], [0x80]] as [[UInt8]])
    func textThatIsNotUTF8IsRefusedInPlainAndInEscapedStrings(bytes: [UInt8]) throws {
        #expect(throws: JSONError.self) { try JSONValue(parsing: [0x22] + bytes + [0x22]) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: Array("\"\\n".utf8) + bytes + [0x22]) }
        let lenient = try JSONValue(parsing: [0x22] + bytes + [0x22], leniently: true)
        #expect(lenient.string?.contains("\u{FFFD}") == true)
    }

    // MARK: properties

    /// A text that is cut anywhere is refused, and says so at or before the cut.
    @Test func everyCutIsRefused() throws {
        let text = Array(#"{"a": [1, -2.5e3, true, null, "é\u00e9\ud83d\ude00"], "b": {"c": {}}, "d": []}"#.utf8)
        #expect(throws: Never.self) { try JSONValue(parsing: text) }
        for end in 0..<text.count {
            let error = #expect(throws: JSONError.self, "cut at \(end)") { try JSONValue(parsing: Array(text[..<end])) }
            #expect((error?.offset ?? .max) <= end, "cut at \(end)")
        }
    }

    @Test func whatIsWrittenIsReadBackForAnyValue() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededRandom(seed: seed)
        for round in 0..<300 {
            let value = Self.value(depth: 4, &random)
            #expect(try parse(value.text) == value, "seed \(seed), round \(round): \(value.text)")
        }
    }

    private static func value(depth: Int, _ random: inout SeededRandom) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .integer(Int.random(in: .min ... .max, using: &random))
        case 3: return .number(Double(Int.random(in: -4000...4000, using: &random)) / 16 + 1 / 32)
        case 4, 5: return .string(string(&random))
        case 6: return .array((0..<Int.random(in: 0..<5, using: &random)).map { _ in value(depth: depth - 1, &random) })
        default:
            return .object(
                (0..<Int.random(in: 0..<5, using: &random)).map {
                    .init(key: string(&random) + "\($0)", value: value(depth: depth - 1, &random))
                })
        }
    }

    /// Up to 20 characters, those that need escapes among them.
    private static func string(_ random: inout SeededRandom) -> String {
        let scalars: [Unicode.Scalar] = [
            "\0", "\u{1}", "\u{1F}", "\n", "\t", "\"", "\\", "/", "a", "ß", "\u{7F}", "\u{2028}", "語", "😀",
        ]
        var text = ""
        for _ in 0..<Int.random(in: 0..<20, using: &random) {
            text.unicodeScalars.append(scalars.randomElement(using: &random) ?? "a")
        }
        return text
    }
}
