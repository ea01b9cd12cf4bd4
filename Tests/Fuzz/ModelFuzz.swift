// What libFuzzer calls with bytes of its own making: the parsers of a checkpoint's files. The first byte says which.
import Glibc
import Idefics
import Platform
import Tensors

/// Where an input lies for the parsers: `QUARRY_FUZZ_INPUT`, a file that `model` makes and removes.
private let file = getenv("QUARRY_FUZZ_INPUT").map { String(cString: $0) } ?? "model-fuzz-input"

/// What was read, so that the reading is not left out.
private nonisolated(unsafe) var touched: UInt8 = 0

/// A text with every kind of character; what parses must also encode and decode.
private let sample = "Zoë sees 🦆s and <image>\u{301}  tabs\tand\nlines <s>"

/// One file of bytes: the first says whose, the others are the file.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    guard size > 0 else { return 0 }
    let bytes = Array(UnsafeBufferPointer(start: data + 1, count: size - 1))
    try? Files.write(bytes, to: file)
    switch data[0] % 3 {
    case 0:
        if let opened = try? SafetensorsFile(path: file) {
            for tensor in opened.tensors.values {
                // What was handed out lies inside the file.
                precondition(tensor.bytes.count == tensor.count * tensor.type.size, "a tensor of another size")
                for at in stride(from: 0, to: tensor.bytes.count, by: 4096) { touched &+= tensor.bytes[at] }
                if let last = tensor.bytes.last { touched &+= last }
            }
        }
    case 1:
        if let tokenizer = try? Tokenizer(path: file) {
            let ids = tokenizer.encode(sample)
            precondition(ids.allSatisfy { (0..<tokenizer.count).contains($0) })
            _ = tokenizer.decode(ids)
        }
    default:
        _ = try? ModelConfiguration(path: file)
        _ = try? Idefics3Configuration(path: file)
    }
    return 0
}
