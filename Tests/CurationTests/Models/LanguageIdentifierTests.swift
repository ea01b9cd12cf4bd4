import Foundation
import JSON
import Platform
import TestKit
import Testing

@testable import Curation

@Suite struct LanguageIdentifierTests {
    /// The model, where `QUARRY_LID`, `pipelines/setup --models` or the shared data have it.
    private static let path: String? = {
        if let path = ProcessInfo.processInfo.environment["QUARRY_LID"] { return path }
        let set = Repository.root + "/pipelines/models/lid.176.ftz"
        return Files.exists(set) ? set : Shared.path("models/lid.176.ftz")
    }()

    private static let isHere: ConditionTrait = .enabled(if: path != nil, "needs lid.176.ftz (QUARRY_LID)")

    /// The goldens note what the same model said of each document's whole text.
    @Test(isHere, .needsShared("goldens/obelics")) func labelsAndScoresOfTheGoldens() throws {
        let path = try #require(Self.path)
        let identifier = try LanguageIdentifier(path: path)
        #expect(identifier.languages.count == 176)
        var seen = 0
        for page in Goldens.pages {
            let golden = try #require(Goldens.json("pages/\(page).filtered.json"))
            guard let label = golden["doc_metrics"]?["lang_id_lid176ftz"]?.string,
                let score = golden["doc_metrics"]?["lang_id_score_lid176ftz"]?.number
            else { continue }
            let texts = (golden["texts"]?.array ?? []).compactMap(\.string)
            guard let found = identifier.identify(texts.joined(separator: "\n\n"), limit: .max) else { continue }
            #expect(found.language == label, "\(page)")
            #expect(abs(found.probability - score) < 2e-4, "\(page): \(found.probability) \(score)")
            seen += 1
        }
        #expect(seen > 40)
    }

    @Test(isHere) func aSentenceOfEachLanguage() throws {
        let path = try #require(Self.path)
        let identifier = try LanguageIdentifier(path: path)
        let sentences = [
            "en": "The quick brown fox jumps over the lazy dog",
            "fr": "Le renard brun saute par-dessus le chien paresseux",
            "de": "Der schnelle braune Fuchs springt über den faulen Hund",
            "es": "El zorro marrón salta sobre el perro perezoso porque tiene prisa",
            "it": "La volpe marrone salta sopra il cane pigro perché ha fretta",
            "pt": "A raposa marrom pula sobre o cachorro preguiçoso porque está com pressa",
            "nl": "De kinderen spelen vandaag buiten omdat het eindelijk mooi weer is", "ja": "すばしっこい茶色の狐はのろまな犬を飛び越える",
            "ru": "Быстрая коричневая лиса прыгает через ленивую собаку",
        ]
        for (language, text) in sentences {
            let found = try #require(identifier.identify(text))
            #expect(found.language == language)
            #expect(found.probability > 0.5 && found.probability <= 1)
        }
        let long = String(repeating: sentences["de"] ?? "", count: 1000)
        #expect(identifier.identify(long)?.language == "de")
    }

    @Test func filesThatAreNoModels() throws {
        let scratch = try Scratch()
        let path = scratch.file("model")
        #expect(throws: ModelError.self) { try LanguageIdentifier(path: path) }
        try Files.write("nonsense", to: path)
        #expect(throws: ModelError.self) { try LanguageIdentifier(path: path) }
    }

    @Test(isHere) func cutModelsAreRefused() throws {
        let scratch = try Scratch()
        let path = scratch.file("model")
        let whole = try Files.read(#require(Self.path))
        for count in [4, 60, 90, 10_000, 500_000, whole.count - 1] {
            try Files.write(Array(whole.prefix(count)), to: path)
            #expect(throws: ModelError.self, "\(count) bytes") { try LanguageIdentifier(path: path) }
        }
    }
}
