/// What the first bytes of a file say it is: a picture that we decode, one that we do not, or something else.
public enum SniffedFormat: String, Sendable, CaseIterable {
    // Decoded, AVIF if the package is built with its trait.
    case jpeg, png, webp, gif, avif
    // Pictures of other kinds.
    case heic, jxl, jpeg2000, bmp, tiff, ico, psd, qoi, pcx, svg
    // What servers send instead of a picture.
    case html, xml, json, pdf, zip, gzip, mp4, riff, elf, unknown

    /// The format to decode, when it is one of ours.
    public var decodable: ImageFormat? { ImageFormat(rawValue: rawValue).flatMap { $0.isDecoded ? $0 : nil } }

    /// Whether this is a picture format at all.
    public var isImage: Bool {
        switch self {
        case .jpeg, .png, .webp, .gif, .avif, .heic, .jxl, .jpeg2000, .bmp, .tiff, .ico, .psd, .qoi, .pcx, .svg: true
        case .html, .xml, .json, .pdf, .zip, .gzip, .mp4, .riff, .elf, .unknown: false
        }
    }

    /// Sniffs the beginning of `bytes`.
    public init(sniffing bytes: UnsafeRawBufferPointer) {
        self = Self.bySignature(bytes) ?? Self.byContainer(bytes) ?? Self.byText(bytes) ?? .unknown
    }

    /// Formats told by fixed bytes at the very beginning.
    private static let signatures: [(bytes: [UInt8], format: SniffedFormat)] = [
        ([0xFF, 0xD8], .jpeg), ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], .png),
        (Array("GIF87a".utf8), .gif), (Array("GIF89a".utf8), .gif), (Array("BM".utf8), .bmp),
        ([0x49, 0x49, 0x2A, 0x00], .tiff), ([0x4D, 0x4D, 0x00, 0x2A], .tiff), ([0x49, 0x49, 0x2B, 0x00], .tiff),
        ([0x00, 0x00, 0x01, 0x00], .ico), ([0x00, 0x00, 0x02, 0x00], .ico), (Array("8BPS".utf8), .psd),
        (Array("qoif".utf8), .qoi), ([0xFF, 0x0A], .jxl), ([0xFF, 0x4F, 0xFF, 0x51], .jpeg2000),
        ([0, 0, 0, 12, 0x4A, 0x58, 0x4C, 0x20, 0x0D, 0x0A, 0x87, 0x0A], .jxl),
        ([0, 0, 0, 12, 0x6A, 0x50, 0x20, 0x20, 0x0D, 0x0A, 0x87, 0x0A], .jpeg2000),
        (Array("%PDF".utf8), .pdf), ([0x50, 0x4B, 0x03, 0x04], .zip), ([0x1F, 0x8B], .gzip),
        ([0x7F, 0x45, 0x4C, 0x46], .elf),
    ]

    private static func bySignature(_ bytes: UnsafeRawBufferPointer) -> SniffedFormat? {
        for entry in signatures where bytes.starts(with: entry.bytes) { return entry.format }
        if bytes.count >= 128, bytes[0] == 0x0A, bytes[1] <= 5, bytes[2] <= 1, bytes[3] <= 8 { return .pcx }
        return nil
    }

    /// RIFF and ISO base media files name their kind a few bytes in.
    private static func byContainer(_ bytes: UnsafeRawBufferPointer) -> SniffedFormat? {
        guard bytes.count >= 12 else { return nil }
        if bytes.starts(with: "RIFF".utf8) {
            return UnsafeRawBufferPointer(rebasing: bytes[8..<12]).elementsEqual("WEBP".utf8) ? .webp : .riff
        }
        guard UnsafeRawBufferPointer(rebasing: bytes[4..<8]).elementsEqual("ftyp".utf8) else { return nil }
        switch String(decoding: bytes[8..<12], as: UTF8.self) {
        case "avif", "avis": return .avif
        case "heic", "heix", "hevc", "heim", "heis", "mif1", "msf1": return isAVIF(bytes) ? .avif : .heic
        default: return .mp4
        }
    }

    /// A generic `mif1` or `msf1` file whose compatible brands name AVIF.
    private static func isAVIF(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let end = min(bytes.count, Int(bytes.bigEndian32(at: 0)), 64)
        return stride(from: 16, through: end - 4, by: 4).contains {
            bytes.has("avif", at: $0) || bytes.has("avis", at: $0)
        }
    }

    /// Markup and JSON: the first characters after a byte order mark and white space.
    private static func byText(_ bytes: UnsafeRawBufferPointer) -> SniffedFormat? {
        var head = bytes.prefix(1024)[...]
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { head = head.dropFirst(3) }
        head = head.drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
        guard let first = head.first else { return nil }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") { return .json }
        guard first == UInt8(ascii: "<") else { return nil }
        let text = String(decoding: head.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
        if text.contains("<svg") { return .svg }
        if text.hasPrefix("<?xml") { return .xml }
        let tags = ["<!doctype html", "<html", "<head", "<body", "<!--", "<script", "<title", "<div", "<p"]
        return tags.contains { text.hasPrefix($0) } ? .html : .xml
    }
}
