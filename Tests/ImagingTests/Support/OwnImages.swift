import Platform
import TestKit
import Testing

/// The pictures in `Images`, drawn by its `make.py`, with what Pillow and imagehash say of them.
struct OwnImage: CustomStringConvertible {
    let name: String
    let mode: String
    let width: Int
    let height: Int
    let frames: Int
    let orientation: Int
    let perceptualHash: UInt64
    /// SHA-256 of Pillow's RGBA pixels.
    let pixels: String
    let bytes: [UInt8]

    var description: String { name }

    private static let folder = Repository.root + "/Tests/ImagingTests/Images"

    static func bytes(_ name: String) throws -> [UInt8] { try Files.read("\(folder)/\(name)") }

    static func all() throws -> [OwnImage] { try listed("expected.tsv") }

    /// The AVIF files, which only a build with the trait decodes.
    static func avif() throws -> [OwnImage] { try listed("expected-avif.tsv") }

    private static func listed(_ name: String) throws -> [OwnImage] {
        try Files.readText("\(folder)/\(name)").split(separator: "\n").dropFirst().map { line in
            let fields = line.split(separator: "\t").map(String.init)
            return OwnImage(
                name: fields[0], mode: fields[1], width: try #require(Int(fields[2])),
                height: try #require(Int(fields[3])), frames: try #require(Int(fields[4])),
                orientation: try #require(Int(fields[5])),
                perceptualHash: try #require(UInt64(fields[6], radix: 16)), pixels: fields[7],
                bytes: try bytes(fields[0]))
        }
    }
}
