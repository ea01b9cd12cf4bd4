package import Configuration
import Documents
import JSON
import Platform
package import WebArchive

/// What each unit of `extract` reads, a line of JSON each: `work/plan.parts`, beside the plan.
///
/// A plan of a million files is long, and every worker reads the plan: the plan itself has two numbers a unit, and a
/// worker reads the line of its own unit alone.
package struct PlannedParts: Sendable {
    /// One unit's line.
    package struct Part: Sendable, Equatable {
        /// Where the line begins in the file, and its length without the line feed.
        let offset: Int, length: Int
        /// Bytes the unit reads, for sorting.
        package let cost: Int
    }

    package private(set) var parts: [Part] = []
    /// The lines, while they are not in a file.
    package private(set) var text: [UInt8] = []
    /// The file they are in, nil while a run is planned.
    private var path: String?
    /// The folders by which the lines name files.
    package let roots: Roots
    /// XXH3 of what the lines say, each with that of the lines before; without the times of the files.
    package private(set) var digest: UInt64 = 0
    /// The file that was looked at last: many windows are of one archive.
    private var last: (path: String, state: InputState)?

    /// No parts yet.
    package init(roots: Roots = Roots()) { self.roots = roots }

    /// The parts of a run, by length and cost as its plan has them.
    package init(path: String, roots: Roots, sizes: [(length: Int, cost: Int)]) {
        (self.path, self.roots) = (path, roots)
        var offset = 0
        for size in sizes {
            parts.append(Part(offset: offset, length: size.length, cost: size.cost))
            offset += size.length + 1
        }
    }

    package var count: Int { parts.count }

    /// Adds a unit that reads `sources`.
    package mutating func append(_ sources: [ArchiveSource]) {
        let states = sources.map { look(at: $0.path) }
        func line(times: Bool) -> [UInt8] {
            var json = JSONWriter()
            json.array { json in
                for (source, state) in zip(sources, states) { write(source, state, times: times, to: &json) }
            }
            return json.bytes
        }
        let bytes = line(times: true)
        digest = line(times: false).withUnsafeBytes { XXH3.hash($0, seed: digest) }
        let cost = sources.reduce(0) { $0 + $1.end - $1.begin }
        parts.append(Part(offset: text.count, length: bytes.count, cost: cost))
        text += bytes
        text.append(0x0A)
    }

    /// Adds the units of `other`, which are not in a file.
    package mutating func append(_ other: PlannedParts) {
        let base = text.count
        parts += other.parts.map { Part(offset: base + $0.offset, length: $0.length, cost: $0.cost) }
        text += other.text
        digest = withUnsafeBytes(of: other.digest.littleEndian) { XXH3.hash($0, seed: digest) }
    }

    /// The state of a file that is being planned; nil for one that cannot be read, whose unit will say so.
    private mutating func look(at path: String) -> InputState? {
        if let last, last.path == path { return last.state }
        guard let state = try? InputState(path: path) else { return nil }
        last = (path, state)
        return state
    }

    /// What unit `index` reads, every file of it looked at: it is there and as it was planned.
    /// - Throws: `PipelineError.unseen`, `.unusable` for a file that changed; `.damaged` when the list of parts is not as
    ///   it was planned; `.system`.
    package func sources(of index: Int) throws(PipelineError) -> [ArchiveSource] {
        let part = parts[index]
        let line: [UInt8]
        if let path {
            do { line = try Files.read(path, offset: part.offset, count: part.length) } catch { throw .system(error) }
        } else {
            line = Array(text[part.offset..<part.offset + part.length])
        }
        let planned: [Planned]
        do { planned = try (try JSONValue(parsing: line).array ?? []).map(source) } catch {
            throw .damaged("\(path ?? "the plan") is not as it was planned (line \(index + 1))")
        }
        var checked: String?
        for one in planned where one.source.path != checked {
            try one.state?.check(path: one.source.path, isMoved: one.isMoved)
            checked = one.source.path
        }
        return planned.map(\.source)
    }

    /// A source, how its file was, and whether the file's root is in another place now.
    private struct Planned {
        let source: ArchiveSource
        let state: InputState?
        let isMoved: Bool
    }

    // MARK: lines

    /// A page is its path, name, format and size; a window of an archive says more.
    private func write(_ source: ArchiveSource, _ state: InputState?, times: Bool, to json: inout JSONWriter) {
        json.object { json in
            json.member("path", roots.encode(source.path))
            json.member("name", source.name)
            if let state {
                json.member("file_bytes", state.bytes)
                json.member("sample", Hex.encode(state.sample))
                if times { json.member("modified", PlannedParts.padded(state.modified)) }
            }
            json.member("format", source.format.rawValue)
            guard !Archives.format(of: source).isPage else { return json.member("bytes", source.end) }
            json.member("begin", source.begin)
            json.member("end", source.end)
            json.member("container_begin", source.containerBegin)
            json.member("container_end", source.containerEnd)
        }
    }

    /// A time with the same number of digits for every file: the length of a line is part of the plan.
    private static func padded(_ time: Int) -> String {
        let digits = String(max(0, time))
        return String(repeating: "0", count: 20 - digits.count) + digits
    }

    private func source(_ json: JSONValue) throws -> Planned {
        guard let text = json["path"]?.string, let name = json["name"]?.string, let place = roots.decode(text),
            let format = json["format"]?.string.map(ArchiveFormat.init(rawValue:))
        else { throw RecordError(missing: "path") }
        var state: InputState?
        if let bytes = json["file_bytes"]?.integer,
            let sample = json["sample"]?.string.flatMap({ UInt64($0, radix: 16) }),
            let modified = json["modified"]?.string.flatMap({ Int($0) })
        {
            state = InputState(bytes: bytes, modified: modified, sample: sample)
        }
        if let bytes = json["bytes"]?.integer {
            let page = ArchiveSource(page: place.path, name: name, format: format, bytes: bytes)
            return Planned(source: page, state: state, isMoved: place.isMoved)
        }
        guard let begin = json["begin"]?.integer, let end = json["end"]?.integer,
            let containerBegin = json["container_begin"]?.integer, let containerEnd = json["container_end"]?.integer
        else { throw RecordError(missing: "begin") }
        var source = ArchiveSource(
            path: place.path, name: name, format: format, begin: begin, end: end, containerBegin: containerBegin,
            containerEnd: containerEnd)
        source.beginsRecord = true  // as `Archives.split` cut it
        return Planned(source: source, state: state, isMoved: place.isMoved)
    }
}

extension ArchiveSource {
    /// A page in a file of its own.
    fileprivate init(page path: String, name: String, format: ArchiveFormat, bytes: Int) {
        self.init(
            path: path, name: name, format: format, begin: 0, end: bytes, containerBegin: 0, containerEnd: bytes)
    }

    /// A page by the name that its folder gives it.
    init(page: ArchiveSource, name: String) {
        self.init(page: page.path, name: name, format: page.format, bytes: page.end)
    }
}
