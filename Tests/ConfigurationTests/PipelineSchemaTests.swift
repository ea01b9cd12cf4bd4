import Foundation
import JSON
import Platform
import Testing
import TestKit
@testable import Configuration
@testable import CorpusFiles

/// `schemas/pipeline.schema.json` is made of the keys that are read; `RECORD=1` rewrites it and fails.
@Suite struct PipelineSchemaTests {
    static let path = "\(Repository.root)/schemas/pipeline.schema.json"
    static let shipped = ["obelics", "quarry", "quickstart"]

    @Test func itKnowsJustTheKeysThatAreRead() throws {
        let text = PrettyJSON.format(Array(PipelineSchema.json.utf8))
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try Files.write(text, to: Self.path)
            Issue.record("recorded pipeline.schema.json; run again without RECORD")
        }
        #expect(try Files.read(Self.path) == text, "not what the code says; RECORD=1 rewrites it")
    }

    @Test(arguments: shipped) func shippedPipelinesAreAsItSays(name: String) throws {
        let schema = try Schema(path: Self.path)
        let path = "\(Repository.root)/pipelines/\(name).yaml"
        let node = ConfigNode.parse(try Files.readText(path), problems: ConfigProblems(file: name))
        #expect(schema.problems(json(try #require(node))) == [])
        let resolved = try JSONValue(parsing: try Pipeline.load(path: path).resolved)
        #expect(schema.problems(resolved) == [])
    }

    /// What the reader refuses, the schema refuses, and the other way round.
    @Test(arguments: [
        ("output: {level: 3}", true), ("output: {level: 99}", false), ("output: {levl: 3}", false),
        ("outputs: {level: 3}", false), ("extraction: {profile: obelix}", false), ("name: [x]", false),
        ("fetch: {allow-addresses: [127.0.0.1/32]}", true), ("fetch: {allow-addresses: 127.0.0.1/32}", false),
        ("fetch: {network: yes}", false), ("paragraphs: {words: {min: 4, max: 9}}", true),
        ("paragraphs: {words: {min: four}}", false), ("paragraphs: {word: {min: 4}}", false),
        ("paragraphs: {words: off}", true),
        ("documents: {stop-words: {min: 0.3, languages: {fr: {min: 0.2}}}}", true),
        ("documents: {stop-words: {min: 0.3, languages: {fr: {least: 0.2}}}}", false),
        ("score: {model: m, dtype: int8, captions: true}\ndocuments: {image-gain: {min: 0.1}}", true),
        ("score: {model: m, dtype: int9}", false), ("score: {model: m, modle: m}", false),
        ("score: {model: m, cascade: true, caption-template: brief, caption-context: 200}", true),
        ("score: {model: m, caption-template: long}", false),
        ("score: {model: m}\nimages: {caption-agreement: {min: 0.5}}", true),
        ("score: {model: m}\nimages: {swap-margin: {least: 0.1}}", false),
        ("score: {model: m}\ndocuments: {model-perplexity: {max: 40}, image-gain: off}", true),
    ])
    func itAgreesWithTheReader(text: String, isSound: Bool) throws {
        let schema = try Schema(path: Self.path)
        let node = ConfigNode.parse(text, problems: ConfigProblems(file: ""))
        #expect(schema.problems(json(try #require(node))).isEmpty == isSound)
        let isRead = (try? Pipeline.parse(text, file: "p.yaml", folder: ".")) != nil
        #expect(isRead == isSound)
    }

    /// A YAML value as the JSON it stands for (plain scalars by the YAML 1.2 core schema).
    private func json(_ node: ConfigNode) -> JSONValue {
        var writer = JSONWriter()
        write(node, &writer)
        return (try? JSONValue(parsing: writer.bytes)) ?? .null
    }

    private func write(_ node: ConfigNode, _ json: inout JSONWriter) {
        switch node.content {
        case .scalar("true", isPlain: true): json.value(true)
        case .scalar("false", isPlain: true): json.value(false)
        case .scalar(let text, isPlain: true):
            if let number = Int(text) {
                json.value(number)
            } else if let number = Double(text) {
                json.value(number)
            } else {
                json.value(text)
            }
        case .scalar(let text, _): json.value(text)
        case .sequence(let items): json.array { json in for item in items { write(item, &json) } }
        case .mapping(let members):
            json.object { json in
                for (key, _, value) in members {
                    json.key(key)
                    write(value, &json)
                }
            }
        }
    }
}
