import Documents
package import JSON
import Platform

extension CorpusManifest {
    /// The manifest as one line of JSON (`schemas/manifest.schema.json`).
    var bytes: [UInt8] {
        var unsealed = JSONWriter()
        unsealed.object { write(to: &$0) }
        var json = JSONWriter()
        json.object { json in
            write(to: &json)
            json.member("sha256", SHA256.hash(unsealed.bytes).hex)
        }
        return json.bytes
    }

    private func write(to json: inout JSONWriter) {
        json.member("format", format)
        json.key("tool")
        json.object { json in
            json.member("name", "quarry")
            json.member("version", tool)
        }
        json.key("counts")
        counts.write(to: &json)
        json.key("ledger")
        ledger.write(to: &json)
        json.key("inputs")
        json.array { json in for input in inputs { input.write(to: &json) } }
        if let read {
            json.key("read")
            json.object { json in
                json.member("bytes", read.bytes)
                json.member("xxh3", read.xxh3)
            }
        }
        json.key("limits")
        json.object(limits.lazy.map { ($0.name, $0.value) })
        if !missingBounds.isEmpty {
            json.key("missing_bounds")
            json.array { json in for bound in missingBounds { json.value(bound) } }
        }
        json.key("pipeline")
        json.object { json in
            json.member("sha256", pipelineSHA256)
            json.member("text", pipeline)
        }
        if !parents.isEmpty {
            json.key("parents")
            json.array { json in for parent in parents { parent.write(to: &json) } }
        }
        json.key("files")
        json.array { json in for file in files { file.write(to: &json) } }
    }

    /// SHA-256 of a manifest without the key that says it, keys that this version does not know included.
    private static func digest(_ json: JSONValue) -> String {
        var text = JSONWriter()
        text.object { text in
            for member in json.members ?? [] where member.key != "sha256" {
                text.key(member.key)
                member.value.write(to: &text)
            }
        }
        return SHA256.hash(text.bytes).hex
    }

    init(_ json: JSONValue) throws(ManifestError) {
        guard try json.text("sha256") == Self.digest(json) else {
            throw ManifestError("sha256", "it was changed: its SHA-256 of itself differs")
        }
        self.init(tool: try json.text("tool", "version"), pipeline: try json.text("pipeline", "text"))
        format = try json.text("format")
        guard try json.text("pipeline", "sha256") == pipelineSHA256 else { throw ManifestError("pipeline.sha256") }
        guard let counted = json["counts"], let account = json["ledger"], let ledger = Ledger(account) else {
            throw ManifestError("ledger")
        }
        self.ledger = ledger
        counts = Counts(
            documents: try counted.number("documents"), images: try counted.number("images"),
            distinctImages: try counted.number("distinct_images"), words: try counted.number("words"))
        for input in json["inputs"]?.array ?? [] {
            inputs.append(
                Input(name: try input.text("name"), bytes: try input.number("bytes"), sha256: try input.text("sha256")))
        }
        if let read = json["read"] {
            // Crawls are larger than any file of a corpus.
            guard let bytes = read["bytes"]?.integer, bytes >= 0 else { throw ManifestError("read.bytes") }
            self.read = Read(bytes: bytes, xxh3: try read.text("xxh3"))
        }
        for member in json["limits"]?.members ?? [] {
            guard let value = member.value.integer else { throw ManifestError("limits.\(member.key)") }
            limits.append(Limit(member.key, value))
        }
        missingBounds = (json["missing_bounds"]?.array ?? []).compactMap(\.string)
        var parents: [CorpusParent] = []
        for parent in json["parents"]?.array ?? [] { parents.append(try CorpusParent(parent)) }
        self.parents = parents
        guard let list = json["files"]?.array else { throw ManifestError("files") }
        for file in list { files.append(try File(file)) }
    }
}

extension CorpusManifest.Counts {
    /// Writes the object of the manifest.
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("documents", documents)
            json.member("images", images)
            json.member("distinct_images", distinctImages)
            json.member("words", words)
        }
    }
}

extension CorpusManifest.Input {
    fileprivate func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("name", name)
            json.member("bytes", bytes)
            json.member("sha256", sha256)
        }
    }
}

extension CorpusManifest.File {
    fileprivate func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("path", path)
            json.member("kind", kind.rawValue)
            json.member("bytes", bytes)
            json.member("lines", lines)
            json.member("frames", frames)
            json.member("sha256", sha256)
        }
    }

    fileprivate init(_ json: JSONValue) throws(ManifestError) {
        guard let kind = Kind(rawValue: try json.text("kind")) else { throw ManifestError("files.kind") }
        let summary = FileSummary(
            name: "", bytes: try json.number("bytes"), lines: try json.number("lines"),
            sha256: try json.text("sha256"))
        let path = try json.text("path")
        guard Self.isPlace(path, of: kind) else { throw ManifestError("files.path", "a file outside of the corpus") }
        self.init(path, kind, summary)
        frames = try json.number("frames")
    }
}

extension CorpusManifest.File {
    /// Whether a file of a kind may lie at `path`: in its own folder, with one name, that leads nowhere else.
    fileprivate static func isPlace(_ path: String, of kind: Kind) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let folder: String? =
            switch kind {
            case .shard: "shards"
            case .pack: "images"
            case .drops: "drops"
            case .index: path == CorpusIndex.fileName ? nil : CorpusIndex.folderName
            case .card, .report: nil
            }
        return parts.dropLast() == [folder].compactMap(\.self)[...] && CorpusManifest.isName(parts.last ?? "")
    }
}

extension CorpusManifest {
    /// Whether a corpus may have a file of that name: no path, nothing hidden, nothing that moves a cursor.
    static func isName(_ name: String) -> Bool {
        !name.isEmpty && !name.hasPrefix(".") && name.utf8.count < 256
            && name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "/" && $0.value != 0x7F }
    }
}

/// A key of the manifest that is missing or has another type.
package struct ManifestError: Error, CustomStringConvertible {
    package let description: String

    package init(_ key: String, _ description: String? = nil) {
        self.description = description ?? "the key '\(key)' is missing or not as expected"
    }
}

extension JSONValue {
    package func text(_ keys: String...) throws(ManifestError) -> String {
        var value = self
        for key in keys {
            guard let next = value[key] else { throw ManifestError(keys.joined(separator: ".")) }
            value = next
        }
        guard let text = value.string else { throw ManifestError(keys.joined(separator: ".")) }
        return text
    }

    package func number(_ key: String) throws(ManifestError) -> Int {
        // No corpus has more of anything; sums of what somebody else wrote must not overflow.
        guard let number = self[key]?.integer, (0...1 << 42).contains(number) else { throw ManifestError(key) }
        return number
    }
}
