/// What is done to a segment of text before it is cut into tokens. LLaMA: "▁" in front, spaces become "▁".
struct Normalizer {
    enum Step {
        /// Text put in front of every segment that is not empty.
        case prepend([UInt8])
        /// Every occurrence of a string replaced.
        case replace([UInt8], with: [UInt8])
    }

    let steps: [Step]

    func apply(_ segment: ArraySlice<UInt8>) -> [UInt8] {
        var text = Array(segment)
        for step in steps where !text.isEmpty {
            switch step {
            case .prepend(let prefix): text.insert(contentsOf: prefix, at: 0)
            case .replace(let pattern, let content): text = Self.replace(pattern, with: content, in: text)
            }
        }
        return text
    }

    /// `text` with every occurrence of `pattern` (not empty) replaced, from the left.
    static func replace(_ pattern: [UInt8], with content: [UInt8], in text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count + text.count / 4)
        var index = 0
        while index < text.count {
            if text[index] == pattern[0], text[index...].starts(with: pattern) {
                result.append(contentsOf: content)
                index += pattern.count
            } else {
                result.append(text[index])
                index += 1
            }
        }
        return result
    }
}
