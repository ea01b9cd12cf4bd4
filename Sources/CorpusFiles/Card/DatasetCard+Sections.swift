import JSON

extension DatasetCard {
    static let fieldTable = """
        ## Fields

        One JSON object a line, the same keys in the same order on every line, no nulls; what does not apply is `""` or \
        `0`. `segments` is the only list.

        | field | meaning |
        |---|---|
        | `id` | 20 hexadecimal digits, the same for the same capture in every run |
        | `url` | the page |
        | `captured` | 14 digits (year to second, UTC), `""` when unknown |
        | `language` | ISO 639-1, `""` when it was not identified |
        | `title` | the page's title |
        | `segments[].kind` | `text`, `image` or `divide` (the page itself marks that another document begins) |
        | `segments[].text` | of a text: paragraphs between blank lines |
        | `segments[].url`, `alt`, `caption` | of an image: where it was, its alternative text, its caption |
        | `segments[].sha256` | of the image's original bytes: its name in `images/*.tar` |
        | `segments[].phash` | 64-bit perceptual hash, 16 hexadecimal digits |
        | `segments[].width`, `height`, `format` | of the original |
        | `signals` | what the text rules compared: counts and ratios over the text that is left |
        | `provenance` | archive, byte offset and length of the record the page came from; the page's own licence link |
        | `extra` | open-ended: a JSON object as a string |

        """

    static let use = """
        ## Use

        ```python
        from datasets import load_dataset  # pip install datasets zstandard
        documents = load_dataset("corpus", split="train")
        ```

        `shards/*.jsonl.zst` are zstd files of independent frames with a seek table at the end; `zstd -dc`, DuckDB \
        (`read_json`), polars, pandas and pyarrow read them. `images/*.tar` are plain tar files named by SHA-256. \
        `index.sqlite` finds a document or an image without reading either. `drops/` has everything that left, with its \
        reason. `corpus.json` has size, line count and SHA-256 of every file: most readers do not notice a truncated \
        shard, so check them once.
        """

    var fields: String {
        guard !example.isEmpty else { return Self.fieldTable }
        return Self.fieldTable + "\n```json\n\(example.trimmedNewlines)\n```\n"
    }

    var origin: String {
        var text = """
            ## How it was made

            By `quarry` \(manifest.tool) with the pipeline below (SHA-256 `\(manifest.pipelineSHA256)`), all thresholds \
            in it. The same inputs, pipeline and fetched bytes give the same files, byte for byte.

            | input | bytes | SHA-256 |
            |---|---|---|

            """
        for input in manifest.inputs.prefix(100) {
            let digest = input.sha256.isEmpty ? "not taken" : "`\(input.sha256)`"
            text += "| \(Self.cell(input.name)) | \(input.bytes.grouped) | \(digest) |\n"
        }
        if manifest.inputs.count > 100 { text += "| (\(manifest.inputs.count - 100) more in `corpus.json`) | | |\n" }
        if !manifest.limits.isEmpty {
            let limits = manifest.limits.map { "`\($0.name)` \($0.value.grouped)" }
            text += "\nLimits in force: " + limits.joined(separator: ", ") + ".\n"
        }
        text += "\n```yaml\n\(manifest.pipeline.trimmedNewlines)\n```\n"
        return text
    }

    var contents: String {
        """
        ## Known defects

        - Text and images come from the web as it is: opinions, errors and stereotypes of its pages are in it, also \
        where the rules above found nothing to object to.
        - The order of segments is the order of the page's markup, which is not always what a reader sees.
        - A language is named only where the pipeline identifies one; an alternative text can be wrong or missing.

        ## Personal data

        Pages and pictures can name or show people. Nothing was done to recognise or remove them beyond the rules \
        above; who uses the corpus has the duties that go with that.

        """
    }

    var rights: String {
        let where_ =
            facts.contact.isEmpty
            ? "The maker of this copy gave no address; ask who gave it to you." : "Write to \(facts.contact)."
        return """
            ## Rights and removal

            The licence above is for the compilation. The texts belong to the makers of the pages and the pictures to \
            theirs (`provenance.license` has a page's own licence link where it names one); published corpora of this \
            kind give URLs, hashes and sizes, not pictures. **Before `images/` is passed on, see that you may.**

            To have a page or picture taken out, give its URL or SHA-256. \(where_)

            """
    }

    // MARK: Small parts

    /// The hub's word for how many documents there are.
    package static func sizeCategory(_ count: Int) -> String {
        let steps = ["1K", "10K", "100K", "1M", "10M", "100M", "1B", "10B", "100B", "1T"]
        var limit = 1000
        for (index, step) in steps.enumerated() {
            if count < limit { return index == 0 ? "n<1K" : "\(steps[index - 1])<n<\(step)" }
            limit *= 10
        }
        return "n>1T"
    }

    /// A JSON string, which is a YAML string too.
    package static func quoted(_ text: String) -> String {
        var json = JSONWriter()
        json.value(text)
        return json.text
    }

    /// Text that cannot end a table cell.
    package static func cell(_ text: String) -> String {
        String(text.map { $0 == "|" ? "¦" : $0.isNewline ? " " : $0 })
    }

    /// `12.3 %`, empty where there is no whole.
    package static func percent(_ part: Int, of whole: Int) -> String {
        guard whole > 0 else { return "" }
        let tenths = (Double(part) * 1000 / Double(whole)).rounded()
        return "\(Int(tenths) / 10).\(Int(tenths) % 10) %"
    }
}

extension Int {
    /// `1 image`, `1,234 images`.
    package func of(_ one: String) -> String { "\(grouped) \(one)" + (self == 1 ? "" : "s") }

    /// Digits in groups of three: `1,234,567`.
    package var grouped: String {
        var out = ""
        let digits = String(magnitude)
        for (index, digit) in digits.enumerated() {
            if index > 0 && (digits.count - index) % 3 == 0 { out.append(",") }
            out.append(digit)
        }
        return self < 0 ? "-" + out : out
    }
}

extension Double {
    /// One digit after the point.
    package var short: String {
        let tenths = Int((self * 10).rounded())
        return "\(tenths < 0 ? "-" : "")\((abs(tenths) / 10).grouped).\(abs(tenths) % 10)"
    }
}

extension Distribution {
    /// What it is, for people.
    package var title: String {
        switch name {
        case "words": "words in a document"
        case "images": "images in a document"
        case "width": "width of an image, pixels"
        case "height": "height of an image, pixels"
        default: name
        }
    }
}

extension String {
    var trimmedNewlines: String {
        var text = self[...]
        while text.last?.isNewline == true { text.removeLast() }
        return String(text)
    }
}
