/// A media type as the WHATWG MIME Sniffing Standard parses and serialises one (section 4).
///
/// ```swift
/// let type = MIMEType("text/html;charset=\"UTF-8\"")
/// type?.essence  // "text/html"
/// type?.charset  // "UTF-8"
/// ```
public struct MIMEType: Hashable, Sendable, CustomStringConvertible {
    /// Type and subtype in lower case: `image/png`.
    public let essence: String

    /// The parameters in order, names in lower case; of two of one name only the first is kept.
    public let parameters: [Parameter]

    /// One parameter.
    public struct Parameter: Hashable, Sendable {
        /// In lower case.
        public let name: String
        /// Without its quotation marks.
        public let value: String
    }

    /// Parses a `Content-Type` header or the like; nil when there is no type and subtype.
    public init?(_ text: String) {
        var bytes = Array(text.utf8)[...].drop(while: Self.isSpace)
        while let last = bytes.last, Self.isSpace(last) { bytes.removeLast() }
        guard let slash = bytes.firstIndex(of: 0x2F) else { return nil }
        let type = bytes[..<slash]
        let end = bytes[slash...].firstIndex(of: 0x3B) ?? bytes.endIndex
        var subtype = bytes[(slash + 1)..<end]
        while let last = subtype.last, Self.isSpace(last) { subtype.removeLast() }
        guard !type.isEmpty, !subtype.isEmpty, type.allSatisfy(Self.isToken), subtype.allSatisfy(Self.isToken) else {
            return nil
        }
        essence = String(decoding: (type + [0x2F] + subtype).map(ASCII.lower), as: UTF8.self)
        parameters = Self.parameters(bytes[end...])
    }

    /// The value of a parameter, nil when it is absent; `name` is in lower case.
    public subscript(name: String) -> String? { parameters.first { $0.name == name }?.value }

    /// The `charset` parameter: a label for `TextEncoding`.
    public var charset: String? { self["charset"] }

    /// Whether the type is `image/…`.
    public var isImage: Bool { essence.hasPrefix("image/") }

    /// The serialisation, with quotation marks where a value needs them.
    public var description: String {
        parameters.reduce(into: essence) { text, parameter in
            text += ";\(parameter.name)="
            if !parameter.value.isEmpty, parameter.value.utf8.allSatisfy(Self.isToken) {
                text += parameter.value
            } else {
                text += "\""
                for scalar in parameter.value.unicodeScalars {
                    if scalar == "\"" || scalar == "\\" { text += "\\" }
                    text.unicodeScalars.append(scalar)
                }
                text += "\""
            }
        }
    }

    private static func parameters(_ text: ArraySlice<UInt8>) -> [Parameter] {
        var found: [Parameter] = []
        var rest = text
        while rest.first == 0x3B {
            rest = rest.dropFirst().drop(while: isSpace)
            let name = rest.prefix { $0 != 0x3B && $0 != 0x3D }
            rest = rest.dropFirst(name.count)
            guard rest.first == 0x3D else { continue }
            rest = rest.dropFirst()
            var value: [UInt8]
            if rest.first == 0x22 {
                value = quoted(&rest)
                rest = rest.drop { $0 != 0x3B }
            } else {
                value = Array(rest.prefix { $0 != 0x3B })
                rest = rest.dropFirst(value.count)
                while let last = value.last, isSpace(last) { value.removeLast() }
                if value.isEmpty { continue }
            }
            let lower = String(decoding: name.map(ASCII.lower), as: UTF8.self)
            let isNew = !found.contains { $0.name == lower }
            if !name.isEmpty, name.allSatisfy(isToken), value.allSatisfy(isQuotable), isNew {
                found.append(Parameter(name: lower, value: String(decoding: value, as: UTF8.self)))
            }
        }
        return found
    }

    /// A quoted string at the start of `rest`, which moves behind it.
    private static func quoted(_ rest: inout ArraySlice<UInt8>) -> [UInt8] {
        var value: [UInt8] = []
        rest = rest.dropFirst()
        while let byte = rest.first {
            rest = rest.dropFirst()
            if byte == 0x22 { break }
            if byte == 0x5C {
                value.append(rest.first ?? 0x5C)
                rest = rest.dropFirst()
            } else {
                value.append(byte)
            }
        }
        return value
    }

    /// HTTP white space.
    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }

    private static let tokenSigns = ASCIISet("!#$%&'*+-.^_`|~")

    private static func isToken(_ byte: UInt8) -> Bool {
        ASCII.isAlpha(byte) || ASCII.isDigit(byte) || tokenSigns.contains(byte)
    }

    /// HTTP quoted-string token code points.
    private static func isQuotable(_ byte: UInt8) -> Bool { byte == 0x09 || (byte >= 0x20 && byte != 0x7F) }
}
