package import Configuration
import Documents
import JSON
import Platform
package import RemoteFiles
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
    /// - Parameter remote: how the file is, when it is not on this machine; all sources are of it then.
    package mutating func append(_ sources: [ArchiveSource], remote: RemoteState? = nil) {
        let states = sources.map { source -> InputState? in
            remote.map { InputState($0) } ?? look(at: source.path)
        }
        let cost = sources.reduce(0) { $0 + $1.end - $1.begin }
        let lines = PlannedParts.lines { times, json in
            for (source, state) in zip(sources, states) { write(source, state, times: times, to: &json) }
        }
        append(lines, cost: cost)
    }

    /// Adds a unit that reads single records.
    mutating func append(_ records: [RecordList]) {
        let lines = PlannedParts.lines { _, json in
            for list in records {
                json.object { json in
                    json.member("path", roots.encode(list.path))
                    json.member("name", list.name)
                    json.member("format", ArchiveFormat.warcGzip.rawValue)
                    json.key("records")
                    json.array { json in
                        for record in list.records {
                            json.array { json in
                                json.value(record.lowerBound)
                                json.value(record.count)
                            }
                        }
                    }
                }
            }
        }
        append(lines, cost: records.reduce(0) { $0 + $1.bytes })
    }

    /// A line with the times of files, as it is written, and one without, by which plans are compared.
    private static func lines(
        _ write: (_ times: Bool, inout JSONWriter) -> Void
    ) -> (written: [UInt8], compared: [UInt8]) {
        func line(times: Bool) -> [UInt8] {
            var json = JSONWriter()
            json.array { json in write(times, &json) }
            return json.bytes
        }
        return (line(times: true), line(times: false))
    }

    private mutating func append(_ lines: (written: [UInt8], compared: [UInt8]), cost: Int) {
        let bytes = lines.written
        digest = lines.compared.withUnsafeBytes { XXH3.hash($0, seed: digest) }
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
    /// - Parameter staged: the folder of `StagedInputs`, where the unit's files are remote.
    /// - Throws: `PipelineError.unseen`, `.unusable` for a file that changed; `.damaged` when the list of parts is not as
    ///   it was planned; `.system`.
    package func sources(of index: Int, staged: String? = nil) throws(PipelineError) -> [ArchiveSource] {
        let planned = try planned(index)
        if planned.contains(where: \.isRemote) {
            guard let staged else { throw .unseen("the bytes of '\(planned[0].source.path)' were not brought") }
            return try StagedInputs.sources(planned, in: staged)
        }
        var checked: String?
        for one in planned where one.source.path != checked {
            try one.state?.check(path: one.source.path, isMoved: one.isMoved)
            checked = one.source.path
        }
        return planned.map(\.source)
    }

    /// The files of this machine that unit `index` reads, each once; of pages also the folder that was given, where their
    /// pictures lie.
    package func files(of index: Int) throws(PipelineError) -> [String] {
        var paths: Set<String> = []
        for one in try planned(index) where !one.isRemote {
            let source = one.source
            paths.insert(source.path)
            if Archives.format(of: source).isPage {
                paths.insert(String(decoding: source.path.utf8.dropLast(source.name.utf8.count), as: UTF8.self))
            }
        }
        return paths.sorted()
    }

    /// What unit `index` reads, as it was planned.
    func planned(_ index: Int) throws(PipelineError) -> [Planned] {
        let part = parts[index]
        let line: [UInt8]
        if let path {
            do { line = try Files.read(path, offset: part.offset, count: part.length) } catch { throw .system(error) }
        } else {
            line = Array(text[part.offset..<part.offset + part.length])
        }
        do { return try (try JSONValue(parsing: line).array ?? []).flatMap(sources) } catch {
            throw .damaged("\(path ?? "the plan") is not as it was planned (line \(index + 1))")
        }
    }

    /// A source, how its file was, and whether the file's root is in another place now.
    struct Planned {
        let source: ArchiveSource
        let state: InputState?
        let isMoved: Bool

        var isRemote: Bool { RemoteAddress.isAddress(source.path) }
    }

    // MARK: lines

    /// A page is its path, name, format and size; a window of an archive says more.
    private func write(_ source: ArchiveSource, _ state: InputState?, times: Bool, to json: inout JSONWriter) {
        json.object { json in
            json.member("path", roots.encode(source.path))
            json.member("name", source.name)
            if let state {
                json.member("file_bytes", state.bytes)
                if let etag = state.etag {
                    json.member("etag", etag)
                } else {
                    json.member("sample", Hex.encode(state.sample))
                    if times { json.member("modified", PlannedParts.padded(state.modified)) }
                }
            }
            json.member("format", source.format.rawValue)
            guard !Archives.format(of: source).isPage else { return json.member("bytes", source.end) }
            json.member("begin", source.begin)
            json.member("end", source.end)
            json.member("container_begin", source.containerBegin)
            json.member("container_end", source.containerEnd)
            if source.beginsRecord { json.member("begins_record", 1) }
        }
    }

    /// A time with the same number of digits for every file: the length of a line is part of the plan.
    private static func padded(_ time: Int) -> String {
        let digits = String(max(0, time))
        return String(repeating: "0", count: 20 - digits.count) + digits
    }

    private func sources(_ json: JSONValue) throws -> [Planned] {
        guard let records = json["records"]?.array else { return [try source(json)] }
        guard let text = json["path"]?.string, let name = json["name"]?.string, let place = roots.decode(text) else {
            throw RecordError(missing: "path")
        }
        return try records.map { record in
            guard let pair = record.array?.compactMap(\.integer), pair.count == 2 else {
                throw RecordError(missing: "records")
            }
            let range = pair[0]..<pair[0] + max(0, pair[1])
            let source = ArchiveSource(record: range, of: place.path, name: name)
            return Planned(source: source, state: nil, isMoved: place.isMoved)
        }
    }

    private func source(_ json: JSONValue) throws -> Planned {
        guard let text = json["path"]?.string, let name = json["name"]?.string, let place = roots.decode(text),
            let format = json["format"]?.string.map(ArchiveFormat.init(rawValue:))
        else { throw RecordError(missing: "path") }
        var state: InputState?
        if let bytes = json["file_bytes"]?.integer, let etag = json["etag"]?.string {
            state = InputState(RemoteState(bytes: bytes, etag: etag))
        } else if let bytes = json["file_bytes"]?.integer,
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
        source.beginsRecord = json["begins_record"] != nil
        return Planned(source: source, state: state, isMoved: place.isMoved)
    }
}

/// Single records of an archive, of which a table says where they are.
struct RecordList: Sendable, Equatable {
    let path: String
    let name: String
    var records: [Range<Int>]

    var bytes: Int { records.reduce(0) { $0 + $1.count } }
}

extension ArchiveSource {
    /// One record of a compressed archive: a window that is an archive of its own.
    fileprivate init(record: Range<Int>, of path: String, name: String) {
        self.init(
            path: path, name: name, format: .warcGzip, begin: record.lowerBound, end: record.upperBound,
            containerBegin: record.lowerBound, containerEnd: record.upperBound)
        beginsRecord = true
        isRecord = true
    }

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
