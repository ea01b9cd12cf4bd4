/// The candidates of a `srcset` attribute, by the HTML standard's "parse a srcset attribute" (section 4.8.4.2.2).
public enum SourceSet {
    /// One image candidate. At most one of `width` and `density` is set; with neither the density is 1.
    public struct Candidate: Hashable, Sendable {
        /// The URL as it was written, without white space at its ends; not resolved.
        public var url: String
        /// The `w` descriptor, in pixels.
        public var width: Int?
        /// The `x` descriptor.
        public var density: Double?
        /// The `h` descriptor, in pixels; only beside a width.
        public var height: Int?

        /// A candidate with the given descriptors.
        public init(url: String, width: Int? = nil, density: Double? = nil, height: Int? = nil) {
            self.url = url
            self.width = width
            self.density = density
            self.height = height
        }
    }

    /// The candidates of `srcset` in order; those with wrong descriptors are left out, as the standard says.
    public static func parse(_ srcset: String) -> [Candidate] {
        let parsed = srcset.utf8.withContiguousStorageIfAvailable { parse(bytes: $0) }
        return parsed ?? Array(srcset.utf8).withUnsafeBufferPointer { parse(bytes: $0) }
    }

    /// The candidates of `srcset` as UTF-8 bytes.
    public static func parse(bytes: UnsafeBufferPointer<UInt8>) -> [Candidate] {
        var candidates: [Candidate] = []
        entries(of: bytes) { entry in
            candidates.append(
                Candidate(
                    url: String(decoding: bytes[entry.url], as: UTF8.self), width: entry.width, density: entry.density,
                    height: entry.height))
        }
        return candidates
    }

    /// A candidate whose URL is a range of the attribute's bytes: for those who take one of many.
    package struct Entry: Sendable {
        /// Where the URL stands, without white space at its ends; not resolved.
        package let url: Range<Int>
        /// As those of `Candidate`.
        package var width: Int?
        /// As those of `Candidate`.
        package var density: Double?
        /// As those of `Candidate`.
        package var height: Int?

        init(url: Range<Int>) { self.url = url }

        /// Whether an archive takes this one before another, the later of two: see `best`.
        package func isBetter(than other: Entry, maximumWidth: Int) -> Bool {
            SourceSet.isBetter((width, density), than: (other.width, other.density), maximumWidth: maximumWidth)
        }
    }

    /// Calls `body` with the candidates of `srcset` in order, as `parse` finds them.
    package static func entries(of bytes: UnsafeBufferPointer<UInt8>, _ body: (Entry) -> Void) {
        var reader = SourceSetReader(bytes: bytes)
        while let entry = reader.next() {
            if let entry { body(entry) }
        }
    }

    /// The candidate to archive: the widest up to `maximumWidth` pixels; if all are wider, the narrowest; if none
    /// states a width, the densest. The first of equals.
    public static func best(_ candidates: [Candidate], maximumWidth: Int) -> Candidate? {
        var best: Candidate?
        for candidate in candidates {
            if let old = best,
                !isBetter(
                    (candidate.width, candidate.density), than: (old.width, old.density), maximumWidth: maximumWidth)
            {
                continue
            }
            best = candidate
        }
        return best
    }

    private static func isBetter(
        _ one: (width: Int?, density: Double?), than other: (width: Int?, density: Double?), maximumWidth: Int
    ) -> Bool {
        switch (one.width, other.width) {
        case (let width?, let old?):
            if old > maximumWidth { return width < old }
            return width > old && width <= maximumWidth
        case (.some, nil): return true
        case (nil, .some): return false
        case (nil, nil): return (one.density ?? 1) > (other.density ?? 1)
        }
    }

    /// The candidate a browser takes for a screen of `density` when the image is `sourceSize` CSS pixels wide: the
    /// least dense of those dense enough, else the densest; of equal densities the first.
    public static func choice(_ candidates: [Candidate], sourceSize: Double, density: Double) -> Candidate? {
        var best: (candidate: Candidate, density: Double)?
        for candidate in candidates {
            let own = candidate.width.map { Double($0) / max(sourceSize, 1e-9) } ?? candidate.density ?? 1
            guard let old = best?.density else {
                best = (candidate, own)
                continue
            }
            if old < density ? own > old : (own >= density && own < old) { best = (candidate, own) }
        }
        return best?.candidate
    }
}
