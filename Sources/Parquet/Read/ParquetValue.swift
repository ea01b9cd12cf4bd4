/// A value that was read.
package enum ParquetValue: Sendable, Equatable {
    case null
    /// Of a column of bytes, texts included.
    case bytes(ArraySlice<UInt8>)
    case integer(Int)
    case number(Double)
    case flag(Bool)
    /// The elements of a list.
    case list([ParquetValue])

    /// The bytes as text; nil for anything else, and for bytes that are not UTF-8.
    package var text: String? {
        guard case .bytes(let bytes) = self else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    /// The elements of a list.
    package var list: [ParquetValue]? { if case .list(let elements) = self { elements } else { nil } }

    /// The bytes of a value.
    package var bytes: ArraySlice<UInt8>? { if case .bytes(let bytes) = self { bytes } else { nil } }

    /// Whether there is nothing.
    package var isNull: Bool { self == .null }
}
