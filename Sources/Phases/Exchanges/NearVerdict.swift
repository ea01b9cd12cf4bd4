import Exchange
import Runs

/// What the comparison of all texts says about a document. Written to the document's part.
enum NearVerdict: Equatable {
    /// It is nearly the text of `survivor`, which stays.
    case copy(survivor: String, similarity: Double)
    /// It stays for a cluster.
    case survivor(NearCluster)
    /// It stays although its text is nearly that of others, which seem to show other images: what the pictures show
    /// decides. All of them have the number of the group.
    case open(group: UInt64, similarity: Double)
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

extension NearCluster {
    /// What a document alone is.
    init(captured: String, domain: String) {
        self.init(size: 1, first: captured, last: captured, domainCount: 1, domains: [domain])
    }

    /// Both as one. Where one has more domains than are named, those that both have may count twice.
    func joined(with other: NearCluster) -> NearCluster {
        var joined = self
        joined.size += other.size
        joined.first = [first, other.first].filter { !$0.isEmpty }.min() ?? ""
        joined.last = max(last, other.last)
        let named = Set(domains).union(other.domains)
        let more = domainCount - domains.count + other.domainCount - other.domains.count
        joined.domainCount = named.count + more
        joined.domains = Array(named.sorted().prefix(Self.named))
        return joined
    }

    init(from payload: inout PayloadReader) {
        self.init(size: payload.integer(), first: payload.text(), last: payload.text())
        domainCount = payload.integer()
        domains = payload.list { $0.text() }
    }

    func write(to payload: inout PayloadWriter) {
        payload.append(size)
        payload.append(first)
        payload.append(last)
        payload.append(domainCount)
        payload.append(domains) { $1.append($0) }
    }
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
        case 1: verdict = .survivor(NearCluster(from: &payload))
        case 2: verdict = .open(group: payload.key(), similarity: Double(bitPattern: payload.key()))
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
            cluster.write(to: &payload)
        case .open(let group, let similarity):
            payload.append(2)
            payload.append(group)
            payload.append(similarity.bitPattern)
        }
    }
}
