import JSON
import Platform
import TestKit
import Testing

@testable import Configuration

/// How values are looked for, noted and refused.
@Suite struct ConfigReaderTests {
    private func reader(
        _ text: String, sets: [(String, String)] = [], environment: [String: String] = [:]
    ) -> ConfigReader {
        let problems = ConfigProblems(file: "f")
        let values = sets.map { (path: $0.0, value: ConfigNode(content: .scalar($0.1, isPlain: true), place: .init())) }
        return ConfigReader(
            root: ConfigNode.parse(text, problems: problems),
            sources: ConfigSources(sets: values, environment: environment), problems: problems)
    }

    @Test func whatWasReadIsNotedWithItsOrigin() {
        let reader = reader("a:\n  b: 3\n  c: x", sets: [("a.d", "5")], environment: ["QUARRY_A_E_F": "7"])
        #expect(reader.integer("a.b", default: 1) == 3 && reader.text("a.c", default: "y") == "x")
        #expect(reader.integer("a.d", default: 1) == 5 && reader.integer("a.e-f", default: 1) == 7)
        #expect(reader.number("a.g", default: 0.5) == 0.5)
        #expect(reader.entries.map(\.path) == ["a.b", "a.c", "a.d", "a.e-f", "a.g"])
        #expect(reader.entries.map(\.origin) == ["line 2", "line 3", "--set", "QUARRY_A_E_F", "default"])
        #expect(reader.entries.map { String(decoding: $0.json, as: UTF8.self) } == ["3", "\"x\"", "5", "7", "0.5"])
        reader.finish()
        #expect(reader.problems.list == [])
    }

    @Test func aWrongValueLeavesTheDefaultAndSaysWhere() {
        let reader = reader("a: x\nb: [1]\nc: {d: 1}\ne:", environment: ["QUARRY_F": "x"])
        #expect(reader.integer("a", default: 4) == 4 && reader.text("b", default: "t") == "t")
        #expect(!reader.flag("c", default: false) && reader.number("e", default: 2) == 2)
        #expect(reader.integer("f", default: 6) == 6)
        #expect(
            reader.problems.list == [
                "f:1:4: 'a' must be an integer, not 'x'", "f:2:4: 'b' must be a text, not a list",
                "f:3:4: 'c' must be true or false, not a section", "f:4:3: 'e' must be a number, not nothing",
                "QUARRY_F: 'f' must be an integer, not 'x'",
            ])
    }

    @Test(
        arguments: [
            ("0", 0), ("-0", 0), ("-7", -7), ("00", nil), ("-07", nil), ("1_0", nil), ("+7", 7), ("7.0", nil),
            ("0x7", nil),
            ("", nil), ("-", nil), ("9223372036854775807", Int.max), ("9223372036854775808", nil),
        ] as [(String, Int?)])
    func wholeNumbers(text: String, value: Int?) {
        let reader = reader("name: x", sets: [("a", text)])
        #expect(reader.integer("a", default: 99, in: Int.min...Int.max) == value ?? 99)
        #expect(reader.problems.list.isEmpty == (value != nil))
    }

    @Test(
        arguments: [
            ("1", 1), ("-1.5", -1.5), ("1e3", 1_000), (".5", 0.5), ("nan", nil), ("inf", nil), ("0x10", nil),
            ("0X1p2", nil),
            ("1,5", nil), ("", nil),
        ] as [(String, Double?)])
    func numbers(text: String, value: Double?) {
        let reader = reader("name: x", sets: [("a", text)])
        #expect(reader.number("a", default: 99, in: -1e9...1e9) == value ?? 99)
    }

    @Test func listsHaveWordsOfTheirChoices() {
        let reader = reader("a: [x, 'y', 3]\nb: [x, q]\nc: []\nd: [[x]]")
        #expect(reader.list("a", default: []) == ["x", "y", "3"] && reader.list("c", default: ["z"]) == [])
        #expect(reader.list("b", default: ["d"], choices: ["x", "y"]) == ["d"] && reader.list("d", default: []) == [])
        #expect(
            reader.problems.list == [
                "f:2:4: 'b' must be of x, y, not a list; did you mean 'x'?",
                "f:4:4: 'd' must be a list of words, not a list",
            ])
        #expect(String(decoding: reader.entries[0].json, as: UTF8.self) == #"["x","y","3"]"#)
    }

    @Test func aListOfTheEnvironmentHasBrackets() {
        let reader = reader("name: x", environment: ["QUARRY_A": "[x, y]", "QUARRY_B": "x, y"])
        #expect(reader.list("a", default: []) == ["x", "y"] && reader.text("b", default: "") == "x, y")
    }

    @Test func unknownKeysAreAllReported() {
        let reader = reader(
            "known: 1\nsection: {inner: 1, inne: 2}\nother: 3\nflat: 4", sets: [("section.iner", "1"), ("known", "2")])
        _ = (
            reader.integer("known", default: 0), reader.integer("section.inner", default: 0),
            reader.integer("flat.x", default: 0)
        )
        reader.finish()
        #expect(
            reader.problems.list == [
                "f:2:21: unknown key 'section.inne'; did you mean 'inner'?", "f:3:1: unknown key 'other'",
                "f:4:7: 'flat' must be a section with x, not '4'",
                "--set: unknown key 'section.iner'; did you mean 'section.inner'?",
            ])
    }

    @Test func anEmptySectionIsNoMistake() {
        let reader = reader("section:\nrules: off")
        _ = (reader.integer("section.inner", default: 0), reader.names(in: "section").count)
        #expect(reader.names(in: "rules").isEmpty)
        reader.know("rules")
        reader.finish()
        #expect(reader.problems.list == ["f:2:8: 'rules' must be a section, not 'off'"])
    }

    @Test func namesOfASectionAreThoseOfTheFileAndOfTheCommandLine() {
        let reader = reader(
            "s: {b: 1, a: {x: 1}}", sets: [("s.c.x", "1"), ("s.a.y", "2"), ("t.z", "3"), ("sx.q", "4")])
        #expect(reader.names(in: "s").map(\.name) == ["b", "a", "c"])
        #expect(reader.names(in: "s").map { $0.place?.column } == [5, 11, nil])
        #expect(reader.names(in: "t").map(\.name) == ["z"] && reader.names(in: "none").isEmpty)
    }

    @Test func aTextIsAskedForByItself() {
        let reader = reader("a: off\nb: 'off'\nc: {x: off}\nd: on", sets: [("d", "off"), ("a", "on")])
        #expect(!reader.isText("a", "off") && reader.isText("b", "off") && reader.isText("c.x", "off"))
        #expect(reader.isText("d", "off") && !reader.isText("c", "off") && !reader.isText("e", "off"))
        #expect(reader.has("a") && reader.has("c.x") && !reader.has("e") && !reader.has("a.x"))
    }

    @Test func aValueIsSettledOnce() {
        let reader = reader("a: x\nb: y")
        _ = (reader.text("a", default: ""), reader.text("b", default: ""))
        reader.settle("a", as: "z")
        reader.settle("none", as: "z")
        #expect(reader.entries.map { String(decoding: $0.json, as: UTF8.self) } == ["\"z\"", "\"y\""])
        #expect(reader.entries.map(\.origin) == ["line 1", "line 2"])
        reader.refuse("a", "is odd")
        reader.refuse("c", "is not there")
        #expect(reader.problems.list == ["f:1:4: 'a' is odd"])
    }

    @Test func noMoreThanFiftyProblemsAreSaid() {
        let problems = ConfigProblems(file: "f")
        for number in 0..<30 {
            problems.add("\(number)", at: .init(line: number, column: 1))
            problems.add("\(number)", origin: "o")
        }
        #expect(problems.list.count == 50 && problems.list[1] == "o: 0" && problems.list[48] == "f:24:1: 24")
    }

    // MARK: YAML and JSON

    @Test func aFileOfOursIsItsValues() throws {
        let text = "a: 1\nb: -2.5\nc: true\nd: 'true'\ne: \"1\"\nf: text\ng:\nh: [1, x, []]\ni: {j: 1e400, k: 0x1}"
        let json = try YAMLText.read(text, file: "f")
        #expect(
            json
                == .members([
                    "a": .integer(1), "b": .number(-2.5), "c": .bool(true), "d": .string("true"), "e": .string("1"),
                    "f": .string("text"), "g": .null, "h": .array([.integer(1), .string("x"), .array([])]),
                    "i": .members(["j": .string("1e400"), "k": .number(1)]),
                ]))
        #expect(words { _ = try YAMLText.read("", file: "f") } == "f:1:1: the pipeline is empty")
        #expect(
            words { _ = try YAMLText.read("a: *x", file: "f") }
                == "f:1:4: anchors and aliases are not used in pipelines")
        #expect(words { _ = try YAMLText.read("a: [1", file: "f") }.hasPrefix("f:"))
        #expect(words { _ = try YAMLText.read("a: 1\na: 2", file: "f") }.contains("the key 'a' stands twice"))
        #expect(words { _ = try YAMLText.read("a: \u{0}", file: "f") } == "f:1:1: a NUL byte: this is not a YAML text")
        #expect(words { _ = try YAMLText.read("[1]: 2", file: "f") }.contains("a key must be a word"))
        let long = "a: " + String(repeating: "x", count: 1 << 20)
        #expect(words { _ = try YAMLText.read(long, file: "f") } == "f:1:1: a pipeline of more than 1 MiB")
        #expect(words { _ = try YAMLText.read(String(long.prefix(1 << 20)), file: "f") } == "")
    }

    @Test func whatAValueIsInWords() {
        func kind(_ text: String) -> String? { ConfigNode.parse(text, problems: ConfigProblems(file: ""))?.kind }
        #expect(
            kind("x y") == "'x y'" && kind("[]") == "a list" && kind("{}") == "a section" && kind("''") == "nothing")
        #expect(kind(String(repeating: "x", count: 61)) == "'\(String(repeating: "x", count: 60))'")
        let node = ConfigNode(.members(["a": .members(["b": .bool(true)]), "n": .null]))
        #expect(
            node["a"]?["b"]?.kind == "'true'" && node["n"]?.kind == "nothing" && node["c"] == nil
                && node["a"]?["b"]?["c"] == nil)
    }

    // MARK: Pipelines

    @Test func aPipelineHasItsEntriesAndOneText() throws {
        let pipeline = try Pipeline.parse(
            "output: {level: 3}\nname: x", file: "p", folder: "/p", sets: ["output.license=mit"])
        #expect(
            pipeline.resolved.hasPrefix(#"{"name":"x","summary":"","input":{"base-url":"","range-bytes":134217728,"#))
        #expect(pipeline.digest == SHA256.hash(pipeline.resolved))
        func entry(_ path: String) -> (path: String, value: String, origin: String)? {
            pipeline.entries.first { $0.path == path }
        }
        #expect(entry("output.level")?.value == "3" && entry("output.level")?.origin == "line 1")
        #expect(entry("output.license")?.value == "\"mit\"" && entry("output.license")?.origin == "--set")
        #expect(entry("output.contact")?.origin == "default" && !pipeline.resolved.contains("\"score\""))
        let again = try Pipeline.read(resolved: JSONValue(parsing: pipeline.resolved), file: "q", folder: "/p")
        #expect(again.resolved == pipeline.resolved && again.config.output.level == 3)
        #expect(
            words { _ = try Pipeline.read(resolved: .members(["nmae": .string("x")]), file: "q", folder: "/p") }
                .contains("did you mean 'name'"))
    }

    @Test func filesThatAPipelineNamesAreFound() throws {
        let scratch = try Scratch()
        for name in ["w.json", "out", "b"] { try Files.write("", to: scratch.file(name)) }
        let text = "text: {common-words: w.json}\nfetch: {opt-out: [out, none, \(scratch.file("b"))]}\nname: /"
        let pipeline = try Pipeline.parse(text, file: "p", folder: scratch.path)
        #expect(pipeline.files(in: scratch.path) == ["b", "out", "w.json"].map(scratch.file))
    }

    @Test func aPipelineIsFoundByItsPath() throws {
        let scratch = try Scratch()
        try Files.write("text: {common-words: w.json}\nnmae: x", to: scratch.file("p.yaml"))
        #expect(
            words { _ = try Pipeline.load(path: scratch.file("p.yaml")) }
                == "p.yaml:2:1: unknown key 'nmae'; did you mean 'name'?")
        try Files.write("text: {common-words: w.json}", to: scratch.file("p.yaml"))
        #expect(try Pipeline.load(path: scratch.file("p.yaml")).config.text.commonWords == scratch.file("w.json"))
        #expect(words { _ = try Pipeline.load(path: scratch.file("q.yaml")) }.contains("q.yaml"))
    }

    @Test func jsonOfARunIsReadWhereItIsWhole() throws {
        let scratch = try Scratch()
        try Files.write("{\"a\":1}", to: scratch.file("a"))
        try Files.write("{\"a\":", to: scratch.file("b"))
        #expect(try PipelineError.json(at: scratch.file("a"))?["a"]?.integer == 1)
        #expect(
            try PipelineError.json(at: scratch.file("b")) == nil && PipelineError.json(at: scratch.file("c")) == nil)
        #expect(throws: PipelineError.self) { try PipelineError.json(at: scratch.path) }
    }

    @Test func errorsInWords() {
        #expect(PipelineError.problems(["a", "b"]).description == "a\nb")
        for error in [
            PipelineError.otherRun("x"), .damaged("x"), .incomplete("x"), .imbalance("x"), .unusable("x"), .unseen("x"),
            .notReady("x"),
        ] {
            #expect(error.description == "x")
        }
        #expect(PipelineError.failed(unit: "u/1", code: 3, message: "m").description == "u/1 failed (exit 3): m")
        #expect(PipelineError.interrupted.description == "interrupted; the same command resumes")
    }

    // MARK: Explanations

    @Test func valuesInWords() {
        #expect(ConfigKey.Kind.text([]).words == "a text" && ConfigKey.Kind.text(["a", "b"]).words == "one of a, b")
        #expect(ConfigKey.Kind.integer(0...Int.max).words == "an integer of at least 0")
        #expect(ConfigKey.Kind.integer(1...9).words == "an integer of at least 1 and at most 9")
        #expect(
            ConfigKey.Kind.number(0.5...2).words == "a number between 0.5 and 2.0"
                && ConfigKey.Kind.flag.words == "true or false")
        #expect(ConfigKey.Kind.list([]).words == "a list" && ConfigKey.Kind.list(["a", "b"]).words == "a list of a, b")
    }

    @Test func keysComeBeforeRules() throws {
        let all = KeyExplanation.all
        #expect(all.first?.path == "name" && all.first?.usual == "\"unnamed\"" && all.last?.usual == "")
        let firstRule = try #require(all.firstIndex { $0.usual.isEmpty })
        #expect(all[firstRule...].allSatisfy { $0.usual.isEmpty && !$0.sentence.isEmpty })
        #expect(
            try KeyExplanation.named("corpus.near-duplicates").count == 8 && KeyExplanation.named("name").count == 1)
        #expect(KeyExplanation(path: "a", sentence: "S.", values: "v", usual: "3").text == "a: 3\n    S.\n    v")
        #expect(KeyExplanation(path: "a", sentence: "", values: "v", usual: "").text == "a\n    v")
        #expect(words { _ = try KeyExplanation.named("zzzzzzzzzz") } == "there is no key 'zzzzzzzzzz'")
    }

    @Test func theEnvironmentIsReadAsItIs() {
        #expect(Environment.all["PATH"]?.isEmpty == false)
        #expect(Environment.values.keys.allSatisfy { $0.hasPrefix("QUARRY_") })
        #expect(Environment.all.filter { $0.key.hasPrefix("QUARRY_") } == Environment.values)
    }
}
