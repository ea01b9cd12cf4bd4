package import CorpusFiles
import Facts
import Documents
import Facts
import JSON

/// What `quarry run --json` says of a corpus that was complete already: as of a run that is done.
package enum CompleteRun {
    /// `{"output", "phase", "documents", "ledger"}`.
    /// - Parameter output: where it is, a folder or an address.
    package static func json(_ manifest: CorpusManifest, at output: String) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("output", output)
            json.member("phase", "assemble")
            json.member("documents", manifest.ledger[.document].written)
            json.key("ledger")
            manifest.ledger.write(to: &json)
        }
        return json.text
    }
}
