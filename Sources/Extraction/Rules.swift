import HTMLTree

/// The options as tables by tag number and attribute number, made once per extractor.
final class Rules {
    typealias Treatment = ExtractionOptions.Treatment
    typealias Separator = ExtractionOptions.Separator

    let options: ExtractionOptions
    /// What parts the texts around an element that left. By itself, as it is asked at every node: who asks the options
    /// for it copies them whole.
    let removedLeaves: Separator
    let vocabulary: AttributeVocabulary
    let sources: [AttributeName]
    let lazySources: [AttributeName]
    let sourceSets: [AttributeName]
    /// Attributes that hold the background of a block.
    let backgrounds: [AttributeName]
    /// `poster` of a video, `data` of an object, `xlink:href` of a picture in SVG.
    let poster, data, svgHref: AttributeName
    /// `open` of a dialog.
    let open: AttributeName
    /// The size of a picture for scripts.
    let dataWidth, dataHeight: AttributeName
    let removedClasses: [[UInt8]]
    let dividingClasses: [[UInt8]]
    let removedDivNames: [[UInt8]]
    let textlessDivClasses: [[UInt8]]
    /// Whether names of elements alone remove them.
    let readsNames: Bool
    /// Names of files that are spacers.
    let placeholders: WordSet
    private let sourceKinds: [SourceKinds]
    private let treatments: [Treatment]
    private let separators: [Separator]

    /// Where an element names addresses beside `src`.
    struct SourceKinds: OptionSet {
        let rawValue: UInt8
        /// `srcset` and its like.
        static let set = SourceKinds(rawValue: 1)
        /// What scripts put in place of `src`.
        static let lazy = SourceKinds(rawValue: 2)
        /// Attributes that nobody listed.
        static let unknown = SourceKinds(rawValue: 4)
        /// The background of a block, or what a script makes of it for sure.
        static let block = SourceKinds(rawValue: 8)
    }

    init(_ options: ExtractionOptions) {
        self.options = options
        removedLeaves = options.removedLeaves
        let images = options.images
        let vocabulary = AttributeVocabulary(
            images.sourceAttributes + images.lazyAttributes + images.sourceSetAttributes
                + images.backgroundAttributes + [
                    "poster", "data", "xlink:href", "itemtype", "data-width", "data-height", "align", "open",
                ],
            keepsPictureAddresses: images.readsUnknownAttributes)
        self.vocabulary = vocabulary
        sources = images.sourceAttributes.compactMap { vocabulary[$0] }
        lazySources = images.lazyAttributes.compactMap { vocabulary[$0] }
        sourceSets = images.sourceSetAttributes.compactMap { vocabulary[$0] }
        backgrounds = images.backgroundAttributes.compactMap { vocabulary[$0] }
        poster = vocabulary["poster"] ?? .pictureAddress
        dataWidth = vocabulary["data-width"] ?? .pictureAddress
        dataHeight = vocabulary["data-height"] ?? .pictureAddress
        data = vocabulary["data"] ?? .pictureAddress
        open = vocabulary["open"] ?? .pictureAddress
        svgHref = vocabulary["xlink:href"] ?? .pictureAddress
        removedClasses = options.removedClasses.map { Array($0.utf8) }
        dividingClasses = options.dividingClasses.map { Array($0.utf8) }
        removedDivNames = options.removedDivNames.map { Array($0.utf8) }
        readsNames =
            !options.removedClasses.isEmpty || !options.dividingClasses.isEmpty || !options.removedDivNames.isEmpty
        textlessDivClasses = options.textlessDivClasses.map { Array($0.utf8) }
        placeholders = WordSet(images.placeholderNames)
        var kinds = Array(repeating: SourceKinds(), count: 256)
        for name in sourceSets { kinds[Int(name.rawValue)].insert(.set) }
        for name in lazySources { kinds[Int(name.rawValue)].insert(.lazy) }
        for name in lazySources.prefix(images.sureLazyAttributes) + backgrounds {
            kinds[Int(name.rawValue)].insert(.block)
        }
        kinds[Int(AttributeName.pictureAddress.rawValue)] = .unknown
        sourceKinds = kinds
        let names = (UInt16(0)..<256).map { Tag.name(ofKnown: Tag(rawValue: $0)) ?? "" }
        var treatments = names.map { Rules.treatment(of: $0, options) }
        treatments[Int(Tag.text.rawValue)] = .keep
        self.treatments = treatments
        separators = names.map { options.separators[$0] ?? .none }
    }

    private static func treatment(of name: String, _ options: ExtractionOptions) -> Treatment {
        if let found = options.treatments[name] { return found }
        guard options.ignoresDigitsInNames else { return options.unlisted }
        let bare = String(name.filter { !("0"..."9").contains($0) })
        // A name that only its digits keep from being listed counts as kept, never as unwrapped.
        guard bare != name, let found = options.treatments[bare], found == .keep || found == .media else {
            return options.unlisted
        }
        return .keep
    }

    /// What an attribute may hold of a picture's addresses.
    func sourceKinds(of name: AttributeName) -> SourceKinds { sourceKinds[Int(name.rawValue)] }

    /// Where an element names addresses beside `src`.
    func sourceKinds(of node: Int32, _ tree: Tree) -> SourceKinds {
        var kinds: SourceKinds = []
        for at in Int(tree.nodes[Int(node)].start)..<Int(tree.nodes[Int(node)].end) {
            kinds.formUnion(sourceKinds[Int(tree.attributes[at].name.rawValue)])
        }
        return kinds
    }

    /// What becomes of an element of this tag.
    func treatment(of tag: Tag, in tree: Tree) -> Treatment {
        if tag.rawValue < 256 { return treatments[Int(tag.rawValue)] }
        guard options.ignoresDigitsInNames else { return options.unlisted }
        return Rules.treatment(of: String(decoding: tree.name(of: tag), as: UTF8.self), options)
    }

    /// What an edge of this tag puts between texts.
    func separator(of tag: Tag) -> Separator { tag.rawValue < 256 ? separators[Int(tag.rawValue)] : .none }
}
