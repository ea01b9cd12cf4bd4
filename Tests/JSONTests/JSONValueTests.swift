import JSON
import Testing

@Suite struct JSONValueTests {
    @Test func values() throws {
        #expect(
            try JSONValue(parsing: " [1, -2.5, 1e3, \"a\\u00e9\\ud83d\\ude00\\n\\/\", true, null, {}] ")
                == .array([
                    .integer(1), .number(-2.5), .number(1000), .string("aé😀\n/"), .bool(true), .null, .object([]),
                ]))
        #expect(try JSONValue(parsing: "[9223372036854775807, 9223372036854775808]").array?.first == .integer(.max))
        #expect(try JSONValue(parsing: "18446744073709551615") == .number(1.8446744073709552e19))
    }

    @Test func membersKeepTheirOrderAndDifferByBytes() throws {
        let value = try JSONValue(parsing: #"{"z": 1, "e\#u{301}": 2, "\#u{e9}": 3, "a": {"b": [4]}}"#)
        #expect(value.members?.map(\.key) == ["z", "e\u{301}", "\u{e9}", "a"])
        #expect(value["e\u{301}"] == .integer(2))
        #expect(value["\u{e9}"] == .integer(3))
        #expect(value["a"]?["b"]?[0]?.integer == 4)
        #expect(value["b"] == nil && value["z"]?["z"] == nil)
    }

    @Test(arguments: [
        ("", 0, "unexpected end"), ("{", 1, "expected a key"), ("[1,]", 3, "expected a value"),
        ("[1] x", 4, "unexpected text after the value"), (#"{"a":1,"a":2}"#, 10, "the key 'a' stands twice"),
        (#"{"a":1,}"#, 7, "expected a key"), (#"{"a"}"#, 4, "expected ':'"), ("[1 2]", 3, "expected ',' or ']'"),
        (#""\ud800""#, 7, "half a surrogate pair"), (#""\ud800\u0041""#, 7, "half a surrogate pair"),
        (#""\udc00""#, 7, "half a surrogate pair"), (#""\u12g4""#, 5, "four hexadecimal digits expected"),
        (#""\x""#, 3, "an unknown escape"), ("01", 1, "unexpected text after the value"), ("-", 1, "expected a value"),
        ("1.", 2, "expected a value"), ("1e+", 3, "expected a value"), ("nul", 0, "expected null"),
        ("\"a\nb\"", 3, "a control character in a string"), ("\"ab", 3, "a string without end"),
        ("1e999", 5, "a number out of range"),
    ])
    func faultsSayWhere(text: String, offset: Int, message: String) {
        #expect {
            try JSONValue(parsing: text)
        } throws: { error in
            guard let error = error as? JSONError else { return false }
            return (error.offset, error.message) == (offset, message)
        }
    }

    @Test func depthAndBytesAreChecked() {
        #expect(throws: JSONError.self) { try JSONValue(parsing: String(repeating: "[", count: 100_000)) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: [0x22, 0xFF, 0x22]) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: [0xEF, 0xBB, 0xBF, 0x31]) }
    }

    /// What other people's files for the web get away with.
    @Test func lenientReadingMends() throws {
        let bytes: [UInt8] =
            [0xEF, 0xBB, 0xBF] + Array(#"{"a":1,"b":"x\ud800y","a":[1e999],"c":""#.utf8) + [0xFF, 0x22, 0x7D]
        let value = try JSONValue(parsing: bytes, leniently: true)
        #expect(value.members?.map(\.key) == ["a", "b", "c"])
        #expect(value["a"] == .array([.number(.infinity)]))
        #expect(value["b"]?.string == "x\u{FFFD}y")
        #expect(value["c"]?.string == "\u{FFFD}")
        #expect(throws: JSONError.self) { try JSONValue(parsing: Array("[1,]".utf8), leniently: true) }
    }
}
