import Testing

@testable import Tensors

@Suite struct JSONTests {
    private func parse(_ text: String) throws -> JSON { try JSON(parsing: Array(text.utf8)) }

    @Test func values() throws {
        #expect(
            try parse(" [1, -2.5, 1e3, \"a\\u00e9\\ud83d\\ude00\\n\", true, null, {}] ")
                == .array([
                    .integer(1), .number(-2.5), .number(1000), .string("aé😀\n"), .bool(true), .null,
                    .object(JSONObject(members: [])),
                ]))
        #expect(try parse("18446744073709551615") == .number(1.8446744073709552e19))
    }

    @Test func keysDifferByBytes() throws {
        let object = try #require(parse("{\"e\u{301}\": 1, \"\u{e9}\": 2}").object)
        #expect(object["e\u{301}"] == .integer(1))
        #expect(object["\u{e9}"] == .integer(2))
    }

    @Test(arguments: [
        ("", JSONError.Fault.unexpectedEnd), ("{", .unexpectedEnd), ("[1,]", .unexpectedByte),
        ("[1] x", .trailingBytes),
        ("{\"a\":1,\"a\":2}", .duplicateKey), ("\"\\ud800\"", .unexpectedByte), ("\"\\udc00\"", .badEscape),
        ("01", .trailingBytes), ("-", .unexpectedEnd), ("1.", .unexpectedEnd), ("nul", .unexpectedEnd),
        ("\"a\nb\"", .unexpectedByte), ("1e999", .badNumber),
    ]) func faults(text: String, fault: JSONError.Fault) {
        #expect {
            try parse(text)
        } throws: { ($0 as? JSONError)?.fault == fault }
    }

    @Test func depthIsBounded() {
        #expect {
            try parse(String(repeating: "[", count: 100_000))
        } throws: { ($0 as? JSONError)?.fault == .tooDeep }
        #expect {
            try JSON(parsing: [0x22, 0xFF, 0x22])
        } throws: { ($0 as? JSONError)?.fault == .notUTF8 }
    }
}
