import TestKit
import Testing

@testable import Imaging

/// The fast eighth is compared with libjpeg's: where it answers, libjpeg decodes without a warning to the same luma.
@Suite struct JPEGEighthTests {
    @Test(.needsShared("hostile/MANIFEST.tsv")) func hostileFilesGiveTheRasterOfTheLibraryOrNone() throws {
        var answered = 0
        for image in try HostileImage.all() where SniffedFormat(image.bytes) == .jpeg {
            guard let eighth = image.bytes.eighth else { continue }
            answered += 1
            let library = try #require(try? image.bytes.eighthOfLibrary(), "\(image)")
            #expect(library.outcome == Codec.Outcome(warnings: 0, isTruncated: false), "\(image)")
            #expect(library.sink.finish() == eighth.raster, "\(image)")
            // A block of chroma at the edge counts with its padding here; in small pictures that is much.
            guard min(image.facts.lib?.w ?? 0, image.facts.lib?.h ?? 0) >= 200 else { continue }
            #expect(eighth.averageColor.distance(library.sink.averageColor) <= 2, "\(image)")
        }
        #expect(answered == 0 || answered > 120)
    }

    @Test func ownFilesAreAnswered() throws {
        for name in ["baseline.jpg", "gray.jpg", "orientation6.jpg", "icc.jpg"] {
            let bytes = try OwnImage.bytes(name)
            let eighth = try #require(bytes.eighth, "\(name)")
            #expect(try bytes.eighthOfLibrary().sink.finish() == eighth.raster, "\(name)")
        }
        #expect(try OwnImage.bytes("progressive.jpg").eighth == nil)
        #expect(try OwnImage.bytes("cmyk.jpg").eighth == nil)
    }

    @Test func damageIsLeftToTheLibrary() throws {
        let bytes = try OwnImage.bytes("baseline.jpg")
        for end in stride(from: 0, to: bytes.count, by: 37) { #expect(Array(bytes[..<end]).eighth == nil) }
        // Every byte of the segments before the data, of which there are some 600, and some of the data.
        for place in Array(2..<640) + stride(from: 640, to: bytes.count, by: 11) {
            for bits: UInt8 in [0x01, 0x55] {
                var damaged = bytes
                damaged[place] ^= bits
                guard let eighth = damaged.eighth else { continue }
                let library = try damaged.eighthOfLibrary()
                #expect(library.outcome.warnings == 0 && library.sink.finish() == eighth.raster, "at \(place)")
            }
        }
    }
}

extension SniffedFormat {
    fileprivate init(_ bytes: [UInt8]) { self = bytes.withUnsafeBytes { SniffedFormat(sniffing: $0) } }
}

extension AverageColor {
    fileprivate func distance(_ other: AverageColor) -> Int {
        max(abs(Int(red) - Int(other.red)), abs(Int(green) - Int(other.green)), abs(Int(blue) - Int(other.blue)))
    }
}

extension [UInt8] {
    fileprivate var eighth: JPEGEighth? { withUnsafeBytes { JPEGEighth($0) } }

    fileprivate func eighthOfLibrary() throws -> (sink: MeasuringSink, outcome: Codec.Outcome) {
        let sink = MeasuringSink(divisor: 1)
        let outcome = try withUnsafeBytes { raw in
            let codec = Codec(
                header: try ImageHeader(raw), limits: ImageLimits(), divisor: 8, lumaAndChroma: true)
            return try codec.decode(raw, into: sink)
        }
        return (sink, outcome)
    }
}
