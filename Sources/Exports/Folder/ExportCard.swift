import CorpusFiles
import Documents
import Facts
import Platform

/// The `README.md` of an export: front matter by which `datasets` finds its documents, then what it is, how it is read, what
/// got lost and what stayed behind.
struct ExportCard {
    let manifest: ExportManifest
    let facts: CardFacts
    /// Languages of the corpus.
    let languages: [String]
    /// What stands in the card besides, Markdown paragraphs.
    var notes: [String] = []

    /// The card as Markdown.
    var text: String {
        [frontMatter, summary, use, losses, account, takedown, origin, rights].filter { !$0.isEmpty }
            .joined(separator: "\n")
    }

    private var request: ExportRequest { manifest.request }

    private var frontMatter: String {
        var lines = ["---", "pretty_name: \(DatasetCard.quoted(facts.prettyName))", "license: \(facts.license)"]
        if facts.license == "other" { lines.append("license_name: \(DatasetCard.quoted(facts.licenseName))") }
        if !languages.isEmpty { lines += ["language:"] + languages.map { "- \(DatasetCard.quoted($0))" } }
        lines += ["size_categories:", "- \(DatasetCard.sizeCategory(manifest.counts.documents))"]
        lines += ["task_categories:", "- image-text-to-text", "- text-generation"]
        lines += ["tags:", "- interleaved", "- image-text", "- multimodal", "- web"]
        lines += ["configs:", "- config_name: default", "  data_files:", "  - split: train"]
        lines += ["    path: \(pattern)", "---", ""]
        return lines.joined(separator: "\n")
    }

    private var pattern: String {
        switch request.format {
        case .obelics: "data/*.parquet"
        case .webdataset: "shard-*.tar"
        case .polylithic: "documents.jsonl"
        case .mmc4: request.withImages ? "data/*.tar" : "data/*.jsonl"
        }
    }

    private var summary: String {
        let counts = manifest.counts
        return """
            # \(facts.prettyName)

            Web pages as interleaved image-text documents, as \(request.format.title). Made by \
            `\(Tool.name)` \(Tool.version).

            | documents | images | words | files | bytes |
            |---|---|---|---|---|
            | \(counts.documents.grouped) | \(counts.images.grouped) | \(counts.words.grouped) | \
            \(manifest.files.count { $0.kind != .index }.grouped) | \
            \(manifest.files.reduce(0) { $0 + $1.bytes }.grouped) |

            """ + notes.map { "\n\($0)\n" }.joined()
    }

    private var use: String {
        let how =
            switch request.format {
            case .obelics:
                """
                ```python
                from datasets import load_dataset
                documents = load_dataset("parquet", data_files="data/*.parquet", split="train")
                ```

                `images` and `texts` have one length; at each place one of them is null. `metadata` is a JSON list with an object for \
                each image, `general_metadata` a JSON object about the page. Pages and groups of the files are cut by content: a later \
                version without some documents shares most of its bytes with this one.
                """
            case .webdataset:
                request.naming == .m4
                    ? "Members: `KEY.0.text.txt`, `KEY.1.image.jpeg`, …, `KEY.metadata.txt` (the list of them)."
                    : """
                    ```python
                    import webdataset
                    for sample in webdataset.WebDataset("shard-00000.tar").decode():
                        print(sample["json"]["texts"], sample["json"]["images"])
                    ```

                    `KEY.json` has `texts` and `images` of one length (at each place one of them is null; an image is the name of a member \
                    after the key, or an address) and the record with its `segments`. `.nv-meta` and `.idx` are those of megatron-energon: \
                    nothing has to be prepared.
                    """
            case .polylithic:
                """
                `documents.jsonl` has a record a line; `documents.jsonl.idx` and `images/.nv-meta` are those of megatron-energon, which \
                reads `metadataset.yaml`. A picture is the member `SHA256.ENDING` of an archive in `images/`.
                """
            case .mmc4:
                """
                Records have `text_list` and `image_info` (`matched_text_index` by order, `text_before` for the exact place). The \
                `similarity_matrix` has 1 for a match and 0 elsewhere; nothing was measured.
                """
            }
        return "## Use\n\n\(how)\n"
    }

    private var losses: String {
        let list =
            switch request.format {
            case .obelics:
                ["marks that another document begins on a page (the texts around one are joined)", "text signals"]
            case .webdataset:
                request.naming == .m4
                    ? [
                        "addresses, captions and all that is known of images and pages",
                        "pictures whose bytes are not there",
                    ] : []
            case .polylithic: []
            case .mmc4: ["marks that another document begins on a page", "text signals, provenance, `extra`"]
            }
        return list.isEmpty ? "" : "## Not in this form\n\n" + list.map { "- \($0)\n" }.joined()
    }

    private var account: String {
        var text = "## What was written\n\n| unit | | count |\n|---|---|---|\n"
        for unit in [Unit.document, .image] {
            let account = manifest.ledger[unit]
            text += "| **\(unit.rawValue)** | in the corpus | \(account.born.grouped) |\n"
            for (reason, count) in account.sortedByCount { text += "| | `\(reason.rawValue)` | \(count.grouped) |\n" }
            text += "| | **written** | \(account.written.grouped) |\n"
        }
        return text
    }

    private var takedown: String {
        guard let takedown = manifest.takedown else { return "" }
        return """
            ## Opt-outs

            A list of \(takedown.entries.grouped) entries was applied on \(request.date): \(takedown.documents.grouped) documents \
            and \(takedown.images.grouped) images stayed behind.

            """
    }

    private var origin: String {
        var text =
            "## Where it comes from\n\n| corpus (SHA-256 of `corpus.json`) | documents | asked |\n|---|---|---|\n"
        for parent in manifest.parents {
            let asked = parent.selection.map { "\($0.name): \($0.value)" }.joined(separator: ", ")
            text += "| `\(parent.sha256)` | \(parent.documents.grouped) | \(DatasetCard.cell(asked)) |\n"
        }
        return text
    }

    private var rights: String {
        let pictures =
            request.withImages
            ? "Pictures are in it: **see that you may pass them on.**"
            : "No picture is in it: addresses, hashes and sizes only."
        let ask =
            facts.contact.isEmpty
            ? "The maker of this copy gave no address; ask who gave it to you." : "Write to \(facts.contact)."
        return """
            ## Rights and removal

            The licence above is for the compilation. The texts belong to the makers of the pages and the pictures to theirs. \
            \(pictures) To have a page or picture taken out, give its URL or SHA-256. \(ask)

            """
    }

    /// The text of the file `LICENSE`.
    var license: String {
        let name =
            facts.license == "other"
            ? "No licence was chosen for this compilation." : "This compilation is under \(facts.license)."
        return """
            \(name)

            The licence is for the compilation only: the selection, the order and the annotations. The texts belong to the makers of the
            pages they come from, the pictures to theirs; their own terms go on.

            """
    }
}
