import Foundation

/// Base64 (RFC 4648, 4).
enum Base64 {
    /// The bytes of a text, nil when it is none.
    static func decode(_ text: String) -> [UInt8]? {
        Data(base64Encoded: text, options: .ignoreUnknownCharacters).map { [UInt8]($0) }
    }
}
