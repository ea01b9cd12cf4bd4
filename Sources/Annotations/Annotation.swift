package import Documents
package import Facts
package import JSON

/// What one model said of one document: a line of `scores/<model>/shard-00000.jsonl.zst`.
package struct Annotation: Sendable, Equatable {
    /// What the model said of one occurrence of an image.
    package struct Image: Sendable, Equatable {
        /// Index in the record's `segments`.
        package var position: Int
        /// SHA-256 of its bytes, `""` when they are unknown.
        package var sha256: String
        /// The signals that have a value.
        package var values: [ScoreSignal: Double] = [:]
        /// The caption, nil when none was asked for.
        package var caption: String?
        /// Why it has no values, `""` when nothing is wrong with it.
        package var problem = ""

        /// An image without values.
        package init(position: Int, sha256: String) { (self.position, self.sha256) = (position, sha256) }
    }

    /// The document's id.
    package var document: String
    /// The signals that were asked for, with the version of each.
    package var signals: [ScoreSignal: Int] = [:]
    /// Text tokens that were scored.
    package var tokens = 0
    /// The signals of the document that have a value.
    package var values: [ScoreSignal: Double] = [:]
    /// One entry an occurrence of an image, in reading order.
    package var images: [Image] = []
    /// Why it has no values, `""` when nothing is wrong with it.
    package var problem = ""

    /// An annotation without values.
    package init(document: String) { self.document = document }

    /// The signals of `wanted` that nobody has asked for yet, or in another version.
    package func missing(_ wanted: Set<ScoreSignal>) -> Set<ScoreSignal> {
        wanted.filter { signals[$0] != $0.version }
    }

    /// Takes over what another annotation of the same document has of `signals`.
    package mutating func take(_ wanted: Set<ScoreSignal>, from other: Annotation) {
        for signal in wanted {
            signals[signal] = other.signals[signal]
            values[signal] = other.values[signal]
        }
        if other.tokens > 0 { tokens = other.tokens }
        if images.map(\.position) != other.images.map(\.position) { images = other.images.map(\.withoutValues) }
        for index in images.indices {
            for signal in wanted { images[index].values[signal] = other.images[index].values[signal] }
            if wanted.contains(.caption) { images[index].caption = other.images[index].caption }
            images[index].problem = other.images[index].problem
        }
        problem = other.problem
    }

    // MARK: JSON

    /// Writes the line: every key on every line, `null` where a signal has no value or was not asked for.
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("document", document)
            json.key("signals")
            json.object { json in
                for signal in ScoreSignal.allCases {
                    guard let version = signals[signal] else { continue }
                    json.key(signal.rawValue)
                    json.value(version)
                }
            }
            json.member("tokens", tokens)
            Annotation.write(values, ScoreSignal.numbers, to: &json)
            json.key("images")
            json.array { json in for image in images { image.write(to: &json) } }
            json.member("problem", problem)
        }
    }

    static func write(_ values: [ScoreSignal: Double], _ signals: [ScoreSignal], to json: inout JSONWriter) {
        for signal in signals {
            json.key(signal.column)
            if let value = values[signal] { json.value(value) } else { json.raw(Array("null".utf8)) }
        }
    }

    static func read(_ json: JSONValue) -> [ScoreSignal: Double] {
        var values: [ScoreSignal: Double] = [:]
        for signal in ScoreSignal.numbers { values[signal] = json[signal.column]?.number }
        return values
    }

    /// Reads a line.
    /// - Throws: `RecordError` naming the key that is missing.
    package init(_ json: JSONValue) throws(RecordError) {
        document = try json.required("document")
        guard let tokens = json["tokens"]?.integer, let images = json["images"]?.array else {
            throw RecordError(key: "tokens")
        }
        self.tokens = tokens
        for member in json["signals"]?.members ?? [] {
            if let signal = ScoreSignal(rawValue: member.key) { signals[signal] = member.value.integer }
        }
        values = Annotation.read(json)
        for image in images { self.images.append(try Image(image)) }
        problem = try json.required("problem")
    }
}

extension Annotation.Image {
    var withoutValues: Annotation.Image { Annotation.Image(position: position, sha256: sha256) }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("position", position)
            json.member("sha256", sha256)
            Annotation.write(values, ScoreSignal.numbers.filter(\.isOfImages), to: &json)
            json.key("caption")
            if let caption { json.value(caption) } else { json.raw(Array("null".utf8)) }
            json.member("problem", problem)
        }
    }

    init(_ json: JSONValue) throws(RecordError) {
        guard let position = json["position"]?.integer else { throw RecordError(key: "position") }
        self.init(position: position, sha256: try json.required("sha256"))
        values = Annotation.read(json)
        caption = json["caption"]?.string
        problem = try json.required("problem")
    }
}
