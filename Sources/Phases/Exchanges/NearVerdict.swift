import Exchange
import Runs

/// What the comparison of all texts says about a document. Written to the document's part.
enum NearVerdict: Equatable {
    /// It is nearly the text of `survivor`, which stays.
    case copy(survivor: String, similarity: Double)
    /// It stays for a cluster.
    case survivor(NearCluster)
    /// Its text is nearly that of another which seems to show other images: what the pictures show decides. `pair` is
    /// the same number for both.
    case open(pair: UInt64, similarity: Double)
}

/// The copies that a survivor stands for.
struct NearCluster: Equatable {
    /// Domains that are named; there may be more.
    static let named = 10

    /// Documents, the survivor included.
    var size = 0
    /// Least and greatest date of capture among those that have one, 14 digits each.
    var first = ""
    var last = ""
    /// How many domains they are of, and the least of their names.
    var domainCount = 0
    var domains: [String] = []
}

/// A verdict on its way to a part.
struct NearNotice: ExchangeEntry, Equatable {
    /// By the images' URLs, for `judge`.
    static let ofTexts = ExchangeFile<NearNotice>(name: "verdicts.sorted", phase: .clusterText, buckets: .parts)
    /// By what the pictures show, for `assemble`; documents are numbered as `judge` wrote them.
    static let ofPictures = ExchangeFile<NearNotice>(name: "verdicts.sorted", phase: .deduplicateSets, buckets: .parts)

    /// The document's place in the part.
    let document: Int
    let verdict: NearVerdict

    init(document: Int, _ verdict: NearVerdict) { (self.document, self.verdict) = (document, verdict) }

    var key: UInt64 { UInt64(document) }

    init?(key: UInt64, from payload: inout PayloadReader) {
        document = Int(key)
        switch payload.integer() {
        case 0: verdict = .copy(survivor: payload.text(), similarity: Double(bitPattern: payload.key()))
        case 1:
            var cluster = NearCluster(size: payload.integer(), first: payload.text(), last: payload.text())
            cluster.domainCount = payload.integer()
            let count = payload.integer()
            while cluster.domains.count < count, !payload.isDamaged { cluster.domains.append(payload.text()) }
            verdict = .survivor(cluster)
        case 2: verdict = .open(pair: payload.key(), similarity: Double(bitPattern: payload.key()))
        default: return nil
        }
    }

    func write(to payload: inout PayloadWriter) {
        switch verdict {
        case .copy(let survivor, let similarity):
            payload.append(0)
            payload.append(survivor)
            payload.append(similarity.bitPattern)
        case .survivor(let cluster):
            payload.append(1)
            payload.append(cluster.size)
            payload.append(cluster.first)
            payload.append(cluster.last)
            payload.append(cluster.domainCount)
            payload.append(cluster.domains.count)
            for domain in cluster.domains { payload.append(domain) }
        case .open(let pair, let similarity):
            payload.append(2)
            payload.append(pair)
            payload.append(similarity.bitPattern)
        }
    }
}
