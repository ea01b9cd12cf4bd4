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

    /// No parts yet.
    package init() {}

    /// The parts of a run, by length and cost as its plan has them.
    package init(path: String, sizes: [(length: Int, cost: Int)]) {
        self.path = path
        var offset = 0
        for size in sizes {
            parts.append(Part(offset: offset, length: size.length, cost: size.cost))
            offset += size.length + 1
        }
    }

    package var count: Int { parts.count }

    /// Adds a unit that reads `sources`.
    package mutating func append(_ sources: [ArchiveSource]) {
        var json = JSONWriter()
        json.array { json in for source in sources { PlannedParts.write(source, to: &json) } }
        let cost = sources.reduce(0) { $0 + $1.end - $1.begin }
        parts.append(Part(offset: text.count, length: json.bytes.count, cost: cost))
        text += json.bytes
        text.append(0x0A)
    }

    /// Adds the units of `other`, which are not in a file.
    package mutating func append(_ other: PlannedParts) {
        let base = text.count
        parts += other.parts.map { Part(offset: base + $0.offset, length: $0.length, cost: $0.cost) }
        text += other.text
    }

    /// What unit `index` reads.
    /// - Throws: `PipelineError.damaged` when the file is not as it was planned; `.system`.
    package func sources(of index: Int) throws(PipelineError) -> [ArchiveSource] {
        let part = parts[index]
        let line: [UInt8]
        if let path {
            do { line = try Files.read(path, offset: part.offset, count: part.length) } catch { throw .system(error) }
        } else {
            line = Array(text[part.offset..<part.offset + part.length])
        }
        do {
            return try (try JSONValue(parsing: line).array ?? []).map(PlannedParts.source)
        } catch { throw .damaged("\(path ?? "the plan") is not as it was planned (line \(index + 1))") }
    }

    // MARK: lines

    /// A page is its path, name, format and size; a window of an archive says more.
    private static func write(_ source: ArchiveSource, to json: inout JSONWriter) {
        json.object { json in
            json.member("path", source.path)
            json.member("name", source.name)
            json.member("format", source.format.rawValue)
            guard !Archives.format(of: source).isPage else { return json.member("bytes", source.end) }
            json.member("begin", source.begin)
            json.member("end", source.end)
            json.member("container_begin", source.containerBegin)
            json.member("container_end", source.containerEnd)
        }
    }

    private static func source(_ json: JSONValue) throws -> ArchiveSource {
        guard let path = json["path"]?.string, let name = json["name"]?.string,
            let format = json["format"]?.string.map(ArchiveFormat.init(rawValue:))
        else { throw RecordError(missing: "path") }
        if let bytes = json["bytes"]?.integer {
            return ArchiveSource(page: path, name: name, format: format, bytes: bytes)
        }
        guard let begin = json["begin"]?.integer, let end = json["end"]?.integer,
            let containerBegin = json["container_begin"]?.integer, let containerEnd = json["container_end"]?.integer
        else { throw RecordError(missing: "begin") }
        var source = ArchiveSource(
            path: path, name: name, format: format, begin: begin, end: end, containerBegin: containerBegin,
            containerEnd: containerEnd)
        source.beginsRecord = true  // as `Archives.split` cut it
        return source
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
