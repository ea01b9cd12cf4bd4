/// As published, or mended: rules of extraction and lists of words.
package enum ExtractionProfile: String, Sendable, CaseIterable {
    /// The published ones, known defects included.
    case obelics
    /// Ours.
    case quarry
}

/// What becomes of headings.
package enum HeadingChoice: String, Sendable, CaseIterable {
    /// They are judged like any paragraph.
    case judge
    /// They stay as long as something of their section does.
    case withSection = "with-section"
}

/// Where only the first image of a kind stays.
package enum ImageScope: String, Sendable, CaseIterable {
    /// Nowhere: all stay.
    case off
    case document, domain, corpus
}

/// What makes sets of images equal.
package enum ImageSetKind: String, Sendable, CaseIterable {
    /// The URLs of the images (published).
    case urls
    /// What the images show: their bytes or their looks.
    case pictures
}

/// What makes images equal.
package enum ImageLikeness: String, Sendable, CaseIterable {
    /// Their bytes.
    case bytes
    /// Their perceptual hashes, too.
    case looks
}
