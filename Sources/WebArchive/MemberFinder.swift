import Glibc

/// Finds where the members of a compressed archive begin: in the middle of a file, and after damage.
///
/// The magic of a member inside a payload is a trap: an archive that holds an archive. Inside a member such bytes can
/// stand as they are only in a stored block, at most 65,535 bytes of gzip (RFC 1951, 3.2.4) or 128 KiB of zstd
/// (RFC 8878, 3.1.1.2). So a chain of whole members longer than that, or one that reaches the end of the file,
/// is the archive's own.
final class MemberFinder {
    /// How far a chain of members goes.
    private enum Chain {
        /// Further than anything quoted can; whole members up to `end`.
        case sure(end: Int)
        /// To a damaged or cut member.
        case broken
        /// It is none.
        case none
    }

    private let file: ArchiveFile
    private let decoder: MemberDecoder
    private let codec: Codec
    private let room: InflateBuffer
    private var head = [UInt8](repeating: 0, count: 512)

    /// A finder for a compressed archive.
    init(_ file: ArchiveFile, codec: Codec, dictionary: [UInt8]?) {
        self.file = file
        self.codec = codec
        decoder = MemberDecoder(bytes: file.bytes)
        room = InflateBuffer(capacity: file.cutter.limits.bufferBytes)
        if let dictionary { decoder.use(dictionary: dictionary) }
    }

    private var sureBytes: Int { codec == .gzip ? 1 << 16 : 1 << 18 }

    /// Whether a member begins at `offset` whose content begins a record.
    func beginsRecord(at offset: Int) -> Bool {
        guard case .member(let codec) = file.piece(at: offset) else { return false }
        decoder.begin(codec, at: offset)
        return head.withUnsafeMutableBytes { room in
            let (produced, _) = decoder.step(into: room)
            let bytes = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(room)[..<produced])
            return file.cutter.isStart(bytes, at: RecordCutter.skipPadding(bytes, from: 0))
        }
    }

    /// The first member from `start` on that begins a record and is no quotation.
    ///
    /// With `lenient`, after damage, a chain that ends in a damaged or cut member will do too.
    func next(from start: Int, lenient: Bool) -> Int? {
        var at = start
        while let found = candidate(from: at), found < file.upper {
            switch chain(from: found) {
            case .sure: return found
            case .broken where lenient: return found
            default: at = found + 1
            }
        }
        return nil
    }

    /// A member before `limit` that is surely one, as far before as its chain was followed without passing `limit`.
    private func anchor(from start: Int, before limit: Int) -> Int? {
        var at = start
        while let found = candidate(from: at), found < limit {
            if case .sure(let end) = chain(from: found) { return end <= limit ? end : found }
            at = found + 1
        }
        return nil
    }

    private func candidate(from start: Int) -> Int? {
        let magic: (UInt8, UInt8, UInt8) = codec == .gzip ? (0x1F, 0x8B, 0x08) : (0x28, 0xB5, 0x2F)
        var at = start
        while let found = file.bytes.find(magic, from: at) {
            if file.piece(at: found) == .member(codec) && beginsRecord(at: found) { return found }
            at = found + 1
        }
        return nil
    }

    private func chain(from start: Int) -> Chain {
        var at = start
        while true {
            switch file.piece(at: at) {
            case .end: return at > start ? .sure(end: at) : .none
            case .skippable(let end): at = end
            case .record: return at > start ? .broken : .none
            case .other: return .none
            case .member(let codec):
                switch decoder.whole(codec, at: at, into: room.bytes) {
                case .complete(_, let end): at = file.skipPadding(from: end)
                case .tooLarge: return .sure(end: at)
                case .failed: return at > start || isCut(at, codec) ? .broken : .none
                }
            }
            if at - start >= sureBytes { return .sure(end: at) }
        }
    }

    private func isCut(_ offset: Int, _ codec: Codec) -> Bool { skip(offset, codec) == .cut }

    private func skip(_ offset: Int, _ codec: Codec) -> MemberDecoder.Outcome {
        decoder.begin(codec, at: offset)
        return decoder.finish(using: room.bytes)
    }

    // MARK: where a window begins

    /// The first member from `begin` on that begins a record, as one who reads the file from its start would find it.
    ///
    /// It goes back to a member that is surely one and reads on from there.
    func sync(_ begin: Int) -> Int? {
        guard begin > file.lower else { return settle(file.skipPadding(from: file.lower)) }
        var back = 2 * sureBytes
        while back <= 1 << 26 {
            let from = max(file.lower, begin - back)
            let isFirst = from == file.lower && !file.source.beginsBefore
            if let anchor = isFirst ? from : anchor(from: from, before: begin) {
                return settle(walk(from: anchor, to: begin))
            }
            if from == file.lower { break }
            back <<= 2
        }
        return next(from: begin, lenient: false)
    }

    /// Goes from member to member as a reader does, to the first place at `begin` or after it.
    private func walk(from start: Int, to begin: Int) -> Int {
        var at = file.skipPadding(from: start)
        while at < begin { at = after(at) }
        return at
    }

    /// Goes on to a member that begins a record.
    private func settle(_ start: Int) -> Int? {
        var at = start
        while at < file.upper {
            if beginsRecord(at: at) || file.piece(at: at) == .record { return at }
            at = after(at)
        }
        return nil
    }

    /// Where one who reads goes on after what stands at `offset`.
    func after(_ offset: Int) -> Int {
        switch file.piece(at: offset) {
        case .end: return file.upper
        case .skippable(let end): return file.skipPadding(from: end)
        case .record:
            if case .record(_, _, let next) = file.cutter.cut(file.bytes, at: offset, isAll: true) {
                return file.skipPadding(from: next)
            }
            return resume(after: offset, outcome: .corrupt("", resume: nil))
        case .other: return resume(after: offset, outcome: .corrupt("", resume: nil))
        case .member(let codec):
            if case .complete(_, let end) = decoder.whole(codec, at: offset, into: room.bytes) {
                return file.skipPadding(from: end)
            }
            return resume(after: offset, outcome: skip(offset, codec))
        }
    }

    /// Where reading goes on after the member at `offset` came to `outcome`.
    func resume(after offset: Int, outcome: MemberDecoder.Outcome) -> Int {
        switch outcome {
        case .ended(let end): return file.skipPadding(from: end)
        case .corrupt(_, let end?):
            let at = file.skipPadding(from: end)
            if file.piece(at: at) != .other { return at }
            return next(from: offset + 1, lenient: true) ?? file.upper
        case .corrupt: return next(from: offset + 1, lenient: true) ?? file.upper
        case .cut, .more: return next(from: offset + 1, lenient: false) ?? file.upper
        }
    }
}
