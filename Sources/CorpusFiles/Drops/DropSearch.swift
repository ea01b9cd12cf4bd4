package import Documents
import JSON
package import Platform

/// A drop with the phase whose log it stands in.
package struct LoggedDrop: Sendable, Equatable {
    /// What left.
    package let drop: Drop
    /// The phase that let it go: `extract`, `judge`.
    package let phase: String
}

extension Corpus {
    /// Every drop whose line has one of some texts in it (ids, URLs), in the order of the logs.
    ///
    /// Lines are looked through as bytes and parsed only when a text is in them.
    /// - Throws: `StorageError.corrupt` for a damaged log.
    package func drops(mentioning texts: [String]) throws(StorageError) -> [LoggedDrop] {
        let needles = texts.map { Corpus.escaped($0) }.filter { !$0.isEmpty }
        guard !needles.isEmpty else { return [] }
        var found: [LoggedDrop] = []
        for file in dropFiles {
            let path = file.path
            let phase = Corpus.phase(ofLog: path.lastPathComponent)
            do {
                try FramedReader(file).lines { line in
                    guard needles.contains(where: { Corpus.contains(line, $0) }) else { return }
                    guard let json = try? JSONValue(parsing: Array(line)), let drop = Drop(json) else {
                        throw StorageError.corrupt(path: path, detail: "a line is not a drop")
                    }
                    found.append(LoggedDrop(drop: drop, phase: phase))
                }
            } catch { throw StorageError(error, path: path) }
        }
        return found
    }

    /// `deduplicate-text` of `deduplicate-text-00003.jsonl.zst`.
    package static func phase(ofLog name: String) -> String {
        let stem = name.split(separator: ".").first.map(String.init) ?? name
        let parts = stem.split(separator: "-")
        guard let last = parts.last, last.allSatisfy(\.isNumber) else { return stem }
        return parts.dropLast().joined(separator: "-")
    }

    /// The text as it stands between the quotation marks of JSON.
    private static func escaped(_ text: String) -> [UInt8] {
        var json = JSONWriter()
        json.value(text)
        return Array(json.bytes.dropFirst().dropLast())
    }

    private static func contains(_ line: UnsafeRawBufferPointer, _ needle: [UInt8]) -> Bool {
        line.firstPlace(of: needle) != nil
    }
}
