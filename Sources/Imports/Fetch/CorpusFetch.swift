package import Configuration
import CorpusFiles
import Documents
import Exports
import Facts
import JSON
import Phases
import Platform
import Runs

/// `quarry fetch --corpus`: the pictures of a corpus that has only their addresses, as a corpus that has them.
package struct CorpusFetch {
    private let corpus: Corpus
    private let output: String
    private let options: FetchOptions

    /// What came.
    package struct Summary: Sendable {
        /// Addresses that were asked for, and those of them that came.
        package internal(set) var asked = 0, came = 0
        /// Statuses, most first.
        package internal(set) var statuses: [(status: String, count: Int)] = []
    }

    /// Makes the corpus; documents whose pictures did not come keep their addresses.
    /// - Throws: `PipelineError`; the same command goes on.
    package static func run(
        _ folder: String, output: String, _ options: FetchOptions
    ) throws(PipelineError) -> Summary {
        do {
            if Files.exists(output) {
                throw PipelineError.otherRun("'\(output)' is already there: give another --output")
            }
            return try CorpusFetch(corpus: Corpus(folder: folder), output: output, options: options).make()
        } catch { throw PipelineError(exchange: error) }
    }

    private func make() throws -> Summary {
        let folder = output + ".unfinished"
        let images = try FetchedImages(wanted(), into: RunFolder(folder).work + "/fetch", options)
        try Files.remove(RunFolder(folder).work + "/part")
        try Files.makeFolder(RunFolder(folder).work + "/part")
        let pipeline = try self.pipeline()
        var written = try CorpusOutput(folder: RunFolder(folder).work + "/part", config: pipeline.config.output)
        try forEachDocument { document in
            written.ledger.enter(document)
            var document = document
            document.sift { node in
                guard case .image(var image) = node, let signals = images.outcomes[image.url]?.signals else {
                    return node
                }
                image.signals = signals
                return .image(image)
            }
            try written.keep(document, []) { try content($0, $1, images) }
        }
        let ledger = written.ledger
        try ledger.close()
        let counts = try written.commit()
        var publisher = try Publisher(folder: folder)
        try publisher.place(RunFolder(folder).work + "/part", counts: counts)
        try publisher.seal(
            manifest(ledger), pipeline.config, notes: ["Its pictures were brought by `quarry fetch --corpus`."])
        try Files.remove(RunFolder(folder).work)
        try Files.move(folder, to: output)
        return summary(images)
    }

    /// The corpus' own pipeline, where it can be read here.
    private func pipeline() throws -> Pipeline {
        let sets = ["output.store-images=true"]
        let own = try? Pipeline.parse(corpus.manifest.pipeline, file: "corpus.json", folder: corpus.folder, sets: sets)
        if let own { return own }
        return try Pipeline.parse(ImportRequest.noRules, file: "fetch", folder: ".", sets: sets)
    }

    private func summary(_ images: FetchedImages) -> Summary {
        var counts: [String: Int] = [:]
        for outcome in images.outcomes.values { counts[outcome.status, default: 0] += 1 }
        return Summary(
            asked: images.outcomes.count, came: counts["ok"] ?? 0,
            statuses: counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) })
    }

    private func forEachDocument(_ body: (Document) throws -> Void) throws {
        for shard in corpus.manifest.files(.shard) {
            try FramedReader(path: corpus.folder + "/" + shard.path).lines { line in
                if Interrupts.isRaised { throw PipelineError.interrupted }
                try body(try DocumentCoder.read(JSONValue(parsing: Array(line))))
            }
        }
    }

    /// Addresses of images whose bytes are not there, each once.
    private func wanted() throws -> [String] {
        var seen: Set<String> = []
        var urls: [String] = []
        try forEachDocument { document in
            for image in document.images where !image.url.isEmpty && !seen.contains(image.url) {
                guard try stored(image.signals) == nil else { continue }
                seen.insert(image.url)
                urls.append(image.url)
            }
        }
        return urls
    }

    private func stored(_ signals: ImageSignals?) throws -> ImageRow? {
        guard let signals else { return nil }
        return try corpus.index.images(sha256Prefix: signals.sha256, limit: 1).first.flatMap { $0.pack >= 0 ? $0 : nil }
    }

    private func content(_ image: ImageNode, _ signals: ImageSignals, _ images: FetchedImages) throws -> [UInt8]? {
        if let row = try stored(signals) { return try corpus.bytes(of: row) }
        guard let place = images.outcomes[image.url]?.place else { return nil }
        let pack = images.folder + "/images/" + CorpusOutput.pack(place.pack)
        return try TarReader.content(pack, at: ByteRange(offset: place.offset, length: place.length))
    }

    private func manifest(_ ledger: Ledger) throws -> CorpusManifest {
        var manifest = CorpusManifest(tool: Tool.version, pipeline: corpus.manifest.pipeline)
        (manifest.inputs, manifest.limits, manifest.ledger) = (corpus.manifest.inputs, corpus.manifest.limits, ledger)
        manifest.read = corpus.manifest.read
        manifest.format = CorpusManifest.formatVersion
        let digest = try SHA256.hash(file: corpus.folder + "/" + CorpusManifest.fileName)
        manifest.parents =
            corpus.manifest.parents
            + [CorpusParent(sha256: digest.hex, manifest: corpus.manifest, selection: [("fetch", "images")])]
        return manifest
    }
}
