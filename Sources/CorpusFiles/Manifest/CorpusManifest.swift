package import Documents
import JSON
package import Platform

/// `corpus.json`: what the corpus is made of and by what, and enough of every file to notice any change of it.
package struct CorpusManifest: Sendable, Equatable {
    /// The version of the corpus format this program writes. A new key is a minor version, a removed or retyped one a
    /// major version.
    package static let formatVersion = "1.2"
    /// The file's name in the corpus.
    package static let fileName = "corpus.json"

    /// No manifest is larger: a line of 300 bytes a file, for 800,000 files.
    package static let largest = 256 << 20

    /// The version of the format the corpus is in: the drops of 1.2 say what left and where it stood, 1.1 has parents and
    /// may have model captions, 1.0 neither.
    package var format = Self.formatVersion
    /// The version of the program that wrote the corpus.
    package var tool: String
    /// The resolved pipeline, as text.
    package var pipeline: String
    /// What the corpus was made from, in input order.
    package var inputs: [Input]
    /// What was read of them; nil where that was not noted.
    package var read: Read?
    /// Limits that were in force, by name, in the order they are to be written.
    package var limits: [Limit]
    /// Bounds that the machine could not give the workers who read the inputs, a line each; empty when it gave all.
    package var missingBounds: [String] = []
    /// The corpora it was selected from, the first one first; empty for one that was made from archives.
    package var parents: [CorpusParent] = []
    /// What is in it.
    package var counts: Counts
    /// What entered, what was written and why the rest was not, over the whole run.
    package var ledger: Ledger
    /// Every file of the corpus but this one, sorted by path.
    package var files: [File]

    /// One input.
    package struct Input: Sendable, Equatable {
        /// Its name without the folders above it; the HTML pages of a folder are one input, `folder/`.
        package var name: String
        /// Its size.
        package var bytes: Int
        /// SHA-256 of it, `""` when it was not taken.
        package var sha256: String

        /// An input.
        package init(name: String, bytes: Int, sha256: String = "") {
            self.name = name
            self.bytes = bytes
            self.sha256 = sha256
        }
    }

    /// The bytes of all inputs as those units read them that the corpus is made of.
    package struct Read: Sendable, Equatable {
        /// How many.
        package var bytes: Int
        /// XXH3 over their digests, 16 hexadecimal digits: the same for the same bytes and the same cuts in ranges.
        package var xxh3: String

        /// What was read.
        package init(bytes: Int, xxh3: String) { (self.bytes, self.xxh3) = (bytes, xxh3) }
    }

    /// One limit: `worker_memory_bytes`, 2147483648.
    package struct Limit: Sendable, Equatable {
        /// What is limited.
        package var name: String
        /// To how much.
        package var value: Int

        /// A limit.
        package init(_ name: String, _ value: Int) {
            self.name = name
            self.value = value
        }
    }

    /// The sums `quarry stats` begins with.
    package struct Counts: Sendable, Equatable {
        /// Documents in the shards.
        package var documents: Int
        /// Occurrences of images in them.
        package var images: Int
        /// Different images.
        package var distinctImages: Int
        /// Words in them.
        package var words: Int

        /// Counts, zero unless given.
        package init(documents: Int = 0, images: Int = 0, distinctImages: Int = 0, words: Int = 0) {
            self.documents = documents
            self.images = images
            self.distinctImages = distinctImages
            self.words = words
        }
    }

    /// One file of the corpus.
    package struct File: Sendable, Equatable {
        /// What it holds.
        package enum Kind: String, Sendable, CaseIterable {
            case shard, pack, drops, index, card, report
        }

        /// Its path in the corpus: `shards/shard-00000.jsonl.zst`.
        package var path: String
        /// What it holds.
        package var kind: Kind
        /// Its size.
        package var bytes: Int
        /// Lines of a shard or drop log, members of a pack, 0 for others.
        package var lines: Int
        /// zstd frames, 0 for files that have none.
        package var frames: Int
        /// SHA-256, 64 hexadecimal digits.
        package var sha256: String

        /// A file with its summary, as the writer gave it.
        package init(_ path: String, _ kind: Kind, _ summary: FileSummary) {
            self.path = path
            self.kind = kind
            bytes = summary.bytes
            lines = summary.lines
            frames = summary.frames.count
            sha256 = summary.sha256
        }

        /// A file that is sealed, without reading it: of a framed file only its seek table is looked at.
        /// - Throws: `StorageError.system`; `.corrupt` when its seek table is none.
        package init(
            sealed path: String, _ kind: Kind, in folder: String, bytes: Int, lines: Int, sha256: String
        ) throws(StorageError) {
            var summary = FileSummary(name: path, bytes: bytes, lines: lines, sha256: sha256)
            if kind == .shard || kind == .drops { summary.frames = try FramedReader(path: folder + "/" + path).frames }
            self.init(path, kind, summary)
        }

        /// A file that is measured where it lies: a shard's and a drop log's lines are counted, a pack's members.
        /// - Throws: `StorageError.system`; `.corrupt` when it cannot be read to its end.
        package init(measuring path: String, _ kind: Kind, in folder: String) throws(StorageError) {
            let whole = folder + "/" + path
            let size = try wrapping { () throws(SystemError) in try Files.size(whole) }
            let digest = try wrapping { () throws(SystemError) in try SHA256.hash(file: whole) }
            var summary = FileSummary(name: path, bytes: size, lines: 0, sha256: digest.hex)
            switch kind {
            case .shard, .drops:
                let reader = try FramedReader(path: whole)
                summary.frames = reader.frames
                summary.lines = try reader.countLines()
            case .pack: summary.lines = try TarReader(path: whole).members.count
            case .index, .card, .report: break
            }
            self.init(path, kind, summary)
        }
    }

    /// A manifest.
    package init(tool: String, pipeline: String) {
        self.tool = tool
        self.pipeline = pipeline
        inputs = []
        limits = []
        counts = Counts()
        ledger = Ledger()
        files = []
    }

    /// SHA-256 of the resolved pipeline, 64 hexadecimal digits.
    package var pipelineSHA256: String { SHA256.hash(pipeline).hex }

    /// The files of one kind, by path.
    package func files(_ kind: File.Kind) -> [File] { files.filter { $0.kind == kind } }

    /// The files that are not in `folder`, or have another size than they had.
    package func absent(from folder: String) -> [String] {
        files.filter { !Files.isThere(folder + "/" + $0.path, bytes: $0.bytes) }.map(\.path)
    }

    /// Writes `corpus.json` in `folder`.
    /// - Throws: `StorageError.system`.
    package func write(to folder: String) throws(StorageError) {
        let json = PrettyJSON.format(bytes)
        try wrapping { () throws(SystemError) in try Files.write(json, to: folder + "/" + Self.fileName) }
    }

    /// Reads `corpus.json` of `folder`.
    /// - Throws: `StorageError.system`; `.refused` for an address; `.corrupt` for anything that is not a manifest; `.version`
    ///   for another major version.
    package init(folder: String) throws(StorageError) {
        try Corpus.refuseAddress(folder)
        let path = folder + "/" + Self.fileName
        let size = try wrapping { () throws(SystemError) in try Files.size(path) }
        guard size <= Self.largest else {
            throw .corrupt(path: path, detail: "\(size) bytes are more than a manifest has")
        }
        try self.init(wrapping { () throws(SystemError) in try Files.read(path) }, path: path)
    }

    /// Reads the bytes of a `corpus.json` that came from `path`.
    /// - Throws: as `init(folder:)`.
    package init(_ bytes: [UInt8], path: String) throws(StorageError) {
        let json: JSONValue
        do { json = try JSONValue(parsing: bytes) } catch {
            throw .corrupt(path: path, detail: bytes.isEmpty ? "it is empty" : "not JSON: \(error)")
        }
        let version = json["format"]?.string ?? ""
        guard !version.isEmpty else { throw .corrupt(path: path, detail: "it has no format version") }
        guard version.split(separator: ".").first == Self.formatVersion.split(separator: ".").first else {
            throw .version(path: path, found: version, expected: Self.formatVersion)
        }
        do { try self.init(json) } catch {
            throw .corrupt(path: path, detail: error.description)
        }
    }
}
