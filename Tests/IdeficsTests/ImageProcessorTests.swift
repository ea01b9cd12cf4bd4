import Imaging
import Platform
import Tensors
import TestKit
import Testing

@testable import Idefics

@Suite struct ImageProcessorTests {
    /// 16-bit gray is saturated by the decoder as Pillow does; JPEG may differ by a level where decoders do.
    @Test(.needsShared("fixtures/idefics"), arguments: Golden.names) func resizesBitForBit(name: String) throws {
        let golden = try Golden(name)
        let processor = try processor(golden)
        try compare(try golden.tensors("images"), processor, values: true)
    }

    @Test(.needsShared("fixtures/idefics/images")) func resizesTo224BitForBit() throws {
        let path = try Shared.require("fixtures/idefics/images/goldens/preprocess224.safetensors")
        let golden = try Golden("tiny")
        var text = try Files.readText(golden.folder + "/preprocessor_config.json")
        text.replace("\"image_size\": 56", with: "\"image_size\": 224")
        let scratch = try Scratch()
        try Files.write(text, to: scratch.file("preprocessor_config.json"))
        var config = try Files.readText(golden.folder + "/config.json")
        config.replace("\"image_size\": 56", with: "\"image_size\": 224")
        try Files.write(config, to: scratch.file("config.json"))
        let vision = try ModelConfiguration(path: scratch.file("config.json")).vision
        let processor = ImageProcessor(
            try ImageConfiguration(path: scratch.file("preprocessor_config.json"), vision: vision))
        try compare(try SafetensorsFile(path: path), processor, values: false)
    }

    private func processor(_ golden: Golden) throws -> ImageProcessor {
        let vision = try ModelConfiguration(path: golden.folder + "/config.json").vision
        return ImageProcessor(
            try ImageConfiguration(path: golden.folder + "/preprocessor_config.json", vision: vision))
    }

    private func compare(_ file: SafetensorsFile, _ processor: ImageProcessor, values: Bool) throws {
        let table = processor.table
        var pictures = 0
        for (key, tensor) in file.tensors where key.hasSuffix(".resized_u8") {
            let name = String(key.dropLast(".resized_u8".count))
            let path = try Shared.require("fixtures/idefics/images/\(name)")
            let prepared = try processor.prepare(path: path)
            let expected = Array(tensor.bytes)
            let difference = zip(prepared.rgb, expected).map { abs(Int($0) - Int($1)) }.max() ?? 256
            #expect(prepared.rgb.count == expected.count)
            #expect(difference <= (name.hasSuffix(".jpg") ? 1 : 0), "\(name): \(difference) levels")
            pictures += 1
            guard values, let pixels = file.tensors[name + ".pixel_values"]?.floats else { continue }
            let area = prepared.size * prepared.size
            let own = (0..<3).flatMap { channel in
                (0..<area).map { table[channel * 256 + Int(expected[$0 * 3 + channel])] }
            }
            #expect(largestDifference(own, pixels) == 0, "\(name)")
        }
        #expect(pictures == 16)
    }

    @Test(.needsShared("fixtures/idefics")) func compositesOverWhiteUnlessTheModeIsRGB() throws {
        let bitmap = Bitmap(width: 1, height: 1, channels: 4, mode: "RGBA", pixels: [10, 20, 30, 0])
        let opaque = Bitmap(width: 1, height: 1, channels: 4, mode: "RGB", pixels: [10, 20, 30, 0])
        let processor = try processor(Golden("tiny"))
        #expect(processor.prepare(bitmap).rgb.allSatisfy { $0 == 255 })
        #expect(Array(processor.prepare(opaque).rgb.prefix(3)) == [10, 20, 30])
    }
}
