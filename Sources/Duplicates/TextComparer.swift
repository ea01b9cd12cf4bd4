import Platform

/// Compares stored texts with one that is held: by their shingles, or by their signatures where only those are stored.
struct TextComparer {
    private let documents: DocumentStore
    private let options: DuplicateOptions
    private var buffer: [UInt32] = []
    private var shingles: [UInt64] = []
    private var held = ShingleSet()
    private var other = ShingleSet()
    private var heldPayload: [UInt32] = []
    private(set) var heldDocument: Int?

    init(_ documents: DocumentStore, _ options: DuplicateOptions) {
        (self.documents, self.options) = (documents, options)
    }

    /// Takes the document that others are compared with.
    mutating func hold(_ document: Int) throws(SystemError) {
        if heldDocument == document { return }
        heldDocument = document
        let payload = try documents.payload(of: document, into: &buffer)
        heldPayload = Array(buffer[payload])
        guard options.verifies else { return }
        fillShingles(payload)
        held.fill(shingles)
    }

    /// The similarity of a document with the one held.
    mutating func similarity(of document: Int) throws(SystemError) -> Double {
        let payload = try documents.payload(of: document, into: &buffer)
        guard options.verifies else { return MinHash.agreement(heldPayload[...], buffer[payload]) }
        fillShingles(payload)
        return other.fill(shingles, comparedWith: held)
    }

    /// Whether a document has the very words of the one held.
    mutating func equals(_ document: Int) throws(SystemError) -> Bool {
        let payload = try documents.payload(of: document, into: &buffer)
        return buffer[payload] == heldPayload[...]
    }

    private mutating func fillShingles(_ payload: Range<Int>) {
        buffer.withUnsafeBufferPointer { words in
            Shingles.fill(&shingles, words: UnsafeBufferPointer(rebasing: words[payload]), width: options.shingle)
        }
    }
}
