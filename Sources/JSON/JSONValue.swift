/// A JSON value as it was read: members keep their order.
///
/// Keys are told apart by their bytes: two that Swift's `String` holds for equal (é in one or in two scalars) are
/// different tokens of a vocabulary.
public enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    /// A number without fraction or exponent that fits.
    case integer(Int)
    /// Any other number.
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([Member])

    /// One member of an object.
    public struct Member: Sendable, Equatable {
        /// The key.
        public let key: String
        /// The value.
        public let value: JSONValue

        /// A key with its value.
        public init(key: String, value: JSONValue) { (self.key, self.value) = (key, value) }
    }

    /// Reads one JSON text (RFC 8259, strictly: valid UTF-8, no key twice, no half surrogate pair; at most 512 levels
    /// deep).
    /// - Parameter leniently: a byte order mark, bytes that are not UTF-8 and half surrogate pairs (each U+FFFD), a key
    ///   that stands twice (the last counts) and numbers out of range pass: for files that others wrote for the web.
    /// - Throws: `JSONError` with the byte where it went wrong.
    public init(parsing bytes: UnsafeRawBufferPointer, leniently: Bool = false) throws(JSONError) {
        var parser = JSONParser(bytes, isLenient: leniently)
        self = try parser.document()
    }

    /// Reads one JSON text.
    /// - Throws: `JSONError` with the byte where it went wrong.
    public init(parsing bytes: [UInt8], leniently: Bool = false) throws(JSONError) {
        let result = bytes.withUnsafeBytes { buffer -> Result<JSONValue, JSONError> in
            do throws(JSONError) {
                return .success(try JSONValue(parsing: buffer, leniently: leniently))
            } catch {
                return .failure(error)
            }
        }
        self = try result.get()
    }

    /// Reads one JSON text.
    /// - Throws: `JSONError` with the byte where it went wrong.
    public init(parsing text: String) throws(JSONError) { try self.init(parsing: Array(text.utf8)) }

    /// The member of an object, nil when absent or when this is no object; looked for from the front.
    public subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key && $0.key.utf8.elementsEqual(key.utf8) }?.value
    }

    /// The element of an array, nil when out of range or when this is no array.
    public subscript(index: Int) -> JSONValue? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }

    /// The string, when it is one.
    public var string: String? { if case .string(let text) = self { text } else { nil } }
    /// The integer, when it is one.
    public var integer: Int? { if case .integer(let value) = self { value } else { nil } }
    /// The number, integers included.
    public var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }
    /// The truth value, when it is one.
    public var bool: Bool? { if case .bool(let flag) = self { flag } else { nil } }
    /// The elements, when it is an array.
    public var array: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }
    /// The value itself, when it is an object.
    public var object: JSONValue? { if case .object = self { self } else { nil } }
    /// The members, when it is an object.
    public var members: [Member]? { if case .object(let members) = self { members } else { nil } }
    /// What kind of value this is, for messages.
    public var kind: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .integer, .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}

/// Why a text is not JSON.
public struct JSONError: Error, Equatable, CustomStringConvertible {
    /// Byte offset.
    public let offset: Int
    /// What was expected or found.
    public let message: String

    /// `byte 12: expected ':'`.
    public var description: String { "byte \(offset): \(message)" }
}
