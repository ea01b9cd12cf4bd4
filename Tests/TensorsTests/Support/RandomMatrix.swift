import TestKit

@testable import Tensors

extension WeightMatrix {
    /// A matrix of random weights in `format`.
    static func random(
        rows: Int, columns: Int, _ format: WeightFormat, _ random: inout SeededRandom
    ) -> WeightMatrix {
        let memory = FloatBuffer(random.floats(rows * columns))
        let plain = WeightMatrix(
            rows: rows, columns: columns, format: .f32, values: UnsafeRawPointer(memory.pointer), owner: memory)
        let pool = ThreadPool(threads: 1)
        switch format {
        case .f32: return plain
        case .bf16: return plain.asBF16(pool: pool)
        case .packed: return plain.asBF16(pool: pool).packedInMemory() ?? plain
        case .f16:
            let halves = ByteBuffer(count: rows * columns * 2)
            let out = halves.pointer.bindMemory(to: UInt16.self, capacity: rows * columns)
            for index in 0..<rows * columns { out[index] = half(memory.pointer[index]) }
            return WeightMatrix(
                rows: rows, columns: columns, format: .f16, values: UnsafeRawPointer(halves.pointer), owner: halves)
        case .int8, .int4: return plain.quantized(format, pool: pool)
        }
    }

    /// f32 to f16 by truncation, normal numbers only; any half will do as a weight.
    private static func half(_ x: Float) -> UInt16 {
        let bits = x.bitPattern
        let exponent = Int(bits >> 23 & 0xFF) - 112
        guard exponent > 0 else { return UInt16(bits >> 31) << 15 | UInt16(bits >> 13 & 0x3FF) }
        return UInt16(bits >> 31) << 15 | UInt16(min(exponent, 30)) << 10 | UInt16(bits >> 13 & 0x3FF)
    }
}
