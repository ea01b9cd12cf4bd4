extension JSONValue {
    /// An object of these members in this order; keys must differ.
    public static func members(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
        .object(members.map { Member(key: $0.key, value: $0.value) })
    }

    /// A list of whole numbers.
    public static func integers(_ values: some Sequence<Int>) -> JSONValue { .array(values.map { .integer($0) }) }

    /// A number that prints as the shortest decimal of a `Float`; NaN and infinities become null.
    public static func float(_ value: Float) -> JSONValue {
        guard value.isFinite, let decimal = Double(value.description) else { return .null }
        return .number(decimal)
    }

    /// Compact text: one line, UTF-8, no spaces.
    public var text: String {
        var json = JSONWriter()
        write(to: &json)
        return json.text
    }

    /// Writes the value, members in their order: read again it is the same, but for numbers that are not finite.
    public func write(to json: inout JSONWriter) {
        switch self {
        case .null: json.raw(Array("null".utf8))
        case .bool(let flag): json.value(flag)
        case .integer(let value): json.value(value)
        case .number(let value): if value.isFinite { json.value(value) } else { json.raw(Array("null".utf8)) }
        case .string(let text): json.value(text, exactly: true)
        case .array(let elements): json.array { json in for element in elements { element.write(to: &json) } }
        case .object(let members):
            json.object { json in
                for member in members {
                    json.key(member.key, exactly: true)
                    member.value.write(to: &json)
                }
            }
        }
    }
}
