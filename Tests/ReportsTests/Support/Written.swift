@testable import Reports

/// What a writer has written.
func written(_ body: (inout HTMLWriter) throws -> Void) rethrows -> String {
    var html = HTMLWriter()
    try body(&html)
    return html.html
}

extension String {
    /// The pieces between the separators, empty ones too.
    func components(at separator: String) -> [Substring] {
        var parts: [Substring] = []
        var rest = self[...]
        while let range = rest.firstRange(of: separator) {
            parts.append(rest[..<range.lowerBound])
            rest = rest[range.upperBound...]
        }
        return parts + [rest]
    }
}
