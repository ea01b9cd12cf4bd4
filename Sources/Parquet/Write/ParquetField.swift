/// A column of a file that is written: the schema family of OBELICS.
package struct ParquetField: Sendable, Equatable {
    /// What a column holds.
    package enum Kind: Sendable, Equatable {
        /// A text, or null.
        case text
        /// A list of texts and nulls.
        case texts
        /// A list of pictures and nulls, each a structure `{bytes, path}`.
        case pictures
    }

    /// The column's name.
    package var name: String
    /// What it holds.
    package var kind: Kind

    /// Whether it holds running text, which repeats itself less than addresses and records do.
    package var isProse: Bool

    /// A column.
    package init(_ name: String, _ kind: Kind, isProse: Bool = false) {
        (self.name, self.kind, self.isProse) = (name, kind, isProse)
    }

    /// The leaves below the column: what Parquet calls its columns.
    var leaves: [ParquetLeaf] {
        switch kind {
        case .text: [leaf([], 1, 0)]
        case .texts: [leaf(["list", "element"], 3, 1)]
        case .pictures:
            [leaf(["list", "element", "bytes"], 4, 1, isText: false), leaf(["list", "element", "path"], 4, 1)]
        }
    }

    private func leaf(_ path: [String], _ definition: Int, _ repetition: Int, isText: Bool = true) -> ParquetLeaf {
        ParquetLeaf(
            path: [name] + path, definition: definition, repetition: repetition, isText: isText, isProse: isProse)
    }
}

/// A leaf of the schema.
struct ParquetLeaf {
    /// The names from the root.
    let path: [String]
    /// The level of a value that is there.
    let definition: Int
    /// 1 in a list, else 0.
    let repetition: Int
    /// Whether it holds UTF-8.
    let isText: Bool
    /// Whether it holds running text.
    var isProse = false
}

/// A picture as `datasets` stores one.
package struct ParquetPicture: Sendable, Equatable {
    /// Its bytes, nil when they are not there.
    package var bytes: [UInt8]?
    /// A file name or address.
    package var path: String?

    /// A picture.
    package init(bytes: [UInt8]?, path: String?) { (self.bytes, self.path) = (bytes, path) }
}

/// A value of a row that is written.
package enum ParquetCell: Sendable, Equatable {
    case text(String?)
    case texts([String?])
    case pictures([ParquetPicture?])
}

/// How a file is laid out.
package struct ParquetLayout: Sendable {
    /// Rows of a group; nil cuts groups by content after `groupBytes`.
    package var groupRows: Int?
    /// Bytes of values before compression after which a group ends at the next border of content.
    package var groupBytes = 256 << 20
    /// Bytes of values before compression of a page in the mean; a page has no less than a quarter of it.
    package var pageBytes = 64 << 10
    /// The same for a column of prose, which has most of a file's bytes and is half as large compressed, where addresses
    /// become a fifth: its pages may be larger and still be about what a takedown costs.
    package var proseBytes = 128 << 10
    /// zstd's level.
    package var level = 1
    /// 1 or 2: the version of data pages.
    package var pageVersion = 1
    /// Of the footer, by key.
    package var metadata: [(key: String, value: String)] = []

    /// The layout for texts: large groups, several pages a column.
    package init() {}
}
