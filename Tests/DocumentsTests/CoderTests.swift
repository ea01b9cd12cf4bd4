import Documents
import Facts
import JSON
import Testing

/// The two forms of a document on disk, by the letter.
@Suite struct CoderTests {
    @Test func aTextIsCutAtItsBlankLinesAsPythonCutsIt() {
        for (text, pieces) in [
            ("", [""]), ("a", ["a"]), ("a\n\nb", ["a", "b"]), ("a\n\n\nb", ["a", "\nb"]),
            ("a\n\n\n\nb", ["a", "", "b"]), ("\n\na", ["", "a"]), ("a\n\n", ["a", ""]), ("a\nb\n", ["a\nb\n"]),
        ] {
            #expect(text.split(onBlankLines: ()) == pieces, "\(text.debugDescription)")
        }
    }

    @Test func ordinalsAreGivenAnewInReadingOrder() throws {
        func segment(_ kind: String, _ text: String = "") -> String {
            #"{"kind":"\#(kind)","text":"\#(text)","url":"","alt":"","caption":"","sha256":""}"#
        }
        let segments = [
            segment("text", #"a\n\nb\n\nc"#), segment("image"), segment("divide"), segment("text", "d"),
            segment("image"),
        ]
        let line =
            #"{"id":"x","url":"u","captured":"","language":"","title":"","segments":["#
            + segments.joined(separator: ",") + #"],"extra":"{}"}"#
        let document = try DocumentCoder.read(JSONValue(parsing: Array(line.utf8)))
        #expect(document.nodes.map(\.ordinal) == [0, 3, 4, 5, 6])
        #expect(document.paragraphCount == 4 && document.images.allSatisfy { $0.signals == nil })
        #expect(!document.hasModelCaptions && document.provenance == Provenance())
    }

    @Test(arguments: ["id", "url", "captured", "language", "title", "extra", "segments"])
    func aMissingKeyIsNamed(key: String) throws {
        var json = JSONWriter()
        DocumentCoder.write(Documents.sample, to: &json)
        let damaged = json.text.replacingFirst("\"\(key)\":", with: "\"_\":")
        #expect(throws: RecordError(key: key)) { try DocumentCoder.read(JSONValue(parsing: Array(damaged.utf8))) }
    }

    @Test func onlyWhatARecordHasIsReadOfSignals() throws {
        var json = JSONWriter()
        DocumentCoder.write(Documents.sample, to: &json)
        let more = json.text.replacingFirst(#""signals":{"#, with: #""signals":{"tokens":7,"characters":8,"#)
        #expect(try DocumentCoder.read(JSONValue(parsing: more)) == DocumentCoder.read(JSONValue(parsing: json.bytes)))
    }

    @Test func anUnknownKindIsAnError() throws {
        var json = JSONWriter()
        DocumentCoder.write(Documents.sample, to: &json)
        let damaged = json.text.replacingFirst("\"divide\"", with: "\"video\"")
        #expect(throws: RecordError(key: "kind")) { try DocumentCoder.read(JSONValue(parsing: Array(damaged.utf8))) }
    }

    @Test func theRecordByTheLetter() {
        var image = ImageNode(ordinal: 1, url: "u", alt: "a", caption: "c")
        image.signals = ImageSignals(
            sha256: String(repeating: "0a", count: 32), phash: "00000000000000ff", width: 3, height: 4, format: "gif")
        image.signals?.nsfw = 0.5
        var document = Document(
            id: "i", url: "p", nodes: [.text(TextNode(paragraphs: [Paragraph(ordinal: 0, text: "t")])), .image(image)],
            provenance: Provenance(archive: "w", offset: 5, length: 6, license: "l"))
        (document.captured, document.language, document.title, document.extra) = ("1", "en", "T", "{\"a\":1}")
        document.profile.words = 7
        document.profile.characters = 9
        document.profile.stopWords = 0.5
        var json = JSONWriter()
        DocumentCoder.write(document, to: &json)
        let nothing = #""url":"","alt":"","caption":"","sha256":"","phash":"","width":0,"height":0,"format":"""#
        let sha = String(repeating: "0a", count: 32)
        #expect(
            json.text == #"{"id":"i","url":"p","captured":"1","language":"en","title":"T","segments":["#
                + #"{"kind":"text","text":"t",\#(nothing)},"#
                + #"{"kind":"image","text":"","url":"u","alt":"a","caption":"c","sha256":"\#(sha)","#
                + #""phash":"00000000000000ff","width":3,"height":4,"format":"gif"}],"#
                + #""signals":{"words":7,"images":1,"character_repetition_ratio":0.0,"word_repetition_ratio":0.0,"#
                + #""special_character_ratio":0.0,"stop_word_ratio":0.5,"flagged_word_ratio":0.0,"#
                + #""punctuation_ratio":0.0,"common_word_ratio":0.0,"spam_word_ratio":0.0},"#
                + #""provenance":{"archive":"w","offset":5,"length":6,"license":"l"},"extra":"{\"a\":1}"}"#)
    }

    @Test func modelCaptionsAreReadWhereTheFirstSegmentHasThem() throws {
        var document = Documents.sample
        document.hasModelCaptions = true
        document.sift { node in
            guard case .image(var image) = node else { return node }
            image.modelCaption = "a dog"
            return .image(image)
        }
        var json = JSONWriter()
        DocumentCoder.write(document, to: &json)
        let back = try DocumentCoder.read(JSONValue(parsing: json.bytes))
        #expect(back.hasModelCaptions && back.images.map(\.modelCaption) == ["a dog"])
    }

    // MARK: Between two phases

    @Test func whatWasFoundOutTravelsAlong() throws {
        var document = Documents.sample
        (document.language, document.title, document.extra) = ("fr", "T", "{\"a\":1}")
        document.languageProbability = 0.75
        document.isMeasured = true
        document.siftedAs = "fr"
        document.profile.characters = 12
        document.profile.spamWords = 0.125
        document.provenance.license = "l"
        document.paths = ElementPaths(text: "0 0 html\n")
        var json = JSONWriter()
        WorkingCoder.write(document, to: &json)
        #expect(try WorkingCoder.read(JSONValue(parsing: json.bytes)) == document)
        #expect(document != Documents.sample)
    }

    @Test(arguments: [Paragraph.Role.body, .heading, .verbatim, .list, .table])
    func aParagraphKeepsItsRole(role: Paragraph.Role) throws {
        let paragraphs = [Paragraph(ordinal: 0, text: "a", role: role), Paragraph(ordinal: 5, text: "b")]
        let document = Document(url: "", nodes: [.text(TextNode(paragraphs: paragraphs))])
        var json = JSONWriter()
        WorkingCoder.write(document, to: &json)
        #expect(try WorkingCoder.read(JSONValue(parsing: json.bytes)).nodes == document.nodes)
    }

    @Test(arguments: [
        (#"["d",3]"#, #"["d"]"#, "nodes"), (#"["d",3]"#, #"["x",3]"#, "nodes"), (#""a.warc.gz",7"#, #"7,7"#, "place"),
        (#""profile":["#, #""profile":[1,"#, "profile"), (#""i",2,"#, #""i","2","#, "nodes"),
    ])
    func aDamagedLineIsRefused(what: String, instead: String, key: String) throws {
        var json = JSONWriter()
        WorkingCoder.write(Documents.sample, to: &json)
        let damaged = json.text.replacingFirst(what, with: instead)
        #expect(throws: RecordError(key: key)) { try WorkingCoder.read(JSONValue(parsing: Array(damaged.utf8))) }
    }
}

extension String {
    /// With the first place of `what` replaced; a test is wrong when there is none.
    func replacingFirst(_ what: String, with other: String) -> String {
        let changed = replacing(what, with: other, maxReplacements: 1)
        precondition(changed != self, "no \(what)")
        return changed
    }
}
