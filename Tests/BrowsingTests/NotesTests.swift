import Platform
import TestKit
import Testing

@testable import Browsing

/// The file of what people noted.
@Suite struct NotesTests {
    private static let id = "0123456789abcdef0123"

    /// Only a document's id is noted of: 20 hexadecimal digits.
    @Test(arguments: [
        "", "0123456789abcdef012", "0123456789abcdef01234", "0123456789abcdefghij", "../../../etc/passwd/",
    ])
    func whatIsNoIdIsNotNoted(id: String) throws {
        let scratch = try Scratch()
        let notes = Notes(scratch.path)
        try notes.save([("document", id), ("text", "x")])
        #expect(notes.all.isEmpty && !Files.exists(scratch.file("notes.jsonl")))
    }

    @Test func aFieldHasTenThousandCharacters() throws {
        let scratch = try Scratch()
        let notes = Notes(scratch.path)
        let long = String(repeating: "ü", count: 10_001)
        try notes.save([("document", Self.id), ("tags", long), ("text", long)])
        #expect(notes.all.map(\.text.count) == [10_000] && notes.all.map(\.tags.count) == [10_000])
    }

    /// Nothing that was noted is written over: the file is a history.
    @Test func everyNoteIsALine() throws {
        let scratch = try Scratch()
        let notes = Notes(scratch.path)
        for text in ["one", "two \"2\"\nlines"] { try notes.save([("document", Self.id), ("text", text)]) }
        #expect(
            try Files.readText(scratch.file("notes.jsonl"))
                == "{\"document\":\"\(Self.id)\",\"tags\":\"\",\"text\":\"one\"}\n"
                + "{\"document\":\"\(Self.id)\",\"tags\":\"\",\"text\":\"two \\\"2\\\"\\nlines\"}\n")
        #expect(notes.note(of: Self.id) == Notes.Note(document: Self.id, tags: "", text: "two \"2\"\nlines"))
    }

    /// The first field of a name counts; tags alone are a note.
    @Test func tagsAloneAreANote() throws {
        let scratch = try Scratch()
        let notes = Notes(scratch.path)
        try notes.save([("document", Self.id), ("tags", "a"), ("tags", "b")])
        #expect(notes.all == [.init(document: Self.id, tags: "a", text: "")])
    }

    @Test func aLineThatIsNoneIsPassedOver() throws {
        let scratch = try Scratch()
        try Files.write(
            "half\n{\"tags\":\"no document\"}\n{\"document\":\"\(Self.id)\",\"text\":\"whole\"}\n",
            to: scratch.file("notes.jsonl"))
        #expect(Notes(scratch.path).all == [.init(document: Self.id, tags: "", text: "whole")])
    }

    @Test func aListIsAnArray() {
        let notes = [Notes.Note(document: "a", tags: "b", text: "c"), Notes.Note(document: "d", tags: "", text: "")]
        #expect(
            Notes.json(notes)
                == "[{\"document\":\"a\",\"tags\":\"b\",\"text\":\"c\"},{\"document\":\"d\",\"tags\":\"\",\"text\":\"\"}]"
        )
        #expect(Notes.json([]) == "[]")
    }

    @Test func aFolderThatIsNotThereIsAnError() {
        #expect(throws: SystemError.self) { try Notes("/nowhere/at/all").save([("document", Self.id), ("text", "x")]) }
    }
}
