import JSON
import Platform

extension Goldens {
    /// A file of `Tests/CurationTests/Goldens`.
    static func committed(_ name: String) -> String {
        var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        parts.removeLast(2)  // Support and the file itself
        return parts.joined(separator: "/") + "/Goldens/" + name
    }

    /// The committed JSON of `Tests/CurationTests/Goldens`.
    static func committedJSON(_ name: String) throws -> JSONValue {
        try JSONValue(parsing: try Files.read(committed(name)))
    }
}
