import CorpusFiles
import Documents
import JSON
import Platform

/// `quarry verify`: everything a corpus says of itself, counted again from its bytes.
///
/// Every file has the size and SHA-256 of `corpus.json` and none is missing or new; every frame decompresses with its own
/// checksum and every line is a document; every document lies where the index says and says what the index says; every
/// picture has the SHA-256 it is named by; drops, documents, paragraphs, images and words add up to the ledger. All
/// problems are reported, with the file that is wrong. Memory does not grow with the corpus.
package struct Verification: Sendable {
    /// One thing that is wrong.
    package struct Problem: Sendable, Equatable {
        /// The file, in the corpus.
        package let file: String
        /// What is wrong with it.
        package let detail: String
    }

    /// How much was looked at.
    package struct Checked: Sendable, Equatable {
        /// Files, and their bytes.
        package var files = 0, bytes = 0
        /// Documents, packed images, drops.
        package var documents = 0, images = 0, drops = 0
    }

    /// What is wrong, file by file; empty for a sound corpus.
    package internal(set) var problems: [Problem] = []
    /// How much was looked at.
    package internal(set) var checked = Checked()
    /// Problems already listed by file, so that one bad file does not bury the others.
    private var counts: [String: Int] = [:]
    private static let problemsPerFile = 20

    init() {}

    /// Verifies the corpus in `folder`, or in its `corpus/`.
    package static func verify(folder: String) -> Verification {
        let folder = Corpus.resolve(folder)
        var verification = Verification()
        let manifest: CorpusManifest
        do { manifest = try CorpusManifest(folder: folder) } catch {
            verification.report(CorpusManifest.fileName, "\(error)", in: folder)
            return verification
        }
        let sound = verification.checkFiles(manifest, folder)
        verification.checkExtraFiles(manifest, folder)
        verification.checkLedger(manifest)
        verification.checkScores(manifest, folder)
        verification.checkSignatures(manifest, folder, sound)
        var recount = Recount(folder: folder, manifest: manifest, sound: sound)
        recount.run(&verification)
        return verification
    }

    /// Whether nothing is wrong.
    package var isSound: Bool { problems.isEmpty }

    /// Notes a problem; the folder is cut from the text of errors, which name whole paths.
    mutating func report(_ file: String, _ detail: String, in folder: String = "") {
        counts[file, default: 0] += 1
        let count = counts[file] ?? 0
        guard count <= Verification.problemsPerFile + 1 else { return }
        var text = detail
        for prefix in ["\(folder)/\(file): ", "\(folder)/"] where !folder.isEmpty {
            text = text.replacing(prefix, with: "")
        }
        let more = count > Verification.problemsPerFile
        problems.append(Problem(file: file, detail: more ? "and more of the kind" : text))
    }

    // MARK: Files

    /// Sizes and checksums.
    /// - Returns: the paths of the files that are as they were written.
    private mutating func checkFiles(_ manifest: CorpusManifest, _ folder: String) -> Set<String> {
        var sound: Set<String> = []
        for file in manifest.files {
            let path = folder + "/" + file.path
            do {
                guard Files.exists(path) else {
                    report(file.path, "missing")
                    continue
                }
                let size = try Files.size(path)
                checked.files += 1
                checked.bytes += size
                if size != file.bytes {
                    let word = size < file.bytes ? "truncated" : "longer than it was written"
                    report(file.path, "\(word): \(size) bytes, \(file.bytes) were written")
                } else if try SHA256.hash(file: path).hex != file.sha256 {
                    report(file.path, "changed: its SHA-256 is not the one in \(CorpusManifest.fileName)")
                } else {
                    sound.insert(file.path)
                }
            } catch {
                report(file.path, "\(error)", in: folder)
            }
        }
        return sound
    }

    /// What a corpus may have besides the files of its manifest: itself, a run's work, annotations.
    private static let others: Set = [CorpusManifest.fileName, "work", "scores", "signatures"]

    private mutating func checkExtraFiles(_ manifest: CorpusManifest, _ folder: String) {
        let known = Set(manifest.files.map(\.path))
        let folders = Set(known.compactMap { path in path.split(separator: "/").dropLast().first.map(String.init) })
            .union(["shards", "images", "drops"])
        for name in (try? Files.list(folder)) ?? [] where !Self.others.contains(name) && !known.contains(name) {
            guard folders.contains(name), Files.isFolder(folder + "/" + name) else {
                report(name, "not a file of this corpus")
                continue
            }
            for inner in (try? Files.list(folder + "/" + name)) ?? [] where !known.contains(name + "/" + inner) {
                report(name + "/" + inner, "not a file of this corpus")
            }
        }
    }

    private mutating func checkLedger(_ manifest: CorpusManifest) {
        do { try manifest.ledger.close() } catch { report(CorpusManifest.fileName, "\(error)") }
    }

    // MARK: Renderers

    /// For `--json`: `{"ok", "problems": [{"file", "problem"}], "checked": {…}}`.
    package var json: String {
        var json = JSONWriter()
        json.object { json in
            json.member("ok", isSound)
            json.key("problems")
            json.array { json in
                for problem in problems {
                    json.object { json in
                        json.member("file", problem.file)
                        json.member("problem", problem.detail)
                    }
                }
            }
            json.key("checked")
            json.object { json in
                json.member("files", checked.files)
                json.member("bytes", checked.bytes)
                json.member("documents", checked.documents)
                json.member("images", checked.images)
                json.member("drops", checked.drops)
            }
        }
        return json.text
    }

    /// For people.
    package var text: String {
        let what = """
            \(checked.files.grouped) files (\(checked.bytes.grouped) bytes), \(checked.documents.grouped) documents, \
            \(checked.images.grouped) packed images, \(checked.drops.grouped) drops
            """
        if isSound { return "sound: " + what }
        let lines = problems.map { Terminal.safe("\($0.file): \($0.detail)") }
        return lines.joined(separator: "\n") + "\n\(problems.count.of("problem")); looked at " + what
    }
}
