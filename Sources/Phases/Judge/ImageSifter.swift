import Curation
import Documents
import Facts
import Platform

/// The images of a document against decisions, facts and rules.
struct ImageSifter {
    let facts: [String: ImageFact]
    let frequent: FrequentImages
    let frequentContents: FrequentKeys
    let rules: ImageRuleSet
    /// What a domain is.
    var domainOf = DomainKey.Kind.host
    /// Whether images stay of which nothing is known, since none is fetched.
    var keepsUnknown = false

    /// Gives each image its signals, or drops it.
    func sift(_ document: inout Document) -> [Drop] {
        var drops: [Drop] = []
        let domain = DomainKey.hash(of: document.url, domainOf)
        document.sift { node in
            guard case .image(var image) = node else { return node }
            let verdict = judge(&image, domain)
            guard case .drop(let reason, let detail) = verdict else { return .image(image) }
            drops.append(Drop(reason, detail: detail, image: image))
            return nil
        }
        return drops
    }

    /// Whether there is a picture behind a URL.
    func hasPicture(_ url: String) -> Bool {
        if case .measured? = facts[url]?.outcome { true } else { false }
    }

    private func judge(_ image: inout ImageNode, _ domain: UInt64) -> Verdict {
        if let (reason, detail) = frequent.objection(URLKey.hash(of: image.url), domain: domain) {
            return .drop(reason, detail: detail)
        }
        switch facts[image.url]?.outcome {
        case nil where keepsUnknown: return rules.judge(image)
        case nil: return .drop(.imageNotFetched, detail: "no record of it")
        case .failed(let reason, let detail): return .drop(reason, detail: detail)
        case .measured(let signals, _):
            if let digest = signals.digest, let excess = frequentContents.excess(of: digest.key) {
                return .drop(.imageFrequentContent, detail: "\(excess) documents")
            }
            image.signals = signals
            return rules.judge(image)
        }
    }

    /// Where the bytes of a document's images are.
    func contents(of document: Document) -> [StoredContent] {
        document.images.compactMap { image in
            guard case .measured(let signals, let place)? = facts[image.url]?.outcome else { return nil }
            return StoredContent(sha256: signals.sha256, format: signals.format, place: place)
        }
    }
}
