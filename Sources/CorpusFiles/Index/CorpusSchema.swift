package import Facts

/// The DDL of `index.sqlite`; `schemas/index.sql` is the same text.
package enum CorpusSchema {
    /// `PRAGMA user_version`: raised when a column is removed or changes its meaning.
    package static let version = 1
    /// `PRAGMA user_version` of a catalogue, which programs that know one file alone refuse.
    package static let catalogueVersion = 2
    /// `PRAGMA application_id`: "QRRY".
    package static let application = 0x5152_5259

    /// Columns of `documents` in the order they are inserted.
    package static let documentColumns: [String] =
        [
            "id", "number", "shard", "frame_offset", "frame_length", "offset", "length", "url", "captured", "language",
            "title", "domain",
        ] + TextProfile.counts.map(\.name) + ["images"] + TextProfile.ratios.map(\.name)

    /// What `images` has of an image besides its SHA-256 and place, in the order of the columns: first what records have.
    static let imageFields: [Field<ImageSignals>] =
        ["format", "width", "height", "phash"].compactMap { name in ImageSignals.fields.first { $0.name == name } }
        + imageDetails

    /// The columns of `images` that are known where images were measured.
    package static let imageDetails: [Field<ImageSignals>] = ImageSignals.fields.filter { !$0.isRecorded }

    private static func columns(_ fields: [Field<TextProfile>]) -> String {
        fields.map { "  \($0.name) \($0.kind.sqlType) NOT NULL" }.joined(separator: ",\n")
    }

    /// The lines of `imageDetails`, each with its sentence behind it.
    private static let detailLines = imageDetails.enumerated().map { index, field in
        let comma = index == imageDetails.count - 1 ? "" : ","
        let column = "  \(field.name) \(field.kind.sqlType)\(comma)"
        var words = field.sentence.split(separator: " ")[...]
        if index == 0 {
            words[words.count - 1] += ";"
            words += "from here on NULL when an index was made again from shards alone".split(separator: " ")
        }
        return Self.comment(words, behind: column)
    }.joined(separator: "\n")

    /// A column and its comment, in as many lines as it takes.
    private static func comment(_ words: ArraySlice<Substring>, behind column: String) -> String {
        var lines = [column + String(repeating: " ", count: max(1, 34 - column.count)) + "--"]
        for word in words {
            if lines[lines.count - 1].count + word.count > 113 {
                lines.append(String(repeating: " ", count: 34) + "--")
            }
            lines[lines.count - 1] += " " + word
        }
        return lines.joined(separator: "\n")
    }

    /// Tables, filled in the order of their keys.
    package static let tables = """
        CREATE TABLE meta (
          key TEXT PRIMARY KEY,           -- 'format', 'tool', 'pipeline_sha256', 'full_text', 'distinct_domains'
          value TEXT NOT NULL
        ) WITHOUT ROWID;

        CREATE TABLE shards (
          shard INTEGER PRIMARY KEY,      -- from 0
          name TEXT NOT NULL,             -- 'shard-00000.jsonl.zst'
          first INTEGER NOT NULL,         -- number of its first document
          documents INTEGER NOT NULL
        );

        CREATE TABLE packs (
          pack INTEGER PRIMARY KEY,       -- from 0
          name TEXT NOT NULL              -- 'images-00000.tar'
        );

        CREATE TABLE documents (
          id BLOB PRIMARY KEY,            -- 10 bytes: the record's 20 hexadecimal digits
          number INTEGER NOT NULL,        -- place in the corpus, from 0: shards in order, lines in order
          shard INTEGER NOT NULL,
          frame_offset INTEGER NOT NULL,  -- the zstd frame in the shard, in bytes
          frame_length INTEGER NOT NULL,
          offset INTEGER NOT NULL,        -- the line in the frame's text, in bytes
          length INTEGER NOT NULL,
          url TEXT NOT NULL,
          captured TEXT NOT NULL,         -- 14 digits, '' when unknown
          language TEXT NOT NULL,         -- ISO 639-1, '' when not identified
          title TEXT NOT NULL,
          domain TEXT NOT NULL,           -- host of the URL without 'www.'
        \(columns(TextProfile.counts)),
          images INTEGER NOT NULL,        -- occurrences
        \(columns(TextProfile.ratios))
        ) WITHOUT ROWID;

        CREATE TABLE images (
          sha256 BLOB PRIMARY KEY,        -- 32 bytes
          pack INTEGER NOT NULL,          -- -1 when the corpus has not its bytes
          offset INTEGER NOT NULL,        -- the content in the pack, in bytes
          length INTEGER NOT NULL,
          format TEXT NOT NULL,           -- \(PictureFormat.names)
          width INTEGER NOT NULL,
          height INTEGER NOT NULL,
          phash BLOB NOT NULL,            -- 8 bytes, x'' when not measured
        \(detailLines)
        ) WITHOUT ROWID;

        CREATE TABLE occurrences (
          document BLOB NOT NULL,         -- documents.id
          position INTEGER NOT NULL,      -- index in the record's segments
          image BLOB NOT NULL,            -- images.sha256, x'' when the bytes are unknown
          url TEXT NOT NULL,
          PRIMARY KEY (document, position)
        ) WITHOUT ROWID;

        CREATE TABLE clusters (
          document BLOB PRIMARY KEY,      -- documents.id: one that stays for its near-duplicates
          size INTEGER NOT NULL,          -- documents, itself included
          first TEXT NOT NULL,            -- oldest capture, 14 digits, '' when unknown
          last TEXT NOT NULL,             -- newest capture
          domain_count INTEGER NOT NULL,
          domains TEXT NOT NULL           -- at most ten, a space between them
        ) WITHOUT ROWID;

        CREATE TABLE accounts (
          unit TEXT PRIMARY KEY,          -- 'record', 'document', 'paragraph', 'image'
          born INTEGER NOT NULL,          -- = written + the sum of its drops
          written INTEGER NOT NULL
        ) WITHOUT ROWID;

        CREATE TABLE drops (
          unit TEXT NOT NULL,
          reason TEXT NOT NULL,           -- schemas/reasons.md
          count INTEGER NOT NULL,
          PRIMARY KEY (unit, reason)
        ) WITHOUT ROWID;

        CREATE TABLE distributions (      -- counted once, so that no question has to read every row
          name TEXT NOT NULL,             -- 'words', 'images', 'language', 'domain' of documents; 'width', 'height',
                                          -- 'format' of images
          value NOT NULL,
          count INTEGER NOT NULL,
          PRIMARY KEY (name, value)
        ) WITHOUT ROWID;

        """

    /// The rows of `distributions`, counted from the full tables; of domains only those with most documents.
    static let distributionQueries =
        [
            ("words", "documents", ""), ("images", "documents", ""), ("language", "documents", ""),
            ("domain", "documents", " ORDER BY 3 DESC, 2 LIMIT 1000"), ("width", "images", ""),
            ("height", "images", ""),
            ("format", "images", ""),
        ].map { name, table, rest in
            "SELECT '\(name)', \(name), count(*) FROM \(table) GROUP BY 2\(rest)"
        }

    /// Fills `distributions`.
    static let distributions =
        distributionQueries.map { "INSERT INTO distributions \($0);" }.joined(separator: "\n")
        + "INSERT INTO meta SELECT 'distinct_domains', count(DISTINCT domain) FROM documents;"

    /// Indexes, made once after the tables are full.
    package static let indexes = """
        CREATE UNIQUE INDEX documents_number ON documents (number);
        CREATE INDEX documents_url ON documents (url);
        CREATE INDEX documents_domain ON documents (domain);
        CREATE INDEX occurrences_image ON occurrences (image);

        """

    /// What a catalogue has besides: its own tables of documents, images, occurrences and clusters are empty.
    package static let ranges = """
        CREATE TABLE ranges (             -- of a catalogue alone: files of the same tables, each of a range of documents
          range INTEGER PRIMARY KEY,      -- from 0
          name TEXT NOT NULL,             -- 'documents-00000.sqlite' in index/
          first INTEGER NOT NULL,         -- number of its first document
          documents INTEGER NOT NULL
        );

        """

    /// Full-text search; its rowid is `documents.number`. Left out when the pipeline says so.
    package static let fullText = """
        CREATE VIRTUAL TABLE documents_text USING fts5 (
          title, body, alt,               -- body: all text segments; alt: alternative texts and captions
          content = '',                   -- words of scripts without blanks: a blank is put between them (ICU)
          tokenize = "unicode61 categories 'L* N* Mn Mc Co'"
        );

        """
}
