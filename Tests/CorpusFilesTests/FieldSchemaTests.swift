import Facts
import JSON
import Platform
import Testing
import TestKit
@testable import CorpusFiles

/// What the schemas list that `Facts` has tables of: reasons, fields, signals, formats. `RECORD=1` rewrites those parts.
@Suite struct FieldSchemaTests {
    @Test(arguments: ["drop", "manifest", "unit"]) func everyReason(name: String) throws {
        let reasons = JSONValue.array(Reason.allCases.map { .string($0.rawValue) })
        let path =
            name == "drop"
            ? ["properties", "reason", "enum"]
            : ["$defs", "account", "properties", "dropped", "propertyNames", "enum"]
        try expect(name, [(path, reasons)])
    }

    @Test func everyFieldOfTheText() throws {
        func number(_ type: String, _ sentence: String) -> JSONValue {
            type == "integer"
                ? .members([
                    "type": .string(type), "minimum": .integer(0), "description": .string(sentence),
                    "maximum": .integer(1 << 53 - 1),
                ]) : .members(["type": .string(type), "description": .string(sentence)])
        }
        var fields = TextProfile.counts.map { JSONValue.Member(key: $0.name, value: number("integer", $0.sentence)) }
        fields.append(.init(key: "images", value: number("integer", "image segments")))
        fields += TextProfile.ratios.map { .init(key: $0.name, value: number("number", $0.sentence)) }
        let formats = [""] + PictureFormat.all.map(\.name)
        try expect(
            "document",
            [
                (["properties", "signals", "required"], .array(fields.map { .string($0.key) })),
                (["properties", "signals", "properties"], .object(fields)),
                (
                    ["properties", "segments", "items", "properties", "format", "enum"],
                    .array(formats.map { .string($0) })
                ),
            ])
    }

    @Test func everyScoreSignal() throws {
        let all = ScoreSignal.allCases
        let numbers = all.filter(\.isNumber)
        let ofImages = numbers.filter(\.isOfImages)
        func keys(_ first: [String], _ signals: [ScoreSignal], _ last: [String]) -> JSONValue {
            .array((first + signals.map(\.column) + last).map { .string($0) })
        }
        var changes = [
            (["required"], keys(["document", "signals", "tokens"], numbers, ["images", "problem"])),
            (
                ["properties", "signals", "propertyNames", "enum"],
                JSONValue.array(all.map { .string($0.rawValue) })
            ),
            (
                ["properties", "images", "items", "required"],
                keys(["position", "sha256"], ofImages, ["caption", "problem"])
            ),
        ]
        for signal in numbers {
            let value = JSONValue.members([
                "type": .array([.string("number"), .string("null")]), "description": .string(signal.definition),
            ])
            changes.append((["properties", signal.column], value))
            if signal.isOfImages {
                changes.append((["properties", "images", "items", "properties", signal.column], value))
            }
        }
        try expect("annotation", changes)
    }

    /// A schema says what the code says at these places.
    private func expect(_ name: String, _ changes: [(path: [String], value: JSONValue)]) throws {
        var json = try SchemaTests.schema(name).json
        for change in changes { json = json.setting(change.path[...], to: change.value) }
        let text = String(decoding: PrettyJSON.format(Array(json.text.utf8)), as: UTF8.self)
        let recorded = try SchemaTests.recorded("\(name).schema.json", or: text)
        #expect(recorded == text, "\(name) is not what the code says; RECORD=1 rewrites it")
    }
}

extension JSONValue {
    /// The value with another one at a path of keys; a last key that is not there is added at the end.
    fileprivate func setting(_ path: ArraySlice<String>, to value: JSONValue) -> JSONValue {
        guard let key = path.first else { return value }
        var members = self.members ?? []
        let place = members.firstIndex { $0.key == key }
        let old = place.map { members[$0].value } ?? .object([])
        let member = Member(key: key, value: old.setting(path.dropFirst(), to: value))
        if let place { members[place] = member } else { members.append(member) }
        return .object(members)
    }
}
