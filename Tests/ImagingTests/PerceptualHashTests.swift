import Testing
import TestKit
import Platform

@testable import Imaging

@Suite struct PerceptualHashTests {
    @Test func fullDecodesGiveTheHashOfImagehash() throws {
        for image in try OwnImage.all() where image.mode != "I;16" {  // which Pillow saturates to white
            let hash = try ImageProbe.measure(image.bytes, detail: .full).perceptualHash
            #expect(PerceptualHash.distance(hash, image.perceptualHash) <= 2, "\(image)")
        }
    }

    @Test func reducedDecodesStayNear() throws {
        for image in try OwnImage.all() where image.mode != "I;16" {
            let hash = try ImageProbe.measure(image.bytes).perceptualHash
            #expect(PerceptualHash.distance(hash, image.perceptualHash) <= 4, "\(image)")
        }
    }

    @Test(.needsShared("hostile/image/gen")) func copiesAreNearAndOthersFar() throws {
        let folder = try Shared.require("hostile/image/gen")
        func hash(_ name: String) throws -> UInt64 {
            try ImageProbe.measure(Files.read("\(folder)/\(name)")).perceptualHash
        }
        let names = try Files.list(folder).filter { $0.hasPrefix("dedup_") }
        let original = try hash("dedup_a.png")
        for name in names {
            let distance = PerceptualHash.distance(original, try hash(name))
            switch name.dropFirst("dedup_".count).first {
            case "x", "y": #expect(PerceptualHash.isFlat(try hash(name)), "\(name)")
            case "z": #expect(distance > 16, "\(name) \(distance)")
            default: #expect(distance <= 8, "\(name) \(distance)")
            }
        }
        #expect(names.count == 10)
    }

    @Test func aHashDoesNotDependOnContrastOrBrightness() {
        var level = 7
        let picture = (0..<64 * 64).map { (place: Int) -> UInt8 in
            level = (level * 75 + place / 300) % 8191  // blotches as wide as a frequency that counts
            return UInt8(60 + place % 64 + place / 64 * 3 % 50 + level % 31)
        }
        let faded = picture.map { $0 / 2 + 30 }
        let one = PerceptualHash.hash(LumaRaster(width: 64, height: 64, pixels: picture))
        let other = PerceptualHash.hash(LumaRaster(width: 64, height: 64, pixels: faded))
        #expect(PerceptualHash.distance(one, other) <= 6)
    }

    @Test func resizingKeepsALevelAndASlope() {
        let flat = LumaRaster(width: 77, height: 45, pixels: [UInt8](repeating: 93, count: 77 * 45))
        #expect(Resampler.resize(flat, side: 32).allSatisfy { $0 == 93 })
        let slope = LumaRaster(width: 128, height: 40, pixels: (0..<128 * 40).map { UInt8($0 % 128) })
        let row = Resampler.resize(slope, side: 32)[..<32]
        for (x, value) in row.enumerated() { #expect(abs(Double(value) - (Double(x) * 4 + 1.5)) <= 1) }
        #expect(
            Resampler.resize(LumaRaster(width: 1, height: 1, pixels: [7]), side: 32)
                == [UInt8](repeating: 7, count: 1024))
    }
}
