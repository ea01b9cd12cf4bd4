import CKernels
import Synchronization

/// What the machine can do at the moment, so that a measured speed can be given as a share of it.
public struct MachineLimits: Sendable {
    /// Bytes read from memory per second by all threads.
    public let readBytesPerSecond: Double
    /// f32 operations per second of all threads; 0 where it cannot be measured.
    public let f32OperationsPerSecond: Double
    /// bf16 dot-product operations per second of all threads; 0 where the processor has none.
    public let bf16OperationsPerSecond: Double
    /// 8-bit dot-product operations per second of all threads; 0 where the processor has none.
    public let int8OperationsPerSecond: Double

    private static let readPart = 1 << 22

    /// Measures with the threads of `pool`, reading `tensors` (mapped weights), best of a few rounds each.
    public init(pool: ThreadPool, reading tensors: [StoredTensor]) {
        readBytesPerSecond = (0..<5).map { _ in Self.readSpeed(tensors, pool) }.max() ?? 0
        f32OperationsPerSecond = Self.products(Int32(CK_F32), pool)
        bf16OperationsPerSecond = Self.products(Int32(CK_BF16), pool)
        int8OperationsPerSecond = Self.products(Int32(CK_INT8), pool)
    }

    /// The higher of two measurements, one before and one after the work, so that a busy moment does not lower a limit.
    public init(_ a: MachineLimits, _ b: MachineLimits) {
        readBytesPerSecond = max(a.readBytesPerSecond, b.readBytesPerSecond)
        f32OperationsPerSecond = max(a.f32OperationsPerSecond, b.f32OperationsPerSecond)
        bf16OperationsPerSecond = max(a.bf16OperationsPerSecond, b.bf16OperationsPerSecond)
        int8OperationsPerSecond = max(a.int8OperationsPerSecond, b.int8OperationsPerSecond)
    }

    /// Bytes per second at which the threads of `pool` read all of `tensors` once; 0 when there are none.
    public static func readSpeed(_ tensors: [StoredTensor], _ pool: ThreadPool) -> Double {
        var parts: [UnsafeRawBufferPointer] = []
        for tensor in tensors {
            for start in stride(from: 0, to: tensor.bytes.count, by: readPart) {
                let end = min(start + readPart, tensor.bytes.count)
                parts.append(UnsafeRawBufferPointer(rebasing: tensor.bytes[start..<end]))
            }
        }
        guard !parts.isEmpty else { return 0 }
        let sink = Atomic<UInt64>(0)
        let seconds = measure {
            pool.run(parts.count) { part, _ in
                sink.bitwiseXor(ck_probe_read(parts[part].baseAddress, parts[part].count), ordering: .relaxed)
            }
        }
        return Double(parts.reduce(0) { $0 + $1.count }) / seconds
    }

    private static func products(_ kind: Int32, _ pool: ThreadPool) -> Double {
        var best = 0.0
        var rounds: Int64 = 1000
        for _ in 0..<40 {
            let operations = Atomic<Int64>(0)
            let seconds = measure {
                // More parts than threads, so that a thread that is late does not leave the others idle for long.
                pool.run(pool.threads * 4) { _, _ in
                    var sink = 0.0
                    operations.add(ck_probe_products(kind, rounds, &sink), ordering: .relaxed)
                }
            }
            best = max(best, Double(operations.load(ordering: .relaxed)) / seconds)
            if best == 0 { break }
            // Rounds grow until one measurement takes 20 ms; then a few more of the same length.
            if seconds < 0.02 { rounds *= 2 } else if seconds > 0.2 { break }
        }
        return best
    }

    /// Seconds that `body` takes.
    public static func measure(_ body: () -> Void) -> Double {
        let time = ContinuousClock().measure(body)
        return Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
    }
}
