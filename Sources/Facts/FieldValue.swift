package import Platform

/// A measured value on its way between a record and a line, a row or an exchange.
package enum FieldValue: Sendable, Equatable {
    /// Not measured.
    case unknown
    case integer(Int)
    case number(Double)
    case text(String)
    case flag(Bool)
    /// A SHA-256: 64 hexadecimal digits where it is printed, 32 bytes where it is stored.
    case digest(Digest)
    /// A perceptual hash: 16 hexadecimal digits where it is printed, 8 bytes where it is stored.
    case hash(UInt64)

    /// As people and JSON see it: digests and hashes as text, what was not measured as what `kind` has for nothing
    /// (0, `""`, false).
    package func printed(_ kind: FieldKind) -> FieldValue {
        switch self {
        case .digest(let digest): .text(digest.hex)
        case .hash(let hash): .text(Hex.encode(hash))
        case .unknown: kind.nothing
        default: self
        }
    }
}

/// What the values of a field are.
package enum FieldKind: Sendable, CaseIterable {
    case integer, number, text, flag, digest, hash

    /// What stands for a value that was not measured, where nothing may be missing.
    package var nothing: FieldValue {
        switch self {
        case .integer: .integer(0)
        case .number: .number(0)
        case .text, .digest, .hash: .text("")
        case .flag: .flag(false)
        }
    }

    /// The type of its column in SQL.
    package var sqlType: String {
        switch self {
        case .integer, .flag: "INTEGER"
        case .number: "REAL"
        case .text: "TEXT"
        case .digest, .hash: "BLOB"
        }
    }

    /// A value of this kind that was printed; `.unknown` for what is none.
    package func read(printed value: FieldValue) -> FieldValue {
        switch (self, value) {
        case (.digest, .text(let text)): Digest(hex: text).map { .digest($0) } ?? .unknown
        case (.hash, .text(let text)): UInt64(text, radix: 16).map { .hash($0) } ?? .unknown
        case (.number, .integer(let value)): .number(Double(value))
        case (.integer, .integer), (.number, .number), (.text, .text), (.flag, .flag): value
        default: .unknown
        }
    }
}
