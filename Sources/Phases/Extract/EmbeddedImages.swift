import Configuration
import CorpusFiles
import Documents
import Extraction
import Facts
import Platform
import Runs
import WebStandards

/// Pictures that pages carry in themselves (`data:` URLs). Their bytes lie beside the part's documents; a document names
/// one by a short URL with its digest, because records must stay small.
enum EmbeddedImages {
    /// A picture that is here already, and the URL by which documents name it.
    struct Picture {
        let url: String
        let content: Content
    }

    /// Where a picture's bytes are.
    enum Content {
        /// In the page itself.
        case bytes([UInt8], Digest)
        /// In a file beside the page.
        case file(String)
    }

    /// Takes the pictures out of a document's URLs; what is no picture is dropped.
    static func take(from document: inout Document) -> (pictures: [Picture], drops: [Drop]) {
        var pictures: [Picture] = []
        var drops: [Drop] = []
        document.sift { node in
            guard case .image(var image) = node, isData(image.url) else { return node }
            guard let data = WebURL(image.url).flatMap({ DataURL($0) }), PictureFormat.isPicture(data.bytes) else {
                var drop = Drop(.imageDataURI, detail: "no picture", image: image)
                drop.url = shortened(image.url)
                drops.append(drop)
                return nil
            }
            let digest = SHA256.hash(data.bytes)
            image.url = "data:\(data.type.essence);sha256=\(digest.hex),"
            pictures.append(Picture(url: image.url, content: .bytes(data.bytes, digest)))
            return .image(image)
        }
        return (pictures, drops)
    }

    /// The pictures of a document that lie beside its page as files. One with a `file:` URL that does not is dropped.
    static func find(beside folder: PictureFolder?, for document: inout Document) -> (
        pictures: [Picture], drops: [Drop]
    ) {
        guard let folder else { return ([], []) }
        var pictures: [Picture] = []
        var drops: [Drop] = []
        document.sift { node in
            guard case .image(let image) = node, !isData(image.url) else { return node }
            if let file = folder.file(of: image.url) {
                pictures.append(Picture(url: image.url, content: .file(file)))
                return node
            }
            guard image.url.hasPrefix("file:") else { return node }
            drops.append(Drop(.imageURLScheme, detail: "file, and none beside the page", image: image))
            return nil
        }
        if !drops.isEmpty { document.mergeTexts() }
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
    private let maximumBytes: Int
    private var places: [Digest: ByteRange] = [:]
    private var urls: Set<String> = []

    init(_ context: WorkContext) {
        path = context.file(EmbeddedPack.file)
        maximumBytes = context.config.fetch.maximumBytes
    }

    /// Writes a picture, and tells `fetch` where it lies. A file that cannot be read or is too large is not told of: what
    /// `fetch` then says of its URL is the reason it has none.
    mutating func add(_ picture: EmbeddedImages.Picture, _ signatures: inout SignatureWriter) throws {
        guard urls.insert(picture.url).inserted, let (bytes, digest) = content(of: picture) else { return }
        if places[digest] == nil {
            if writer == nil { writer = try TarWriter(path: path) }
            places[digest] = try writer?.append(name: digest.hex, bytes: bytes)
        }
        guard let place = places[digest] else { return }
        try signatures.add(picture: picture.url, heldBy: .page(place))
    }

    private func content(of picture: EmbeddedImages.Picture) -> ([UInt8], Digest)? {
        switch picture.content {
        case .bytes(let bytes, let digest): return (bytes, digest)
        case .file(let file):
            guard let size = try? Files.size(file), size <= maximumBytes, let bytes = try? Files.read(file) else {
                return nil
            }
            return (bytes, SHA256.hash(bytes))
        }
    }

    consuming func commit() throws { _ = try writer.take()?.commit() }
}
