// What libFuzzer calls with bytes of its own making: the parsers of a checkpoint's files. The first byte says which.
import Glibc
import Idefics
import Platform
import Tensors

private let file = "/dev/shm/quarry-model-fuzz-\(getpid())"

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
            // What was handed out lies inside the file.
            let sum = opened.tensors.values.reduce(0) { total, tensor in
                tensor.bytes.reduce(total) { ($0 + Int($1)) & 0xFFFF }
            }
            precondition(sum >= 0)
        }
    case 1:
        if let tokenizer = try? Tokenizer(path: file) {
            let ids = tokenizer.encode(sample)
            precondition(ids.allSatisfy { (0..<tokenizer.count).contains($0) })
            _ = tokenizer.decode(ids)
        }
    default:
        _ = try? ModelConfiguration(path: file)
    }
    return 0
}
