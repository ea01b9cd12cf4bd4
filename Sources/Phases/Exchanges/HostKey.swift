import Platform

/// The host an image is fetched from: all URLs of a host meet in one bucket, so that one process keeps its manners.
enum HostKey {
    static func hash(of url: String) -> UInt64 {
        let bytes = Array(url.utf8)
        var start = 0
        for at in bytes.indices.dropLast(2) where bytes[at] == 0x3A && bytes[at + 1] == 0x2F && bytes[at + 2] == 0x2F {
            start = at + 3
            break
        }
        let end = bytes[start...].firstIndex { $0 == 0x2F || $0 == 0x3F || $0 == 0x23 } ?? bytes.count
        return bytes[start..<end].withUnsafeBytes { XXH3.hash($0) }
    }
}
