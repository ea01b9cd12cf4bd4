import Glibc

/// The environment variables that a pipeline may be changed by.
package enum Environment {
    /// Those that begin with `QUARRY_`.
    package static var values: [String: String] { all.filter { $0.key.hasPrefix("QUARRY_") } }

    /// All of them.
    package static var all: [String: String] {
        var values: [String: String] = [:]
        var at = environ
        while let entry = at.pointee {
            let text = String(cString: entry)
            if let equals = text.firstIndex(of: "=") {
                values[String(text[..<equals])] = String(text[text.index(after: equals)...])
            }
            at += 1
        }
        return values
    }
}
