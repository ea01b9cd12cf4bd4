import Documents
import Facts
import Imports
import Maps
import Parquet
import Platform

extension FuzzTarget {
    /// What `quarry import` and `quarry map` take from others.
    static let imports = [
        FuzzTarget("import-lines", seeds: lines, found: ["../shared/hostile/storage"]) { bytes in
            try RecordLines.forEach(InputFile.path(of: bytes)) { take($0) }
        },
        FuzzTarget("import-tar", seeds: samples) { bytes in
            try TarSamples.forEach(InputFile.path(of: bytes)) { take($0) }
        },
        FuzzTarget("parquet", seeds: [], found: ["Tests/ParquetTests/Files"]) { bytes in
            let parquet = try ParquetFile(path: InputFile.path(of: bytes))
            // Every column alone, then all flat ones and lists together.
            let names = parquet.columns.prefix(16).map(\.name)
            for name in names { readRows(parquet, [name]) }
            readRows(parquet, names)
        },
        FuzzTarget("npy", seeds: [npy("<f4", 4, version: 1), npy("<f8", 8, version: 2), npy("<f2", 2, version: 3)]) {
            let table = try NPYFile.read(InputFile.path(of: $0))
            expect(table.rows > 0 && table.dimensions > 0, "a matrix without sides")
            touched &+= Int(table[table.rows - 1, table.dimensions - 1].bitPattern)
        },
    ]

    /// A record's document is whole: its images have the bytes that came with them.
    private static func take(_ record: ImportedRecord) {
        guard case .document(let document, let pictures) = record else { return }
        let shown = Set(document.images.compactMap { $0.signals?.sha256 })
        expect(pictures.keys.allSatisfy(shown.contains), "a picture of no image")
        touched &+= document.text.utf8.count
    }

    private static func readRows(_ parquet: ParquetFile, _ names: [String]) {
        try? parquet.forEachRow(of: names) { _, values in
            for value in values {
                touched &+= value.bytes?.count ?? value.list?.count ?? 1
                touched &+= value.text?.utf8.count ?? 0
            }
        }
    }
}

/// Seeds of imports.
extension FuzzTarget {
    private static let lines = [
        line,
        utf8(
            #"{"text_list": ["A bear.", "It sleeps."], "image_info": [{"raw_url": "http://i/a.jpg", "matched_text_index": 1}]}"#
        ),
        utf8(#"{"texts": ["A bear.", null], "images": [null, "http://i/a.jpg"]}"# + "\n" + #"{"text": "One\n\nTwo"}"#),
        // The two lines of a gzip file: {"text":"a"} twice.
        [
            0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xAB, 0x56, 0x2A, 0x49, 0xAD, 0x28,
            0x51, 0xB2, 0x52, 0x4A, 0x54, 0xAA, 0xE5, 0xAA, 0x46, 0xE6, 0x00, 0x00, 0xA7, 0x9B, 0xCD, 0x48,
            0x1A, 0x00, 0x00, 0x00,
        ],
    ]

    private static let samples = [
        tar([
            ("a/1.json", #"{"texts": ["A bear.", null], "images": [null, "1.png"]}"#), ("a/1.1.png", "x"),
            ("2.jpg", "\u{7F}"), ("2.txt", "Its cub"), ("__meta__.txt", "x"),
        ]),
        tar([("3.metadata.txt", "3.0.text.txt\n3.1.image.jpg"), ("3.0.text.txt", "a"), ("3.1.image.jpg", "b")]),
        tar([("PaxHeader/x", "16 path=4.json\n17 size=00000004\n")], kind: "x") + tar([("long", "null")]),
    ]

    /// An archive of texts, each under a header of its own.
    private static func tar(_ members: [(name: String, text: String)], kind: Character = "0") -> [UInt8] {
        func octal(_ value: Int, _ digits: Int) -> [UInt8] {
            let text = String(value, radix: 8)
            return utf8(String(repeating: "0", count: digits - text.count) + text)
        }
        var archive: [UInt8] = []
        for (name, text) in members {
            let count = text.utf8.count
            var block = [UInt8](repeating: 0, count: 512)
            func put(_ bytes: [UInt8], at place: Int) {
                block.replaceSubrange(place..<place + bytes.count, with: bytes)
            }
            put(utf8(name), at: 0)
            put(octal(count, 11), at: 124)
            put(utf8("        \(kind)"), at: 148)
            put(utf8("ustar\0" + "00"), at: 257)
            put(octal(block.reduce(0) { $0 + Int($1) }, 6) + [0, 0x20], at: 148)
            archive += block + utf8(text) + [UInt8](repeating: 0, count: (512 - count % 512) % 512)
        }
        return archive + [UInt8](repeating: 0, count: kind == "0" ? 1024 : 0)
    }

    private static func npy(_ type: String, _ width: Int, version: UInt8) -> [UInt8] {
        let head = utf8("{'descr': '\(type)', 'fortran_order': False, 'shape': (2, 3), }\n")
        let length = [UInt8(head.count), 0] + (version > 1 ? [0, 0] : [])
        return [0x93] + utf8("NUMPY") + [version, 0] + length + head + [UInt8](repeating: 1, count: 6 * width)
    }
}
