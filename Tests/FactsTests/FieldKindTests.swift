import Platform
import Testing

@testable import Facts

/// Values between a record and a line, a row or an exchange; fields of made-up records.
@Suite struct FieldKindTests {
    private struct Part: Sendable, Equatable {
        var size = 0
        var name = ""
    }

    private struct Record: Sendable, Equatable {
        var count = 1
        var share = 0.5
        var name = "n"
        var isSo = false
        var gain: Double?
        var part: Part?
    }

    // MARK: Values

    @Test func digestsAndHashesArePrintedAsDigits() {
        let digest = SHA256.hash("a")
        #expect(FieldValue.digest(digest).printed(.digest) == .text(digest.hex))
        #expect(FieldValue.hash(255).printed(.hash) == .text("00000000000000ff"))
        for value in [FieldValue.integer(-3), .number(0.5), .text("ü"), .flag(true)] {
            #expect(value.printed(.text) == value, "what is known is printed as it is")
        }
    }

    @Test(
        arguments: [
            (FieldKind.integer, .integer(0)), (.number, .number(0)), (.text, .text("")), (.flag, .flag(false)),
            (.digest, .text("")), (.hash, .text("")),
        ] as [(FieldKind, FieldValue)]) func nothingHasAValueOfItsKind(kind: FieldKind, nothing: FieldValue)
    {
        #expect(kind.nothing == nothing && FieldValue.unknown.printed(kind) == nothing)
    }

    @Test func printedValuesAreRead() {
        let digest = SHA256.hash("b")
        #expect(FieldKind.digest.read(printed: .text(digest.hex)) == .digest(digest))
        #expect(FieldKind.digest.read(printed: .text(String(digest.hex.dropLast()))) == .unknown)
        #expect(FieldKind.digest.read(printed: .digest(digest)) == .unknown, "it is not printed")
        #expect(FieldKind.hash.read(printed: .text("00000000000000fF")) == .hash(255))
        #expect(FieldKind.hash.read(printed: .text("xyz")) == .unknown)
        #expect(FieldKind.hash.read(printed: .text("10000000000000000")) == .unknown, "65 bits")
        #expect(FieldKind.number.read(printed: .number(0.25)) == .number(0.25))
        #expect(FieldKind.number.read(printed: .integer(-7)) == .number(-7))
        #expect(FieldKind.integer.read(printed: .integer(7)) == .integer(7))
        #expect(
            FieldKind.text.read(printed: .text("")) == .text("")
                && FieldKind.flag.read(printed: .flag(true)) == .flag(true))
        for (kind, value) in [
            (FieldKind.integer, FieldValue.text("1")), (.integer, .flag(true)), (.text, .integer(1)),
            (.flag, .integer(1)),
            (.number, .text("1")), (.digest, .integer(1)), (.hash, .hash(1)), (.text, .unknown),
        ] { #expect(kind.read(printed: value) == .unknown, "\(kind) \(value)") }
    }

    @Test(arguments: [
        (FieldKind.integer, "INTEGER"), (.number, "REAL"), (.text, "TEXT"), (.flag, "INTEGER"), (.digest, "BLOB"),
        (.hash, "BLOB"),
    ]) func kindsHaveTypesInSQL(kind: FieldKind, type: String) { #expect(kind.sqlType == type) }

    // MARK: Fields

    @Test func aFieldReadsAndTakesItsProperty() {
        let fields: [Field<Record>] = [
            Field("count", \.count, "how many"), Field("share", \.share, recorded: false, "what share"),
            Field("name", \.name, "a name"), Field("so", \.isSo, recorded: false, "whether"),
        ]
        #expect(fields.map(\.name) == ["count", "share", "name", "so"] && fields[0].sentence == "how many")
        #expect(fields.map(\.kind) == [.integer, .number, .text, .flag])
        #expect(fields.map(\.isRecorded) == [true, false, true, false])
        let record = Record()
        #expect(fields.map { $0.value(record) } == [.integer(1), .number(0.5), .text("n"), .flag(false)])
        var taken = record
        for (field, value) in zip(fields, [FieldValue.integer(9), .number(0.75), .text("m"), .flag(true)]) {
            field.take(&taken, value)
        }
        #expect(taken == Record(count: 9, share: 0.75, name: "m", isSo: true))
        for field in fields { field.take(&taken, .unknown) }
        #expect(taken == Record(count: 9, share: 0.75, name: "m", isSo: true), "what is not known changes nothing")
    }

    @Test func aNumberNeedNotBeKnown() {
        let field = Field<Record>("gain", \.gain, recorded: true, "gain")
        var record = Record()
        #expect(field.kind == .number && field.isRecorded && field.value(record) == .unknown)
        field.take(&record, .number(0))
        #expect(record.gain == 0 && field.value(record) == .number(0), "0 is a number")
        field.take(&record, .unknown)
        field.take(&record, .integer(3))
        #expect(record.gain == 0)
    }

    /// The first value that is known makes the part, of its usual values; others join it.
    @Test func aPartIsKnownAsAWhole() {
        let fields = [Field<Part>("size", \.size, recorded: false, "a size"), Field<Part>("name", \.name, "a name")].map
        {
            Field<Record>($0, of: \.part, unknown: Part(size: 7, name: "usual"))
        }
        #expect(fields.map(\.name) == ["size", "name"] && fields.map(\.isRecorded) == [false, true])
        #expect(fields.map(\.kind) == [.integer, .text] && fields[0].sentence == "a size")
        var record = Record()
        #expect(fields.map { $0.value(record) } == [.unknown, .unknown])
        fields[1].take(&record, .unknown)
        #expect(record.part == nil)
        fields[1].take(&record, .text("own"))
        #expect(record.part == Part(size: 7, name: "own"))
        fields[0].take(&record, .integer(0))
        #expect(record.part == Part(size: 0, name: "own") && fields[0].value(record) == .integer(0))
    }

    // MARK: Tables

    /// The names are columns of the index and keys of the public record: they do not change.
    @Test func columnsHaveTheirNames() {
        #expect(
            TextProfile.fields.map(\.name) == [
                "words", "characters", "tokens", "character_repetition_ratio", "word_repetition_ratio",
                "special_character_ratio", "stop_word_ratio", "flagged_word_ratio", "punctuation_ratio",
                "common_word_ratio", "spam_word_ratio",
            ])
        #expect(
            ImageSignals.fields.map(\.name) == [
                "sha256", "phash", "width", "height", "format", "mode", "frames", "orientation", "icc", "color",
                "entropy",
                "sharpness", "nsfw",
            ])
        #expect(
            ImageSignals.fields.map(\.kind) == [
                .digest, .hash, .integer, .integer, .text, .text, .integer, .integer, .flag, .text, .number, .number,
                .number,
            ])
        #expect(TextProfile.fields.filter { !$0.isRecorded }.map(\.name) == ["characters", "tokens"])
        #expect(TextProfile.ratios.map(\.name).first == "character_repetition_ratio")
    }

    /// Each ratio is a property of its own.
    @Test func ratiosAreNotMixedUp() {
        var profile = TextProfile()
        profile.specialCharacters = 0.1
        profile.stopWords = 0.2
        profile.flaggedWords = 0.3
        profile.punctuation = 0.4
        profile.commonWords = 0.5
        profile.spamWords = 0.6
        profile.characterRepetition = 0.7
        profile.wordRepetition = 0.8
        let values = TextProfile.ratios.map { $0.value(profile) }
        #expect(values == [0.7, 0.8, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6].map { .number($0) })
        #expect(TextProfile().words == 0 && TextProfile() != profile)
    }

    @Test func aPictureOfWhichNothingIsKnownHasNoValues() {
        let values = ImageSignals.fields.map { $0.value(ImageSignals()) }
        #expect(
            values == [
                .unknown, .unknown, .integer(0), .integer(0), .text(""), .unknown, .unknown, .unknown, .unknown,
                .unknown,
                .unknown, .unknown, .unknown,
            ])
        let details = ImageDetails()
        #expect(details.frames == 1 && details.orientation == 1 && !details.hasICC && details.mode == "")
        let measured = ImageDetails(mode: "RGB", color: "#010203", entropy: 0.0005, sharpness: 99.9996)
        #expect(
            measured.mode == "RGB" && measured.color == "#010203" && measured.entropy == 0.001
                && measured.sharpness == 100)
    }
}
