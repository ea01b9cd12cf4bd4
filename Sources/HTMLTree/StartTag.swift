/// A start tag as it was read.
struct StartTag {
    /// Its name, lower case.
    let name: UnsafeBufferPointer<UInt8>
    let attributes: AttributeList?
    let isSelfClosing: Bool
    /// Behind its `>`.
    let next: UnsafePointer<UInt8>
}
