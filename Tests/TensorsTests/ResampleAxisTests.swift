import Testing

@testable import Tensors

/// The weights of neighbours, by their definitions.
@Suite struct ResampleAxisTests {
    /// Keys' cubic convolution with a = -½, which has whole sixteenths at halves.
    @Test(arguments: [(0, 1), (0.5, 0.5625), (1, 0), (1.5, -0.0625), (2, 0), (3, 0)])
    func cubicWeights(distance: Double, weight: Double) {
        for x in [distance, -distance] { #expect(ResampleFilter.bicubic.weight(x) == weight) }
    }

    @Test(arguments: [(0, 1), (1.5, -0.135_094_911_523), (2.5, 0.024_317_084_074), (3, 0)])
    func lanczosWeights(distance: Double, weight: Double) {
        for x in [distance, -distance] { #expect(abs(ResampleFilter.lanczos.weight(x) - weight) < 1e-9) }
    }
}
