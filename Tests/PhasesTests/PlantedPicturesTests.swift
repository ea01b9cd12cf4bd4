import Configuration
import Duplicates
import Platform
import TestKit
import Testing
import WebArchive

@testable import Imaging
@testable import Phases

/// Pictures of a benchmark, encoded anew and scaled, are found among others, and others are not.
@Suite struct PlantedPicturesTests {
    /// A picture of overlapping discs: other numbers, other discs.
    static func picture(_ seed: UInt64, width: Int = 200, height: Int = 150) -> Bitmap {
        var random = SeededRandom(seed: seed)
        let discs = (0..<14).map { _ in
            (
                x: Double.random(in: 0...1, using: &random), y: Double.random(in: 0...1, using: &random),
                radius: Double.random(in: 0.05...0.3, using: &random), color: random.bytes(3)
            )
        }
        var pixels: [UInt8] = []
        for y in 0..<height {
            for x in 0..<width {
                let disc = discs.last { disc in
                    let (dx, dy) = (Double(x) / Double(width) - disc.x, Double(y) / Double(height) - disc.y)
                    return dx * dx + dy * dy < disc.radius * disc.radius
                }
                pixels += disc?.color ?? [UInt8(x * 255 / width), UInt8(y * 255 / height), 128]
            }
        }
        return Bitmap(width: width, height: height, channels: 3, mode: "RGB", pixels: pixels)
    }

    /// The list of a folder with 20 pictures, as `quarry hashes` makes it.
    private func decontaminator(_ scratch: Scratch) throws -> Decontaminator {
        try Files.makeFolder(scratch.file("benchmark"))
        for number in 0..<20 {
            let jpeg = try #require(Thumbnail.encode(Self.picture(UInt64(number)), quality: 92))
            try Files.write(jpeg, to: scratch.file("benchmark/\(number).jpg"))
        }
        return Decontaminator(try BenchmarkLists.list([scratch.file("benchmark")], ngram: 13), distance: 4)
    }

    private func item(_ jpeg: [UInt8], _ decontaminator: Decontaminator) throws -> String? {
        let facts = try ImageProbe.measure(jpeg)
        return decontaminator.item(ofPicture: facts.digest.hex, phash: facts.perceptualHash)?.item
    }

    @Test("20 of 20 pictures are found at another quality and at other sizes, and none of 100 others")
    func planted() throws {
        let scratch = try Scratch()
        let decontaminator = try decontaminator(scratch)
        for number in 0..<20 {
            let name = "\(number).jpg"
            let picture = Self.picture(UInt64(number))
            let original = try #require(Thumbnail.encode(picture, quality: 100))
            let poor = try #require(Thumbnail.encode(picture, quality: 35))
            #expect(try item(poor, decontaminator) == name)
            for (width, height) in [(150, 112), (100, 75), (64, 48)] {
                let small = try #require(try Thumbnail.jpeg(original, fitting: width, height, quality: 70))
                #expect(try item(small.jpeg, decontaminator) == name, "\(width) x \(height)")
            }
            let large = Self.picture(UInt64(number), width: 400, height: 300)
            #expect(try item(#require(Thumbnail.encode(large, quality: 60)), decontaminator) == name)
        }
        for number in 100..<200 {
            let other = try #require(
                Thumbnail.encode(Self.picture(UInt64(number), width: 120, height: 90), quality: 80))
            #expect(try item(other, decontaminator) == nil)
        }
    }

    @Test("No picture of the crawls is taken for one of them", .needsShared("crawl"))
    func crawls() throws {
        let scratch = try Scratch()
        let decontaminator = try decontaminator(scratch)
        let folder = try Shared.require("crawl")
        var pictures = 0
        for name in try Files.list(folder) where name.hasSuffix(".warc.gz") {
            for source in try Archives.sources(at: folder + "/" + name) {
                let reader = try Archives.reader(source)
                while let next = reader.next() {
                    guard case .record(let record) = next, let payload = try? HTTPPayload.of(record),
                        payload.contentType.mime.hasPrefix("image/"), (try? ImageProbe.measure(payload.body)) != nil
                    else { continue }
                    pictures += 1
                    #expect(try item(payload.body, decontaminator) == nil)
                }
            }
        }
        #expect(pictures > 20)
    }
}
