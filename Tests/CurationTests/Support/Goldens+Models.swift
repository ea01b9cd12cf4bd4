import JSON
import Platform
import TestKit

extension Goldens {
    /// A file of `Tests/CurationTests/Goldens`.
    static func committed(_ name: String) -> String { Repository.root + "/Tests/CurationTests/Goldens/" + name }

    /// The committed JSON of `Tests/CurationTests/Goldens`.
    static func committedJSON(_ name: String) throws -> JSONValue {
        try JSONValue(parsing: try Files.read(committed(name)))
    }
}
