import Configuration
import CorpusFiles
import Documents
import Extraction
import Facts
import Platform
import Runs
import WebArchive

/// The pages of one archive, for looking at one of them.
struct ArchivedPages {
    /// A page and where it lies.
    struct Found {
        let page: CapturedPage
        let captured: String
        let place: Provenance
        let ordinal: Int
    }

    private let path: String
    private let input: InputConfig
    private let sources: [ArchiveSource]

    /// Opens an archive.
    /// - Throws: `PipelineError.problems` when it is none.
    init(path: String, pipeline input: InputConfig) throws(PipelineError) {
        self.path = path
        self.input = input
        do { sources = try Archives.sources(at: path) } catch {
            if case .system(let error) = error, !error.isPathFault { throw .system(error) }
            throw .problems(["\(error)"])
        }
    }

    /// Whether a file is an archive, by its bytes.
    static func isArchive(_ path: String) -> Bool {
        guard let sources = try? Archives.sources(at: path) else { return false }
        return !sources.contains { Archives.format(of: $0).isPage }
    }

    /// The page at `url`, the last of several captures; without a URL the only page.
    /// - Throws: `PipelineError.problems` naming the first pages there are.
    func find(_ url: String?) throws(PipelineError) -> Found {
        var found: Found?
        var others: [String] = []
        var refused = ""
        let address = url.map { PageAddress($0) }
        try forEachRecord { record, source, list in
            switch RecordSorter.sort(record, source: source, input: input, list: list) {
            case .page(let page):
                if address?.names(page.url) ?? (found == nil) {
                    let place = Provenance(archive: source.name, offset: record.offset, length: record.length)
                    found = Found(page: page, captured: record.date, place: place, ordinal: record.ordinal)
                }
                others.append(page.url)
            case .other(let reason, let detail):
                guard reason != .recordOtherType, address?.names(record.targetURI) ?? false else { return }
                let words = detail.isEmpty ? "" : " (\(detail))"
                refused = "; a record of that URL is not a page: \(reason.rawValue)\(words)"
            case .picture: break
            }
        }
        if let found, url != nil || others.count == 1 { return found }
        let list = others.prefix(5).map { "\n  \($0)" }.joined() + (others.count > 5 ? "\n  …" : "")
        let problem = url.map { "no page '\($0)' in it\(refused)" } ?? "name one of its pages with --url"
        throw .problems(["\(path): \(problem); it has \(others.count.of("page"))" + (list.isEmpty ? "" : ":" + list)])
    }

    private func forEachRecord(_ body: (ArchiveRecord, ArchiveSource, PageList) -> Void) throws(PipelineError) {
        for source in sources {
            do throws(ArchiveError) {
                let reader = try Archives.reader(source, limits: input.limits)
                let list = try PageList.of(source, limits: input.limits)
                while let item = reader.next() {
                    if case .record(let record) = item { body(record, source, list) }
                }
            } catch { throw .problems(["\(error)"]) }
        }
    }
}
