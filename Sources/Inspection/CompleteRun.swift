package import CorpusFiles
import Facts
import Documents
import Facts
import JSON

/// What `quarry run --json` says of a corpus that was complete already: as of a run that is done.
package enum CompleteRun {
    /// `{"output", "phase", "documents", "ledger"}`.
    package static func json(_ corpus: Corpus) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("output", corpus.folder)
            json.member("phase", "assemble")
            json.member("documents", corpus.manifest.ledger[.document].written)
            json.key("ledger")
            corpus.manifest.ledger.write(to: &json)
        }
        return json.text
    }
}
