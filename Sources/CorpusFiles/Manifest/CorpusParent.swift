package import JSON

/// A corpus that another was selected from, and what it was asked: a link of the provenance chain.
package struct CorpusParent: Sendable, Equatable {
    /// SHA-256 of its `corpus.json`.
    package var sha256: String
    /// The version of the program that wrote it.
    package var tool: String
    /// SHA-256 of its resolved pipeline.
    package var pipelineSHA256: String
    /// Its documents.
    package var documents: Int
    /// What was asked of it, by name (`where`, `images_where`, `with`, `model`), in the order in which it is to be written.
    package var selection: [(name: String, value: String)]

    /// A link.
    package init(sha256: String, manifest: CorpusManifest, selection: [(name: String, value: String)]) {
        self.sha256 = sha256
        tool = manifest.tool
        pipelineSHA256 = manifest.pipelineSHA256
        documents = manifest.counts.documents
        self.selection = selection
    }

    /// Equal when all is.
    package static func == (left: CorpusParent, right: CorpusParent) -> Bool {
        left.sha256 == right.sha256 && left.tool == right.tool && left.pipelineSHA256 == right.pipelineSHA256
            && left.documents == right.documents && left.selection.map(\.name) == right.selection.map(\.name)
            && left.selection.map(\.value) == right.selection.map(\.value)
    }

    /// Writes the object of the manifest.
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("sha256", sha256)
            json.member("tool", tool)
            json.member("pipeline_sha256", pipelineSHA256)
            json.member("documents", documents)
            json.key("selection")
            json.object { json in
                for (name, value) in selection {
                    json.key(name)
                    json.value(value)
                }
            }
        }
    }

    /// Reads the object of a manifest.
    /// - Throws: `ManifestError`.
    package init(_ json: JSONValue) throws(ManifestError) {
        sha256 = try json.text("sha256")
        tool = try json.text("tool")
        pipelineSHA256 = try json.text("pipeline_sha256")
        documents = try json.number("documents")
        selection = (json["selection"]?.members ?? []).map { ($0.key, $0.value.string ?? "") }
    }
}
