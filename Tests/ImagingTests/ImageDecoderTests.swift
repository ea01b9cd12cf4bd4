import Platform
import Testing

@testable import Imaging

@Suite struct ImageDecoderTests {
    @Test func pixelsAreThoseOfPillow() throws {
        for image in try OwnImage.all() {
            let bitmap = try ImageDecoder.rgb(image.bytes)
            #expect(bitmap.width == image.width && bitmap.height == image.height, "\(image)")
            #expect(SHA256.hash(bitmap.rgba).hex == image.pixels, "\(image)")
        }
    }

    @Test func alphaIsKeptWhereTheSourceHasIt() throws {
        let transparent: Set = ["rgba.png", "la.png", "palette-transparent.png", "lossless.webp"]
        for image in try OwnImage.all() {
            #expect(
                try ImageDecoder.rgb(image.bytes).channels == (transparent.contains(image.name) ? 4 : 3), "\(image)")
        }
    }

    @Test func gray16IsSaturatedAsPillowDoes() throws {
        let bitmap = try ImageDecoder.rgb(OwnImage.bytes("gray16.png"))
        #expect(bitmap.mode == "I;16")
        #expect(Array(bitmap.pixels[..<6]) == [0, 0, 0, 255, 255, 255])
    }
}
