import Glibc
import Platform

/// A mapped archive and what stands where in it. Indices are offsets of the file; the archive ends where `bytes` end.
struct ArchiveFile {
    /// What begins at a place between records.
    enum Piece: Equatable {
        case member(Codec)
        /// A zstd frame to be skipped (RFC 8878, 3.1.2), and where it ends.
        case skippable(end: Int)
        case record
        case end
        case other
    }

    /// What keeps the bytes alive.
    let file: MappedFile?
    let source: ArchiveSource
    let lower: Int
    let cutter: RecordCutter
    let bytes: UnsafeRawBufferPointer

    /// Maps the file of `source`.
    /// - Throws: `ArchiveError.system` when it cannot be opened.
    init(_ source: ArchiveSource, limits: ArchiveLimits) throws(ArchiveError) {
        let file: MappedFile
        do { file = try MappedFile(path: source.path) } catch { throw .system(error) }
        self.init(file.bytes, source: source, limits: limits, file: file)
    }

    /// An archive in bytes that somebody else keeps.
    init(_ content: UnsafeRawBufferPointer, source: ArchiveSource, limits: ArchiveLimits, file: MappedFile? = nil) {
        self.file = file
        self.source = source
        let upper = min(max(source.containerEnd, 0), content.count)
        lower = min(max(source.containerBegin, 0), upper)
        bytes = UnsafeRawBufferPointer(rebasing: content[..<upper])
        cutter = RecordCutter(dialect: ArchiveFile.dialect(bytes, at: lower), limits: limits)
    }

    /// Where the archive ends.
    var upper: Int { bytes.count }

    /// How members are compressed, by the format; nil for plain files.
    var codec: Codec? {
        switch source.format {
        case .warcGzip: .gzip
        case .warcZstd: .zstd
        default: nil
        }
    }

    /// What begins at `offset`.
    func piece(at offset: Int) -> Piece {
        if offset >= upper { return .end }
        if isGzip(offset) { return .member(.gzip) }
        if bytes.has((0x28, 0xB5, 0x2F), at: offset), offset + 3 < upper, bytes[offset + 3] == 0xFD {
            return .member(.zstd)
        }
        if offset + 8 <= upper, bytes[offset] & 0xF0 == 0x50, bytes.has((0x2A, 0x4D, 0x18), at: offset + 1),
            let size = bytes.integer(at: offset + 4, width: 4)
        {
            return .skippable(end: min(upper, offset + 8 + size))
        }
        return cutter.isStart(bytes, at: offset) ? .record : .other
    }

    private func isGzip(_ offset: Int) -> Bool {
        bytes.has((0x1F, 0x8B, 0x08), at: offset)
    }

    /// The first offset from `start` on that is not padding.
    func skipPadding(from start: Int) -> Int { min(upper, RecordCutter.skipPadding(bytes, from: start)) }

    /// Takes whole pages of `range` out of memory; touching them brings them back.
    func release(_ range: Range<Int>) {
        guard file != nil, let base = bytes.baseAddress else { return }
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let low = (max(0, range.lowerBound) + page - 1) / page * page
        let high = min(range.upperBound, bytes.count) / page * page
        if low < high { madvise(UnsafeMutableRawPointer(mutating: base + low), high - low, Int32(MADV_DONTNEED)) }
    }

    /// Whether records of an archive are ARC: the first of them names the file.
    private static func dialect(_ bytes: UnsafeRawBufferPointer, at lower: Int) -> Dialect {
        if bytes.has("filedesc:", at: lower) { return .arc }
        guard bytes.has((0x1F, 0x8B, 0x08), at: lower) else { return .warc }
        var head = InlineArray<16, UInt8>(repeating: 0)
        let decoder = MemberDecoder(bytes: bytes)
        decoder.begin(.gzip, at: lower)
        var span = head.mutableSpan
        return span.withUnsafeMutableBytes { room in
            _ = decoder.step(into: room)
            return UnsafeRawBufferPointer(room).has("filedesc:", at: 0) ? .arc : .warc
        }
    }
}
