import Exchange
import Facts
import Runs

/// Documents that show the same pictures, whatever their URLs and texts.
enum PictureSets {
    /// Documents of one key that stay, with which each other one is compared.
    private static let mostCompared = 256

    /// Decides about the sets of this unit's bucket: of documents with the same pictures one stays, in the order in which
    /// copies of texts do, so that two never leave for each other.
    static func decide(_ context: WorkContext, _ body: (Location, Decision) throws -> Void) throws {
        var sets = try context.reader(PictureSet.file)
        while let key = sets.key {
            for (copy, twin, count) in copies(in: try sets.all(of: key).map(\.pictures)) {
                let decision = Decision(
                    document: copy.location.document, .documentDuplicateImages, occurrences: count, twin: twin.id)
                try body(copy.location, decision)
            }
        }
    }

    /// Of documents that met under a key, those that leave, who stays for them, and how many show the same in all.
    static func copies(
        in group: [JudgedPictures]
    ) -> [(copy: JudgedPictures, twin: JudgedPictures, count: Int)] {
        guard group.count > 1 else { return [] }
        var staying: [JudgedPictures] = []
        var counts: [Int] = []
        var leaving: [(copy: JudgedPictures, twin: Int)] = []
        for document in group.sorted(by: { $0.stays(before: $1) }) {
            if let twin = staying.firstIndex(where: { $0.showsAll(of: document) }) {
                counts[twin] += 1
                leaving.append((document, twin))
            } else if staying.count < mostCompared {
                staying.append(document)
                counts.append(1)
            }
        }
        return leaving.map { ($0.copy, staying[$0.twin], counts[$0.twin]) }
    }
}
