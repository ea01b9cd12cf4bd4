package import JSON
import Platform

/// As much of JSON Schema 2020-12 as `schemas/` uses.
package struct Schema {
    /// The schema itself.
    package let json: JSONValue

    /// A schema that is at hand.
    package init(json: JSONValue) { self.json = json }

    /// Reads a schema.
    package init(path: String) throws { json = try JSONValue(parsing: Files.read(path)) }

    /// What is wrong with an answer of a verb by `schemas/answers/`, empty when nothing is.
    package static func problems(_ text: String, answer name: String) throws -> [String] {
        try Schema(path: "\(Repository.root)/schemas/answers/\(name).schema.json").problems(JSONValue(parsing: text))
    }

    /// What is wrong with an answer of a verb by `schemas/inspection.schema.json`, empty when nothing is.
    package static func problems(_ text: String, inspection verb: String) throws -> [String] {
        let schema = try JSONValue(parsing: Files.read("\(Repository.root)/schemas/inspection.schema.json"))
        let wrapped = JSONValue.members(["$ref": .string("#/$defs/\(verb)"), "$defs": schema["$defs"] ?? .null])
        return Schema(json: wrapped).problems(try JSONValue(parsing: text))
    }

    /// What is wrong with `value`, empty when nothing is.
    package func problems(_ value: JSONValue) -> [String] { check(value, json, "$") }

    private func check(_ value: JSONValue, _ schema: JSONValue, _ place: String) -> [String] {
        if let reference = schema["$ref"]?.string {
            let target = reference.split(separator: "/").dropFirst().reduce(json) { $0[String($1)] ?? .null }
            return check(value, target, place)
        }
        var out: [String] = []
        if let choices = schema["oneOf"]?.array {
            let fits = choices.filter { check(value, $0, place).isEmpty }.count
            if fits != 1 { out.append("\(place): fits \(fits) of the choices") }
        }
        let types = schema["type"]?.array?.compactMap(\.string) ?? [schema["type"]?.string].compactMap(\.self)
        if !types.isEmpty, !types.contains(where: { Self.is(value, $0) }) {
            return ["\(place): not \(types.joined(separator: " or "))"]
        }
        if let list = schema["enum"]?.array, !list.contains(value) { out.append("\(place): not in the list") }
        if let constant = schema["const"], constant != value { out.append("\(place): not \(constant)") }
        if let least = schema["minimum"]?.number, let number = value.number, number < least {
            out.append("\(place): less than \(least)")
        }
        if let most = schema["maximum"]?.number, let number = value.number, number > most {
            out.append("\(place): more than \(most)")
        }
        if let least = schema["minItems"]?.integer, let list = value.array, list.count < least {
            out.append("\(place): too few")
        }
        if let pattern = schema["pattern"]?.string, let text = value.string,
            let regex = try? Regex(pattern), text.firstMatch(of: regex) == nil
        {
            out.append("\(place): not like \(pattern)")
        }
        for (index, element) in (value.array ?? []).enumerated() {
            if let items = schema["items"] { out += check(element, items, "\(place)[\(index)]") }
        }
        if let members = value.members { out += check(members, schema, place) }
        return out
    }

    private func check(_ members: [JSONValue.Member], _ schema: JSONValue, _ place: String) -> [String] {
        var out: [String] = []
        for key in schema["required"]?.array?.compactMap(\.string) ?? []
        where !members.contains(where: { $0.key == key }) {
            out.append("\(place): no \(key)")
        }
        for member in members {
            let inner = "\(place).\(member.key)"
            if let names = schema["propertyNames"] { out += check(.string(member.key), names, inner) }
            if let property = schema["properties"]?[member.key] {
                out += check(member.value, property, inner)
            } else if schema["additionalProperties"] == .bool(false) {
                out.append("\(inner): unknown")
            } else if let others = schema["additionalProperties"], others.members != nil {
                out += check(member.value, others, inner)
            }
        }
        return out
    }

    private static func `is`(_ value: JSONValue, _ type: String) -> Bool {
        switch type {
        case "object": value.members != nil
        case "array": value.array != nil
        case "string": value.string != nil
        case "integer": value.integer != nil
        case "number": value.number != nil
        case "boolean": value.bool != nil
        case "null": value == .null
        default: false
        }
    }
}
