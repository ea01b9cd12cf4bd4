import Facts
import Platform
import Testing

@testable import Imaging

@Suite struct ImageProbeTests {
    @Test func factsAreThoseOfPillow() throws {
        for image in try OwnImage.all() {
            let facts = try ImageProbe.measure(image.bytes)
            #expect(facts.mode == image.mode, "\(image)")
            #expect(facts.width == image.width && facts.height == image.height, "\(image)")
            #expect(facts.frames == image.frames, "\(image)")
            #expect(facts.isAnimated == (image.frames > 1), "\(image)")
            #expect(facts.orientation == image.orientation, "\(image)")
            #expect(facts.hasICC == (image.name == "icc.jpg"), "\(image)")
            #expect(facts.byteCount == image.bytes.count && facts.digest == SHA256.hash(image.bytes), "\(image)")
            #expect(facts.warnings == 0 && !facts.isTruncated, "\(image)")
        }
    }

    @Test func theExtensionIsThatOfTheFormat() throws {
        for image in try OwnImage.all() {
            let facts = try ImageProbe.measure(image.bytes)
            #expect(image.name.hasSuffix("." + PictureFormat.suffix(ofFormat: facts.format.rawValue)), "\(image)")
        }
    }

    @Test func aFlatPictureIsSeenAsFlat() throws {
        let facts = try ImageProbe.measure(OwnImage.bytes("flat.png"))
        #expect(facts.entropy == 0)
        #expect(facts.sharpness == 0)
        #expect(PerceptualHash.isFlat(facts.perceptualHash))
        #expect(facts.averageColor == AverageColor(red: 10, green: 200, blue: 30))
    }

    @Test func theMeanColorDoesNotDependOnTheFormat() throws {
        let png = try ImageProbe.measure(OwnImage.bytes("rgb.png")).averageColor
        let jpeg = try ImageProbe.measure(OwnImage.bytes("baseline.jpg")).averageColor
        #expect(abs(Int(png.red) - Int(jpeg.red)) <= 2)
        #expect(abs(Int(png.green) - Int(jpeg.green)) <= 2)
        #expect(abs(Int(png.blue) - Int(jpeg.blue)) <= 2)
    }

    @Test func noiseIsSharperThanAScene() throws {
        let scene = try ImageProbe.measure(OwnImage.bytes("gray.jpg"))
        let noise = try ImageProbe.measure(OwnImage.bytes("bits.png"))  // dithered
        #expect(scene.entropy > 5)
        #expect(noise.sharpness > 10 * scene.sharpness)
    }

    @Test(arguments: [1, 2, 4, 8])
    func theRasterKeepsItsShorterSide(divisor: Int) {
        let side = ImageProbe.Detail.shorterSide * divisor
        let reduced = ImageProbe.Detail.reduced
        #expect(reduced.divisor(format: .jpeg, width: 5000, height: side) == divisor)
        #expect(reduced.divisor(format: .jpeg, width: side, height: 5000) == divisor)
        #expect(reduced.divisor(format: .png, width: side, height: 5000) == 1)
        #expect(reduced.divisor(format: .png, width: 1 << 20, height: side) == divisor)
        #expect(ImageProbe.Detail.full.divisor(format: .jpeg, width: side, height: side) == 1)
    }

    @Test func rowsAreReducedByTheMeanOfSquares() {
        let sink = MeasuringSink(divisor: 2)
        sink.begin(RowHeader(width: 3, height: 3, layout: .gray))
        for (y, row) in [[10, 20, 90], [30, 40, 70], [1, 3, 8]].enumerated() { sink.row(y, row.map { UInt8($0) }) }
        #expect(sink.finish() == LumaRaster(width: 2, height: 2, pixels: [25, 80, 2, 8]))
    }
}
