import Configuration
import Documents
import Exchange
import Facts
import JSON
import Runs

/// What the comparison of texts says about the documents of a part.
struct NearVerdicts {
    private var verdicts: [Int: [NearVerdict]] = [:]
    private let action: NearDuplicateConfig.Action

    init(_ context: WorkContext, _ exchange: ExchangeFile<NearNotice>, part: Int) throws {
        action = context.config.corpus.nearDuplicates.action
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

    /// The pairs about which this document's pictures decide.
    func openPairs(of index: Int) -> [(pair: UInt64, similarity: Double)] {
        (verdicts[index] ?? []).compactMap {
            if case .open(let pair, let similarity) = $0 { (pair, similarity) } else { nil }
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
