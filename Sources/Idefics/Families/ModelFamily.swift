import Platform
import Tensors

/// An architecture: how the files of a checkpoint become processors and networks.
///
/// What families have in common (layers, caches, arithmetic, generation, scoring) is shared; what is particular to one
/// lies in its folder, and nothing outside names it but `Families.all`.
protocol ModelFamily: Sendable {
    /// Its configuration.
    associatedtype Configuration: FamilyConfiguration

    /// The values of `model_type` that belong to it.
    static var modelTypes: [String] { get }
    /// The beginning of names of tensors that its checkpoints have and no other family's.
    static var ownTensors: String { get }
    /// Reads the configuration at `path`.
    static func configuration(_ path: String) throws(IdeficsError) -> Configuration

    /// Reads the configuration and the processor's files of the checkpoint in `folder`.
    init(folder: String, options: LoadOptions) throws(IdeficsError)
    /// Sizes and switches.
    var configuration: Configuration { get }
    /// What brings pictures to the vision tower.
    var images: any PictureProcessor { get }
    /// What turns items into prompts.
    func prompts(_ tokenizer: Tokenizer) throws(IdeficsError) -> any PromptMaker
    /// The networks.
    func encoder(_ weights: WeightScope) throws(TensorError) -> any PictureEncoder
    func decoder(_ weights: WeightScope, _ arithmetic: Arithmetic) throws(TensorError) -> any LanguageModel
    /// How many layers there must be of each kind, by the beginning of their names.
    var layerCounts: [(prefix: String, count: Int)] { get }
}

/// The architectures that the engine runs.
enum Families {
    static var all: [any ModelFamily.Type] { [Idefics1.self, Idefics3.self] }

    /// Every `model_type` that is known.
    static var modelTypes: [String] { all.flatMap { $0.modelTypes } }

    /// The family of the checkpoint whose configuration lies at `path`.
    /// - Throws: `IdeficsError.unsupportedModel`, or `.configuration`.
    static func family(_ path: String) throws(IdeficsError) -> any ModelFamily.Type {
        let type = try ConfigurationFile(path: path).text("model_type", default: "")
        guard let family = all.first(where: { $0.modelTypes.contains(type) }) else {
            throw .unsupportedModel(found: type)
        }
        return family
    }

    /// Refuses weights of another family than the configuration says.
    /// - Throws: `TensorError.entry` naming a tensor that gives it away.
    static func check(_ checkpoint: Checkpoint, is family: any ModelFamily.Type) throws(TensorError) {
        func first(_ type: any ModelFamily.Type) -> String? {
            checkpoint.tensors.keys.filter { $0.hasPrefix(type.ownTensors) }.min()
        }
        guard first(family) == nil else { return }
        for other in all {
            guard let tensor = first(other) else { continue }
            throw .entry(
                file: checkpoint.folder, tensor: tensor,
                problem:
                    "is one of a model of type \(other.modelTypes.joined(separator: " or ")), but config.json says "
                    + family.modelTypes.joined(separator: " or "))
        }
    }

    /// The configuration at `path`, whatever family it is of.
    /// - Throws: as `family`.
    static func configuration(_ path: String) throws(IdeficsError) -> any FamilyConfiguration {
        try family(path).configuration(path)
    }
}
