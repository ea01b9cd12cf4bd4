/// One thing that is measured of a record: its name, what its values are, a sentence, and where the record has it.
///
/// A type's `fields` are the one list of what is known of it. The lines, exchanges, rows, tables, schemas and answers that
/// carry it are made from that list: to add a measured value is to add its property, its measurement and its field.
package struct Field<Record: Sendable>: Sendable {
    /// The key in JSON and the column in SQL.
    package let name: String
    /// What the values are.
    package let kind: FieldKind
    /// Whether the public record of a document has it; else it is known to the index alone.
    package let isRecorded: Bool
    /// What is measured, in a sentence.
    package let sentence: String
    /// The value; `.unknown` when it was not measured.
    package let value: @Sendable (Record) -> FieldValue
    /// Takes a value of the field's kind; others, `.unknown` too, leave the record as it is.
    package let take: @Sendable (inout Record, FieldValue) -> Void

    /// A field by what reads and writes it.
    package init(
        _ name: String, _ kind: FieldKind, recorded: Bool, _ sentence: String,
        value: @escaping @Sendable (Record) -> FieldValue,
        take: @escaping @Sendable (inout Record, FieldValue) -> Void
    ) {
        (self.name, self.kind, self.isRecorded, self.sentence) = (name, kind, recorded, sentence)
        (self.value, self.take) = (value, take)
    }

    /// A count.
    package init(
        _ name: String, _ path: any WritableKeyPath<Record, Int> & Sendable, recorded: Bool = true, _ sentence: String
    ) {
        self.init(name, .integer, recorded: recorded, sentence) {
            .integer($0[keyPath: path])
        } take: {
            if case .integer(let value) = $1 { $0[keyPath: path] = value }
        }
    }

    /// A ratio or another number with a fraction.
    package init(
        _ name: String, _ path: any WritableKeyPath<Record, Double> & Sendable, recorded: Bool = true,
        _ sentence: String
    ) {
        self.init(name, .number, recorded: recorded, sentence) {
            .number($0[keyPath: path])
        } take: {
            if case .number(let value) = $1 { $0[keyPath: path] = value }
        }
    }

    /// A text.
    package init(
        _ name: String, _ path: any WritableKeyPath<Record, String> & Sendable, recorded: Bool = true,
        _ sentence: String
    ) {
        self.init(name, .text, recorded: recorded, sentence) {
            .text($0[keyPath: path])
        } take: {
            if case .text(let value) = $1 { $0[keyPath: path] = value }
        }
    }

    /// Whether something is so.
    package init(
        _ name: String, _ path: any WritableKeyPath<Record, Bool> & Sendable, recorded: Bool = true, _ sentence: String
    ) {
        self.init(name, .flag, recorded: recorded, sentence) {
            .flag($0[keyPath: path])
        } take: {
            if case .flag(let value) = $1 { $0[keyPath: path] = value }
        }
    }

    /// A number that need not be known.
    package init(
        _ name: String, _ path: any WritableKeyPath<Record, Double?> & Sendable, recorded: Bool = true,
        _ sentence: String
    ) {
        self.init(name, .number, recorded: recorded, sentence) {
            $0[keyPath: path].map { FieldValue.number($0) } ?? FieldValue.unknown
        } take: {
            if case .number(let value) = $1 { $0[keyPath: path] = value }
        }
    }

    /// A field of a part that need not be known: all of the part is known, or nothing of it.
    package init<Part: Sendable>(
        _ field: Field<Part>, of path: any WritableKeyPath<Record, Part?> & Sendable, unknown: Part
    ) {
        self.init(field.name, field.kind, recorded: field.isRecorded, field.sentence) {
            $0[keyPath: path].map(field.value) ?? FieldValue.unknown
        } take: {
            if case .unknown = $1 { return }
            var part = $0[keyPath: path] ?? unknown
            field.take(&part, $1)
            $0[keyPath: path] = part
        }
    }
}
