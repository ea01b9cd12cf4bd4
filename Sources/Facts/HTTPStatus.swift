/// What a status code of HTTP says of the body that comes with it.
package enum HTTPStatus {
    /// Whether the body is the content that was asked for: 200, and 203, a 200 that a proxy changed on its way
    /// (RFC 9110 §15.3.4).
    package static func hasContent(_ status: Int) -> Bool { status == 200 || status == 203 }
}
