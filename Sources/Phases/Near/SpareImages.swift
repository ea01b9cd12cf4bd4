import Configuration
import Curation
import Documents
import Exchange
import JSON
import Runs

/// Pictures that the documents of a part take from their copies where they lost their own (`union-images`).
struct SpareImages {
    private var spares: [Int: [UInt64: SpareImage]] = [:]

    init(_ context: WorkContext, part: Int) throws {
        guard context.config.corpus.nearDuplicates.takesImages else { return }
        var reader = try context.reader(SpareImage.file, bucket: part)
        while let spare = try reader.next() { spares[spare.document, default: [:]][spare.lost] = spare }
    }

    /// Gives images without a picture the copy's URL, when there is one behind it, and notes whose it is in the record.
    func lend(to document: inout Document, index: Int, hasPicture: (String) -> Bool) {
        guard let own = spares[index] else { return }
        var taken: [(url: String, lost: String, copy: String)] = []
        document.sift { node in
            guard case .image(var image) = node, !hasPicture(image.url), let spare = own[URLKey.hash(of: image.url)],
                hasPicture(spare.url)
            else { return node }
            taken.append((spare.url, image.url, spare.copy))
            image.url = spare.url
            return .image(image)
        }
        if taken.isEmpty { return }
        document.addExtra("images_of_copies") { json in
            json.array { json in
                for (url, lost, copy) in taken {
                    json.object { json in
                        json.member("url", url)
                        json.member("instead_of", lost)
                        json.member("of", copy)
                    }
                }
            }
        }
    }
}
