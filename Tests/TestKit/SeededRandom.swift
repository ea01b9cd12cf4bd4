import Platform

/// The same numbers for the same seed everywhere, so that a failing case can be repeated.
package struct SeededRandom: RandomNumberGenerator {
    private var generator: SplitMix64

    /// A generator.
    package init(seed: UInt64) { generator = SplitMix64(seed: seed) }

    /// The next number.
    package mutating func next() -> UInt64 { generator.next() }

    /// So many bytes of an alphabet.
    package mutating func bytes(_ count: Int, of alphabet: ClosedRange<UInt8> = 0...255) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: alphabet, using: &self) }
    }

    /// So many numbers of a range.
    package mutating func floats(_ count: Int, in range: ClosedRange<Float> = -1...1) -> [Float] {
        (0..<count).map { _ in Float.random(in: range, using: &self) }
    }
}
