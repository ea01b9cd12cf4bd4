/// So many of a stream whose length nobody knows, each as likely as another (reservoir sampling: Vitter 1985, algorithm
/// R). The same seed takes the same ones of the same stream.
struct Sample<Element> {
    private(set) var taken: [(place: Int, element: Element)] = []
    private let size: Int
    private var seen = 0
    private var state: UInt64

    init(size: Int, seed: UInt64) {
        self.size = size
        state = seed
    }

    /// The elements that were taken, in the order of the stream.
    var elements: [Element] { taken.sorted { $0.place < $1.place }.map(\.element) }

    mutating func offer(_ element: Element) {
        defer { seen += 1 }
        guard taken.count == size else { return taken.append((seen, element)) }
        let place = Int(next() % UInt64(seen + 1))
        if place < size { taken[place] = (seen, element) }
    }

    /// SplitMix64 (Steele, Lea, Flood 2014).
    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
