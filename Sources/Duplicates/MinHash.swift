import CKernels
import Platform

/// Signatures of shingle sets and the keys by which texts that are probably near each other meet.
///
/// `permutations` functions `a x + b` (mod 2^32) over the upper half of a shingle, the least value of each; `bands`
/// groups of them, each hashed to one key (Broder 1997; Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets",
/// 3.4). One pass over the shingles. The same numbers everywhere.
package struct MinHash: Sendable {
    private let bands: Int
    private let rows: Int
    private let factors: [UInt32]
    private let addends: [UInt32]
    /// The least value of each function over the shingles signed last.
    package private(set) var minima: [UInt32]

    /// The functions of a banding.
    package init(_ options: DuplicateOptions) {
        bands = options.bands
        rows = options.rows
        var numbers = SplitMix64(seed: 0x6E65_6172)
        factors = (0..<bands * rows).map { _ in UInt32(truncatingIfNeeded: numbers.next() >> 32) | 1 }
        addends = (0..<bands * rows).map { _ in UInt32(truncatingIfNeeded: numbers.next() >> 32) }
        minima = [UInt32](repeating: .max, count: bands * rows)
    }

    /// Takes the signature of a set; what stands in it twice counts once.
    package mutating func sign(_ shingles: [UInt64]) {
        for index in minima.indices { minima[index] = .max }
        ck_minhash(shingles, Int64(shingles.count), factors, addends, Int64(factors.count), &minima)
    }

    /// The key of each band of the signature taken last, in order; two bands have no key in common.
    package func keys(_ body: (UInt64) -> Void) {
        minima.withUnsafeBytes { bytes in
            let size = rows * MemoryLayout<UInt32>.stride
            for band in 0..<bands {
                let row = UnsafeRawBufferPointer(rebasing: bytes[band * size..<(band + 1) * size])
                body(XXH3.hash(row, seed: UInt64(band) + 1))
            }
        }
    }

    /// The share of functions whose least values agree: an estimate of the similarity.
    package static func agreement(_ one: ArraySlice<UInt32>, _ two: ArraySlice<UInt32>) -> Double {
        guard !one.isEmpty, one.count == two.count else { return 0 }
        return Double(zip(one, two).reduce(0) { $0 + ($1.0 == $1.1 ? 1 : 0) }) / Double(one.count)
    }
}
