/// What a dataset card says that no file of the corpus knows: names, rights, an address.
package struct CardFacts: Sendable, Equatable {
    /// The corpus' name for people.
    package var prettyName: String
    /// A licence identifier of the hub (`cc-by-4.0`), or `other`.
    package var license: String
    /// With `other`: the licence's name.
    package var licenseName: String
    /// With `other`: where the licence is, `""` when nowhere.
    package var licenseLink: String
    /// Where to ask for removal (mail address or URL), `""` when the maker gave none.
    package var contact: String
    /// Rules that were off because the model they need was not given.
    package var rulesOff: [String]
    /// Opt-outs and checks that the pipeline switched off.
    package var mannersOff: [String]
    /// What else is to be said, Markdown paragraphs.
    package var notes: [String]

    /// Facts of a corpus nobody said anything about.
    package init(prettyName: String = "An interleaved image-text corpus") {
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
