import Platform
import Tensors

/// The work that is measured: seeded pictures and tokens, which cost what real ones do.
struct BenchmarkRun {
    let prompt: Prompt
    private let model: IdeficsModel
    private let settings: ModelBenchmark.Settings

    init(_ model: IdeficsModel, _ settings: ModelBenchmark.Settings) throws(IdeficsError) {
        guard settings.images >= 0, settings.repetitions > 0 else {
            throw .option("pictures must not be below 0, repetitions must be above it")
        }
        (self.model, self.settings) = (model, settings)
        var random = SplitMix64(seed: 1)
        var images: [PreparedImage] = []
        for _ in 0..<settings.images { images.append(Self.picture(model, &random)) }
        // Pictures stand at the beginning, as in a prompt about several pictures; text follows.
        let start = try model.prompts.document(images.map { .image($0) })
        guard settings.promptTokens > start.ids.count else {
            throw .option("the prompt needs more than \(start.ids.count) tokens, which its pictures take")
        }
        let text = (start.ids.count..<settings.promptTokens).map { _ in
            min(3 + Int.random(in: 0..<200, using: &random), model.vocabulary - 1)
        }
        let seen = start.blocks.isEmpty ? start.imageIndices.last ?? -1 : -1
        prompt = try Prompt(
            text: "", ids: start.ids + text, imageIndices: start.imageIndices + text.map { _ in seen }, images: images,
            blocks: start.blocks)
    }

    private static func picture(_ model: IdeficsModel, _ random: inout SplitMix64) -> PreparedImage {
        let size = model.images.tileSize
        let rgb = (0..<size * size * 3).map { _ in UInt8(truncatingIfNeeded: random.next() >> 56) }
        return model.images.prepare(rgb: rgb, width: size, height: size, splits: false)
    }

    /// Seconds of each of several single pictures, after one that warms up.
    func imageSeconds() throws(IdeficsError) -> [Double] {
        var random = SplitMix64(seed: 2)
        let clock = ContinuousClock()
        var seconds: [Double] = []
        for round in 0...settings.repetitions {
            let picture = Self.picture(model, &random)
            let start = clock.now
            _ = try model.encode([picture])
            if round > 0 { seconds.append(ModelBenchmark.seconds(clock.now - start)) }
        }
        return seconds
    }

    /// Seconds to score some documents with pictures of their own as one batch.
    func scoringSeconds() throws(IdeficsError) -> Double {
        var random = SplitMix64(seed: 3)
        var prompts: [Prompt] = []
        for _ in 0..<settings.documents {
            let pictures = (0..<settings.images).map { _ in Self.picture(model, &random) }
            prompts.append(
                try Prompt(
                    text: "", ids: prompt.ids, imageIndices: prompt.imageIndices, images: pictures,
                    blocks: prompt.blocks))
        }
        let start = ContinuousClock.now
        _ = try model.logProbabilities(of: prompts)
        return ModelBenchmark.seconds(ContinuousClock.now - start)
    }

    /// A new token, and the memory at that time.
    struct Token {
        let seconds: Double
        /// Bytes per second, the higher of two readings of all weights, one before and one after some tokens.
        let readSpeed: Double
    }

    /// Tokens between two readings of memory.
    private static let tokensOfAReading = 8

    /// Seconds of several prefills (after one that warms up), and each new token after the last of them.
    func text() throws(IdeficsError) -> (prefillSeconds: [Double], tokens: [Token]) {
        let states = try model.encode(prompt.images)
        let attended = prompt.attended(states)
        return try model.compute { networks throws(IdeficsError) in
            networks.decoder.prepare(states, on: networks.compute)
            let clock = ContinuousClock()
            var prefill: [Double] = []
            let capacity = prompt.ids.count + settings.newTokens
            let cache = networks.decoder.makeCache(capacity: capacity)
            for round in 0...settings.repetitions {
                cache.truncate(to: 0)
                let start = clock.now
                try Self.step(prompt.ids, attended, cache, networks)
                if round > 0 { prefill.append(ModelBenchmark.seconds(clock.now - start)) }
            }
            return (prefill, try decode(networks.decoder.seen(after: attended.last ?? nil), cache, networks))
        }
    }

    /// New tokens behind those in the cache, which see `image`. Memory is not as fast at all times: a share of it means
    /// something only beside a reading of that moment.
    private func decode(
        _ image: Seen?, _ cache: SequenceCache, _ networks: Networks
    ) throws(IdeficsError) -> [Token] {
        func readSpeed() -> Double { MachineLimits.readSpeed(networks.mapped, networks.compute.pool) }
        let clock = ContinuousClock()
        var tokens: [Token] = []
        var (id, before) = (3, readSpeed())
        for first in stride(from: 0, to: settings.newTokens, by: Self.tokensOfAReading) {
            var seconds: [Double] = []
            for _ in first..<min(first + Self.tokensOfAReading, settings.newTokens) {
                let start = clock.now
                id = try Self.step([id], [image], cache, networks)
                seconds.append(ModelBenchmark.seconds(clock.now - start))
            }
            let after = readSpeed()
            tokens += seconds.map { Token(seconds: $0, readSpeed: max(before, after)) }
            before = after
        }
        return tokens
    }

    @discardableResult
    private static func step(
        _ ids: [Int], _ attended: [Seen?], _ cache: SequenceCache, _ networks: Networks
    ) throws(IdeficsError) -> Int {
        let workspace = networks.compute.workspace
        let start = workspace.mark
        defer { workspace.release(to: start) }
        var batch = Batch()
        batch.add(ids, images: attended, to: cache)
        let pass = Pass(networks.compute)
        let hidden = networks.decoder(batch, pass)
        let logits = networks.decoder.logits(hidden, rows: [ids.count - 1], pass)
        guard let next = Compute.argmax(logits.pointer, count: logits.columns) else {
            throw .notFinite(step: "the logits")
        }
        return next
    }
}
