import JSON
import Platform

/// A file with a JSON object in every line.
struct JSONLines {
    /// The lines that are not blank, with their numbers from 1.
    let lines: [(number: Int, object: JSONValue)]
    /// For messages.
    let path: String

    /// Reads the file at `path`; blank lines are passed over.
    /// - Throws: `EvaluationError.input` naming the line that is no object; `.system`.
    init(path: String) throws(EvaluationError) {
        self.path = path
        let bytes: [UInt8]
        do throws(SystemError) { bytes = try Files.read(path) } catch { throw .system(error) }
        var lines: [(number: Int, object: JSONValue)] = []
        for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            guard line.contains(where: { $0 > 0x20 }) else { continue }
            let value: JSONValue
            do throws(JSONError) { value = try JSONValue(parsing: Array(line)) } catch {
                throw .input("\(path) line \(index + 1): not JSON: \(error)")
            }
            guard let object = value.object else {
                throw .input("\(path) line \(index + 1): is \(value.kind), not an object")
            }
            lines.append((index + 1, object))
        }
        self.lines = lines
    }

    /// A fault of a line.
    func fault(_ number: Int, _ problem: String) -> EvaluationError { .input("\(path) line \(number): \(problem)") }
}

extension JSONValue {
    /// An identifier as text: files have numbers as well as strings.
    var identifier: String? { string ?? integer.map(String.init) }

    /// A string, or a list of strings.
    var texts: [String]? {
        if let string { return [string] }
        guard let array else { return nil }
        let texts = array.compactMap(\.string)
        return texts.count == array.count ? texts : nil
    }
}

extension JSONLines {
    /// Takes a last line that was not written to its end out of the file, so that what is appended begins a line.
    /// - Throws: `EvaluationError.system`.
    static func dropCutLine(path: String) throws(EvaluationError) {
        do throws(SystemError) {
            let bytes = try Files.read(path)
            let end = bytes.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
            if end < bytes.count { try Files.write(Array(bytes[..<end]), to: path) }
        } catch { throw .system(error) }
    }
}
