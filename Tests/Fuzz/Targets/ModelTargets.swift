import Idefics
import Platform
import Tensors

extension FuzzTarget {
    /// The files of a checkpoint.
    static let models = [
        FuzzTarget("safetensors", seeds: [safetensors], found: ["../shared/hostile/model"]) { bytes in
            let file = try SafetensorsFile(path: InputFile.path(of: bytes))
            for tensor in file.tensors.values {
                expect(tensor.bytes.count == tensor.count * tensor.type.size, "a tensor of another size")
                for at in stride(from: 0, to: tensor.bytes.count, by: 4096) { touched &+= Int(tensor.bytes[at]) }
                if let last = tensor.bytes.last { touched &+= Int(last) }
            }
        },
        FuzzTarget(
            "tokenizer", seeds: [],
            found: ["Tests/Models/idefics-emoji/tokenizer.json", "Tests/Models/smolvlm-emoji/tokenizer.json"]
                + ["../shared/hostile/model"]
        ) { bytes in
            let tokenizer = try Tokenizer(path: InputFile.path(of: bytes))
            let ids = tokenizer.encode("Zoë sees 🦆s and <image>\u{301}  tabs\tand\nlines <s>")
            expect(ids.allSatisfy { (0..<tokenizer.count).contains($0) }, "an id of no token")
            touched &+= tokenizer.decode(ids).utf8.count
        },
        FuzzTarget(
            "checkpoint-configuration", seeds: [],
            found: ["Tests/Models/idefics-emoji/config.json", "Tests/Models/smolvlm-emoji/config.json"]
                + ["../shared/hostile/model"]
        ) { bytes in
            let path = try InputFile.path(of: bytes)
            _ = try? ModelConfiguration(path: path)
            _ = try? Idefics3Configuration(path: path)
        },
    ]

    private static let safetensors: [UInt8] = {
        let header = utf8(#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"__metadata__":{"x":"y"}}"#)
        return [UInt8(header.count), 0, 0, 0, 0, 0, 0, 0] + header + [UInt8](repeating: 0, count: 8)
    }()
}
