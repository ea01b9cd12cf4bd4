import Glibc
import JSON
public import Tensors

/// How fast a checkpoint runs here: load, picture, prefill, decode, memory, and the machine's limits in the same run.
public struct ModelBenchmark: Sendable {
    /// What is measured.
    public struct Settings: Sendable {
        /// Tokens of the prompt.
        public var promptTokens = 512
        /// Pictures in it.
        public var images = 2
        /// Tokens that are written.
        public var newTokens = 64
        /// Repetitions of picture and prefill, of which the best and the middle one are given.
        public var repetitions = 3
        /// Documents (each a prompt as above, with pictures of its own) that are scored as one batch; 0: none.
        public var documents = 4

        /// The usual measurement.
        public init() {}
    }

    /// The best and the middle of several measurements.
    public struct Pair: Equatable, Sendable {
        /// The best.
        public let best: Double
        /// The middle one.
        public let median: Double

        init(_ values: [Double], higherIsBetter: Bool) {
            let sorted = values.sorted()
            best = (higherIsBetter ? sorted.last : sorted.first) ?? 0
            median = sorted.isEmpty ? 0 : sorted[sorted.count / 2]
        }
    }

    /// What it computed with.
    public let precision: Precision
    /// Threads.
    public let threads: Int
    /// Seconds to load.
    public let loadSeconds: Double
    /// Seconds for one picture through vision tower and resampler.
    public let imageSeconds: Pair
    /// Prompt tokens per second, logits of the last position only.
    public let prefillTokensPerSecond: Pair
    /// New tokens per second, one after the other.
    public let decodeTokensPerSecond: Pair
    /// Documents scored per second in one batch, pictures and all log-probabilities included; 0 when none were.
    public let documentsPerSecond: Double
    /// Bytes of weights that a new token reads.
    public let decodeBytes: Int
    /// Share of the bytes that the machine could read while it made a new token, the middle one; 0 when nothing was read.
    public let decodeShare: Double
    /// Operations that prompt tokens need, each.
    public let prefillOperations: Double
    /// Operations that one document needs, its pictures included.
    public let documentOperations: Double
    /// The process's largest resident memory in bytes, mapped weights included.
    public let peakMemory: Int
    /// Bytes of the mapped weights.
    public let mappedWeights: Int
    /// The machine's limits.
    public let limits: MachineLimits

    /// Loads the checkpoint in `folder` and measures.
    /// - Throws: `IdeficsError`.
    public init(folder: String, options: LoadOptions, settings: Settings = Settings()) throws(IdeficsError) {
        let clock = ContinuousClock()
        let start = clock.now
        let model = try IdeficsModel(checkpoint: folder, options: options)
        loadSeconds = Self.seconds(clock.now - start)
        (precision, threads) = (model.precision, model.threads)
        let run = try BenchmarkRun(model, settings)
        let before = try Self.limits(model)
        imageSeconds = Pair(try run.imageSeconds(), higherIsBetter: false)
        let (prefill, tokens) = try run.text()
        prefillTokensPerSecond = Pair(prefill.map { Double(run.prompt.ids.count) / $0 }, higherIsBetter: true)
        decodeTokensPerSecond = Pair(tokens.map { 1 / $0.seconds }, higherIsBetter: true)
        let scoring = settings.documents > 0 ? try run.scoringSeconds() : 0
        documentsPerSecond = scoring > 0 ? Double(settings.documents) / scoring : 0
        peakMemory = Self.peakResidentBytes()
        let costs = ModelCosts(model.configuration)
        let packed = try model.compute { networks throws(IdeficsError) in
            networks.packed.map { ($0.name, $0.tensors.reduce(0) { $0 + $1.bytes.count }) }
        }
        decodeBytes = costs.decodeBytes(
            model.precision, group: options.group, packed: Dictionary(uniqueKeysWithValues: packed))
        let read = Double(decodeBytes)
        let shares = tokens.map { $0.readSpeed > 0 ? read / ($0.seconds * $0.readSpeed) : 0 }
        decodeShare = Pair(shares, higherIsBetter: true).median
        prefillOperations = costs.perToken
        documentOperations = costs.document(tokens: settings.promptTokens, images: settings.images)
        mappedWeights = try model.compute { networks throws(IdeficsError) in
            networks.mapped.reduce(0) { $0 + $1.bytes.count }
        }
        limits = MachineLimits(before, try Self.limits(model))
    }

    private static func limits(_ model: IdeficsModel) throws(IdeficsError) -> MachineLimits {
        try model.compute { networks throws(IdeficsError) in
            MachineLimits(pool: networks.compute.pool, reading: networks.mapped)
        }
    }

    static func seconds(_ time: Duration) -> Double {
        Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
    }

    /// The largest resident set of this process, mapped files included.
    private static func peakResidentBytes() -> Int {
        var usage = rusage()
        return getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 ? usage.ru_maxrss * 1024 : 0
    }

    /// Operations per second that the machine can do in this precision.
    private var products: Double {
        switch precision {
        case .f32: limits.f32OperationsPerSecond
        case .bf16: limits.bf16OperationsPerSecond
        case .int8, .int4: limits.int8OperationsPerSecond
        }
    }

    /// Share of the products that the machine can form in this precision.
    public var prefillShare: Double {
        products > 0 ? prefillTokensPerSecond.best * prefillOperations / products : 0
    }

    /// The same of documents that are scored in a batch.
    public var scoringShare: Double { products > 0 ? documentsPerSecond * documentOperations / products : 0 }

    /// One JSON object.
    public var json: String { value.text }

    var value: JSONValue {
        func pair(_ pair: Pair) -> JSONValue { .array([.number(rounded(pair.best)), .number(rounded(pair.median))]) }
        return .members([
            "dtype": .string(precision.rawValue), "threads": .integer(threads), "load_s": .number(rounded(loadSeconds)),
            "image_s": pair(imageSeconds), "prefill_tokens_per_s": pair(prefillTokensPerSecond),
            "decode_tokens_per_s": pair(decodeTokensPerSecond),
            "documents_per_s": .number(rounded(documentsPerSecond)),
            "peak_rss_mb": .number(rounded(Double(peakMemory) / 1e6)),
            "mapped_weights_mb": .number(rounded(Double(mappedWeights) / 1e6)),
            "decode_bytes_per_token": .integer(decodeBytes),
            "prefill_flop_per_token": .number(prefillOperations),
            "limits": .members([
                "read_gb_per_s": .number(rounded(limits.readBytesPerSecond / 1e9)),
                "f32_gflop_per_s": .number(rounded(limits.f32OperationsPerSecond / 1e9)),
                "bf16_gflop_per_s": .number(rounded(limits.bf16OperationsPerSecond / 1e9)),
                "int8_gop_per_s": .number(rounded(limits.int8OperationsPerSecond / 1e9)),
            ]),
            "shares": .members([
                "prefill_of_products": .number(rounded(prefillShare)),
                "decode_of_memory": .number(rounded(decodeShare)),
                "scoring_of_products": .number(rounded(scoringShare)),
            ]),
        ])
    }

    private func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }

    /// A page for people.
    public var text: String {
        func round(_ value: Double) -> String { String((value * 100).rounded() / 100) }
        return """
            \(precision.rawValue), \(threads) threads (best of the run, middle in brackets)
            load       \(round(loadSeconds)) s
            picture    \(round(imageSeconds.best)) s (\(round(imageSeconds.median)))
            prefill    \(round(prefillTokensPerSecond.best)) tokens/s (\(round(prefillTokensPerSecond.median))), \
            \(round(prefillShare * 100)) % of the machine's products
            decode     \(round(decodeTokensPerSecond.best)) tokens/s (\(round(decodeTokensPerSecond.median))), \
            \(round(decodeShare * 100)) % of the machine's memory reading
            scoring    \(round(documentsPerSecond)) documents/s, \(round(scoringShare * 100)) % of the machine's products
            memory     \(ModelDescription.size(peakMemory)) at most, of it \(ModelDescription.size(mappedWeights)) mapped weights
            machine    reads \(round(limits.readBytesPerSecond / 1e9)) GB/s; \
            f32 \(round(limits.f32OperationsPerSecond / 1e9)), bf16 \(round(limits.bf16OperationsPerSecond / 1e9)), \
            int8 \(round(limits.int8OperationsPerSecond / 1e9)) G operations/s
            """
    }
}
