import CKernels

/// How products are formed.
public enum Arithmetic: Sendable {
    /// f32 activations, f32 fused multiply-add, whatever the weights are stored as.
    case exact
    /// bf16 activations for plain weights, int8 activations for quantised ones.
    case fast

    var code: Int32 { Int32(self == .exact ? CK_EXACT : CK_FAST) }
}

/// The operations of the model over a thread pool. One forward pass at a time uses a `Compute`; it owns the scratch
/// memory of that pass.
///
/// Letters: T tokens, K inputs, N outputs.
public final class Compute {
    /// The threads.
    public let pool: ThreadPool
    /// How products are formed.
    public let arithmetic: Arithmetic
    /// Scratch memory for activations.
    public let workspace = Workspace()

    private var packed = PackedActivations()
    /// What `down` of a feed-forward block reads.
    var inner = PackedActivations()
    private var scratch = ByteBuffer(count: 0)

    /// Below this many multiply-adds one thread is faster than waking another.
    static let serialProducts = 1 << 17
    /// Below this many elements one thread does an element-wise step.
    private static let serialElements = 1 << 14

    /// Whether this processor has dot products of bf16: then bf16 is the faster arithmetic.
    public static var hasFastBF16: Bool { ck_best_level() >= Int32(CK_AVX512_BF16_VNNI) }

    /// Operations over `pool`.
    public init(pool: ThreadPool, arithmetic: Arithmetic) {
        (self.pool, self.arithmetic) = (pool, arithmetic)
    }

    /// y = x Wᵀ (+ bias) (+ y): x `[T, K]`, W `[N, K]`, y `[T, N]`.
    public func linear(
        _ x: Activations, _ weight: WeightMatrix, bias: FloatBuffer? = nil, into y: Activations,
        accumulate: Bool = false
    ) {
        guard x.rows > 0 else { return }
        multiply(pack(x, for: weight), [(weight, bias, y)], accumulate: accumulate)
    }

    /// Several products of the same x; it is packed once for weights of the same format, whose rows are shared out
    /// together.
    public func project(_ x: Activations, _ products: [Product]) {
        guard x.rows > 0 else { return }
        var rest = products[...]
        while let first = rest.first {
            let same = rest.prefix { $0.weight.format == first.weight.format }
            rest = rest.dropFirst(same.count)
            multiply(pack(x, for: first.weight), Array(same), accumulate: false)
        }
    }

    /// A weight, perhaps a bias, and where its product goes.
    public typealias Product = (weight: WeightMatrix, bias: FloatBuffer?, y: Activations)

    /// Activations in the order that the kernels read, for weights of one format and `columns` columns.
    struct PackedActivations {
        /// T and K.
        var tokens = 0, columns = 0
        private var memory = ByteBuffer(count: 0)

        /// Where they lie.
        var pointer: UnsafeMutableRawPointer { memory.pointer }

        /// Room for `tokens` tokens of a product with `weight`; it is kept for the next product.
        mutating func reserve(_ tokens: Int, for weight: WeightMatrix, _ arithmetic: Arithmetic) {
            var matrix = weight.matrix
            let size = ck_packed_size(&matrix, arithmetic.code, Int64(tokens))
            if memory.count < size { memory = ByteBuffer(count: size) }
            (self.tokens, columns) = (tokens, weight.columns)
        }
    }

    /// x for products with weights like this one, until something else is packed.
    func pack(_ x: Activations, for weight: WeightMatrix) -> PackedActivations {
        precondition(weight.columns == x.columns, "\(x.columns) inputs for a matrix of \(weight.columns) columns")
        packed.reserve(x.rows, for: weight, arithmetic)
        var matrix = weight.matrix
        let (math, memory, frozen) = (arithmetic.code, packed.pointer, matrix)
        let input = ck_input(x: x.pointer, stride: Int64(x.stride), tokens: Int64(x.rows))
        let panels = Int(ck_panels(&matrix, math, input.tokens))
        forParts(panels, serial: x.count < Self.serialElements) { panel, _ in
            var matrix = frozen
            ck_pack(&matrix, math, input, memory, Int64(panel), Int64(panel + 1))
        }
        return packed
    }

    /// Ranges of the rows of several matrices, to be shared out: large ones first, which share what is in cache, then
    /// smaller ones, so that all threads end together. They begin at multiples of `step`.
    static func shares(_ rows: [Int], step: Int, pieces: Int) -> [(matrix: Int, rows: Range<Int>)] {
        var shares: [(matrix: Int, rows: Range<Int>)] = []
        var left = rows.reduce(0, +)
        for (matrix, rows) in rows.enumerated() {
            var start = 0
            while start < rows {
                let share = left / pieces
                let end = min(rows, start + max(step, (share + step - 1) / step * step))
                shares.append((matrix, start..<end))
                left -= end - start
                start = end
            }
        }
        return shares
    }

    /// The products of weights for which x is packed, their rows shared out together.
    func multiply(_ x: PackedActivations, _ products: [Product], accumulate: Bool) {
        let (math, memory, tokens) = (arithmetic.code, UnsafeRawPointer(x.pointer), Int64(x.tokens))
        let rows = products.map(\.weight.rows)
        let arguments = products.map { (weight, bias, y) in
            precondition(weight.columns == x.columns, "\(x.columns) inputs for a matrix of \(weight.columns) columns")
            precondition(y.rows == x.tokens && y.columns == weight.rows, "the output's size does not fit the product")
            let output = ck_output(
                y: y.pointer, stride: Int64(y.stride), bias: bias?.pointer, accumulate: accumulate ? 1 : 0)
            return (matrix: weight.matrix, output: output)
        }
        let serial = x.tokens * rows.reduce(0, +) * x.columns < Self.serialProducts
        // Dot products read on and on, and each part starts to read anew: two threads take halves of what is left.
        // Parts are whole pairs of blocks of 16 rows.
        let parts = Self.shares(rows, step: 32, pieces: serial ? 1 : pool.threads * (x.tokens > 4 ? 4 : 1))
        forParts(parts.count, serial: serial) { index, _ in
            let part = parts[index]
            var matrix = arguments[part.matrix].matrix
            ck_matmul(
                &matrix, math, memory, tokens, arguments[part.matrix].output, Int64(part.rows.lowerBound),
                Int64(part.rows.upperBound))
        }
    }

    /// Runs the parts on the pool, or on this thread when the work is too small to share.
    func forParts(_ parts: Int, serial: Bool, _ body: (_ part: Int, _ worker: Int) -> Void) {
        if serial {
            for part in 0..<parts { body(part, 0) }
        } else {
            pool.run(parts, body)
        }
    }

    /// Calls `body` for each row of x, on several threads when there is enough to do.
    public func forEachRow(_ x: Activations, _ body: (_ row: Int) -> Void) {
        let serial = x.count < Self.serialElements
        let parts = serial ? 1 : min(x.rows, pool.threads * 4)
        let rows = x.rows
        forParts(parts, serial: serial) { part, _ in
            for row in rows * part / parts..<rows * (part + 1) / parts { body(row) }
        }
    }

    /// One piece of scratch memory of `bytes` for each thread.
    func scratch(bytes: Int) -> (UnsafeMutableRawPointer, stride: Int) {
        let stride = (bytes + 127) / 128 * 128
        if scratch.count < stride * pool.threads { scratch = ByteBuffer(count: stride * pool.threads) }
        return (scratch.pointer, stride)
    }
}
