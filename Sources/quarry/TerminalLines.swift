import Glibc

/// Lines of standard input; the end of input and a signal both end them.
///
/// The standard library's `readLine` cannot be used beside a signal handler: when the signal interrupts it, it tries
/// again for ever.
struct TerminalLines {
    private var rest: [UInt8] = []

    /// The next line without its end, nil at the end of input or when a signal came while waiting.
    mutating func next() -> String? {
        var ended = false
        while true {
            if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                defer { rest.removeSubrange(...end) }
                return String(decoding: rest[..<end], as: UTF8.self)
            }
            if ended {
                defer { rest = [] }
                return rest.isEmpty ? nil : String(decoding: rest, as: UTF8.self)
            }
            var bytes = [UInt8](repeating: 0, count: 4096)
            let count = read(0, &bytes, bytes.count)
            guard count >= 0 else { return nil }
            rest += bytes.prefix(count)
            ended = count == 0
        }
    }
}
