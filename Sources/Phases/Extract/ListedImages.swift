import Configuration
import JSON
import Platform
package import Runs

/// Stands where `extract` stands when a run has a list of URLs instead of archives: tells the other phases what to fetch.
package enum ListedImages {
    /// The file of URLs of a run, a JSON string a line.
    package static func list(_ run: RunFolder) -> String { run.work + "/urls.jsonl" }

    package static func work(_ context: WorkContext, _ part: inout SealedPart) throws {
        let path = list(context.run)
        var hash = SHA256()
        var count = 0
        var signatures = SignatureWriter(context)
        try Files.forEachLine(path) { line, _ in
            hash.update(line)
            hash.update([0x0A])
            guard let url = try? JSONValue(parsing: Array(line)).string else { return }
            try signatures.add(listed: url, index: count)
            count += 1
        }
        guard hash.finish().hex == context.plan.list else {
            throw PipelineError.damaged(
                "\(path) is not the list of this run; delete '\(context.run.work)' and begin anew")
        }
        part.counts = ["urls": count]
        try signatures.commit()
    }
}
