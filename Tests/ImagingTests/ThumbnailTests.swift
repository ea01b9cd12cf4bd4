import Testing

@testable import Imaging

@Suite struct Thumbnails {
    /// A picture of 60 by 30 whose left half is red.
    private var jpeg: [UInt8] {
        get throws {
            let pixels = (0..<60 * 30).flatMap { place -> [UInt8] in place % 60 < 30 ? [255, 0, 0] : [0, 0, 255] }
            let picture = Bitmap(width: 60, height: 30, channels: 3, mode: "RGB", pixels: pixels)
            return try #require(Thumbnail.encode(picture, quality: 95))
        }
    }

    @Test func aPictureKeepsItsShapeAndItsPlaces() throws {
        let small = try Thumbnail.bitmap(jpeg, fitting: 20, 20)
        #expect(small.width == 20 && small.height == 10 && small.channels == 3)
        #expect(small.pixels[0] > 200 && small.pixels[2] < 60)
        #expect(small.pixels[19 * 3] < 60 && small.pixels[19 * 3 + 2] > 200)
    }

    @Test func aSmallPictureIsNotMadeLarger() throws {
        let same = try Thumbnail.bitmap(jpeg, fitting: 500, 500)
        #expect(same.width == 60 && same.height == 30)
        let turned = try Thumbnail.bitmap(jpeg, fitting: 500, 500, orientation: 6)
        #expect(turned.width == 30 && turned.height == 60)
    }

    @Test func whatIsNoPictureIsAFault() {
        #expect(throws: ImageFault.self) { try Thumbnail.jpeg([1, 2, 3], fitting: 10, 10) }
    }
}
