import Idefics
import Platform

/// The pictures of requests: decoded and encoded once, kept as long as their states fit in memory.
final class ServedPictures {
    private let model: IdeficsModel
    /// Bytes of states that are kept.
    private let budget: Int
    private var known: [String: (image: PreparedImage, states: ImageStates)] = [:]
    private var order: [String] = []
    /// Why pictures cannot be read.
    private(set) var problems: [String: String] = [:]

    init(_ model: IdeficsModel, budget: Int = 256 << 20) { (self.model, self.budget) = (model, budget) }

    /// Makes pictures ready; what is wrong with one stands in `problems`.
    /// - Throws: `IdeficsError` when the model is broken.
    func prepare(_ pictures: [ServedRequest.Picture]) throws(IdeficsError) {
        for picture in pictures where known[picture.sha256] == nil && problems[picture.sha256] == nil {
            do throws(IdeficsError) {
                // Not split: a prompt is laid out before its pictures are loaded.
                let image = try load(picture.source)
                guard let states = try model.encode([image]).first else { continue }
                known[picture.sha256] = (image, states)
                order.append(picture.sha256)
            } catch {
                guard error.isFaultOfRequest else { throw error }
                problems[picture.sha256] = if case .image(let problem) = error { problem } else { error.description }
            }
        }
    }

    private func load(_ source: ScorerImage) throws(IdeficsError) -> PreparedImage {
        switch source {
        case .data(let bytes): return try model.images.prepare(encoded: bytes, splits: false)
        case .path(let path):
            let bytes: [UInt8]
            do throws(SystemError) { bytes = try Files.read(path) } catch { throw .system(error) }
            return try model.images.prepare(encoded: bytes, splits: false)
        }
    }

    /// The states of a picture that was prepared, nil when something is wrong with it.
    subscript(sha256: String) -> ImageStates? { known[sha256]?.states }

    /// The picture, as `subscript`.
    func image(_ sha256: String) -> PreparedImage? { known[sha256]?.image }

    /// Forgets what was made first.
    func trim() {
        var bytes = known.values.reduce(0) { $0 + $1.states.bytes }
        while bytes > budget, let first = order.first {
            order.removeFirst()
            bytes -= known.removeValue(forKey: first)?.states.bytes ?? 0
        }
        if problems.count > 100_000 { problems = [:] }
    }
}
