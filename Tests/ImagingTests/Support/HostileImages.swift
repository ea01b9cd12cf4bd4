import Foundation
import Platform
import TestKit

@testable import Imaging

/// A file of the hostile corpus with what its manifest says of it.
struct HostileImage: CustomStringConvertible {
    let path: String
    let expected: String
    let facts: Facts
    let bytes: [UInt8]

    var description: String { path }

    /// Pixels by the references, 0 when they refuse.
    var pixelCount: Int { (facts.pillow?.w ?? 0) * (facts.pillow?.h ?? 0) }

    /// What two reference decoders made of the file (`README.md` beside the corpus).
    struct Facts: Decodable {
        var lib: Reference?
        var pillow: Reference?
    }

    struct Reference: Decodable {
        var status: String
        var w: Int?
        var h: Int?
        var mode: String?
        var fmt: String?
        var frames: Int?
        var orientation: Int?
        var sha256: String?
        var rgba_sha256: String?
    }

    /// Every picture of the corpus.
    static func all() throws -> [HostileImage] {
        let manifest = try Shared.require("hostile/MANIFEST.tsv")
        let folder = try Shared.require("hostile")
        let decoder = JSONDecoder()
        return try Files.readText(manifest).split(separator: "\n").filter {
            $0.hasPrefix("image/")
        }.map { line in
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            return HostileImage(
                path: fields[0], expected: fields[7],
                facts: try decoder.decode(Facts.self, from: Data(fields[9].utf8)),
                bytes: try Files.read("\(folder)/\(fields[0])"))
        }
    }
}

/// Rows as the library gave them.
final class NativeSink: RowSink {
    private(set) var header = RowHeader(width: 0, height: 0, layout: .gray)
    private(set) var rows: [UInt8] = []

    func begin(_ header: RowHeader) {
        self.header = header
        rows.reserveCapacity(header.width * header.height * header.layout.stride)
    }

    func row(_ y: Int, _ pixels: UnsafePointer<UInt8>) {
        rows.append(contentsOf: UnsafeBufferPointer(start: pixels, count: header.width * header.layout.stride))
    }

    /// RGBA, 16-bit samples cut to their high byte: the form of the corpus' figures for PNG and WebP.
    var rgba: [UInt8] {
        let count = header.width * header.height
        var out = [UInt8](repeating: 255, count: count * 4)
        rows.withUnsafeBufferPointer { rows in
            out.withUnsafeMutableBufferPointer { out in
                for i in 0..<count { spread(rows, i, &out) }
            }
        }
        return out
    }

    private func spread(
        _ rows: UnsafeBufferPointer<UInt8>, _ i: Int, _ out: inout UnsafeMutableBufferPointer<UInt8>
    ) {
        let source = i * header.layout.stride
        let colored = header.layout == .rgb || header.layout == .rgba
        for channel in 0..<3 { out[4 * i + channel] = rows[source + (colored ? channel : 0)] }
        switch header.layout {
        case .rgba: out[4 * i + 3] = rows[source + 3]
        case .grayAlpha: out[4 * i + 3] = rows[source + 1]
        case .grayAlpha16: out[4 * i + 3] = rows[source + 2]
        default: break
        }
    }
}

extension [UInt8] {
    /// The rows that a decode of these bytes gives, untouched.
    func native(divisor: Int = 1) throws -> NativeSink {
        let sink = NativeSink()
        try withUnsafeBufferPointer { buffer in
            let raw = UnsafeRawBufferPointer(buffer)
            let header = try ImageHeader(raw)
            _ = try Codec(header: header, limits: ImageLimits(), divisor: divisor).decode(raw, into: sink)
        }
        return sink
    }
}

extension Bitmap {
    /// The pixels as RGBA.
    var rgba: [UInt8] {
        guard channels == 3 else { return pixels }
        var out = [UInt8](repeating: 255, count: width * height * 4)
        pixels.withUnsafeBufferPointer { pixels in
            for i in 0..<width * height {
                out[4 * i] = pixels[3 * i]
                out[4 * i + 1] = pixels[3 * i + 1]
                out[4 * i + 2] = pixels[3 * i + 2]
            }
        }
        return out
    }
}
