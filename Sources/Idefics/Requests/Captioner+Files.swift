import JSON
import Tensors

extension Captioner {
    /// A picture that was described.
    public struct Described: Equatable, Sendable {
        /// Path or address.
        public let source: String
        /// Its caption.
        public let caption: Caption

        /// `{"image": …, "caption": …, "ids": […]}`.
        public var json: String { value.text }

        var value: JSONValue {
            let candidates = caption.candidates.map {
                JSONValue.members(["text": .string($0.text), "score": .float($0.score)])
            }
            let own = JSONValue.members([
                "image": .string(source), "caption": .string(caption.text), "ids": .integers(caption.ids),
            ])
            guard !candidates.isEmpty, let members = own.members else { return own }
            return .object(members + [.init(key: "candidates", value: .array(candidates))])
        }
    }

    /// What happens while pictures are described.
    public enum Event {
        /// A picture comes next (batches of one only).
        case begins(String)
        /// Text of its caption (batches of one only).
        case text(String)
        /// A caption is complete.
        case caption(Described)
        /// A file is no picture, or an address gave none.
        case refused(String, IdeficsError)
    }

    /// Describes the pictures at paths or addresses, `batch` at a time; returns how many were refused.
    /// - Throws: `IdeficsError` for what is not a picture's fault.
    public func describe(
        _ sources: [String], pictures: PictureLoader, batch: Int, _ receive: @escaping (Event) -> Void
    ) throws(IdeficsError) -> Int {
        var refused = 0
        for start in stride(from: 0, to: sources.count, by: max(1, batch)) {
            var loaded: [(source: String, image: PreparedImage)] = []
            for source in sources[start..<min(start + max(1, batch), sources.count)] {
                do throws(IdeficsError) { loaded.append((source, try load(source, pictures))) } catch {
                    guard error.isFaultOfRequest else { throw error }
                    refused += 1
                    receive(.refused(source, error))
                }
            }
            if batch == 1, let source = loaded.first?.source { receive(.begins(source)) }
            let captions = try captions(loaded.map(\.image)) { token in
                if batch == 1 { receive(.text(token.text)) }
                return true
            }
            for (source, caption) in zip(loaded.map(\.source), captions) {
                receive(.caption(Described(source: source, caption: caption)))
            }
        }
        return refused
    }
}

extension IdeficsError {
    /// `{"image": …, "error": …}`.
    public func json(_ image: String) -> String {
        JSONValue.members(["image": .string(image), "error": .string(description)]).text
    }
}
