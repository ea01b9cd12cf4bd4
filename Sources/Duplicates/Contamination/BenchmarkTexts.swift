import JSON
import Platform

/// Reads the items of benchmarks: JSON lines (every text of an object counts), or tables with tabs (every field), plain, gzip
/// or zstd.
package enum BenchmarkTexts {
    /// The list of a file: a list of hashes as it is, of other files their n-grams. An item is `file:id`, or `file:line`
    /// where it has no `id`.
    /// - Throws: `HashListError` for a line that cannot be used, and for a file that is no text: looking for its bytes as
    ///   words would find nothing and say nothing; `StorageError`, `SystemError`.
    package static func list(_ path: String, ngram: Int) throws -> HashList {
        let bytes = try text(path)
        if HashList.isList(bytes) {
            let list = try HashList(parsing: bytes, path: path)
            guard list.ngrams.isEmpty || list.ngram == ngram else {
                throw HashListError(path: path, line: 1, problem: "n-grams of \(list.ngram) words, not of \(ngram)")
            }
            return list
        }
        var list = HashList(ngram: ngram)
        var words = TextWords()
        let name = path.split(separator: "/").last.map(String.init) ?? path
        for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            guard line.contains(where: { $0 > 0x20 }) else { continue }
            if line.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") {
                let json: JSONValue
                do { json = try JSONValue(parsing: Array(line)) } catch {
                    throw HashListError(path: path, line: index + 1, problem: "not JSON: \(error)")
                }
                let item = RecordID(json["id"])?.description ?? "\(index + 1)"
                list.add(texts(of: json), item: "\(name):\(item)", &words)
            } else {
                let fields = line.split(separator: 0x09).map { String(decoding: $0, as: UTF8.self) }
                list.add(fields, item: "\(name):\(index + 1)", &words)
            }
        }
        return list
    }

    /// What is in the file, without a byte order mark.
    private static func text(_ path: String) throws -> [UInt8] {
        let input = try InputBytes(path: path)
        var bytes: [UInt8] = []
        var room = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = try room.withUnsafeMutableBytes { try input.read(into: $0) }
            if count == 0 { break }
            bytes += room[..<count]
        }
        let line = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).firstIndex {
            $0.contains(0) || String(validating: $0, as: UTF8.self) == nil
        }
        guard line == nil else {
            throw HashListError(path: path, line: (line ?? 0) + 1, problem: "no text in UTF-8, and no picture either")
        }
        return bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    }

    /// Every text in a value, at any depth.
    private static func texts(of json: JSONValue) -> [String] {
        switch json {
        case .string(let text): [text]
        case .array(let elements): elements.flatMap(texts)
        case .object(let members): members.flatMap { texts(of: $0.value) }
        default: []
        }
    }
}
