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
    /// How it was loaded.
    public let options: LoadOptions

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
        (self.configuration, self.options) = (configuration, options)
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

    let compute: Compute
    let decoder: Decoder
    private let vision: VisionTower
    private let resampler: PerceiverResampler?
    private let imageSize: Int
    private var unaudited: [StoredTensor]

    init(
        _ configuration: ModelConfiguration, folder: String, table: [Float], options: LoadOptions
    ) throws(TensorError) {
        let pool = ThreadPool(threads: options.threads)
        compute = Compute(pool: pool, arithmetic: options.precision.arithmetic)
        let checkpoint = try Checkpoint(folder: folder)
        let loader = WeightLoader(
            checkpoint: checkpoint, format: options.precision.format(group: options.group), pool: pool)
        let model = loader.root.scope("model")
        vision = try VisionTower(configuration.vision, model.scope("vision_model"), table: table)
        resampler =
            configuration.usesResampler
            ? try PerceiverResampler(
                configuration.resampler, width: configuration.vision.width, model.scope("perceiver_resampler")) : nil
        decoder = try Decoder(configuration, loader.root)
        imageSize = configuration.vision.imageSize
        unaudited = loader.matrices
    }

    /// Looks through the matrices once, before the first use: the pass reads them all anyway.
    func auditOnce() throws(IdeficsError) {
        guard !unaudited.isEmpty else { return }
        do throws(TensorError) { try WeightAudit.check(unaudited, pool: compute.pool) } catch { throw .weights(error) }
        unaudited = []
    }

    /// Vision tower and resampler over distinct pictures, a few at a time.
    func encode(
        _ images: [PreparedImage], trace: ((String, Activations) -> Void)?
    ) throws(IdeficsError) -> [ImageStates] {
        var distinct: [PreparedImage] = []
        var order: [ObjectIdentifier: Int] = [:]
        for image in images where order[ObjectIdentifier(image)] == nil {
            guard image.size == imageSize else {
                throw .image("prepared for \(image.size) pixels, this model takes \(imageSize)")
            }
            order[ObjectIdentifier(image)] = distinct.count
            distinct.append(image)
        }
        var states: [ImageStates] = []
        for start in stride(from: 0, to: distinct.count, by: Self.imageBatch) {
            let group = Array(distinct[start..<min(start + Self.imageBatch, distinct.count)])
            states += compute.workspace.scope { encodeTogether(group, trace: trace) }
        }
        guard states.allSatisfy({ $0.array.allSatisfy(\.isFinite) }) else { throw .notFinite(step: "the vision tower") }
        return images.compactMap { order[ObjectIdentifier($0)].map { states[$0] } }
    }

    private func encodeTogether(_ images: [PreparedImage], trace: ((String, Activations) -> Void)?) -> [ImageStates] {
        let pass = Pass(compute, trace: trace)
        var rows = vision(images, pass)
        if let resampler { rows = resampler(rows, images: images.count, pass) }
        let count = rows.rows / images.count
        return images.indices.map { ImageStates(rows.slice($0 * count..<($0 + 1) * count)) }
    }
}
