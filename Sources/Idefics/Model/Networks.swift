import Tensors

/// The networks of a model and what they compute with; used by one thread at a time.
final class Networks {
    /// Tiles that go through the vision tower together.
    private static let tileBatch = 4
    /// Pictures whose states are remembered, for a conversation or for scoring a document in several ways.
    private static let remembered = 8

    let compute: Compute
    let precision: Precision
    let decoder: any LanguageModel
    private let encoder: any PictureEncoder
    /// The matrices as they lie in the mapped files.
    let stored: [StoredTensor]
    /// The codes and the scales of matrices that are stored quantised.
    let codes, scales: [StoredTensor]
    /// The packed matrices.
    let packed: [WeightLoader.PackedWeights]
    private var isAudited = false
    /// Pictures that somebody wants kept, by the picture.
    private var held: [ObjectIdentifier: (image: PreparedImage, states: ImageStates)] = [:]
    /// The pictures used last, oldest first.
    private var recent: [(image: PreparedImage, states: ImageStates)] = []
    /// The last sequence that asked to be continued: what its tokens were and saw.
    private var lastSequence: (ids: [Int], attended: [Seen?], cache: SequenceCache)?

    init(_ family: some ModelFamily, folder: String, options: LoadOptions) throws(TensorError) {
        let pool = ThreadPool(threads: options.threads)
        let checkpoint = try Checkpoint(folder: folder)
        try Families.check(checkpoint, is: type(of: family))
        try Self.checkLayers(of: checkpoint, family.layerCounts)
        let precision =
            options.precision ?? CompactCheckpoint.precision(checkpoint)
            ?? (options.prefersStoredType ? Precision(fastFor: checkpoint) : .f32)
        compute = Compute(pool: pool, arithmetic: precision.arithmetic)
        let loader = WeightLoader(checkpoint: checkpoint, pool: pool) { name in
            precision.format(of: name, group: options.group)
        }
        encoder = try family.encoder(loader.root)
        decoder = try family.decoder(loader.root, precision.arithmetic)
        self.precision = precision
        (stored, codes, scales, packed) = (loader.matrices, loader.codes, loader.scales, loader.packed)
    }

    /// All matrices that lie in mapped files.
    var mapped: [StoredTensor] { stored + codes + scales + packed.flatMap(\.tensors) }

    /// Refuses a checkpoint with layers that the configuration does not have: it would run, and be another model.
    private static func checkLayers(
        of checkpoint: Checkpoint, _ counts: [(prefix: String, count: Int)]
    ) throws(TensorError) {
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

    /// The cache of the last sequence, cut back to what it has in common with these tokens, or a new one. The last token
    /// is never taken from it, since its logits are wanted.
    func cacheContinuing(_ ids: [Int], _ attended: [Seen?], capacity: Int) -> SequenceCache {
        guard let last = lastSequence else { return decoder.makeCache(capacity: capacity) }
        lastSequence = nil
        var common = 0
        let limit = min(ids.count - 1, last.ids.count, last.cache.count)
        while common < limit, ids[common] == last.ids[common], attended[common] == last.attended[common] {
            common += 1
        }
        last.cache.truncate(to: common)
        last.cache.reserve(capacity - common)
        return last.cache
    }

    /// Remembers a sequence for the next call of `cacheContinuing`.
    func remember(_ ids: [Int], _ attended: [Seen?], _ cache: SequenceCache) {
        lastSequence = (ids, attended, cache)
    }
}

// MARK: Pictures

extension Networks {
    /// The states of pictures, from the vision tower and what follows it unless they were used a moment ago; a spy sees
    /// all.
    func encode(
        _ images: [PreparedImage], trace: ((String, Activations) -> Void)?
    ) throws(IdeficsError) -> [ImageStates] {
        var known: [ObjectIdentifier: ImageStates] = [:]
        if trace == nil {
            for (image, states) in recent { known[ObjectIdentifier(image)] = states }
            for image in images {
                if let states = held[ObjectIdentifier(image)]?.states { known[ObjectIdentifier(image)] = states }
            }
        }
        var missing: [PreparedImage] = []
        for image in images where known[ObjectIdentifier(image)] == nil {
            guard image.size == encoder.tileSize else {
                throw .image("prepared for \(image.size) pixels, this model takes \(encoder.tileSize)")
            }
            if !missing.contains(where: { $0 === image }) { missing.append(image) }
        }
        for (image, states) in zip(missing, try states(of: missing, trace: trace)) {
            known[ObjectIdentifier(image)] = states
            recent.append((image, states))
        }
        recent.removeFirst(max(0, recent.count - Self.remembered))
        return images.compactMap { known[ObjectIdentifier($0)] }
    }

    /// Keeps the states of just these pictures, whatever else is encoded; keys and values of attention are made again.
    func hold(_ images: [PreparedImage]) throws(IdeficsError) {
        var kept: [ObjectIdentifier: (image: PreparedImage, states: ImageStates)] = [:]
        // One by one: with fast arithmetic the states of a picture depend on those beside it, in the last digits.
        for image in images {
            guard let states = try encode([image], trace: nil).first else { continue }
            states.memory = []
            kept[ObjectIdentifier(image)] = (image, states)
        }
        held = kept
        recent = []
    }

    /// What the vision tower makes of each picture as a whole, a row of its width each. Of a picture in tiles the one that
    /// shows all of it.
    func summaries(of images: [PreparedImage]) -> [[Float]] {
        images.map { image in
            compute.workspace.scope {
                let row = encoder.summaries([image.rgb], Pass(compute))
                return Array(UnsafeBufferPointer(start: row.row(0), count: row.columns))
            }
        }
    }

    /// States of pictures; the tiles of all of them go through the vision tower some at a time.
    private func states(
        of images: [PreparedImage], trace: ((String, Activations) -> Void)?
    ) throws(IdeficsError) -> [ImageStates] {
        let tiles = images.flatMap(\.tiles)
        var parts: [FloatBuffer] = []
        for start in stride(from: 0, to: tiles.count, by: Self.tileBatch) {
            let group = Array(tiles[start..<min(start + Self.tileBatch, tiles.count)])
            compute.workspace.scope {
                let rows = encoder(group, Pass(compute, trace: trace))
                let count = rows.rows / group.count
                for tile in group.indices { parts.append(FloatBuffer(rows.slice(tile * count..<(tile + 1) * count))) }
            }
        }
        guard parts.allSatisfy(\.isFinite) else { throw .notFinite(step: "the vision tower") }
        var rest = parts[...]
        return images.map { image in
            let own = rest.prefix(image.tiles.count)
            rest = rest.dropFirst(image.tiles.count)
            return ImageStates(Array(own), width: encoder.width)
        }
    }
}
