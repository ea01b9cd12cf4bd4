/// The program on one screen: what each phase does to one of its units.
extension Phase {
    /// Does one unit: reads the sealed parts of earlier phases, writes this unit's files, fills its ledger and counts.
    func work(_ context: WorkContext, _ part: inout SealedPart) throws {
        switch self {
        case .extract: try ExtractPhase.work(context, &part)
        case .deduplicateLinks: try DeduplicateLinksPhase.work(context, &part)
        case .deduplicateText: try DeduplicateTextPhase.work(context, &part)
        case .fetch: try FetchPhase.work(context, &part)
        case .measure: try MeasurePhase.work(context, &part)
        case .deduplicateImages: try DeduplicateImagesPhase.work(context, &part)
        case .judge: try JudgePhase.work(context, &part)
        case .deduplicateSets: try DeduplicateSetsPhase.work(context, &part)
        case .assemble: try AssemblePhase.work(context, &part)
        }
    }
}
