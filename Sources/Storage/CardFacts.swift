/// What a dataset card says that no file of the corpus knows: names, rights, an address.
public struct CardFacts: Sendable, Equatable {
    /// The corpus' name for people.
    public var prettyName: String
    /// A licence identifier of the hub (`cc-by-4.0`), or `other`.
    public var license: String
    /// With `other`: the licence's name.
    public var licenseName: String
    /// With `other`: where the licence is, `""` when nowhere.
    public var licenseLink: String
    /// Where to ask for removal (mail address or URL), `""` when the maker gave none.
    public var contact: String
    /// Rules that were off because the model they need was not given.
    public var rulesOff: [String]
    /// Opt-outs and checks that the pipeline switched off.
    public var mannersOff: [String]
    /// What else is to be said, Markdown paragraphs.
    public var notes: [String]

    /// Facts of a corpus nobody said anything about.
    public init(prettyName: String = "An interleaved image-text corpus") {
        self.prettyName = prettyName
        license = "other"
        licenseName = "not-chosen"
        licenseLink = ""
        contact = ""
        rulesOff = []
        mannersOff = []
        notes = []
    }
}
