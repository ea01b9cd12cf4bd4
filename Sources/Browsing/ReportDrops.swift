import CorpusFiles
import Documents
import Facts
import JSON
import Platform

/// Some examples of what was dropped for each reason, drawn by hash from the logs without parsing the rest.
struct ReportDrops {
    /// Examples a reason.
    static let each = 4
    /// Bytes of logs (as they lie on disk) that are looked through at most.
    private static let most = 256 << 20

    /// By reason: examples.
    private(set) var examples: [Reason: [Drop]] = [:]
    /// Whether logs were left out for their size.
    private(set) var isPartial = false

    init(_ corpus: Corpus) throws {
        var best: [String: [(hash: UInt64, line: [UInt8])]] = [:]
        var seen = 0
        let key = Array("\"reason\":\"".utf8)
        for log in corpus.manifest.files(.drops) {
            guard seen + log.bytes <= Self.most || seen == 0 else {
                isPartial = true
                continue
            }
            seen += log.bytes
            try FramedReader(path: corpus.folder + "/" + log.path).lines { line in
                // `"unit":"…","reason":"…"` stand first.
                guard let start = ReportDrops.find(key, in: line) else { return }
                let rest = line[start...]
                let name = String(decoding: rest.prefix { $0 != 0x22 }, as: UTF8.self)
                let hash = XXH3.hash(line)
                var list = best[name] ?? []
                guard list.count < Self.each || hash < (list.last?.hash ?? 0) else { return }
                list.append((hash, Array(line)))
                list.sort { $0.hash < $1.hash }
                best[name] = Array(list.prefix(Self.each))
            }
        }
        for (name, list) in best {
            guard let reason = Reason(rawValue: name) else { continue }
            examples[reason] = list.compactMap { (try? JSONValue(parsing: $0.line)).flatMap { Drop($0) } }
        }
    }

    private static func find(_ key: [UInt8], in line: UnsafeRawBufferPointer) -> Int? {
        let limit = min(line.count, 64)
        guard limit > key.count else { return nil }
        for start in 0...(limit - key.count) where line[start] == key[0] {
            if line[start..<start + key.count].elementsEqual(key) { return start + key.count }
        }
        return nil
    }
}
