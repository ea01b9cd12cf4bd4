import Configuration
import Curation
import Documents
import Exchange
import Facts
import JSON
import Runs

/// What the comparison of texts says about the documents of a part.
struct NearVerdicts {
    private var verdicts: [Int: [NearVerdict]] = [:]
    private let action: NearDuplicateConfig.Action
    private let domainOf: DomainKey.Kind

    init(_ context: WorkContext, _ exchange: ExchangeFile<NearNotice>, part: Int) throws {
        action = context.config.corpus.nearDuplicates.action
        domainOf = context.config.corpus.domain
        guard action != .off else { return }
        var reader = try context.reader(exchange, bucket: part)
        while let notice = try reader.next() { verdicts[notice.document, default: []].append(notice.verdict) }
    }

    /// Whether a document leaves as a copy.
    func drop(_ document: Document, index: Int) -> Drop? {
        guard action == .drop else { return nil }
        for case .copy(let survivor, let similarity) in verdicts[index] ?? [] {
            return Drop(
                .documentNearDuplicate, detail: "of \(survivor), similarity \(Self.round(similarity))", of: document)
        }
        return nil
    }

    /// Notes in the record what is known of its copies, or whose copy it is.
    func note(in document: inout Document, index: Int) {
        for verdict in verdicts[index] ?? [] {
            switch verdict {
            case .open: break
            case .copy(let survivor, let similarity):
                document.addExtra("near_duplicate") { json in
                    json.object { json in
                        json.member("of", survivor)
                        json.member("similarity", Self.round(similarity))
                    }
                }
            case .survivor(let cluster):
                document.addExtra("near_duplicates") { json in
                    json.object { json in
                        json.member("size", cluster.size)
                        json.member("first", cluster.first)
                        json.member("last", cluster.last)
                        json.member("domain_count", cluster.domainCount)
                        json.key("domains")
                        json.array { json in for domain in cluster.domains { json.value(domain) } }
                    }
                }
            }
        }
    }

    /// The document as one about which its pictures decide; nil when it is none.
    func openCopy(_ document: Document, index: Int, at location: Location) -> OpenCopy? {
        var cluster = NearCluster(captured: document.captured, domain: DomainKey.domain(of: document.url, domainOf))
        var open: (group: UInt64, similarity: Double)?
        for verdict in verdicts[index] ?? [] {
            switch verdict {
            case .open(let group, let similarity): open = (group, similarity)
            case .survivor(let own): cluster = own
            case .copy: break
            }
        }
        return open.map {
            OpenCopy(
                group: $0.group, similarity: $0.similarity, cluster: cluster,
                pictures: JudgedPictures(document, at: location))
        }
    }

    private static func round(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }
}

extension Document {
    /// Adds a member to the open-ended object of the record.
    mutating func addExtra(_ name: String, _ value: (inout JSONWriter) -> Void) {
        let known = (try? JSONValue(parsing: extra))?.members ?? []
        var json = JSONWriter()
        json.object { json in
            for member in known where member.key != name {
                json.key(member.key)
                member.value.write(to: &json)
            }
            json.key(name)
            value(&json)
        }
        extra = json.text
    }
}
