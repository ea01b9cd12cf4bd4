import Glibc

/// Finds where compressed units begin.
struct UnitFinder {
    let bytes: UnsafeRawBufferPointer
    let end: Int
    let isZstd: Bool

    /// Whether a unit's magic stands at `offset`.
    func isUnit(at offset: Int) -> Bool {
        if isZstd { return matches([0x28, 0xB5, 0x2F, 0xFD], at: offset) || isSkippable(at: offset) }
        return matches([0x1F, 0x8B, 0x08], at: offset) && offset + 10 <= end && bytes[offset + 3] & 0xE0 == 0
    }

    /// Whether a skippable zstd frame stands at `offset`.
    func isSkippable(at offset: Int) -> Bool {
        isZstd && offset + 8 <= end && bytes[offset] & 0xF0 == 0x50 && matches([0x2A, 0x4D, 0x18], at: offset + 1)
    }

    /// The length of the content of the skippable frame at `offset`.
    func skippableLength(at offset: Int) -> Int {
        (0..<4).reduce(0) { $0 | Int(bytes[offset + 4 + $1]) << (8 * $1) }
    }

    private func matches(_ magic: [UInt8], at offset: Int) -> Bool {
        guard offset + magic.count <= end else { return false }
        return magic.indices.allSatisfy { bytes[offset + $0] == magic[$0] }
    }

    /// The first offset from `start` on where a unit begins whose content begins a WARC record; nil when there is none.
    func next(from start: Int, decoder: UnitDecoder) -> Int? {
        let magic: [UInt8] = isZstd ? [0x28, 0xB5, 0x2F, 0xFD] : [0x1F, 0x8B, 0x08]
        var at = start
        while at < end, let base = bytes.baseAddress {
            guard let found = memchr(base + at, Int32(magic[0]), end - at) else { return nil }
            at = base.distance(to: UnsafeRawPointer(found))
            if isUnit(at: at) && beginsRecord(at, decoder) { return at }
            at += 1
        }
        return nil
    }

    private func beginsRecord(_ offset: Int, _ decoder: UnitDecoder) -> Bool {
        decoder.open(at: offset)
        var head: [UInt8] = []
        while head.count < 5 {
            switch decoder.step(into: &head) {
            case .progress: continue
            case .ended: return head.starts(with: Array("WARC/".utf8))
            case .cut, .corrupt: return false
            }
        }
        return head.starts(with: Array("WARC/".utf8))
    }
}
