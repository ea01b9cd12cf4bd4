package import Facts
package import JSON

extension JSONWriter {
    /// Writes a value as it is printed; one that was not measured as what its kind has for nothing.
    package mutating func value(_ value: FieldValue, _ kind: FieldKind) {
        switch value.printed(kind) {
        case .integer(let number): self.value(number)
        case .number(let number): self.value(number)
        case .text(let text): self.value(text)
        case .flag(let flag): self.value(flag)
        case .unknown, .digest, .hash: self.value("")
        }
    }

    /// Writes the member that a record has for a field; of no record what the kind has for nothing.
    package mutating func member<Record>(_ field: Field<Record>, of record: Record?) {
        key(field.name)
        value(record.map(field.value) ?? FieldValue.unknown, field.kind)
    }
}

extension FieldKind {
    /// The value of this kind that JSON has; `.unknown` when it is absent or of another type.
    package func read(_ json: JSONValue?) -> FieldValue {
        switch json {
        case .integer(let value): read(printed: .integer(value))
        case .number(let value): read(printed: .number(value))
        case .string(let value): read(printed: .text(value))
        case .bool(let value): read(printed: .flag(value))
        case .null, .array, .object, nil: .unknown
        }
    }
}
