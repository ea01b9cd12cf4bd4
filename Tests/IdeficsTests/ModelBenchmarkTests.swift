import JSON
import Tensors
import TestKit
import Testing

@testable import Idefics

@Suite struct ModelBenchmarkTests {
    @Test(.needsShared("fixtures/idefics")) func measuresASmallCheckpoint() throws {
        let golden = try Golden("tiny")
        var settings = ModelBenchmark.Settings()
        (settings.promptTokens, settings.images, settings.newTokens, settings.repetitions) = (16, 2, 3, 1)
        let result = try ModelBenchmark(
            folder: golden.folder, options: LoadOptions(threads: 1), settings: settings)
        #expect(result.prefillTokensPerSecond.best > 0 && result.decodeTokensPerSecond.median > 0)
        #expect(result.decodeShare > 0 && result.decodeShare.isFinite)
        #expect(result.imageSeconds.best > 0 && result.peakMemory > 1 << 20 && result.limits.readBytesPerSecond > 0)
        #expect(try JSONValue(parsing: Array(result.json.utf8))["shares"] != nil)
    }
}
