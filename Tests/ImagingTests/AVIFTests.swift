import Platform
import TestKit
import Testing

@testable import Imaging

/// AVIF is decoded where the package is built with its trait `AVIF`; elsewhere it is a picture of another kind.
@Suite struct AVIFTests {
    private static let decodes: ConditionTrait = .enabled(
        if: ImageFormat.avif.isDecoded, "needs a build with --traits AVIF")

    @Test(.disabled(if: ImageFormat.avif.isDecoded, "this build decodes AVIF")) func withoutTheTraitItIsUnsupported()
        throws
    {
        for image in try OwnImage.avif() {
            #expect(image.bytes.withUnsafeBytes { SniffedFormat(sniffing: $0) } == .avif, "\(image)")
            let fault = #expect(throws: ImageFault.unsupported(.avif)) { try ImageProbe.measure(image.bytes) }
            #expect("\(try #require(fault))".contains("--traits AVIF"))
        }
    }

    @Test(decodes) func factsAreThoseOfPillow() throws {
        for image in try OwnImage.avif() {
            let facts = try ImageProbe.measure(image.bytes)
            #expect(facts.format == .avif && facts.mode == image.mode, "\(image)")
            #expect(facts.width == image.width && facts.height == image.height, "\(image)")
            #expect(facts.frames == image.frames && facts.isAnimated == (image.frames > 1), "\(image)")
            #expect(facts.orientation == image.orientation, "\(image)")
            #expect(facts.hasICC == (image.name == "icc.avif"), "\(image)")
            #expect(facts.byteCount == image.bytes.count && facts.digest == SHA256.hash(image.bytes), "\(image)")
            #expect(PerceptualHash.distance(facts.perceptualHash, image.perceptualHash) <= 2, "\(image)")
        }
    }

    /// Libraries differ in how they blow up chroma, by a few steps; `still.avif` shows the scene of `rgb.png`.
    @Test(decodes) func pixelsAreThoseOfTheScene() throws {
        let png = try ImageDecoder.rgb(OwnImage.bytes("rgba.png"))
        let avif = try ImageDecoder.rgb(OwnImage.bytes("alpha.avif"))
        #expect(avif.channels == 4 && avif.width == png.width && avif.height == png.height)
        let differences = zip(png.pixels, avif.pixels).map { abs(Int($0) - Int($1)) }
        #expect(differences.reduce(0, +) < 6 * differences.count)
        let alpha = stride(from: 3, to: png.pixels.count, by: 4).map { differences[$0] }
        #expect(alpha.reduce(0, +) < alpha.count)
        #expect(try ImageDecoder.rgb(OwnImage.bytes("still.avif")).channels == 3)
    }

    @Test(decodes) func limitsHoldBeforeAnythingIsDecoded() throws {
        let still = try OwnImage.bytes("still.avif")
        #expect(throws: ImageFault.tooManyPixels(width: 150, height: 110)) {
            try ImageProbe.measure(still, limits: ImageLimits(maximumPixels: 150 * 110 - 1))
        }
        #expect(throws: ImageFault.tooManyBytes(still.count)) {
            try ImageProbe.measure(still, limits: ImageLimits(maximumBytes: still.count - 1))
        }
        #expect(throws: ImageFault.tooManyFrames(3)) {
            try ImageProbe.measure(OwnImage.bytes("sequence.avif"), limits: ImageLimits(maximumFrames: 2))
        }
    }

    /// The size that the boxes declare, made huge: refused from the header, with the figures.
    @Test(decodes, arguments: [(30_000, 30_000), (16_384, 16_384), (1 << 31 - 1, 1 << 31 - 1), (0, 110)])
    func aBombCostsNothing(width: Int, height: Int) throws {
        var bytes = try OwnImage.bytes("still.avif")
        let place = try #require(bytes.indices.first { bytes[$0...].starts(with: "ispe".utf8) }) + 8
        for shift in 0..<4 {
            bytes[place + shift] = UInt8(truncatingIfNeeded: width >> (24 - 8 * shift))
            bytes[place + 4 + shift] = UInt8(truncatingIfNeeded: height >> (24 - 8 * shift))
        }
        let fault = #expect(throws: ImageFault.self) { try ImageProbe.measure(bytes) }
        switch fault {
        case .tooManyPixels(let w, let h)?: #expect(w == width && h == height)
        case .badSize?, .corrupt?: #expect(width == 0)
        default: Issue.record("\(width) x \(height): \(fault.map(\.description) ?? "")")
        }
    }

    /// A picture whose boxes declare another size than its AV1 frame has comes out in the declared size or not at all.
    @Test(decodes) func aSizeThatIsNotTheFramesIsNoReadOfOldMemory() throws {
        var bytes = try OwnImage.bytes("still.avif")
        let place = try #require(bytes.indices.first { bytes[$0...].starts(with: "ispe".utf8) }) + 8
        bytes[place + 2] = 8  // 2048 + 150 across
        do {
            let facts = try ImageProbe.measure(bytes)
            #expect(facts.width == 2048 + 150)
        } catch {
            if case .corrupt = error {} else { Issue.record("\(error)") }
        }
    }

    @Test(decodes) func everyTruncationIsSeen() throws {
        for image in try OwnImage.avif() {
            for share in stride(from: 2, to: 100, by: 7) {
                let cut = Array(image.bytes[..<(image.bytes.count * share / 100)])
                // A sequence of which the end is missing still has its first frame.
                if image.frames > 1, (try? ImageProbe.measure(cut)) != nil { continue }
                let fault = #expect(throws: ImageFault.self, "\(image) \(share) %") { try ImageProbe.measure(cut) }
                switch fault {
                case .truncated, .notImage, .corrupt: break
                default: Issue.record("\(image) \(share) %: \(fault.map(\.description) ?? "")")
                }
            }
        }
    }

    /// Bits turned anywhere: a picture or a fault, never a crash.
    @Test(decodes) func damageIsSurvived() throws {
        let seed = UInt64.random(in: 0 ... .max)
        print("seed \(seed)")
        var random = SeededRandom(seed: seed)
        for image in try OwnImage.avif() {
            for _ in 0..<60 {
                var bytes = image.bytes
                for _ in 0..<3 {
                    bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << Int.random(in: 0..<8, using: &random)
                }
                _ = try? ImageProbe.measure(bytes)
            }
        }
    }
}
