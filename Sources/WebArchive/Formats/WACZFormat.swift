package import Platform

/// WACZ: a ZIP with WARC files in `archive/`, stored as they are. Its sources are of `WARCFormat`.
package struct WACZFormat: InputFormat {
    package let formats: [ArchiveFormat] = []
    package let endings = [".wacz"]

    package func sources(of file: MappedFile, name: String, isLast: Bool) throws(ArchiveError) -> [ArchiveSource]? {
        guard ZipDirectory.isZip(file.bytes) else { return nil }
        let path = file.path
        guard let entries = ZipDirectory.entries(file.bytes) else {
            throw .badContainer(path: path, detail: "a ZIP without a readable directory: is the file complete?")
        }
        var sources: [ArchiveSource] = []
        var compressed: [String] = []
        for entry in entries where entry.name.hasPrefix("archive/") && !entry.name.hasSuffix("/") {
            guard entry.isStored, let range = entry.range else {
                compressed.append(entry.name)
                continue
            }
            let bytes = UnsafeRawBufferPointer(rebasing: file.bytes[range])
            if let format = try? WARCFormat.format(bytes, path: entry.name) {
                sources.append(ArchiveSource(whole: path, name: name + "/" + entry.name, format: format, range))
            }
        }
        if let one = overlapping(sources) {
            // The same bytes by many names: a small file that takes as long as a large one.
            let detail = "two of its archives are the same bytes at \(one): not a ZIP that an archive is in"
            throw .badContainer(path: path, detail: detail)
        }
        guard compressed.isEmpty else {
            let detail =
                "\(compressed[0]) is compressed by the ZIP or cut; write the WACZ anew with its archives stored (zip -0)"
            throw .badContainer(path: path, detail: detail)
        }
        guard !sources.isEmpty else { throw .badContainer(path: path, detail: "a ZIP without archive/*.warc.gz") }
        return sources
    }

    /// Where two of them share bytes; nil when none do.
    private func overlapping(_ sources: [ArchiveSource]) -> Int? {
        let sorted = sources.sorted { $0.containerBegin < $1.containerBegin }
        return zip(sorted, sorted.dropFirst()).first { $0.containerEnd > $1.containerBegin }?.1.containerBegin
    }

    package func reader(_ source: ArchiveSource, limits: ArchiveLimits) throws(ArchiveError) -> any RecordReader {
        try WARCFormat().reader(source, limits: limits)
    }
}
