import Platform
import Testing

@testable import Facts

/// The field tables: what is known of texts and images, once.
@Suite struct FieldTests {
    static let digest = SHA256.hash("a")

    static let signals: ImageSignals = {
        var signals = ImageSignals(
            sha256: digest.hex, phash: "0123456789abcdef", width: 640, height: 480, format: "webp")
        signals.nsfw = 0.25
        signals.details = ImageDetails(mode: "RGBA", color: "#102030", entropy: 7.125, sharpness: 1234.5)
        signals.details?.frames = 3
        signals.details?.orientation = 6
        signals.details?.hasICC = true
        return signals
    }()

    @Test func anImagesFieldsAreItsValuesInOrder() {
        let values = ImageSignals.fields.map { $0.value(Self.signals) }
        #expect(
            values == [
                .digest(Self.digest), .hash(0x0123_4567_89AB_CDEF), .integer(640), .integer(480), .text("webp"),
                .text("RGBA"), .integer(3), .integer(6), .flag(true), .text("#102030"), .number(7.125), .number(1234.5),
                .number(0.25),
            ])
        let recorded = ImageSignals.fields.filter(\.isRecorded).map(\.name)
        #expect(recorded == ["sha256", "phash", "width", "height", "format"])
    }

    @Test func aRecordIsMadeAgainOfItsValues() {
        var again = ImageSignals()
        for field in ImageSignals.fields { field.take(&again, field.value(Self.signals)) }
        #expect(again == Self.signals)
        var bare = ImageSignals(sha256: "", phash: "", width: 1, height: 2, format: "png")
        bare.digest = Self.digest
        var copy = ImageSignals()
        for field in ImageSignals.fields { field.take(&copy, field.value(bare)) }
        #expect(copy == bare)
        #expect(copy.details == nil && copy.nsfw == nil && copy.perceptualHash == nil)
    }

    @Test func aRecordIsMadeAgainOfWhatIsPrinted() {
        var again = ImageSignals()
        for field in ImageSignals.fields {
            let printed = field.value(Self.signals).printed(field.kind)
            field.take(&again, field.kind.read(printed: printed))
        }
        #expect(again == Self.signals)
    }

    @Test func theProfileOfATextHasEveryField() {
        var profile = TextProfile()
        for (number, field) in TextProfile.fields.enumerated() {
            field.take(&profile, field.kind == .integer ? .integer(number + 1) : .number(Double(number + 1) / 16))
        }
        #expect(profile.words == 1 && profile.characters == 2 && profile.tokens == 3)
        #expect(profile.characterRepetition == 0.25 && profile.wordRepetition == 0.3125)
        #expect(profile.spamWords == 0.6875)
        // No property of the type is left out.
        #expect(Mirror(reflecting: profile).children.count == TextProfile.fields.count)
        #expect(TextProfile.counts.map(\.name) == ["words"])
        #expect(TextProfile.ratios.count == 8)
    }

    @Test func aValueOfAnotherKindChangesNothing() {
        for field in ImageSignals.fields {
            for value in [FieldValue.unknown, .integer(9), .number(9), .text("9"), .flag(false)] {
                var signals = Self.signals
                let own = value.printed(field.kind) == value && field.kind.read(printed: value) == value
                if own && value != .unknown { continue }
                field.take(&signals, value)
                #expect(signals == Self.signals, "\(field.name) \(value)")
            }
        }
    }

    @Test func namesAreKeysAndColumnsEachOnce() {
        for names in [ImageSignals.fields.map(\.name), TextProfile.fields.map(\.name)] {
            #expect(Set(names).count == names.count)
            for name in names { #expect(name.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "_" }, "\(name)") }
        }
        for sentence in ImageSignals.fields.map(\.sentence) + TextProfile.fields.map(\.sentence) {
            #expect(sentence.count > 5)
        }
    }

    @Test func whatIsNoValueOfAKindReadsAsNone() {
        #expect(FieldKind.digest.read(printed: .text("ab")) == .unknown)
        #expect(FieldKind.hash.read(printed: .text("")) == .unknown)
        #expect(FieldKind.number.read(printed: .integer(2)) == .number(2))
        #expect(FieldKind.integer.read(printed: .number(2)) == .unknown)
        #expect(FieldKind.flag.read(printed: .text("true")) == .unknown)
        for kind in FieldKind.allCases { #expect(FieldValue.unknown.printed(kind) == kind.nothing) }
        #expect(FieldKind.allCases.map(\.sqlType) == ["INTEGER", "REAL", "TEXT", "INTEGER", "BLOB", "BLOB"])
    }
}
