import Configuration
import Platform
import Runs

/// The list of a request. Its file is read anew at every pass, so that it may be as long as one likes; standard input is
/// held.
struct URLList {
    private enum Source {
        case file(path: String, InputState)
        case bytes([UInt8])
    }

    private let source: Source
    private let reader: ListReader

    /// - Parameter path: `-` for standard input.
    /// - Throws: `PipelineError.problems` for a list that is not there or is none; `.system`.
    init(_ path: String, column: String?) throws(PipelineError) {
        if path == "-" {
            var bytes: [UInt8] = []
            while let line = readLine(strippingNewline: false) { bytes += Array(line.utf8) }
            let reader = ListReader(ListFormat(path: "", first: bytes.first, column: column))
            (self.reader, source) = (reader, .bytes(bytes))
            try bytes.withUnsafeBufferPointer { bytes throws(PipelineError) in
                try reader.check(UnsafeRawBufferPointer(bytes))
            }
            return
        }
        let file: MappedFile
        do throws(SystemError) {
            file = try MappedFile(path: path, advice: .sequential)
            source = .file(path: path, try InputState(path: path))
        } catch { throw error.isPathFault ? .problems(["the list: \(error)"]) : .system(error) }
        reader = ListReader(ListFormat(path: path, first: file.bytes.first, column: column))
        try reader.check(file.bytes)
    }

    /// Calls `body` with every line.
    /// - Throws: `PipelineError.problems` for a file that was written to since the list was made; what `body` throws.
    func forEachLine(_ body: (ListLine) throws -> Void) throws {
        switch source {
        case .bytes(let bytes): try bytes.withUnsafeBytes { try reader.forEachLine($0, body) }
        case .file(let path, let state):
            guard try InputState(path: path) == state else {
                throw PipelineError.problems(["the list '\(path)' changed while it was read: give the command again"])
            }
            let file = try MappedFile(path: path, advice: .sequential)
            try reader.forEachLine(file.bytes, body)
        }
    }
}
