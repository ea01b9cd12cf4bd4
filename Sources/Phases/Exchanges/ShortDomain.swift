/// The upper half of a `DomainKey`: enough to count the pages of the domains of one bucket, in half of the bytes.
enum ShortDomain {
    static func of(_ domain: UInt64) -> Int { Int(domain >> 32) }
}
