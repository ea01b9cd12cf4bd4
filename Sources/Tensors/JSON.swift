/// A JSON value as the files of a checkpoint use it.
///
/// Objects keep their members in order and tell keys apart by their bytes: two keys that Swift's `String` holds for
/// equal (é in one or in two scalars) are different tokens of a vocabulary.
public enum JSON: Equatable, Sendable {
    case null
    case bool(Bool)
    /// A number without fraction or exponent that fits.
    case integer(Int)
    /// Any other number.
    case number(Double)
    case string(String)
    case array([JSON])
    case object(JSONObject)

    /// Parses one complete JSON text.
    ///
    /// Strict: valid UTF-8, no trailing bytes, no duplicate keys, at most 64 levels deep.
    /// - Throws: `JSONError` with the offset of the first fault.
    public init(parsing bytes: UnsafeRawBufferPointer) throws(JSONError) {
        var parser = JSONParser(bytes: bytes)
        self = try parser.parseDocument()
    }

    /// Parses one complete JSON text held in an array.
    /// - Throws: `JSONError` with the offset of the first fault.
    public init(parsing bytes: [UInt8]) throws(JSONError) {
        let result = bytes.withUnsafeBytes { buffer -> Result<JSON, JSONError> in
            do throws(JSONError) { return .success(try JSON(parsing: buffer)) } catch { return .failure(error) }
        }
        self = try result.get()
    }

    /// The members, when this is an object.
    public var object: JSONObject? { if case .object(let value) = self { value } else { nil } }
    /// The elements, when this is an array.
    public var array: [JSON]? { if case .array(let value) = self { value } else { nil } }
    /// The text, when this is a string.
    public var string: String? { if case .string(let value) = self { value } else { nil } }
    /// The value, when this is a whole number in the range of `Int`.
    public var integer: Int? { if case .integer(let value) = self { value } else { nil } }
    /// The value, when this is `true` or `false`.
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    /// The value of any number.
    public var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }
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

/// The members of a JSON object in the order of the file; keys are unique by their bytes.
public struct JSONObject: Equatable, Sendable {
    /// A key and its value.
    public struct Member: Equatable, Sendable {
        /// The key.
        public let key: String
        /// The value.
        public let value: JSON

        /// A key with its value.
        public init(key: String, value: JSON) { (self.key, self.value) = (key, value) }
    }

    /// All members, in order.
    public let members: [Member]

    /// An object with these members; the caller sees to it that their keys differ.
    public init(members: [Member]) { self.members = members }

    /// The value of `key`, looked for from the front (meant for objects with few members).
    public subscript(key: String) -> JSON? {
        members.first { $0.key.utf8.elementsEqual(key.utf8) }?.value
    }
}

/// What is wrong with a JSON text, and where.
public struct JSONError: Error, Equatable, CustomStringConvertible {
    /// The faults the parser tells apart.
    public enum Fault: String, Sendable {
        case unexpectedEnd = "ends too early"
        case unexpectedByte = "unexpected byte"
        case trailingBytes = "bytes after the end of the value"
        case tooDeep = "nested deeper than 64 levels"
        case notUTF8 = "not valid UTF-8"
        case badEscape = "invalid escape in a string"
        case badNumber = "invalid number"
        case duplicateKey = "the same key twice"
    }

    /// The kind of fault.
    public let fault: Fault
    /// Offset of the byte at which it was noticed.
    public let offset: Int

    /// One line for people.
    public var description: String { "\(fault.rawValue) at byte \(offset)" }
}
