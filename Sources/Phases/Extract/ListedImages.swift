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
