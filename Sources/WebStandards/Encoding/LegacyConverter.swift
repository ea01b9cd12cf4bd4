import Glibc

/// One `iconv` descriptor, used only to fill tables: the decoders here follow the Encoding Standard's state machines,
/// which iconv does not.
struct LegacyConverter: ~Copyable {
    private let handle: iconv_t

    /// Opens a conversion from `name` (a glibc name) to UTF-32; nil when this system has no such table.
    init?(from name: String) {
        guard let handle = iconv_open("UTF-32LE", name), Int(bitPattern: handle) != -1 else { return nil }
        self.handle = handle
    }

    deinit { iconv_close(handle) }

    /// The one scalar that `sequence` stands for; 0 when it stands for none or for several.
    func scalar(of sequence: [UInt8]) -> UInt32 {
        _ = iconv(handle, nil, nil, nil, nil)
        var input = sequence.map { CChar(bitPattern: $0) }
        var output = [CChar](repeating: 0, count: 32)
        var (inputLeft, outputLeft) = (input.count, output.count)
        let converted = input.withUnsafeMutableBufferPointer { from in
            output.withUnsafeMutableBufferPointer { to in
                var (source, target) = (from.baseAddress, to.baseAddress)
                guard iconv(handle, &source, &inputLeft, &target, &outputLeft) != -1 else { return false }
                // Some tables hold a character back in case a combining one follows.
                return iconv(handle, nil, nil, &target, &outputLeft) != -1
            }
        }
        guard converted, inputLeft == 0, outputLeft == output.count - 4 else { return 0 }
        return output.withUnsafeBytes { $0.loadUnaligned(as: UInt32.self) }
    }
}
