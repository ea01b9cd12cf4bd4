import CorpusFiles
import Documents
import Facts
import Platform
import Runs
import WebStandards

/// Pictures that pages carry in themselves (`data:` URLs). Their bytes lie beside the part's documents; a document names
/// one by a short URL with its digest, because records must stay small.
enum EmbeddedImages {
    /// A picture and the short URL that stands for it.
    struct Picture {
        let url: String
        let bytes: [UInt8]
        let digest: Digest
    }

    /// Takes the pictures out of a document's URLs; what is no picture is dropped.
    static func take(from document: inout Document) -> (pictures: [Picture], drops: [Drop]) {
        var pictures: [Picture] = []
        var drops: [Drop] = []
        document.sift { node in
            guard case .image(var image) = node, isData(image.url) else { return node }
            guard let data = WebURL(image.url).flatMap({ DataURL($0) }), Sniff.isPicture(data.bytes) else {
                drops.append(
                    Drop(.imageDataURI, detail: "no picture", url: shortened(image.url), ordinal: image.ordinal))
                return nil
            }
            let digest = SHA256.hash(data.bytes)
            image.url = "data:\(data.type.essence);sha256=\(digest.hex),"
            pictures.append(Picture(url: image.url, bytes: data.bytes, digest: digest))
            return .image(image)
        }
        return (pictures, drops)
    }

    static func isData(_ url: String) -> Bool { url.utf8.count > 5 && url.prefix(5).lowercased() == "data:" }

    /// A URL as drops name it.
    static func shortened(_ url: String) -> String { isData(url) ? String(url.prefix(64)) : url }
}

/// The embedded pictures of a part, each content once.
struct EmbeddedPack: ~Copyable {
    /// The file in the part of `extract`.
    static let file = "embedded.tar"

    private let path: String
    private var writer: TarWriter?
    private var known: Set<Digest> = []

    init(_ context: WorkContext) { path = context.file(EmbeddedPack.file) }

    /// Writes a picture, and tells `fetch` where it is.
    mutating func add(_ picture: EmbeddedImages.Picture, _ signatures: inout SignatureWriter) throws {
        guard known.insert(picture.digest).inserted else { return }
        if writer == nil { writer = try TarWriter(path: path) }
        guard let place = try writer?.append(name: picture.digest.hex, bytes: picture.bytes) else { return }
        try signatures.add(picture: picture.url, heldBy: .page(place))
    }

    consuming func commit() throws { _ = try writer.take()?.commit() }
}
