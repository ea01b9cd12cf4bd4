import Tensors

/// An IDEFICS-1 checkpoint, loaded and ready to describe, continue and score interleaved texts and pictures.
///
/// ```swift
/// let model = try IdeficsModel(checkpoint: "models/idefics-9b")
/// let picture = try model.images.prepare(path: "cat.jpg")
/// let prompt = try model.prompts.build([.image(picture), .text("In this picture we see")])
/// let answer = try model.generate([prompt], options: GenerationOptions(maximumTokens: 40))
/// ```
///
/// Weights stay mapped. One call computes at a time; others wait.
/// `@unchecked Sendable`: `networks` is used inside `lock` only.
public final class IdeficsModel: @unchecked Sendable {
    /// Sizes and switches.
    public let configuration: ModelConfiguration
    /// Text to ids and back.
    public let tokenizer: Tokenizer
    /// Pictures to the size of the vision tower.
    public let images: ImageProcessor
    /// Items to prompts.
    public let prompts: PromptBuilder
    /// Columns of the logits: rows of both embeddings together.
    public let vocabulary: Int
    /// What it computes with.
    public let precision: Precision
    /// Threads that it computes with.
    public var threads: Int { networks.compute.pool.threads }

    private let networks: Networks
    private let lock = Lock()

    /// Loads the checkpoint folder at `path`.
    /// - Throws: `IdeficsError` naming the file, field or tensor at fault, before anything is computed.
    public init(checkpoint path: String, options: LoadOptions = LoadOptions()) throws(IdeficsError) {
        guard options.group == 32 || options.group == 64 else {
            throw .option("group is \(options.group), not 32 or 64")
        }
        let configuration = try ModelConfiguration(path: path + "/config.json")
        let imageConfiguration = try ImageConfiguration(
            path: path + "/preprocessor_config.json", vision: configuration.vision)
        tokenizer = try Tokenizer(path: path + "/tokenizer.json")
        images = ImageProcessor(imageConfiguration)
        prompts = try PromptBuilder(tokenizer: tokenizer, specialTokens: configuration.specialTokens)
        do throws(TensorError) {
            networks = try Networks(configuration, folder: path, table: images.table, options: options)
        } catch { throw .weights(error) }
        vocabulary = networks.decoder.vocabulary
        precision = networks.precision
        self.configuration = configuration
        guard tokenizer.count <= vocabulary else {
            let id = tokenizer.count - 1
            throw .vocabulary(token: tokenizer.token(id) ?? "", id: id, rows: vocabulary)
        }
    }

    /// Runs `body` with the networks, alone; the first call looks through all weights for NaN.
    func compute<R>(_ body: (Networks) throws(IdeficsError) -> R) throws(IdeficsError) -> R {
        try lock.withLock { () throws(IdeficsError) in
            try networks.auditOnce()
            return try networks.compute.workspace.scope { () throws(IdeficsError) in try body(networks) }
        }
    }

    /// The states of pictures, for use in several prompts; equal references are encoded once.
    /// - Throws: `IdeficsError.weights` when weights are NaN, `.notFinite` when states are.
    public func encode(_ images: [PreparedImage]) throws(IdeficsError) -> [ImageStates] {
        try compute { networks throws(IdeficsError) in try networks.encode(images, trace: nil) }
    }
}

/// The networks of a model and what they compute with; used by one thread at a time.
final class Networks {
    /// Pictures that go through the vision tower together.
    private static let imageBatch = 4
    /// Pictures whose states are remembered, for a conversation or for scoring a document in several ways.
    private static let remembered = 8

    let compute: Compute
    let precision: Precision
    let decoder: Decoder
    private let vision: VisionTower
    private let resampler: PerceiverResampler?
    private let imageSize: Int
    /// The matrices as they lie in the mapped files.
    let stored: [StoredTensor]
    /// The codes and the scales of matrices that are stored quantised.
    let codes, scales: [StoredTensor]
    /// The packed matrices.
    let packed: [WeightLoader.PackedWeights]
    private var isAudited = false
    /// The pictures used last, oldest first.
    private var recent: [(image: PreparedImage, states: ImageStates)] = []
    /// The last sequence that asked to be continued: what its tokens were and saw.
    private var lastSequence: (ids: [Int], attended: [ImageStates?], cache: SequenceCache)?

    init(
        _ configuration: ModelConfiguration, folder: String, table: [Float], options: LoadOptions
    ) throws(TensorError) {
        let pool = ThreadPool(threads: options.threads)
        let checkpoint = try Checkpoint(folder: folder)
        try Self.checkLayers(of: checkpoint, configuration)
        let precision = options.precision ?? CompactCheckpoint.precision(checkpoint) ?? .f32
        compute = Compute(pool: pool, arithmetic: precision.arithmetic)
        let loader = WeightLoader(checkpoint: checkpoint, pool: pool) { name in
            precision.format(of: name, group: options.group)
        }
        let model = loader.root.scope("model")
        vision = try VisionTower(configuration.vision, model.scope("vision_model"), table: table)
        resampler =
            configuration.usesResampler
            ? try PerceiverResampler(
                configuration.resampler, width: configuration.vision.width, model.scope("perceiver_resampler")) : nil
        decoder = try Decoder(configuration, loader.root, precision.arithmetic)
        imageSize = configuration.vision.imageSize
        self.precision = precision
        (stored, codes, scales, packed) = (loader.matrices, loader.codes, loader.scales, loader.packed)
    }

    /// All matrices that lie in mapped files.
    var mapped: [StoredTensor] { stored + codes + scales + packed.flatMap(\.tensors) }

    /// Refuses a checkpoint with layers that the configuration does not have: it would run, and be another model.
    private static func checkLayers(of checkpoint: Checkpoint, _ configuration: ModelConfiguration) throws(TensorError)
    {
        let counts = [
            ("model.layers.", configuration.layers), ("model.gated_cross_attn_layers.", configuration.crossBlocks),
            ("model.vision_model.encoder.layers.", configuration.vision.layers),
            (
                "model.perceiver_resampler.blocks.",
                configuration.usesResampler ? configuration.resampler.depth : Int.max
            ),
        ]
        for name in checkpoint.tensors.keys.sorted() {
            for (prefix, count) in counts where name.hasPrefix(prefix) {
                guard let index = Int(name.dropFirst(prefix.count).prefix { $0 != "." }), index >= count else {
                    continue
                }
                throw .entry(
                    file: checkpoint.folder, tensor: name,
                    problem: "belongs to layer \(index), but config.json has \(count) (from 0)")
            }
        }
    }

    /// Looks through the matrices once, before the first use: the pass reads them all anyway.
    func auditOnce() throws(IdeficsError) {
        guard !isAudited else { return }
        do throws(TensorError) {
            try WeightAudit.check(stored, pool: compute.pool)
            try WeightAudit.check(scales: scales, pool: compute.pool)
            try WeightAudit.check(packed: packed, pool: compute.pool)
        } catch { throw .weights(error) }
        isAudited = true
    }

    /// The states of pictures, from vision tower and resampler unless they were used a moment ago; a spy sees all.
    func encode(
        _ images: [PreparedImage], trace: ((String, Activations) -> Void)?
    ) throws(IdeficsError) -> [ImageStates] {
        var known: [ObjectIdentifier: ImageStates] = [:]
        if trace == nil { for (image, states) in recent { known[ObjectIdentifier(image)] = states } }
        var missing: [PreparedImage] = []
        for image in images where known[ObjectIdentifier(image)] == nil {
            guard image.size == imageSize else {
                throw .image("prepared for \(image.size) pixels, this model takes \(imageSize)")
            }
            if !missing.contains(where: { $0 === image }) { missing.append(image) }
        }
        for start in stride(from: 0, to: missing.count, by: Self.imageBatch) {
            let group = Array(missing[start..<min(start + Self.imageBatch, missing.count)])
            let states = compute.workspace.scope { encodeTogether(group, trace: trace) }
            guard states.allSatisfy({ $0.array.allSatisfy(\.isFinite) }) else {
                throw .notFinite(step: "the vision tower")
            }
            for (image, states) in zip(group, states) {
                known[ObjectIdentifier(image)] = states
                recent.append((image, states))
            }
        }
        recent.removeFirst(max(0, recent.count - Self.remembered))
        return images.compactMap { known[ObjectIdentifier($0)] }
    }

    /// The cache of the last sequence, cut back to what it has in common with these tokens, or a new one. The last token
    /// is never taken from it, since its logits are wanted.
    func cacheContinuing(_ ids: [Int], _ attended: [ImageStates?], capacity: Int) -> SequenceCache {
        guard let last = lastSequence else { return decoder.makeCache(capacity: capacity) }
        lastSequence = nil
        var common = 0
        let limit = min(ids.count - 1, last.ids.count, last.cache.count)
        while common < limit, ids[common] == last.ids[common], attended[common] === last.attended[common] {
            common += 1
        }
        last.cache.truncate(to: common)
        last.cache.reserve(capacity - common)
        return last.cache
    }

    /// Remembers a sequence for the next call of `cacheContinuing`.
    func remember(_ ids: [Int], _ attended: [ImageStates?], _ cache: SequenceCache) {
        lastSequence = (ids, attended, cache)
    }

    private func encodeTogether(_ images: [PreparedImage], trace: ((String, Activations) -> Void)?) -> [ImageStates] {
        let pass = Pass(compute, trace: trace)
        var rows = vision(images, pass)
        if let resampler { rows = resampler(rows, images: images.count, pass) }
        let count = rows.rows / images.count
        return images.indices.map { ImageStates(rows.slice($0 * count..<($0 + 1) * count)) }
    }
}
