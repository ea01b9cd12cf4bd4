import Configuration
import Curation
import Documents
import Duplicates
import Exchange
import Platform
import Runs

/// What `extract` tells of its texts so that near-duplicates are found: the keys under which they meet, and their words.
struct NearSignatures: ~Copyable {
    private var bands: EntryWriter<BandKey>
    private var texts: NearTexts.Writer
    private var minHash: MinHash
    private var sequence = WordSequence()
    private var shingles: [UInt64] = []
    private let shingle: Int
    private let isOn: Bool
    private let keepsURLs: Bool
    private let domainOf: DomainKey.Kind
    private let part: Int
    private let buckets: UInt64

    init(_ context: WorkContext) throws {
        let options = context.config.corpus.nearDuplicates.options
        isOn = context.config.corpus.nearDuplicates.isOn
        keepsURLs = context.config.corpus.nearDuplicates.takesImages
        domainOf = context.config.corpus.domain
        minHash = MinHash(options)
        shingle = options.shingle
        part = context.unit.index
        buckets = UInt64(context.plan.buckets)
        let texts = try NearTexts.Writer(context.file(NearTexts.file))
        bands = context.writer(BandKey.file)
        self.texts = texts
    }

    /// Notes a document; documents come in the order of their places.
    mutating func add(_ document: Document, index: Int) throws {
        guard isOn else { return }
        sequence.begin()
        for case .text(let text) in document.nodes {
            for paragraph in text.paragraphs { sequence.add(paragraph.text) }
        }
        let location = Location(part: part, document: index)
        var member = NearMember(location: location)
        member.id = document.id
        member.captured = document.captured
        member.characters = sequence.characters
        member.domain = DomainKey.domain(of: document.url, domainOf)
        member.images = document.images.map {
            PageSignature.Image(key: URLKey.hash(of: $0.url), bucket: Int(HostKey.hash(of: $0.url) % buckets))
        }
        if keepsURLs { member.urls = document.images.map(\.url) }
        let words = sequence.words
        try words.withUnsafeBufferPointer { try texts.append($0, member) }
        guard !words.isEmpty else { return }
        words.withUnsafeBufferPointer { Shingles.fill(&shingles, words: $0, width: shingle) }
        minHash.sign(shingles)
        var keys: [UInt64] = []
        minHash.keys { keys.append($0) }
        for key in keys { try bands.append(BandKey(key: key, location: location), meeting: key) }
    }

    consuming func commit() throws {
        try bands.commit()
        try texts.commit()
    }
}
