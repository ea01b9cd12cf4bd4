import Annotations
import Documents
import Facts

/// The annotations of a shard, in the order of its documents.
struct ShardAnnotations {
    /// Ids of the documents that were read, in order.
    var order: [String] = []
    private var byID: [String: Annotation]

    init(_ known: [Annotation]) { byID = Dictionary(known.map { ($0.document, $0) }, uniquingKeysWith: { $1 }) }

    func missing(_ id: String, _ wanted: Set<ScoreSignal>) -> Set<ScoreSignal> { byID[id]?.missing(wanted) ?? wanted }

    /// What is known of a document.
    subscript(id: String) -> Annotation? { byID[id] }

    /// Adds what a job measured.
    mutating func add(_ made: Annotation, of job: ScoreJob) {
        var made = made
        if job.missing.contains(.captionAgreement) { job.agreement?.measure(&made, job.document) }
        if byID[made.document] == nil {
            byID[made.document] = made
        } else {
            byID[made.document]?.take(job.missing, from: made)
        }
    }

    /// Measures how far the captions that are there agree with the document's.
    mutating func measure(_ agreement: CaptionAgreement?, _ document: Document) {
        guard var known = byID[document.id] else { return }
        agreement?.measure(&known, document)
        known.signals[.captionAgreement] = ScoreSignal.captionAgreement.version
        byID[document.id] = known
    }

    var sorted: [Annotation] {
        // Documents behind the last one that was read keep their annotations too.
        let read = Set(order)
        let rest = byID.values.filter { !read.contains($0.document) }.sorted { $0.document < $1.document }
        return order.compactMap { byID[$0] } + rest
    }

    var problems: Int { order.count { !(byID[$0]?.problem.isEmpty ?? true) } }
}
