import Configuration
import Facts
import ImageLists
import JSON
import Platform
package import Runs

/// What came of a list of addresses that `quarry fetch` was asked for.
struct FetchedImages {
    /// What came of one.
    struct Outcome {
        /// `ok`, or a reason.
        let status: String
        /// What was measured on the bytes that came.
        let signals: ImageSignals?
        /// Where they lie: pack, byte offset and length; nil when they are not stored.
        let place: (pack: Int, offset: Int, length: Int)?
    }

    /// The folder of packs.
    let folder: String
    /// By address, as the list had it.
    private(set) var outcomes: [String: Outcome] = [:]

    /// Fetches; the same call goes on where an earlier one stopped.
    /// - Throws: `PipelineError`.
    init(_ urls: [String], into folder: String, _ options: FetchOptions) throws {
        self.folder = folder
        guard !urls.isEmpty else { return }
        try Files.makeFolder(folder)
        // A list beside the folder: the folder is the fetcher's own.
        let list = folder + ".urls.jsonl"
        var json = JSONWriter()
        for url in urls {
            json.object { $0.member("url", url) }
            json.newline()
        }
        try Files.write(json.bytes, to: list)
        var request = ListFetch.Request(output: folder)
        (request.list, request.column, request.pipeline) = (list, "url", options.pipeline)
        (request.sets, request.allowAddresses, request.jobs) = (options.sets, options.allowAddresses, options.jobs)
        var fetch = try ListFetch(request)
        try fetch.run(progress: Progress(mode: options.progress))
        var rest = urls[...]
        try fetch.forEachOutcome { line in
            guard let url = rest.popFirst() else { return }
            outcomes[url] = try FetchedImages.outcome(JSONValue(parsing: line))
        }
    }

    private static func outcome(_ json: JSONValue) -> Outcome {
        let status = json["status"]?.string ?? ""
        guard status == "ok", let sha256 = json["sha256"]?.string, sha256.utf8.count == 64 else {
            return Outcome(status: status, signals: nil, place: nil)
        }
        let signals = ImageSignals(
            sha256: sha256, phash: json["phash"]?.string ?? "", width: json["width"]?.integer ?? 0,
            height: json["height"]?.integer ?? 0, format: json["format"]?.string ?? "")
        guard let pack = json["pack"]?.integer, pack >= 0 else {
            return Outcome(status: status, signals: signals, place: nil)
        }
        return Outcome(
            status: status, signals: signals,
            place: (pack, json["offset"]?.integer ?? 0, json["length"]?.integer ?? 0))
    }
}

/// How addresses are fetched.
package struct FetchOptions: Sendable {
    /// A pipeline with limits and manners; nil for the defaults.
    package var pipeline: String?
    /// `section.key=value`.
    package var sets: [String] = []
    /// Ranges (CIDR) opened although they are private.
    package var allowAddresses: [String] = []
    /// Worker processes at once.
    package var jobs = 1
    /// How progress is shown.
    package var progress = Progress.Mode.auto

    /// The defaults.
    package init() {}
}
