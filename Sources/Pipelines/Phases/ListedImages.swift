import JSON
import Platform

/// Stands where `extract` stands when a run has a list of URLs instead of archives: tells the other phases what to fetch.
enum ListedImages {
    static func work(_ context: WorkContext, _ part: inout SealedPart) throws {
        let path = FetchRound.list(context.run)
        let bytes = try Files.read(path)
        guard SHA256.hash(bytes).hex == context.plan.list else {
            throw PipelineError.damaged(
                "\(path) is not the list of this run; delete '\(context.run.work)' and begin anew")
        }
        var signatures = SignatureWriter(context)
        var count = 0
        for line in bytes.split(separator: 0x0A) {
            guard let url = try JSONValue(parsing: Array(line)).string else { continue }
            try signatures.add(listed: url, index: count)
            count += 1
        }
        part.counts = ["urls": count]
        try signatures.commit()
    }
}
