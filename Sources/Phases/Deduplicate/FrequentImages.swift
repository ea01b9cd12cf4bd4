import Curation
import Exchange
import Facts

/// The image URLs that stand too often: in the corpus, or on the pages of one domain.
struct FrequentImages: Sendable {
    private let everywhere: FrequentKeys
    private let inDomains: FrequentKeys

    init(everywhere: FrequentKeys = FrequentKeys(), inDomains: FrequentKeys = FrequentKeys()) {
        (self.everywhere, self.inDomains) = (everywhere, inDomains)
    }

    /// Whether an image (`URLKey`) leaves the pages of a domain (`DomainKey`).
    func contains(_ image: UInt64, domain: UInt64) -> Bool {
        everywhere.contains(image) || inDomains.contains(Self.key(image, domain))
    }

    /// Why an image leaves the pages of a domain; nil when it stays.
    func objection(_ image: UInt64, domain: UInt64) -> (Reason, detail: String)? {
        if let excess = everywhere.excess(of: image) { return (.imageFrequentURL, "\(excess) in the corpus") }
        return inDomains.excess(of: Self.key(image, domain)).map { (.imageRepeatedInDomain, "\($0) in the domain") }
    }

    /// Both are hashes: their bits differ as those of a hash do.
    private static func key(_ image: UInt64, _ domain: UInt64) -> UInt64 { image ^ domain }

    /// Counts links and writes the images that occur more than `maximum` times in the corpus, and those that more than
    /// `inDomain` pages of a domain show (0: none), a file each.
    static func find(
        in links: inout EntryReader<ImageLink>, above maximum: Int, inDomain: Int, to paths: (String, String)
    ) throws -> (urls: FrequentKeys.Found, inDomains: Int) {
        var (everywhere, inDomains) = (FrequentKeys.Table(), FrequentKeys.Table())
        var keys = 0
        while let key = links.key {
            keys += 1
            var sum = 0
            var domains: [UInt64: Shown] = [:]
            while let link = try links.next(of: key) {
                sum += 1
                if maximum > 0, sum > maximum {
                    // It leaves everywhere: nobody asks for its domains, of which there may be many.
                    domains = [:]
                } else if inDomain > 0 {
                    domains[link.domain, default: Shown()].add(link.page, atMost: inDomain)
                }
            }
            if maximum > 0, sum > maximum { everywhere.add(key, sum) }
            for (domain, shown) in domains.sorted(by: { $0.key < $1.key }) where shown.pages.count > inDomain {
                inDomains.add(Self.key(key, domain), shown.documents)
            }
        }
        try everywhere.write(to: paths.0)
        try inDomains.write(to: paths.1)
        return (FrequentKeys.Found(keys: keys, frequent: everywhere.count), inDomains.count)
    }

    /// The documents of a domain that show an image, and the pages of which they are: copies of a page (translations
    /// that nobody translated, mirrors) count once, since its pictures repeat with it.
    private struct Shown {
        var documents = 0
        var pages: Set<UInt64> = []

        mutating func add(_ page: UInt64, atMost maximum: Int) {
            documents += 1
            // No more than are needed to decide.
            if pages.count <= maximum { pages.insert(page) }
        }
    }
}
