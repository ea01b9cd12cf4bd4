import Tensors

/// A checkpoint of one of the families (IDEFICS-1, Idefics3, SmolVLM), loaded and ready to describe, continue and score
/// interleaved texts and pictures.
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
    public let configuration: any FamilyConfiguration
    /// Text to ids and back.
    public let tokenizer: Tokenizer
    /// Pictures to the size of the vision tower.
    public let images: any PictureProcessor
    /// Items to prompts.
    public let prompts: any PromptMaker
    /// Columns of the logits: rows of all embeddings together.
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
        let family = try Families.family(path + "/config.json").init(folder: path, options: options)
        tokenizer = try Tokenizer(folder: path)
        images = family.images
        prompts = try family.prompts(tokenizer)
        do throws(TensorError) { networks = try Networks(family, folder: path, options: options) } catch {
            throw .weights(error)
        }
        vocabulary = networks.decoder.vocabulary
        precision = networks.precision
        configuration = family.configuration
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

    /// Keeps the states of just these pictures: prompts with them cost no vision until others are held.
    /// - Throws: as `encode`.
    public func hold(_ images: [PreparedImage]) throws(IdeficsError) {
        try compute { networks throws(IdeficsError) in try networks.hold(images) }
    }

    /// What the vision tower makes of each picture as a whole, as a vector of length 1 each, for finding pictures that are
    /// alike: in IDEFICS-1 CLIP's class token, in Idefics3 the mean of the patches of SigLIP.
    /// - Throws: `IdeficsError.image` for a picture of another size, `.notFinite` when weights are broken.
    public func features(of images: [PreparedImage]) throws(IdeficsError) -> [[Float]] {
        if let image = images.first(where: { $0.size != self.images.tileSize }) {
            throw .image("prepared for \(image.size) pixels, this model takes \(self.images.tileSize)")
        }
        let rows = try compute { (networks: Networks) throws(IdeficsError) in networks.summaries(of: images) }
        guard rows.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { throw .notFinite(step: "the vision tower") }
        return rows.map { row in
            let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return length > 0 ? row.map { $0 / length } : row
        }
    }

    /// The states of pictures, for use in several prompts; equal references are encoded once.
    /// - Throws: `IdeficsError.weights` when weights are NaN, `.notFinite` when states are.
    public func encode(_ images: [PreparedImage]) throws(IdeficsError) -> [ImageStates] {
        try compute { networks throws(IdeficsError) in try networks.encode(images, trace: nil) }
    }
}
