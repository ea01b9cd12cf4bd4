package import Runs

extension PhaseName {
    /// Archive records become judged documents and signatures; a unit is a range of an archive.
    package static let extract = PhaseName(rawValue: "extract")
    /// Image URLs that occur too often; a unit is a bucket of image URLs.
    package static let deduplicateLinks = PhaseName(rawValue: "deduplicate-links")
    /// Page URLs and repeated paragraphs; a unit is a bucket of domains.
    package static let deduplicateText = PhaseName(rawValue: "deduplicate-text")
    /// Texts that may be near each other; a unit is a bucket of keys of their signatures.
    package static let matchText = PhaseName(rawValue: "match-text")
    /// Texts compared; a unit is a bucket of pairs.
    package static let compareText = PhaseName(rawValue: "compare-text")
    /// Near-duplicates and who stays of them; one unit.
    package static let clusterText = PhaseName(rawValue: "cluster-text")
    /// Bytes of images, from the archives or the network; a unit is a bucket of hosts.
    package static let fetch = PhaseName(rawValue: "fetch")
    /// Facts of images, decoded without a network; a unit is a slice of what one unit of `fetch` brought.
    package static let measure = PhaseName(rawValue: "measure")
    /// Pictures that look alike; a unit is a bucket of parts of their hashes.
    package static let matchImages = PhaseName(rawValue: "match-images")
    /// Image bytes that occur too often; a unit is a bucket of contents.
    package static let deduplicateImages = PhaseName(rawValue: "deduplicate-images")
    /// Decisions and facts applied, every rule asked again; a unit is an extracted part.
    package static let judge = PhaseName(rawValue: "judge")
    /// Documents with the same set of images; a unit is a bucket of sets.
    package static let deduplicateSets = PhaseName(rawValue: "deduplicate-sets")
    /// Shards and packs; a unit is a group of judged parts.
    package static let assemble = PhaseName(rawValue: "assemble")
    /// The index, by files; a unit is a range of documents. Only of large inputs.
    package static let index = PhaseName(rawValue: "index")
}

extension PhaseList {
    /// The program on one screen: what a run does, in order.
    package static let standard = PhaseList([
        ExtractPhase(), DeduplicateLinksPhase(), DeduplicateTextPhase(), MatchTextPhase(), CompareTextPhase(),
        ClusterTextPhase(), FetchPhase(), MeasurePhase(), MatchImagesPhase(), DeduplicateImagesPhase(), JudgePhase(),
        DeduplicateSetsPhase(),
        AssemblePhase(), IndexPhase(),
    ])
}
