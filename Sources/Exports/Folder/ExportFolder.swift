import Configuration
import CorpusFiles
import Platform

/// The pages of an export's folder beside its data: Croissant, licence, card, manifest and, last, the checksums.
struct ExportFolder {
    /// The file of checksums, as `sha256sum -c` reads it.
    static let checksums = "SHA256SUMS"

    let folder: String
    let corpus: Corpus
    let manifest: ExportManifest
    /// What stands in the card besides.
    var notes: [String] = []

    /// Writes them.
    /// - Throws: `StorageError`, `SystemError`.
    func seal() throws {
        let facts = facts
        let statistics = try corpus.index.statistics()
        let languages = statistics.languages.map(\.name).filter { !$0.isEmpty }.sorted()
        let card = ExportCard(manifest: manifest, facts: facts, languages: languages, notes: notes)
        try Files.write(Croissant(manifest: manifest, facts: facts).bytes, to: folder + "/" + Croissant.fileName)
        try Files.write(card.license, to: folder + "/LICENSE")
        try Files.write(card.text, to: folder + "/" + DatasetCard.fileName)
        try Files.write(manifest.bytes, to: folder + "/" + ExportManifest.fileName)
        var sums = manifest.files.map { ($0.path, $0.sha256) }
        for name in [Croissant.fileName, "LICENSE", DatasetCard.fileName, ExportManifest.fileName] {
            sums.append((name, try SHA256.hash(file: folder + "/" + name).hex))
        }
        let text = sums.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }.map { "\($0.1)  \($0.0)\n" }
        try Files.write(text.joined(), to: folder + "/" + Self.checksums)
    }

    /// Names and rights from the corpus' pipeline, where it can be read.
    private var facts: CardFacts {
        guard
            let config = try? Pipeline.parse(corpus.manifest.pipeline, file: "corpus.json", folder: corpus.folder)
                .config
        else { return CardFacts() }
        var facts = CardFacts(prettyName: config.name.isEmpty ? CardFacts().prettyName : config.name)
        facts.license = config.output.license
        facts.contact = config.output.contact
        return facts
    }
}
