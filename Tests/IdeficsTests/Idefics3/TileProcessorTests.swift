import Imaging
import JSON
import Platform
import Tensors
import TestKit
import Testing

@testable import Idefics

@Suite struct TileProcessorTests {
    private func processor(_ golden: SmolGolden) throws -> TileProcessor {
        let vision = try Idefics3Configuration(path: golden.folder + "/config.json").vision
        let file = golden.folder + "/preprocessor_config.json"
        return TileProcessor(try TileConfiguration(path: file, vision: vision), maximumTiles: nil)
    }

    @Test(arguments: SmolGolden.names) func makesTheReferencesTiles(name: String) throws {
        guard let golden = SmolGolden(name) else { return }
        let processor = try processor(golden)
        let (file, table) = (try golden.tensors("images"), processor.table)
        for (name, entry) in try golden.json("images.json")["images"]?.members.map({ $0.map { ($0.key, $0.value) } })
            ?? []
        {
            let path = try #require(Shared.path("fixtures/idefics/images/\(name)"))
            for (key, splits) in [("split", true), ("unsplit", false)] {
                let image = try processor.prepare(path: path, splits: splits)
                #expect(image.rows == entry[key]?["rows"]?.integer && image.columns == entry[key]?["cols"]?.integer)
                let expected = Array(try #require(file.tensors["\(name).\(key)_u8"]).bytes)
                let own = image.tiles.flatMap { $0 }
                #expect(own.count == expected.count)
                let difference = zip(own, expected).map { abs(Int($0) - Int($1)) }.max() ?? 256
                #expect(difference <= (name.hasSuffix(".jpg") ? 1 : 0), "\(name) \(key): \(difference) levels")
                guard !splits, let pixels = file.tensors[name + ".unsplit_pixel_values"]?.floats else { continue }
                let area = image.size * image.size
                let values = (0..<3).flatMap { channel in
                    (0..<area).map { table[channel * 256 + Int(image.rgb[$0 * 3 + channel])] }
                }
                #expect(values == pixels, "\(name)")
            }
        }
    }

    /// The tiles of the three published sizes, by their hashes.
    @Test(arguments: ["smolvlm_256m_500m", "smolvlm_2.2b", "idefics3_8b"]) func makesTilesOfThePublishedSizes(
        size: String
    ) throws {
        guard let path = Shared.path("fixtures/smolvlm/real_geometry.json") else { return }
        let entry = try #require(try JSONValue(parsing: Files.read(path))[size])
        let tile = try #require(entry["max_image_size"]?.integer)
        let scratch = try Scratch()
        try Files.write(
            """
            {"size": {"longest_edge": \(entry["longest_edge"]?.integer ?? 0)}, "max_image_size": {"longest_edge": \(tile)}}
            """, to: scratch.file("preprocessor_config.json"))
        try Files.write(
            #"{"model_type": "idefics3", "vision_config": {"image_size": \#(tile), "patch_size": \#(tile)}, "scale_factor": 1, "text_config": {"vocab_size": 200000}}"#,
            to: scratch.file("config.json"))
        let vision = try Idefics3Configuration(path: scratch.file("config.json")).vision
        let processor = TileProcessor(
            try TileConfiguration(path: scratch.file("preprocessor_config.json"), vision: vision), maximumTiles: nil)
        let images = entry["images"]?.members ?? []
        #expect(images.count == 5)
        for image in images {
            let picture = try #require(Shared.path("fixtures/idefics/images/\(image.key)"))
            for (key, splits) in [("split", true), ("unsplit", false)] {
                let prepared = try processor.prepare(path: picture, splits: splits)
                let wanted = try #require(image.value[key])
                #expect(prepared.tiles.count == wanted["tiles"]?.integer)
                let hash = SHA256.hash(prepared.tiles.flatMap { $0 }).hex
                #expect(hash == wanted["sha256"]?.string, "\(image.key) \(key)")
            }
        }
    }

    /// Width and height, then the sizes of both steps, rows and columns, as the published rules give them by hand.
    @Test(arguments: [
        // 4:3: 256 x 192 is whole tiles already.
        (400, 300, 256, 192, 256, 192, 3, 4),
        // 256 / (451 / 300) = 170.3: 170 is even; the second step rounds up to whole tiles.
        (451, 300, 256, 170, 256, 192, 3, 4),
        // 256 / (300 / 199) = 169.8: 169 is odd and becomes 170.
        (300, 199, 256, 170, 256, 192, 3, 4),
        // Tall: the width follows, 256 * 40 / 427 = 23.98: 23 becomes 24.
        (40, 427, 24, 256, 64, 256, 4, 1),
        // One pixel high: 0 becomes 1, which is odd only before the rule; at least one.
        (900, 1, 256, 1, 256, 64, 1, 4),
    ]) func geometryFollowsTheRules(
        width: Int, height: Int, w1: Int, h1: Int, w2: Int, h2: Int, rows: Int, columns: Int
    ) {
        let geometry = TileGeometry(
            TileGeometry.Size(width: width, height: height), longestEdge: 256, tile: 64, splits: true)
        #expect(geometry.first == TileGeometry.Size(width: w1, height: h1))
        #expect(geometry.second == TileGeometry.Size(width: w2, height: h2))
        #expect(geometry.rows == rows && geometry.columns == columns)
    }

    /// A square picture has 16 + 1, 9 + 1, 4 + 1 tiles as its longest edge is cut back, or is one.
    @Test(arguments: [(17, 17), (16, 10), (10, 10), (9, 5), (5, 5), (4, 1), (1, 1)]) func tilesCanBeBounded(
        most: Int, tiles: Int
    ) {
        let geometry = TileGeometry(
            TileGeometry.Size(width: 100, height: 100), longestEdge: 256, tile: 64, splits: true, maximumTiles: most)
        #expect(geometry.tiles == tiles)
    }

    /// Orientation 6: the stored picture lies on its side, its left column is the top row.
    @Test func picturesAreTurnedUpright() {
        let bitmap = Bitmap(width: 2, height: 1, channels: 3, mode: "RGB", pixels: [1, 2, 3, 4, 5, 6])
        #expect(bitmap.upright(1) == bitmap)
        #expect(bitmap.upright(2).pixels == [4, 5, 6, 1, 2, 3])
        let turned = bitmap.upright(6)
        #expect(turned.width == 1 && turned.height == 2 && turned.pixels == [1, 2, 3, 4, 5, 6])
        #expect(bitmap.upright(8).pixels == [4, 5, 6, 1, 2, 3])
    }
}
