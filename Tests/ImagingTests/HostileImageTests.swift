import Platform
import TestKit
import Testing

@testable import Imaging

/// Every picture of the hostile corpus is decoded or refused as its manifest says.
@Suite(.needsShared("hostile/MANIFEST.tsv")) struct HostileImageTests {
    @Test func decodableFilesGiveTheirExactFacts() throws {
        for image in try HostileImage.all() where image.expected == "decodable" {
            let facts = try #require(try? ImageProbe.measure(image.bytes), "\(image)")
            let pillow = try #require(image.facts.pillow)
            #expect(facts.width == pillow.w && facts.height == pillow.h, "\(image)")
            #expect(facts.mode == pillow.mode, "\(image)")
            // An MPO is a JPEG with more behind it: one picture to a JPEG decoder, two to Pillow.
            if pillow.fmt != "MPO" { #expect(facts.frames == pillow.frames ?? 1, "\(image)") }
            let orientation = pillow.orientation ?? 1
            #expect(facts.orientation == ((1...8).contains(orientation) ? orientation : 1), "\(image) \(orientation)")
            #expect(facts.digest == SHA256.hash(image.bytes))
        }
    }

    @Test func decodableFilesGiveThePixelsOfTheLibraries() throws {
        for image in try HostileImage.all() where image.expected == "decodable" {
            guard let expected = image.facts.lib?.sha256, !expected.isEmpty else { continue }
            let native = try image.bytes.native()
            let isJPEG = SniffedFormat(sniffing: image.bytes.withUnsafeBytes { $0 }) == .jpeg
            // The figure of this file is of an RGBA decode that gives alpha to a picture without.
            if image.path.hasSuffix("/bad_palette_index.webp") { continue }
            #expect(SHA256.hash(isJPEG ? native.rows : native.rgba).hex == expected, "\(image) \(native.header)")
        }
    }

    @Test func bitmapsAreThoseOfPillow() throws {
        var different: [String] = []
        for image in try HostileImage.all() {
            guard let pillow = image.facts.pillow, let expected = pillow.rgba_sha256 else { continue }
            guard image.expected == "decodable" || (pillow.fmt == "GIF" && image.expected == "unsupported") else {
                continue
            }
            // One legal picture of 54 million pixels takes as long as all others; the libraries' pixels cover it.
            guard !Self.differsKnowingly(image), image.pixelCount < 10_000_000 else { continue }
            let bitmap = try? ImageDecoder.rgb(image.bytes)
            if bitmap.map({ SHA256.hash($0.rgba).hex }) != expected {
                different.append("\(image.path) \(pillow.mode ?? "") \(bitmap?.mode ?? "none")")
            }
        }
        #expect(different.isEmpty, "\(different.joined(separator: "\n"))")
    }

    /// Where libjpeg-turbo 2.1.5 or libpng is followed and not the Pillow of the manifest: it brings a newer
    /// libjpeg-turbo, which smooths progressive pictures whose last scans are missing in another way, and compares
    /// the transparent gray of 2 and 4 bits with samples that it has scaled to 8.
    private static func differsKnowingly(_ image: HostileImage) -> Bool {
        image.path.contains("/peacock.progressive.scan00") || image.path.hasSuffix("/png_tbbn0g04.png")
            || ["gray-2-1.8-tRNS", "gray-2-sRGB-tRNS", "gray-4-1.8-tRNS", "gray-4-sRGB-tRNS", "testpngs_gray-4-tRNS"]
                .contains { image.path.hasSuffix("/\($0).png") }
    }

    @Test func refusedFilesGiveAReason() throws {
        for image in try HostileImage.all() where image.expected == "reject" {
            #expect(throws: ImageFault.self, "\(image)") { try ImageProbe.measure(image.bytes) }
            #expect(throws: ImageFault.self, "\(image)") { try ImageDecoder.rgb(image.bytes) }
        }
    }

    @Test func bombsAreRefusedFromTheHeader() throws {
        for image in try HostileImage.all() where image.expected == "bomb" {
            let fault = #expect(throws: ImageFault.self, "\(image)") { try ImageProbe.measure(image.bytes) }
            switch fault {
            case .tooManyPixels, .unsupported: break
            default: Issue.record("\(image): \(fault.map(\.description) ?? "")")
            }
        }
    }

    @Test func otherFormatsAreNamed() throws {
        for image in try HostileImage.all() where image.expected == "unsupported" {
            if let pillow = image.facts.pillow,
                pillow.fmt == "GIF" || (pillow.fmt == "AVIF" && ImageFormat.avif.isDecoded)
            {
                let facts = try #require(try? ImageProbe.measure(image.bytes), "\(image)")
                #expect(facts.width == pillow.w && facts.height == pillow.h, "\(image)")
                #expect(facts.mode == pillow.mode, "\(image)")
                #expect(facts.frames == pillow.frames, "\(image)")
                continue
            }
            let fault = #expect(throws: ImageFault.self, "\(image)") { try ImageProbe.measure(image.bytes) }
            if case .unsupported = fault {} else { Issue.record("\(image): \(fault.map(\.description) ?? "")") }
        }
    }

    @Test func twoRunsAgreeOnEverything() throws {
        for image in try HostileImage.all() where image.bytes.count < 10_000 && image.pixelCount < 100_000 {
            let (one, two) = (Self.outcome(image.bytes), Self.outcome(image.bytes))
            #expect(one == two, "\(image)")
        }
    }

    private static func outcome(_ bytes: [UInt8]) -> Result<ImageFacts, ImageFault> {
        do { return .success(try ImageProbe.measure(bytes)) } catch { return .failure(error) }
    }
}
