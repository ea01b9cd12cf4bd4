/// ZIP files for test data.
package enum ZIP {
    /// A ZIP of these files, each stored or deflated.
    package static func archive(_ files: [(name: String, bytes: [UInt8], isCompressed: Bool)]) -> [UInt8] {
        var out: [UInt8] = []
        var directory: [UInt8] = []
        for file in files {
            let content = file.isCompressed ? Gzip.raw(file.bytes) : file.bytes
            let common =
                little(20, 2) + little(0, 2) + little(file.isCompressed ? 8 : 0, 2) + little(0, 4)
                + little(Int(Gzip.crc(file.bytes)), 4) + little(content.count, 4) + little(file.bytes.count, 4)
                + little(file.name.utf8.count, 2) + little(0, 2)
            directory += little(0x0201_4B50, 4) + little(20, 2) + common + little(0, 2) + little(0, 2) + little(0, 2)
            directory += little(0, 4) + little(out.count, 4) + Array(file.name.utf8)
            out += little(0x0403_4B50, 4) + common + Array(file.name.utf8) + content
        }
        let start = out.count
        out += directory + little(0x0605_4B50, 4) + little(0, 4) + little(files.count, 2) + little(files.count, 2)
        return out + little(directory.count, 4) + little(start, 4) + little(0, 2)
    }

    private static func little(_ value: Int, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(value >> (8 * $0) & 255) }
    }
}
