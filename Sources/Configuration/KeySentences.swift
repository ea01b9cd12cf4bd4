/// What each key of a pipeline does, in a sentence: the schema, `quarry config show --explain` and `quarry help config`
/// say it. A key without a sentence fails a test.
enum KeySentences {
    static subscript(path: String) -> String { all[path] ?? "" }

    static let all: [String: String] =
        [
            "name": "A name for cards and reports.",
            "summary": "One or two sentences for cards and reports.",
        ].merging(reading) { $1 }.merging(deciding) { $1 }.merging(images) { $1 }.merging(running) { $1 }

    /// Archives and pages.
    private static let reading = [
        "input.base-url":
            "URL under which the HTML files of a folder are taken to stand; \"\" gives file: URLs.",
        "input.common-crawl":
            "Where the names in Common Crawl's lists and tables start: `https://data.commoncrawl.org/`, `s3://commoncrawl/`, or a folder.",
        "input.range-bytes": "Bytes of an archive that one unit reads.",
        "input.record-bytes": "Largest record, inflated; a larger one is dropped.",
        "input.payload-bytes": "Largest HTTP body, decoded; a larger one is dropped.",
        "extraction.profile": "obelics keeps to the published rules, quarry mends their known defects.",
        "extraction.page-bytes": "Largest page; a larger one is dropped.",
        "extraction.images": "Most images taken from a page.",
        "extraction.pictures":
            "content keeps the pictures that belong to the page's content, all keeps every picture (pages that somebody has chosen already).",
        "extraction.data-images": "Whether pictures in data: URLs are decoded and stored like others.",
        "extraction.obey-robots-meta": "Drop pages whose head says noai, noml, noindex or tdm-reservation.",
        "extraction.obey-robots-tag": "Drop pages whose response says so in X-Robots-Tag.",
        "extraction.obey-tdm-header": "Drop pages whose response says tdm-reservation: 1.",
        "text.lists": "Word lists: obelics as published, quarry cleaned and in many languages.",
        "text.common-words":
            "A JSON of word to count, or a word a line, for the rule common-words; \"\" leaves the rule off.",
        "text.language-model":
            "A fastText model that identifies languages (lid.176.ftz); auto takes models/lid.176.ftz if it is there; \"\" leaves languages as the pages say.",
        "text.redact": "Personal data that placeholders replace.",
        "text.headings": "judge headings like any paragraph, or keep them with-section: as long as something follows.",
        "text.keep-verbatim": "Whether code and preformatted text is exempt from the paragraph rules.",
        "text.keep-lists": "Whether lists and tables are exempt from the paragraph rules.",
    ]

    /// What is decided over the whole corpus.
    private static let deciding = [
        "corpus.image-url-maximum": "An image URL that stands more often in the corpus leaves everywhere; 0: never.",
        "corpus.image-domain-maximum":
            "An image URL that more pages of a domain show leaves everywhere in it; 0: never.",
        "corpus.image-content-maximum":
            "Image bytes that more documents show leave everywhere; 0: never.",
        "corpus.deduplicate-images":
            "Where only the first image of a kind stays: in the document, in the domain of pages, in the corpus, or off.",
        "corpus.deduplicate-images-by": "What makes images equal there: their bytes, or also their looks.",
        "corpus.image-distance": "Bits in which the perceptual hashes of images that look equal may differ.",
        "corpus.deduplicate-urls": "Of pages with one URL, keep the newest.",
        "corpus.paragraph-maximum":
            "A paragraph that stands more often in a domain leaves everywhere in it; 0: never.",
        "corpus.paragraph-share":
            "Share of a domain's pages on which such a paragraph stands at least; 0: whatever their number.",
        "corpus.line-words":
            "A line within a paragraph that repeats as paragraphs may not is cut out if it has so many words; 0: never.",
        "corpus.window-words":
            "So many words in a row, or more, that repeat as paragraphs may not are cut out of a paragraph; 0: never.",
        "corpus.domain":
            "What a domain is: netloc as the URL has it, host (lower case, no port, no www.), or registrable (example.co.uk).",
        "corpus.published-order":
            "Compare archive names alone where the newest is kept, and lose twins, as the published code does.",
        "corpus.deduplicate-image-sets": "Of documents with the same set of images, keep the newest.",
        "corpus.image-sets-by":
            "What makes sets of images equal: their urls, or the pictures (their bytes or their looks).",
        "corpus.first-occurrence": "In a document, keep only the first occurrence of an image URL.",
        "corpus.near-duplicates.action":
            "What becomes of a document whose text is nearly that of another: drop, mark (its record says so), or off.",
        "corpus.near-duplicates.threshold": "Share of shingles from which on two texts are near-duplicates.",
        "corpus.near-duplicates.shingle": "Words of a shingle.",
        "corpus.near-duplicates.permutations": "Hashes of a text's signature.",
        "corpus.near-duplicates.bands": "Bands of a signature; texts that agree in one are compared.",
        "corpus.near-duplicates.verify": "Whether the similarity of texts that meet is counted, not estimated.",
        "corpus.near-duplicates.other-images":
            "What becomes of a copy that shows other images: keep takes it for another page, drop for a copy.",
        "corpus.near-duplicates.union-images":
            "Whether a document that stays takes a picture of its next copy where its own link is dead.",
        "decontaminate.texts": "Files of benchmarks' texts: JSON lines, tables, lists of hashes (quarry hashes).",
        "decontaminate.ngram": "Words that a document and an item of a benchmark have in common in a row.",
        "decontaminate.images": "Folders of benchmarks' pictures, and lists of hashes.",
        "decontaminate.distance": "Bits in which the perceptual hashes of pictures that look equal may differ.",
        "decontaminate.action": "What becomes of a document that has such a text or picture: drop, or mark.",
        "corpus.spam-words": "Paragraphs with this share of spam words or more leave at the end; 0: never.",
    ]

    /// Images and what is asked of a model.
    private static let images = [
        "fetch.network": "Whether images may be downloaded; without, only those in the archives are used.",
        "fetch.archive-images": "Whether images in the archives are used instead of a download.",
        "fetch.user-agent": "Name of the tool in the User-Agent and in robots.txt.",
        "fetch.contact": "A URL or address in the User-Agent that a webmaster can write to.",
        "fetch.connections": "Transfers at once.",
        "fetch.connections-per-host": "Transfers at once to one host.",
        "fetch.gap-per-host": "Seconds between two requests to one host.",
        "fetch.connect-timeout": "Seconds to connect.",
        "fetch.first-byte-timeout": "Seconds to the first byte of an answer.",
        "fetch.stall-timeout": "Seconds without a byte.",
        "fetch.total-timeout": "Seconds for a whole transfer.",
        "fetch.maximum-bytes": "Largest image; a larger one is dropped.",
        "fetch.redirects": "Redirects followed.",
        "fetch.retries": "Tries after the first.",
        "fetch.retry-after-maximum": "Longest Retry-After that is obeyed, seconds.",
        "fetch.robots": "Obey robots.txt.",
        "fetch.robots-tag": "Obey X-Robots-Tag of images.",
        "fetch.tdm": "Obey reservations of text and data mining.",
        "fetch.ai-txt": "Obey ai.txt.",
        "fetch.opt-out": "Files of URLs or domains that opted out.",
        "fetch.allow-addresses": "Private addresses (CIDR) that are opened, for tests and intranets.",
        "fetch.urls-only":
            "Whether no image is fetched or stored: documents have the URLs, nothing is known of the bytes.",
        "fetch.verify-tls": "Verify certificates.",
        "measure.pixels": "Most pixels of an image, by its header.",
        "measure.frames": "Most frames of an animation.",
        "measure.scans": "Most scans of a progressive JPEG.",
        "measure.keep-truncated": "Whether a file that ends early is kept.",
        "measure.nsfw-model": "The open_nsfw network (ONNX) that the rule images.nsfw needs.",
        "measure.nsfw-library": "onnxruntime's C library: a path, or a name that the loader finds.",
        "score.model": "The folder of the checkpoint that is asked.",
        "score.scorer":
            "A command that scores in place of a model in this process, by JSON lines (pipelines/README.md).",
        "score.scorers": "How many such commands run at once.",
        "score.timeout": "Seconds of silence after which a scorer is stopped and started again.",
        "score.name": "The name of the annotations; \"\" for the last part of score.model.",
        "score.signals": "What is asked of the model (quarry help signals).",
        "score.batch-tokens": "Tokens that go through the model at once.",
        "score.dtype": "The type the model's weights are computed in; auto is the checkpoint's own.",
        "score.question": "A yes-or-no question.",
        "score.question-about": "What the question is about: the document or each image.",
        "score.cascade": "Whether a document is spared the model when the rules on scores are decided without it.",
        "score.caption-prefix": "A text after the picture that a caption continues.",
        "score.caption-tokens": "Tokens of a caption at most.",
        "score.caption-template":
            "How a caption is asked for: what the checkpoint says by itself, a sentence, or all there is to see.",
        "score.caption-context": "Characters of the document's text before the picture that the model reads first.",
        "score.caption-repetition-penalty": "Above 1: what was written already becomes less likely.",
        "score.caption-beams": "Captions that are followed at a time; 1 takes the likeliest word each time.",
        "score.captions": "Whether captions of the model are merged into the records.",
    ]

    /// Processes and files.
    private static let running = [
        "workers.record-seconds": "CPU seconds that one page or image may take.",
        "workers.memory-bytes": "Address space of a worker; 0 sets no limit.",
        "workers.sandbox":
            "What a worker does where the machine cannot give it its bounds: wanted works without them, required refuses.",
        "workers.buckets":
            "Buckets of every exchange between phases; 0: one for 64 MiB of input, at most 256. Any number gives the same corpus.",
        "output.shard-bytes": "Text of documents that a shard holds, bytes before compression.",
        "output.pack-bytes": "Bytes of an image pack.",
        "output.store-images": "Whether the original bytes of images are stored.",
        "output.keep-drops": "Whether drop logs are part of the corpus.",
        "output.full-text": "Whether the index has full-text search.",
        "output.index-documents":
            "Documents that a file of the index has at most. A larger corpus has several, each made by a unit, and a catalogue.",
        "output.level": "Compression level of the shards.",
        "output.license": "Licence of the compilation, for the card.",
        "output.contact": "Address for takedown requests, for the card.",
    ]
}
