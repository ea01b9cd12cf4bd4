import Platform

/// Makes the index of a corpus that is being sealed: one file, or files of ranges and a catalogue of them.
struct SealedIndex {
    let folder: String
    let fullText: Bool
    /// Files that units have made, by number of the range.
    let made: [Int: String]

    /// - Parameter limit: documents that a file has at most, where no part alone has more.
    /// - Returns: the files' paths in the corpus, and what is in it.
    /// - Throws: as `CorpusIndexBuilder`.
    func build(
        _ parts: [CorpusIndexBuilder.Part], _ facts: CorpusIndexBuilder.Facts, limit: Int
    ) throws(StorageError) -> (files: [String], counts: CorpusManifest.Counts) {
        let groups = IndexRanges.groups(parts.map(\.documents), limit: limit)
        let ranges = folder + "/" + CorpusIndex.folderName
        try wrapping { () throws(SystemError) in try Files.remove(ranges) }
        let builder = CorpusIndexBuilder(path: folder + "/" + CorpusIndex.fileName, fullText: fullText)
        guard groups.count > 1 else {
            guard let file = made[0] else { return ([CorpusIndex.fileName], try builder.build(parts, facts)) }
            try place(file, CorpusIndex.fileName)
            let counts = try CorpusIndex(path: folder + "/" + CorpusIndex.fileName).statistics().counts
            return ([CorpusIndex.fileName], counts)
        }
        try wrapping { () throws(SystemError) in try Files.makeFolder(ranges) }
        var files = [CorpusIndex.fileName]
        for (number, group) in groups.enumerated() {
            let name = CorpusIndex.folderName + "/" + IndexRanges.name(number)
            if let file = made[number] {
                try place(file, name)
            } else {
                try CorpusIndexBuilder(path: folder + "/" + name, fullText: fullText)
                    .build(parts, group, of: groups.count, facts)
            }
            files.append(name)
        }
        return (files, try builder.buildCatalogue(parts, groups: groups, facts))
    }

    private func place(_ file: String, _ name: String) throws(StorageError) {
        try wrapping { () throws(SystemError) in
            try Files.remove(folder + "/" + name)
            try Files.linkOrCopy(file, to: folder + "/" + name)
        }
    }
}
