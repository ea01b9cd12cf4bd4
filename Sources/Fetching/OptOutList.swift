import Glibc
public import Platform

/// URLs and domains that must not be fetched, at any size: 8 bytes an entry, a binary search a question.
///
/// A line with `://` is one URL (compared normalised, without its fragment), any other a domain that covers its
/// subdomains; `#` starts a comment line. Entries are kept as 64-bit hashes: with 10^8 entries a wrong match
/// is expected once in 10^11 questions.
public struct OptOutList: Sendable {
    private var urls: [UInt64] = []
    private var domains: [UInt64] = []

    /// An empty list.
    public init() {}

    /// Entries given as lines.
    public init(lines: some Sequence<some StringProtocol>) {
        for line in lines { add(line) }
        seal()
    }

    /// Entries of text files, one a line.
    /// - Throws: `SystemError` when a file cannot be read.
    public init(files: [String]) throws(SystemError) {
        for path in files {
            let file = try MappedFile(path: path, advice: .sequential)
            withExtendedLifetime(file) { add(file.bytes) }
        }
        seal()
    }

    /// Takes the lines of a mapped file, line after line: a list may be larger than the memory.
    private mutating func add(_ bytes: UnsafeRawBufferPointer) {
        let window = 64 << 20  // whole pages; those read are given back to the system
        var (start, returned) = (0, 0)
        while start < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[start...])
            let length = rest.firstIndex { $0 == 0x0A || $0 == 0x0D } ?? rest.count
            add(line: UnsafeRawBufferPointer(rebasing: rest[..<length]))
            start += length + 1
            if start - returned > window, let base = bytes.baseAddress {
                madvise(UnsafeMutableRawPointer(mutating: base + returned), window, Int32(MADV_DONTNEED))
                returned += window
            }
        }
    }

    private mutating func add(line: UnsafeRawBufferPointer) {
        switch PlainEntry(line) {
        case .url: urls.append(XXH3.hash(line))
        case .domain: domains.append(XXH3.hash(line))
        case nil: add(String(decoding: line, as: UTF8.self))
        }
    }

    /// Distinct entries.
    public var count: Int { urls.count + domains.count }

    private mutating func add(_ line: some StringProtocol) {
        let text = line.trimmed
        guard !text.isEmpty, !text.hasPrefix("#") else { return }
        if text.contains("://") {
            if let target = try? Target(text) { urls.append(XXH3.hash(target.url)) }
        } else if let target = try? Target("http://" + text.drop { $0 == "." || $0 == "*" }) {
            domains.append(XXH3.hash(target.host))
        }
    }

    private mutating func seal() {
        Self.makeDistinct(&urls)
        Self.makeDistinct(&domains)
    }

    /// In place: there may be hundreds of megabytes.
    private static func makeDistinct(_ hashes: inout [UInt64]) {
        hashes.sort()
        var kept = 0
        for hash in hashes where kept == 0 || hashes[kept - 1] != hash {
            hashes[kept] = hash
            kept += 1
        }
        hashes.removeLast(hashes.count - kept)
    }

    /// What on the list covers the target ("url" or the domain), nil when nothing does.
    func match(_ target: Target) -> String? {
        if !urls.isEmpty, Self.contains(urls, XXH3.hash(target.url)) { return "url" }
        if domains.isEmpty { return nil }
        var suffix = target.host.hasSuffix(".") ? target.host.dropLast() : target.host[...]
        while true {
            if Self.contains(domains, XXH3.hash(String(suffix))) { return String(suffix) }
            guard let dot = suffix.firstIndex(of: ".") else { return nil }
            suffix = suffix[suffix.index(after: dot)...]
        }
    }

    private static func contains(_ sorted: [UInt64], _ hash: UInt64) -> Bool {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < hash { low = middle + 1 } else { high = middle }
        }
        return low < sorted.count && sorted[low] == hash
    }
}
