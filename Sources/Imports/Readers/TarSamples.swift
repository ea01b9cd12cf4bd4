import Documents
import JSON
import Platform

/// Samples of WebDataset archives: members with one key (the name up to the first dot of its last part), one after the other.
package enum TarSamples {
    /// The most bytes of a sample.
    static let largestSample = 1 << 30

    /// Gives every sample to `body`.
    /// - Throws: `StorageError`; what `body` throws.
    package static func forEach(_ path: String, _ body: (ImportedRecord) throws -> Void) throws {
        var sample: Sample?
        try ForeignTar.forEach(path) { member in
            let name: String
            switch member {
            case .file(let file, _), .refused(let file, _): name = file
            }
            let (key, part) = split(name)
            // Names like `__meta__` are notes of writers.
            let base = key.split(separator: "/").last ?? ""
            guard !(base.hasPrefix("__") && base.hasSuffix("__")) else { return }
            if let done = sample, done.key != key {
                try body(done.record())
                sample = nil
            }
            var current = sample ?? Sample(key: key)
            switch member {
            case .file(_, let bytes): current.add(part, bytes)
            case .refused(let name, let why): current.fault = "'\(name)': \(why)"
            }
            sample = current
        }
        if let sample { try body(sample.record()) }
    }

    /// Key and rest of a name: `a/b.c.jpg` is `a/b` and `c.jpg`.
    static func split(_ name: String) -> (key: String, part: String) {
        let base = name.lastIndex(of: "/").map { name.index(after: $0) } ?? name.startIndex
        guard let dot = name[base...].firstIndex(of: ".") else { return (name, "") }
        return (String(name[..<dot]), name[name.index(after: dot)...].lowercased())
    }

    private struct Sample {
        let key: String
        var parts: [(name: String, bytes: [UInt8])] = []
        var fault: String?
        private var size = 0

        init(key: String) { self.key = key }

        mutating func add(_ part: String, _ bytes: [UInt8]) {
            size += bytes.count
            if size > TarSamples.largestSample {
                fault = "a sample of more than \(TarSamples.largestSample) bytes"
                parts = []
            } else if parts.contains(where: { $0.name == part }) {
                fault = "'\(part)' twice"
            } else {
                parts.append((part, bytes))
            }
        }

        private func part(_ name: String) -> [UInt8]? { parts.first { $0.name == name }?.bytes }

        func record() -> ImportedRecord {
            if let fault { return .unreadable("sample '\(key)': \(fault)") }
            if part("metadata.txt") != nil { return m4() }
            if let bytes = part("json") {
                guard let json = try? JSONValue(parsing: bytes) else { return .unreadable("sample '\(key)': not JSON") }
                let isDocument = ["segments", "text_list", "texts"].contains { json[$0] != nil }
                guard isDocument else { return pair(json) }
                let members = Dictionary(parts.map { ($0.name, $0.bytes) }, uniquingKeysWith: { $1 })
                return RecordLines.record(
                    json, text: key + "\n" + String(decoding: bytes, as: UTF8.self), members: members)
            }
            return pair(.null)
        }

        /// The names of m4: every member of the list must be there.
        private func m4() -> ImportedRecord {
            let base = key.split(separator: "/").last.map(String.init) ?? key
            let list = String(decoding: part("metadata.txt") ?? [], as: UTF8.self).lines
            var entries: [(place: Int, kind: Substring, bytes: [UInt8])] = []
            for name in list {
                let (_, rest) = TarSamples.split(String(name))
                let pieces = rest.split(separator: ".")
                guard pieces.count == 3, let place = Int(pieces[0]), let bytes = part(rest) else {
                    return .unreadable("sample '\(key)': '\(name)' of its list is not there")
                }
                entries.append((place, pieces[1], bytes))
            }
            var builder = DocumentBuilder()
            for entry in entries.sorted(by: { $0.place < $1.place }) {
                if entry.kind == "text" {
                    builder.append(text: String(decoding: entry.bytes, as: UTF8.self))
                } else {
                    builder.append(ImageNode(ordinal: 0, url: ""), bytes: entry.bytes)
                }
            }
            let id = DocumentBuilder.isIdentifier(base) ? base : DocumentBuilder.identifier(key)
            return .document(builder.document(id: id, url: ""), pictures: builder.pictures)
        }

        /// A picture and its caption: one image, then one text.
        private func pair(_ json: JSONValue) -> ImportedRecord {
            let picture = parts.first { ["jpg", "jpeg", "png", "webp", "gif", "avif"].contains($0.name) }
            let text =
                (part("txt") ?? part("caption")).map { String(decoding: $0, as: UTF8.self) } ?? json["caption"]?.string
            guard let picture, let text else {
                return .unreadable(
                    "sample '\(key)': no picture with a text (\(parts.map(\.name).joined(separator: ", ")))")
            }
            var builder = DocumentBuilder()
            builder.append(ImageNode(ordinal: 0, url: json["url"]?.string ?? ""), bytes: picture.bytes)
            builder.append(text: text)
            return .document(
                builder.document(id: DocumentBuilder.identifier(key + "\n" + text), url: json["url"]?.string ?? ""),
                pictures: builder.pictures)
        }
    }
}
