package import Duplicates

/// `corpus.near-duplicates:`
package struct NearDuplicateConfig: Sendable {
    /// What becomes of a document whose text is nearly that of another.
    package enum Action: String, Sendable, CaseIterable {
        /// Nothing is compared.
        case off
        /// It stays and its record says whose copy it is.
        case mark
        /// It leaves.
        case drop
    }

    /// What becomes of one that shows other images.
    package enum OtherImages: String, Sendable, CaseIterable {
        /// It is no copy: a template, the page of another product.
        case keep
        /// It is a copy like any.
        case drop
    }

    /// What becomes of a copy.
    package var action: Action
    /// What becomes of a copy with other images.
    package var otherImages: OtherImages
    /// Whether a document that stays takes a picture of its next copy where its own link is dead.
    package var unitesImages: Bool
    /// How texts are compared.
    package var options = DuplicateOptions()

    /// Whether anything is compared.
    package var isOn: Bool { action != .off }
    /// Whether documents take pictures of copies that leave.
    package var takesImages: Bool { action == .drop && unitesImages }

    init(_ reader: ConfigReader) {
        let section = "corpus.near-duplicates"
        // Whoever writes the section wants it; without it nothing is compared, as published.
        action = reader.choice("\(section).action", default: reader.has(section) ? .drop : .off)
        options.threshold = reader.number("\(section).threshold", default: 0.8, in: 0.01...1)
        options.shingle = reader.integer("\(section).shingle", default: 5, in: 1...100)
        options.permutations = reader.integer("\(section).permutations", default: 112, in: 1...4096)
        options.bands = reader.integer("\(section).bands", default: 14, in: 1...4096)
        options.verifies = reader.flag("\(section).verify", default: true)
        otherImages = reader.choice("\(section).other-images", default: .keep)
        unitesImages = reader.flag("\(section).union-images", default: true)
        if let problem = options.problem {
            reader.problems.add("'\(section)': \(problem)", origin: "corpus")
            options = DuplicateOptions()
        }
    }
}
