import Glibc
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
    /// Bytes of weights that a new token reads.
    public let decodeBytes: Int
    /// Operations that prompt tokens need, each.
    public let prefillOperations: Double
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
        imageSeconds = Pair(try run.imageSeconds(), higherIsBetter: false)
        let (prefill, decode) = try run.textSeconds()
        prefillTokensPerSecond = Pair(prefill.map { Double(run.prompt.ids.count) / $0 }, higherIsBetter: true)
        decodeTokensPerSecond = Pair(decode.map { 1 / $0 }, higherIsBetter: true)
        peakMemory = Self.peakResidentBytes()
        let parameters = ParameterList(model.configuration)
        decodeBytes = Self.decodeBytes(parameters, model.precision, group: options.group)
        prefillOperations = Self.prefillOperations(parameters, model.configuration)
        let measured = try model.compute { networks throws(IdeficsError) in
            MachineLimits(pool: networks.compute.pool, reading: networks.stored + networks.codes)
        }
        mappedWeights = try model.compute { networks throws(IdeficsError) in
            (networks.stored + networks.codes).reduce(0) { $0 + $1.bytes.count }
        }
        limits = measured
    }

    static func seconds(_ time: Duration) -> Double {
        Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
    }

    /// Weights that a token reads when cross-attention keys and values are kept: no vision, no resampler, no
    /// projections of picture states, no embedding.
    private static func decodeBytes(_ parameters: ParameterList, _ precision: Precision, group: Int) -> Int {
        parameters.parameters.reduce(0) { sum, parameter in
            guard parameter.role == .matrix, [.decoder, .cross, .head].contains(parameter.part),
                !isStateProjection(parameter.name)
            else { return sum }
            let format = precision.format(of: parameter.name, group: group) ?? .bf16
            return sum + format.bytes(rows: parameter.shape[0], columns: parameter.shape[1])
        }
    }

    /// Two operations for each weight of the decoder and the cross blocks; attention and the head are left out.
    private static func prefillOperations(_ parameters: ParameterList, _ configuration: ModelConfiguration) -> Double {
        parameters.parameters.reduce(0) { sum, parameter in
            guard parameter.role == .matrix, [.decoder, .cross].contains(parameter.part),
                !isStateProjection(parameter.name)
            else { return sum }
            return sum + 2 * Double(parameter.count)
        }
    }

    private static func isStateProjection(_ name: String) -> Bool {
        name.hasSuffix("cross_attn.k_proj.weight") || name.hasSuffix("cross_attn.v_proj.weight")
    }

    /// The largest resident set of this process, mapped files included.
    private static func peakResidentBytes() -> Int {
        var usage = rusage()
        return getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 ? usage.ru_maxrss * 1024 : 0
    }

    /// Share of the products that the machine can form in this precision.
    public var prefillShare: Double {
        let limit: Double
        switch precision {
        case .f32: limit = limits.f32OperationsPerSecond
        case .bf16: limit = limits.bf16OperationsPerSecond
        case .int8, .int4: limit = limits.int8OperationsPerSecond
        }
        return limit > 0 ? prefillTokensPerSecond.best * prefillOperations / limit : 0
    }

    /// Share of the bytes that the machine can read.
    public var decodeShare: Double {
        limits.readBytesPerSecond > 0
            ? decodeTokensPerSecond.best * Double(decodeBytes) / limits.readBytesPerSecond : 0
    }

    /// One JSON object.
    public var json: String { value.text }

    var value: JSON {
        func pair(_ pair: Pair) -> JSON { .array([.number(rounded(pair.best)), .number(rounded(pair.median))]) }
        return .members([
            "dtype": .string(precision.rawValue), "threads": .integer(threads), "load_s": .number(rounded(loadSeconds)),
            "image_s": pair(imageSeconds), "prefill_tokens_per_s": pair(prefillTokensPerSecond),
            "decode_tokens_per_s": pair(decodeTokensPerSecond),
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
            memory     \(ModelDescription.size(peakMemory)) at most, of it \(ModelDescription.size(mappedWeights)) mapped weights
            machine    reads \(round(limits.readBytesPerSecond / 1e9)) GB/s; \
            f32 \(round(limits.f32OperationsPerSecond / 1e9)), bf16 \(round(limits.bf16OperationsPerSecond / 1e9)), \
            int8 \(round(limits.int8OperationsPerSecond / 1e9)) G operations/s
            """
    }
}
