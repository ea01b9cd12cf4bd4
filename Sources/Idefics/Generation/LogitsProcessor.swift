import Glibc
import Platform
import Tensors

/// Changes logits before a token is chosen: repetition penalty, then bad words, in the order of the published loop.
struct LogitsProcessor {
    let repetitionPenalty: Float
    let badWords: [[Int]]

    /// Processes one row in place; `ids` are prompt and answer so far.
    func apply(to row: UnsafeMutableBufferPointer<Float>, ids: [Int]) {
        if repetitionPenalty != 1 {
            for id in Set(ids) where row.indices.contains(id) {
                row[id] = row[id] > 0 ? row[id] / repetitionPenalty : row[id] * repetitionPenalty
            }
        }
        for word in badWords {
            guard let last = word.last, row.indices.contains(last) else { continue }
            if word.count == 1 || ids.suffix(word.count - 1).elementsEqual(word.dropLast()) { row[last] = -.infinity }
        }
    }
}

/// The distribution that sampling draws from: temperature, top-k, top-p, softmax.
struct SamplingDistribution {
    /// Ids with probability above zero, likeliest first, and their probabilities.
    let candidates: [(id: Int, probability: Float)]

    init(logits: UnsafeMutableBufferPointer<Float>, options: SamplingOptions) {
        var scored = logits.enumerated().filter { $0.element > -.infinity }
            .map { (id: $0.offset, logit: $0.element / options.temperature) }
        scored.sort { $0.logit != $1.logit ? $0.logit > $1.logit : $0.id < $1.id }
        if options.topK > 0, options.topK < scored.count {
            // Equals of the last one stay.
            let limit = scored[options.topK - 1].logit
            scored = Array(scored.prefix { $0.logit >= limit })
        }
        var probabilities = Self.softmax(scored.map(\.logit))
        if options.topP < 1 {
            var sum: Float = 0
            var keep = 0
            while keep < probabilities.count, sum < options.topP {
                sum += probabilities[keep]
                keep += 1
            }
            scored = Array(scored.prefix(max(keep, 1)))
            probabilities = Self.softmax(scored.map(\.logit))
        }
        candidates = zip(scored, probabilities).map { ($0.id, $1) }
    }

    private static func softmax(_ logits: [Float]) -> [Float] {
        guard let most = logits.first else { return [] }
        let exponentials = logits.map { expf($0 - most) }
        let sum = exponentials.reduce(0, +)
        return exponentials.map { $0 / sum }
    }

    /// One id, at random.
    func draw(_ random: inout SplitMix64) -> Int? {
        let target = Float(random.next() >> 40) / Float(1 << 24)
        var sum: Float = 0
        for candidate in candidates {
            sum += candidate.probability
            if target < sum { return candidate.id }
        }
        return candidates.last?.id
    }
}
