import Documents
import Facts
import JSON
import Testing

@Suite struct Documents {
    static var sample: Document {
        var image = ImageNode(
            ordinal: 2, url: "https://example.org/1.jpg", alt: "a \"dog\"", caption: "Idéfix",
            rendered: (.pixels(-3), .percent(50)))
        image.signals = ImageSignals(
            sha256: String(repeating: "ab", count: 32), phash: "00112233aabbccdd", width: 640, height: 480,
            format: "jpeg")
        var document = Document(
            id: "0011223344556677889a", url: "https://example.org/",
            nodes: [
                .text(
                    TextNode(paragraphs: [
                        Paragraph(ordinal: 0, text: "One", role: .heading), Paragraph(ordinal: 1, text: "Two\nlines"),
                    ])),
                .image(image), .divide(ordinal: 3), .text(TextNode(paragraphs: [Paragraph(ordinal: 4, text: "Three")])),
            ], provenance: Provenance(archive: "a.warc.gz", offset: 7, length: 9))
        document.captured = "20230131081522"
        return document
    }

    @Test func theWorkingFormKeepsEverything() throws {
        for nsfw in [nil, 0.25] {
            var document = Self.sample
            document.sift { node in
                guard case .image(var image) = node else { return node }
                var details = ImageDetails(mode: "P", color: "#0a0b0c", entropy: 5, sharpness: 1234.5678)
                (details.frames, details.orientation, details.hasICC) = (12, 6, true)
                image.signals?.details = details
                image.signals?.nsfw = nsfw
                return .image(image)
            }
            for document in [document, Self.sample] {
                var json = JSONWriter()
                WorkingCoder.write(document, to: &json)
                #expect(try WorkingCoder.read(JSONValue(parsing: json.bytes)) == document)
            }
        }
    }

    @Test func thePublicFormKeepsWhatItShows() throws {
        var json = JSONWriter()
        DocumentCoder.write(Self.sample, to: &json)
        let value = try JSONValue(parsing: json.bytes)
        let back = try DocumentCoder.read(value)
        #expect(back.text == Self.sample.text)
        #expect(back.images.map(\.signals) == Self.sample.images.map(\.signals))
        #expect(back.nodes.map(\.ordinal) == [0, 2, 3, 4])
        var again = JSONWriter()
        DocumentCoder.write(back, to: &again)
        #expect(again.bytes == json.bytes)
        let keys = value["segments"]?.array?.map { $0.members?.map(\.key) ?? [] } ?? []
        #expect(Set(keys).count == 1 && keys.count == 4)
    }

    @Test func textsThatBecomeNeighboursMerge() {
        var document = Self.sample
        document.sift { if case .text = $0 { $0 } else { nil } }
        #expect(document.nodes.count == 2)
        document.mergeTexts()
        #expect(document.nodes.count == 1 && document.text == "One\n\nTwo\nlines\n\nThree")
    }
}

@Suite struct Accounting {
    @Test func aLedgerBalancesOrSaysWhatDoesNot() throws {
        var first = Ledger()
        first.born(.image, 10)
        first.dropped(.imageTooSmall, 3)
        first.written(.image, 7)
        try first.close()
        var second = Ledger()
        second.born(.image, 7)
        second.dropped(.imageCorrupt)
        second.dropped(.imageTooSmall)
        second.written(.image, 5)
        try first.append(second)
        try first.close()
        #expect(first[.image].dropped == [.imageTooSmall: 4, .imageCorrupt: 1])
        #expect(throws: Imbalance(unit: .image, born: 7, accounted: 5)) { try first.append(second) }
        second.born(.image)
        #expect(throws: Imbalance(unit: .image, born: 8, accounted: 7)) { try second.close() }
    }

    @Test func ledgersAndDropsAreReadBack() throws {
        var ledger = Ledger()
        ledger.born(.document, 2)
        ledger.dropped(.pageCrashed)
        ledger.written(.document)
        var json = JSONWriter()
        ledger.write(to: &json)
        #expect(Ledger(try JSONValue(parsing: json.bytes)) == ledger)
        let drop = Drop(.imageNotFound, detail: "404", document: "ab", url: "http://a/", ordinal: 3)
        json.reset()
        drop.write(to: &json)
        #expect(Drop(try JSONValue(parsing: json.bytes)) == drop)
    }

    @Test func everyReasonHasItsUnit() {
        for reason in Reason.allCases {
            let prefix = reason.rawValue.split(separator: ".")[0]
            #expect(reason.unit.rawValue == (prefix == "page" ? "document" : prefix))
        }
    }
}
