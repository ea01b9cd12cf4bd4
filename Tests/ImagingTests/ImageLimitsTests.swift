import Testing

@testable import Imaging

@Suite struct ImageLimitsTests {
    @Test func pixelsAreCountedBeforeAnythingIsDecoded() throws {
        let limits = ImageLimits(maximumPixels: 150 * 110 - 1)
        for name in ["baseline.jpg", "rgb.png", "lossy.webp", "still.gif"] {
            let bytes = try OwnImage.bytes(name)
            #expect(throws: ImageFault.tooManyPixels(width: 150, height: 110)) {
                try ImageProbe.measure(bytes, limits: limits)
            }
            #expect(throws: ImageFault.tooManyPixels(width: 150, height: 110)) {
                try ImageDecoder.rgb(bytes, limits: limits)
            }
        }
    }

    @Test func bytesFramesAndScansAreLimited() throws {
        let jpeg = try OwnImage.bytes("progressive.jpg")
        #expect(throws: ImageFault.tooManyBytes(jpeg.count)) {
            try ImageProbe.measure(jpeg, limits: ImageLimits(maximumBytes: jpeg.count - 1))
        }
        #expect(throws: ImageFault.tooManyScans(3)) {
            try ImageProbe.measure(jpeg, limits: ImageLimits(maximumScans: 3))
        }
        for name in ["animated.gif", "animated.webp"] {
            #expect(throws: ImageFault.tooManyFrames(3)) {
                try ImageProbe.measure(OwnImage.bytes(name), limits: ImageLimits(maximumFrames: 2))
            }
        }
    }

    @Test func theDecodersMemoryIsLimited() throws {
        var limits = ImageLimits()
        limits.maximumDecoderMemory = 100_000
        #expect(throws: ImageFault.tooMuchMemory(.jpeg)) {
            try ImageProbe.measure(OwnImage.bytes("progressive.jpg"), limits: limits)
        }
    }

    @Test func emptyBytesAreNoPicture() {
        #expect(throws: ImageFault.empty) { try ImageProbe.measure([]) }
        #expect(throws: ImageFault.notImage(.unknown)) { try ImageProbe.measure([1, 2, 3]) }
    }

    /// Cut anywhere, a file is a truncated picture or none; nothing else comes out, and never a silent half.
    @Test func everyTruncationIsSeen() throws {
        for name in ["baseline.jpg", "progressive.jpg", "rgba.png", "lossy.webp", "lossless.webp", "still.gif"] {
            let bytes = try OwnImage.bytes(name)
            for share in stride(from: 2, to: 100, by: 7) {
                let cut = Array(bytes[..<(bytes.count * share / 100)])
                let fault = #expect(throws: ImageFault.self, "\(name) \(share) %") { try ImageProbe.measure(cut) }
                switch fault {
                case .truncated, .notImage, .corrupt: break
                default: Issue.record("\(name) \(share) %: \(fault.map(\.description) ?? "")")
                }
            }
        }
    }

    @Test func truncatedPicturesMayBeKept() throws {
        let limits = ImageLimits(keepTruncated: true)
        for name in ["baseline.jpg", "progressive.jpg", "rgba.png", "lossy.webp", "still.gif"] {
            let bytes = try OwnImage.bytes(name)
            let cut = Array(bytes[..<(bytes.count * 3 / 4)])
            let facts = try ImageProbe.measure(cut, limits: limits)
            #expect(facts.isTruncated, "\(name)")
            let whole = try ImageDecoder.rgb(bytes)
            let half = try ImageDecoder.rgb(cut, limits: limits)
            #expect(half.pixels.count == whole.pixels.count)
            let top = whole.width * whole.channels * 10
            if name != "progressive.jpg" { #expect(half.pixels[..<top] == whole.pixels[..<top], "\(name)") }
        }
    }
}
