import CorpusFiles
import CorpusKit
import Documents
import Exports
import Facts
import Imports
import Inspection
import Parquet
import Platform
import TestKit
import Testing

struct MixTests {
    private let exchange: Exchange

    init() throws { exchange = try Exchange() }

    /// A corpus of 24 documents with pictures, four texts, two pairs in Parquet.
    private func sources() throws {
        _ = try TinyCorpus(in: exchange.scratch.file("corpus"), count: 24)
        let texts = (0..<4).map { "{\"text\": \"text number \($0) has some words\"}\n" }.joined()
        _ = try exchange.scratch.write(Array(texts.utf8), "texts.jsonl")
        var pairs = try ParquetWriter(
            path: exchange.scratch.file("pairs.parquet"),
            fields: [ParquetField("url", .text), ParquetField("caption", .text)])
        for number in 0..<2 { try pairs.append([.text("https://e.org/\(number).jpg"), .text("a caption \(number)")]) }
        _ = try pairs.commit()
    }

    private func mix(_ text: String, isDry: Bool = false) throws -> String {
        let path = try exchange.scratch.write(Array(text.utf8), "mix.yaml")
        return try MixRun.run(path, output: exchange.scratch.file("mixed"), tokenizer: nil, isDry: isDry)
    }

    private let three = """
        name: three
        seed: 7
        unit: documents
        total: 12
        sources:
          - {name: web, corpus: corpus, weight: 2}
          - {name: captions, pairs: [pairs.parquet], weight: 1, epochs: 2}
          - {name: text, texts: [texts.jsonl], weight: 1}
        """

    @Test("Three sources by weights are one corpus whose card has the table; copies have ids of their own")
    func threeSources() throws {
        try sources()
        let table = try mix(three)
        #expect(table.contains("| web | 0.50 | 6 |") && table.contains("| captions | 0.25 | 3 |"))
        #expect(table.contains("| text | 0.25 | 3 |") && table.contains("| 25.00 % | 1.50 |"))
        let documents = try exchange.documents("mixed")
        #expect(documents.count == 12 && Set(documents.map(\.id)).count == 12)
        #expect(documents.count { $0.url.contains("Example.org") } == 6)
        #expect(documents.count { $0.text.hasPrefix("a caption") } == 3)
        #expect(try Files.readText(exchange.scratch.file("mixed/README.md")).contains(table))
        #expect(Verification.verify(folder: exchange.scratch.file("mixed")).problems == [])
        #expect(try Corpus(folder: exchange.scratch.file("mixed")).manifest.parents.count == 3)
    }

    @Test("A picture of two sources is told of alike, by the one that knows its look")
    func samePicture() throws {
        let pictures = (0..<3).map { PNG.gradient(width: 200 + $0, height: 180, shade: UInt8($0)) }
        _ = try TinyCorpus(in: exchange.scratch.file("corpus"), pictures: pictures)
        var pairs = try TarWriter(path: exchange.scratch.file("pairs.tar"))
        for (number, picture) in pictures.enumerated() {
            _ = try pairs.append(name: "\(number).png", bytes: picture)
            _ = try pairs.append(name: "\(number).txt", bytes: Array("a caption of number \(number)".utf8))
        }
        _ = try pairs.commit()
        _ = try mix(
            """
            name: twice
            unit: documents
            sources:
              - {name: pairs, pairs: [pairs.tar], weight: 1}
              - {name: web, corpus: corpus, weight: 1}
            """)
        let paired = try exchange.documents("mixed").filter { $0.text.hasPrefix("a caption of") }.flatMap(\.images)
        #expect(paired.compactMap(\.signals?.phash) == (0..<3).map { "c3d4b16a09f7e58\($0)" })
        #expect(Verification.verify(folder: exchange.scratch.file("mixed")).problems == [])
    }

    @Test("A plan is the same table, and writes nothing")
    func plan() throws {
        try sources()
        let planned = try mix(three, isDry: true)
        #expect(
            !Files.exists(exchange.scratch.file("mixed")) && !Files.exists(exchange.scratch.file("mixed.unfinished")))
        #expect(try mix(three) == planned)
    }

    @Test("Records of a source that cannot be read are told with the table")
    func unreadable() throws {
        try sources()
        let texts = try Files.readText(exchange.scratch.file("texts.jsonl"))
        _ = try exchange.scratch.write(Array((texts + "{\n").utf8), "texts.jsonl")
        let told = try mix(three)
        #expect(told.contains("Of source 'text', 1 of 5 records could not be read and 0 had nothing"))
        #expect(
            try Files.readText(exchange.scratch.file("mixed/README.md")).contains("1 of 5 records could not be read"))
    }

    @Test("What a mixture cannot give, and keys that it has not, are told")
    func problems() throws {
        try sources()
        for (old, new, part) in [
            ("total: 12", "total: 1200", "source 'web' has 24 documents, 600 are its share"),
            ("seed: 7", "sed: 7", "the mixture has no key 'sed'; did you mean 'seed'?"),
            ("seed: 7", "seed: seven", "seed is a whole number from 0"),
            ("total: 12", "total: -1", "total is a whole number from 1"),
            ("weight: 2", "wieght: 2", "source 'web' has no key 'wieght'; did you mean 'weight'?"),
            ("epochs: 2", "epochs: two", "source 'captions': epochs are 1 to 1000"),
            (
                "corpus: corpus", "corpus: corpus, texts: [texts.jsonl]",
                "source 'web' is one of corpus, pairs and texts"
            ),
            ("pairs: [pairs.parquet]", "pairs: pairs.parquet", "source 'captions' has neither corpus nor a list"),
            ("weight: 2", "weight: 0", "source 'web' needs a weight above 0"),
            ("unit: documents", "unit: pages", "unit is tokens, words or documents, not 'pages'"),
            ("unit: documents", "unit: tokens", "give --tokenizer DIR"),
        ] {
            let error = #expect(throws: (any Error).self) { try mix(three.replacing(old, with: new)) }
            #expect("\(String(describing: error))".contains(part), "\(part)")
        }
    }
}
