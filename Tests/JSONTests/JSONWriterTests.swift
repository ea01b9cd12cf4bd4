import JSON
import Testing

@Suite struct JSONWriterTests {
    @Test func writesWhatItReads() throws {
        var json = JSONWriter()
        json.object { json in
            json.member("text", "quote \" slash \\ line \n tab \t bell \u{7} nul \0. ünï \u{2028} 12345678\"")
            json.member("integer", -42)
            json.member("whole", 1.0)
            json.member("flag", true)
            json.key("list")
            json.array { json in
                json.value(1)
                json.array { _ in }
                json.object { _ in }
            }
        }
        let value = try JSONValue(parsing: json.bytes)
        let text = "quote \" slash \\ line \n tab \t bell \u{7} nul . ünï \u{2028} 12345678\""
        #expect(value["text"]?.string == text)
        #expect(value["integer"]?.integer == -42)
        #expect(value["whole"] == .number(1))
        #expect(value["list"]?.array?.count == 3)
        #expect(json.text.contains("\"whole\":1.0,\"flag\":true,\"list\":[1,[],{}]"))
    }

    @Test func aValueThatWasReadIsWrittenWithItsNUL() throws {
        let text = #"{"a\u0000":"b\u0000c","a":1}"#
        #expect(try JSONValue(parsing: text).text == text)
    }

    @Test func valuesWriteThemselves() throws {
        let value = JSONValue.members([
            "ids": .integers([3, 1]), "p": .float(0.1), "bad": .float(.nan), "worse": .number(.infinity), "none": .null,
            "flag": .bool(false), "text": .string("é\n"),
        ])
        #expect(
            value.text == #"{"ids":[3,1],"p":0.1,"bad":null,"worse":null,"none":null,"flag":false,"text":"é\n"}"#)
    }
}
