import CKernels
import Glibc
import TestKit
import Testing

@testable import Tensors

extension WeightMatrix {
    /// A bf16 matrix packed, in memory of its own that ends where it may.
    func packedInMemory() -> WeightMatrix? {
        let pool = ThreadPool(threads: 1)
        guard let plan = PackingPlan(self, pool: pool) else { return nil }
        let parts = packed(by: plan, outliers: plan.outliers + PackedStorage.margin, pool: pool)
        return WeightMatrix(
            rows: rows, columns: columns, format: .packed, values: UnsafeRawPointer(parts[0].pointer),
            outliers: Outliers(
                starts: UnsafeRawPointer(parts[1].pointer),
                bytes: UnsafePointer(parts[2].pointer.assumingMemoryBound(to: UInt8.self)), count: plan.outliers),
            owner: parts)
    }

    /// A bf16 matrix of these bits, row by row.
    init(bits: [UInt16], columns: Int) {
        let memory = ByteBuffer(count: bits.count * 2)
        memory.pointer.initializeMemory(as: UInt16.self, from: bits, count: bits.count)
        self.init(
            rows: bits.count / columns, columns: columns, format: .bf16, values: UnsafeRawPointer(memory.pointer),
            owner: memory)
    }
}

/// bf16 without loss in 11.4 bits a weight.
@Suite(.serialized) struct PackedMatrixTests {
    private func unpacked(_ matrix: WeightMatrix, _ row: Int) -> [UInt16] {
        var view = matrix.matrix
        return [UInt16](unsafeUninitializedCapacity: matrix.columns) { line, count in
            guard let base = line.baseAddress else { return }
            ck_unpack_row(&view, Int64(row), base)
            count = matrix.columns
        }
    }

    private func atEveryLevel(_ body: (_ level: Int32) -> Void) {
        for level in MatmulTests.levels {
            ck_set_level(level)
            body(level)
        }
        ck_set_level(ck_best_level())
    }

    /// Weights as trained ones are: sums of uniform numbers, with some large and small ones between them.
    private func weights(_ count: Int, _ random: inout SeededRandom) -> [UInt16] {
        let x = random.floats(4 * count)
        return (0..<count).map { i in
            let sum = (x[4 * i] + x[4 * i + 1] + x[4 * i + 2] + x[4 * i + 3]) / 64
            return UInt16((i % 97 == 0 ? sum * 4096 : i % 89 == 0 ? 0 : sum).bitPattern >> 16)
        }
    }

    /// Every value that 16 bits can have, NaN and both zeros among them, in rows of any width.
    @Test(arguments: [1, 7, 63, 64, 65, 128, 200, 4096]) func everyValueComesBack(columns: Int) throws {
        var random = SeededRandom(seed: UInt64(columns))
        var bits = Array(0...UInt16.max).shuffled(using: &random) + weights(20 * columns, &random)
        bits.removeLast(bits.count % columns)
        let plain = WeightMatrix(bits: bits, columns: columns)
        let packed = try #require(plain.packedInMemory())
        #expect(packed.flaws.rows == 0)
        atEveryLevel { level in
            let same = (0..<plain.rows).allSatisfy {
                unpacked(packed, $0) == Array(bits[$0 * columns..<($0 + 1) * columns])
            }
            #expect(same, "level \(level)")
        }
    }

    /// Sums are formed in the same order: the answers are those of the plain matrix to the last bit, at every level.
    @Test func productsAreThoseOfThePlainMatrix() throws {
        var random = SeededRandom(seed: 21)
        for (tokens, columns, rows) in MatmulTests.sizes + [(1, 2048, 40), (3, 1280, 33), (21, 1100, 300)] {
            let plain = WeightMatrix(bits: weights(rows * columns, &random), columns: columns)
            let packed = try #require(plain.packedInMemory())
            let x = FloatBuffer(random.floats(tokens * columns))
            let start = random.floats(tokens * rows)
            for arithmetic in [Arithmetic.exact, .fast] {
                atEveryLevel { level in
                    // Without the instructions for it the packed matrix is multiplied in f32.
                    guard arithmetic == .exact || ck_level() >= CK_AVX512_BF16_VNNI else { return }
                    let compute = Compute(pool: ThreadPool(threads: 1), arithmetic: arithmetic)
                    let answers = [plain, packed].map { weight in
                        let y = FloatBuffer(start)
                        compute.linear(
                            Activations(x, rows: tokens), weight, into: Activations(y, rows: tokens), accumulate: true)
                        return y.array
                    }
                    #expect(
                        answers[0] == answers[1],
                        "\(arithmetic) level \(level) tokens \(tokens) columns \(columns) rows \(rows)")
                }
            }
        }
    }

    @Test func trainedWeightsTakeElevenAndAHalfBits() throws {
        var random = SeededRandom(seed: 22)
        let plain = WeightMatrix(bits: weights(64 * 2048, &random), columns: 2048)
        let plan = try #require(PackingPlan(plain, pool: ThreadPool(threads: 1)))
        let bytes = WeightFormat.packed.bytes(rows: 64, columns: 2048) + plan.outliers
        #expect(Double(bytes) * 8 < 11.6 * 64 * 2048)
    }

    /// The widest rows there may be, multiplied on a thread with a stack of 2 MiB.
    @Test func wideRowsNeedLittleStack() throws {
        var random = SeededRandom(seed: 24)
        let (columns, rows) = (PackedStorage.maximumColumns, 40)
        let plain = WeightMatrix(bits: weights(rows * columns, &random), columns: columns)
        let packed = try #require(plain.packedInMemory())
        for tokens in [1, 21] {
            let x = FloatBuffer(random.floats(tokens * columns))
            let answers = [plain, packed].map { weight in
                let y = FloatBuffer(count: tokens * rows)
                onSmallStack {
                    Compute(pool: ThreadPool(threads: 1), arithmetic: .fast)
                        .linear(Activations(x, rows: tokens), weight, into: Activations(y, rows: tokens))
                }
                return y.array
            }
            #expect(ck_level() < CK_AVX512_BF16_VNNI || answers[0] == answers[1], "\(tokens) tokens")
            #expect(answers[1].contains { $0 != 0 })
        }
    }

    @Test func widerRowsAreRefused() throws {
        let scratch = try Scratch()
        let columns = PackedStorage.maximumColumns + 1
        var writer = try SafetensorsWriter(
            path: scratch.path + "/model.safetensors", plan: [.init(name: "wide", type: .bf16, shape: [1, columns])],
            metadata: [:])
        let zeros = ByteBuffer(count: 2 * columns)
        memset(zeros.pointer, 0, zeros.count)
        try writer.write(UnsafeRawBufferPointer(start: zeros.pointer, count: zeros.count))
        try writer.commit()
        let checkpoint = try Checkpoint(folder: scratch.path)
        #expect {
            try CompactWriter.write(
                checkpoint, to: scratch.path + "/packed", metadata: [:], pool: ThreadPool(threads: 1)
            ) { _ in .packed }
        } throws: {
            if case .entry(_, "wide", _) = $0 as? TensorError { true } else { false }
        }
    }

    private func onSmallStack(_ body: @escaping () -> Void) {
        final class Work {
            let body: () -> Void
            init(_ body: @escaping () -> Void) { self.body = body }
        }
        let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
        defer { attributes.deallocate() }
        pthread_attr_init(attributes)
        pthread_attr_setstacksize(attributes, 1 << 21)
        var thread = pthread_t()
        let work = Unmanaged.passRetained(Work(body)).toOpaque()
        let status = pthread_create(
            &thread, attributes,
            {
                if let work = $0 { Unmanaged<Work>.fromOpaque(work).takeRetainedValue().body() }
                return nil
            }, work)
        #expect(status == 0)
        pthread_join(thread, nil)
        pthread_attr_destroy(attributes)
    }

    /// A row whose table is not one is found even where the starts go down as if it had minus one outlier.
    @Test func aBadTableIsFoundWhateverTheStartsSay() throws {
        var random = SeededRandom(seed: 25)
        let packed = try #require(
            WeightMatrix(bits: weights(9 * 200, &random), columns: 200).packedInMemory())
        let starts = UnsafeMutableRawPointer(mutating: try #require(packed.outliers).starts)
            .assumingMemoryBound(to: UInt32.self)
        let (row, step) = (4, packed.format.bytes(rows: 1, columns: 200))
        let table = UnsafeMutableRawPointer(mutating: packed.values + row * step)
        table.storeBytes(of: table.load(as: UInt8.self), toByteOffset: CK_PACKED_TABLE - 1, as: UInt8.self)
        let gone = starts[row + 1] + 1 - starts[row]
        for next in row + 1...9 { starts[next] -= gone }
        #expect(packed.flaws.rows == 1)
    }

    /// Starts, tables and codes of any value are read without leaving the memory, and found by the audit.
    @Test func anythingIsReadSafely() throws {
        var random = SeededRandom(seed: 23)
        let plain = WeightMatrix(bits: weights(9 * 200, &random), columns: 200)
        for round in 0..<40 {
            let packed = try #require(plain.packedInMemory())
            let size = packed.format.bytes(rows: 9, columns: 200)
            let list = try #require(packed.outliers)
            let values = UnsafeMutableRawPointer(mutating: packed.values)
            let starts = UnsafeMutableRawPointer(mutating: list.starts)
            for _ in 0...round {
                if round % 2 == 0 {
                    values.storeBytes(of: 0xFF, toByteOffset: Int.random(in: 0..<size, using: &random), as: UInt8.self)
                } else {
                    let start = UInt32.random(in: 0...UInt32.max, using: &random)
                    let row = Int.random(in: 0...9, using: &random)
                    starts.storeBytes(of: start, toByteOffset: 4 * row, as: UInt32.self)
                }
            }
            if round % 2 == 1 { #expect(packed.flaws.rows > 0) }
            atEveryLevel { _ in for row in 0..<9 { _ = unpacked(packed, row) } }
        }
    }
}
