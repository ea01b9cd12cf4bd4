import Configuration
import CorpusFiles
import Curation
import Documents
import Exchange
import Facts
import JSON
import Platform
import Runs

/// What a unit of `judge` writes.
struct JudgeOutput: ~Copyable {
    var ledger = Ledger()
    private(set) var textBytes = 0
    /// Bytes of the different images that the documents show.
    private(set) var imageBytes = 0
    /// Documents that came into being by cutting others in parts.
    private(set) var split = 0
    /// Pieces that were cut out of paragraphs.
    private(set) var cuts = 0
    private var documents: FramedWriter
    private var drops: DropLog.Writer
    /// Lines of the drop log.
    var dropCount: Int { drops.count }
    private var contents: FramedWriter
    private var sets: EntryWriter<SetSignature>
    private var pictureSets: EntryWriter<PictureSet>
    private let setsBy: ImageSetKind
    private var open: EntryWriter<OpenCopy>
    private var json = JSONWriter()
    private var known: Set<String> = []
    private var count = 0
    private let part: Int

    init(_ context: WorkContext) throws {
        let documents = try FramedWriter(path: context.file(JudgePhase.documentsFile))
        let drops = try DropLog.Writer(path: context.file(JudgePhase.dropsFile))
        let contents = try FramedWriter(path: context.file(StoredContent.file))
        part = context.unit.index
        self.documents = documents
        self.drops = drops
        self.contents = contents
        sets = context.writer(SetSignature.file)
        pictureSets = context.writer(PictureSet.file)
        setsBy = context.config.corpus.imageSetsBy
        open = context.writer(OpenCopy.file)
    }

    mutating func split(into parts: Int) {
        split += parts - 1
        ledger.born(.document, parts - 1)
    }

    /// Books pieces that came into being by cutting them out of paragraphs; each leaves by a drop.
    mutating func cut(_ pieces: Int) {
        cuts += pieces
        ledger.born(.paragraph, pieces)
    }

    mutating func leave(_ document: Document, _ list: [Drop]) throws {
        try drops.append(list, of: document, in: &ledger)
    }

    /// - Parameter openCopy: the document where its pictures decide whether it is a copy.
    mutating func keep(
        _ document: Document, _ list: [Drop], contents stored: [StoredContent], openCopy: (Location) -> OpenCopy?
    ) throws {
        try leave(document, list)
        ledger.write(document)
        json.reset()
        WorkingCoder.write(document, to: &json)
        // The paths come into no shard.
        textBytes += json.bytes.count - document.paths.text.utf8.count
        _ = try documents.append(line: json.bytes)
        for content in stored where known.insert(content.sha256).inserted {
            imageBytes += content.place.bytes.length
            json.reset()
            content.write(to: &json)
            _ = try contents.append(line: json.bytes)
        }
        let location = Location(part: part, document: count)
        try addSet(document, at: location)
        if let copy = openCopy(location) { try open.append(copy, meeting: copy.group) }
        count += 1
    }

    /// Notes the document's set of images; without images it is like no other.
    private mutating func addSet(_ document: Document, at location: Location) throws {
        guard document.imageCount > 0 else { return }
        // Where nothing is fetched nothing is known of the pictures.
        if setsBy == .pictures, document.images.allSatisfy({ $0.signals != nil }) {
            for set in PictureSet.all(JudgedPictures(document, at: location)) {
                try pictureSets.append(set, meeting: set.key)
            }
            return
        }
        let key = CorpusSteps.imageSetKey(document.images.map(\.url))
        let page = PageCandidate(
            archive: document.provenance.archive, captured: document.captured, url: document.url)
        let set = SetSignature(key: key, location: location, page: page, id: document.id)
        try sets.append(set, meeting: key)
    }

    consuming func commit() throws {
        _ = try documents.commit()
        _ = try drops.commit()
        _ = try contents.commit()
        try sets.commit()
        try pictureSets.commit()
        try open.commit()
    }
}
