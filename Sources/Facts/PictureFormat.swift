/// A format of pictures that the program decodes: the one list of their names, suffixes, media types and first bytes.
package struct PictureFormat: Sendable, Equatable {
    /// What records and rules call it.
    package let name: String
    /// Endings of file names, without the dot; the first is that of files we write.
    package let suffixes: [String]
    /// The media types it is sent as (IANA's, then what is used besides).
    package let mediaTypes: [String]
    /// What its files begin with: pieces at offsets, of which all of one group must be there.
    package let magic: [[Magic]]
    /// Whether this build decodes it.
    package let isDecoded: Bool

    /// Bytes at a place.
    package struct Magic: Sendable, Equatable {
        package let offset: Int
        package let bytes: [UInt8]

        init(_ bytes: [UInt8], at offset: Int = 0) { (self.bytes, self.offset) = (bytes, offset) }
        init(_ text: String, at offset: Int = 0) { self.init(Array(text.utf8), at: offset) }
    }

    /// Every format, AVIF only where the package is built with its trait.
    package static let all: [PictureFormat] = [
        PictureFormat(
            name: "jpeg", suffixes: ["jpg", "jpeg"], mediaTypes: ["image/jpeg", "image/jpg"],
            magic: [[Magic([0xFF, 0xD8, 0xFF])]], isDecoded: true),
        PictureFormat(
            name: "png", suffixes: ["png"], mediaTypes: ["image/png"], magic: [[Magic([0x89, 0x50, 0x4E, 0x47])]],
            isDecoded: true),
        PictureFormat(
            name: "webp", suffixes: ["webp"], mediaTypes: ["image/webp"],
            magic: [[Magic("RIFF"), Magic("WEBP", at: 8)]],
            isDecoded: true),
        PictureFormat(
            name: "gif", suffixes: ["gif"], mediaTypes: ["image/gif"], magic: [[Magic("GIF8")]], isDecoded: true),
        PictureFormat(
            name: "avif", suffixes: ["avif"], mediaTypes: ["image/avif"],
            magic: [[Magic("ftypavif", at: 4)], [Magic("ftypavis", at: 4)]], isDecoded: decodesAVIF),
    ]

    /// Those that this build decodes.
    package static let decoded = all.filter(\.isDecoded)

    #if AVIF
        private static let decodesAVIF = true
    #else
        private static let decodesAVIF = false
    #endif

    /// The format of a name; nil when there is none.
    package init?(named name: String) {
        guard let found = PictureFormat.all.first(where: { $0.name == name }) else { return nil }
        self = found
    }

    private init(name: String, suffixes: [String], mediaTypes: [String], magic: [[Magic]], isDecoded: Bool) {
        (self.name, self.suffixes, self.mediaTypes) = (name, suffixes, mediaTypes)
        (self.magic, self.isDecoded) = (magic, isDecoded)
    }

    /// The names in quotes: `'jpeg', 'png'`.
    package static let names = all.map { "'\($0.name)'" }.joined(separator: ", ")

    /// Whether bytes begin as files of the format do.
    package func begins(_ bytes: some RandomAccessCollection<UInt8>) -> Bool {
        magic.contains { group in group.allSatisfy { bytes.dropFirst($0.offset).starts(with: $0.bytes) } }
    }

    /// Whether a media type (in any case) is one of a picture that this build decodes.
    package static func isDecoded(mediaType: String) -> Bool {
        let type = mediaType.lowercased()
        return decoded.contains { $0.mediaTypes.contains(type) }
    }

    /// Whether bytes begin as some picture does, whether this build decodes it or not.
    package static func isPicture(_ bytes: some RandomAccessCollection<UInt8>) -> Bool {
        all.contains { $0.begins(bytes) }
    }

    /// The ending of files of a format of that name, without the dot; the name where there is no such format.
    package static func suffix(ofFormat name: String) -> String { PictureFormat(named: name)?.suffixes.first ?? name }
}
