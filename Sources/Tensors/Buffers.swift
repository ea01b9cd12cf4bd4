import CKernels
import Glibc

/// Memory for `count` floats, aligned to cache lines, freed with the last reference.
///
/// `@unchecked Sendable`: who writes while others read is the owner's business; the engine writes a buffer only in the
/// step that fills it.
public final class FloatBuffer: @unchecked Sendable {
    /// The first element.
    public let pointer: UnsafeMutablePointer<Float>
    /// Number of elements.
    public let count: Int

    /// Zeroed memory for `count` floats.
    public init(count: Int) {
        self.count = count
        let memory = ByteBuffer.allocate(count * MemoryLayout<Float>.stride)
        pointer = memory.bindMemory(to: Float.self, capacity: max(count, 1))
        pointer.initialize(repeating: 0, count: count)
    }

    /// A copy of `values`.
    public convenience init(_ values: [Float]) {
        self.init(count: values.count)
        for (index, value) in values.enumerated() { pointer[index] = value }
    }

    /// A copy of rows, without the gaps between them.
    public convenience init(_ rows: Activations) {
        self.init(count: rows.count)
        if rows.rows > 0 { rows.copy(to: Activations(self, rows: rows.rows)) }
    }

    deinit { free(pointer) }

    /// Whether no element is NaN or infinite.
    public var isFinite: Bool { ck_count_nonfinite(Int32(CK_F32), pointer, Int64(count)) == 0 }

    /// The elements as an array.
    public var array: [Float] { Array(UnsafeBufferPointer(start: pointer, count: count)) }
}

/// Raw memory of `count` bytes, aligned to cache lines, freed with the last reference.
///
/// `@unchecked Sendable`: as `FloatBuffer`.
public final class ByteBuffer: @unchecked Sendable {
    /// The first byte.
    public let pointer: UnsafeMutableRawPointer
    /// Number of bytes.
    public let count: Int

    /// Memory for `count` bytes, not zeroed.
    public init(count: Int) {
        self.count = count
        pointer = Self.allocate(count)
    }

    deinit { free(pointer) }

    /// 64-byte aligned memory; large pieces ask for huge pages (decode reads them once per token).
    static func allocate(_ count: Int) -> UnsafeMutableRawPointer {
        let large = count >= 1 << 21
        var memory: UnsafeMutableRawPointer?
        let status = posix_memalign(&memory, large ? 1 << 21 : 64, max(count, 64))
        guard status == 0, let memory else {
            preconditionFailure("out of memory: \(count) bytes")
        }
        if large { madvise(memory, count, Int32(MADV_HUGEPAGE)) }
        return memory
    }
}
