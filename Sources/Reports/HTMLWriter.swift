import Platform

/// HTML, written piece by piece. Text and attribute values are escaped always; only literals of this program are markup,
/// so nothing that a page of the web says can become an element or a script.
package struct HTMLWriter {
    /// What was written so far.
    package private(set) var html = ""

    /// Nothing yet.
    package init() { html.reserveCapacity(1 << 16) }

    /// Markup of our own.
    package mutating func markup(_ literal: StaticString) { html += literal.description }

    /// A sheet or a script of ours, as it is.
    package mutating func append(_ asset: String) { html += asset }

    /// Text.
    package mutating func text(_ text: String) { Markup.escape(text, into: &html) }

    /// An element with what `body` writes in it.
    package mutating func element(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:],
        _ body: (inout HTMLWriter) -> Void
    ) {
        open(name, attributes)
        body(&self)
        html += "</\(name)>"
    }

    /// An element with a text in it.
    package mutating func element(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:], text: String
    ) {
        element(name, attributes) { $0.text(text) }
    }

    /// The beginning of an element, or an element that has no end (`img`, `input`).
    package mutating func open(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:]) {
        html += "<\(name)"
        for (key, value) in attributes {
            // An empty value is left out unless it means something: `alt=""` says that a picture says nothing.
            if value.isEmpty,
                !["alt", "value", "hidden", "checked", "open", "selected", "sandbox"].contains(key.description)
            {
                continue
            }
            html += " \(key)=\""
            Markup.escape(value, into: &html)
            html += "\""
        }
        html += ">"
    }
}

extension HTMLWriter {
    /// A link to a page of the web, told apart from ours; what is neither http nor https is only text.
    package mutating func foreignLink(_ url: String, text label: String? = nil) {
        let lowered = url.lowercased()
        guard lowered.hasPrefix("https://") || lowered.hasPrefix("http://") else { return text(label ?? url) }
        element(
            "a", ["href": url, "rel": "noreferrer noopener nofollow", "target": "_blank", "class": "foreign"],
            text: label ?? url)
    }
}
