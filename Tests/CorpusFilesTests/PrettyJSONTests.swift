import Testing

@testable import CorpusFiles

/// Two blanks a level and a member a line; what stands between quotation marks is untouched.
@Suite struct PrettyJSONTests {
    private func pretty(_ json: String) -> String {
        String(decoding: PrettyJSON.format(Array(json.utf8)), as: UTF8.self)
    }

    @Test("members and elements have a line each, two blanks deeper with each level") func levels() {
        #expect(
            pretty(#"{"a":1,"b":[1,{"c":null}],"d":"e"}"#) == """
                {
                  "a": 1,
                  "b": [
                    1,
                    {
                      "c": null
                    }
                  ],
                  "d": "e"
                }

                """)
    }

    @Test("what is empty stays on its line, and its neighbours on theirs") func empty() {
        #expect(pretty("{}") == "{}\n")
        #expect(pretty("[]") == "[]\n")
        #expect(pretty("[[],{},1]") == "[\n  [],\n  {},\n  1\n]\n")
    }

    @Test(
        "strings keep every sign of JSON in them",
        arguments: [#""a:b,c""#, #""{[""#, #""\"{""#, #""\\""#, #""\\\"]""#, "\"\u{E9}\"", #""""#])
    func strings(text: String) {
        #expect(pretty("[\(text),2]") == "[\n  \(text),\n  2\n]\n")
        #expect(pretty("{\(text):3}") == "{\n  \(text): 3\n}\n")
    }

    @Test("what is cut within a string comes out as far as it goes") func cut() {
        #expect(pretty(#"["ab"#) == "[\n  \"ab\n")
        #expect(pretty(#"["ab\"#) == "[\n  \"ab\\\n")
        #expect(pretty("]") == "\n]\n")
        #expect(pretty("") == "\n")
    }
}
