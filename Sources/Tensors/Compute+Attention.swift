import CKernels

/// Keys and values of attention, of the same type and laid out alike.
public struct KeysAndValues {
    /// First key.
    let keys: UnsafeRawPointer
    /// First value.
    let values: UnsafeRawPointer
    /// Rows.
    public let count: Int
    /// Elements from one row of a head to the next.
    let stride: Int
    /// Elements from one head to the next; nil: heads lie side by side in a row.
    let headStride: Int?
    /// Type of the elements: f32 or bf16.
    let format: WeightFormat

    /// Activations `[keys, heads · headDimension]`.
    public init(keys: Activations, values: Activations) {
        precondition(keys.rows == values.rows && keys.stride == values.stride, "keys and values differ in size")
        (self.keys, self.values, count) = (UnsafeRawPointer(keys.pointer), UnsafeRawPointer(values.pointer), keys.rows)
        (stride, headStride, format) = (keys.stride, nil, .f32)
    }

    /// The first `count` rows of two planes.
    public init(keys: Plane, values: Plane, count: Int) {
        precondition(
            keys.format == values.format && keys.headDimension == values.headDimension
                && keys.headStride == values.headStride, "keys and values differ")
        precondition(count <= keys.rows, "\(count) rows of \(keys.rows)")
        (self.keys, self.values, self.count) = (keys.pointer, values.pointer, count)
        (stride, headStride, format) = (keys.headDimension, keys.headStride, keys.format)
    }
}

/// One sequence's attention: some queries over some keys and values.
public struct AttentionTask {
    /// Queries `[queries, heads · headDimension]`.
    public let queries: Activations
    /// What they attend to.
    public let memory: KeysAndValues
    /// Where the result goes, as large as the queries.
    public let output: Activations
    /// Query i sees keys `0 ... i + causal`; nil: it sees all.
    public let causal: Int?

    /// Attention of `queries` over `memory`.
    public init(queries: Activations, memory: KeysAndValues, output: Activations, causal: Int? = nil) {
        (self.queries, self.memory, self.output, self.causal) = (queries, memory, output, causal)
    }
}

extension Compute {
    /// Softmax attention of independent tasks with the same heads; scores are scaled by headDimension^-½. `group` heads of
    /// queries read the same head of keys and values.
    public func attend(_ tasks: [AttentionTask], heads: Int, headDimension: Int, group: Int = 1) {
        let arguments = tasks.map { $0.arguments(headDimension: headDimension, group: group, arithmetic) }
        var bytes = 0
        var parts: [(task: Int, head: Int, from: Int, to: Int)] = []
        // Queries that are taken together share the packed keys and values of a head: as many as leave each thread some
        // parts.
        let pieces = (8 * pool.threads + tasks.count * heads - 1) / max(1, tasks.count * heads)
        let block = Int(CK_QUERY_BLOCK)
        var work = 0
        for (index, task) in tasks.enumerated() where task.queries.rows > 0 {
            var argument = arguments[index]
            bytes = max(bytes, ck_attention_scratch(&argument))
            work += task.queries.rows * task.memory.count * heads * headDimension
            let step = (task.queries.rows + pieces * block - 1) / (pieces * block) * block
            for head in 0..<heads {
                for from in Swift.stride(from: 0, to: task.queries.rows, by: step) {
                    parts.append((index, head, from, min(from + step, task.queries.rows)))
                }
            }
        }
        let (memory, stride) = scratch(bytes: bytes)
        forParts(parts.count, serial: work < 1 << 17) { index, worker in
            let part = parts[index]
            var argument = arguments[part.task]
            let scratch = (memory + worker * stride).assumingMemoryBound(to: Float.self)
            ck_attend(&argument, Int64(part.head), Int64(part.from), Int64(part.to), scratch)
        }
    }
}

extension AttentionTask {
    fileprivate func arguments(headDimension: Int, group: Int, _ arithmetic: Arithmetic) -> ck_attention {
        precondition(queries.rows == output.rows && queries.columns == output.columns, "sizes differ")
        precondition(causal == nil || memory.count >= queries.rows, "fewer keys than causal queries")
        return ck_attention(
            q: queries.pointer, k: memory.keys, v: memory.values, out: output.pointer,
            q_stride: Int64(queries.stride), kv_stride: Int64(memory.stride),
            kv_head_stride: Int64(memory.headStride ?? headDimension), out_stride: Int64(output.stride),
            queries: Int64(queries.rows), keys: Int64(memory.count), head_dim: Int64(headDimension),
            group: Int64(group), causal: Int64(causal ?? -1), kv_dtype: memory.format.code, math: arithmetic.code,
            scale: 1 / Float(headDimension).squareRoot())
    }
}
