package import Platform

/// Several sorted files become one that has the entries of all: who reads it opens one file where there were many.
package enum SortedMerge {
    /// Files that are merged at once; all of them are open.
    package static let mostFiles = 128

    /// Merges `paths`, at most `mostFiles` of the same number of buckets, into a file at `path`.
    /// - Parameter memory: bytes of buffers.
    /// - Throws: `StorageError`.
    @discardableResult
    package static func write(
        _ paths: [String], to path: String, memory: Int = 64 << 20
    ) throws(StorageError) -> FileSummary {
        var files: [RandomAccessFile] = []
        for path in paths {
            files.append(try wrapping { () throws(SystemError) in try RandomAccessFile(path: path) })
        }
        var lines: [BucketLines] = []
        for file in files { lines.append(try BucketLines(file)) }
        guard let buckets = lines.first?.count else {
            throw .unwritable(path: path, detail: "there is nothing to merge")
        }
        guard lines.allSatisfy({ $0.count == buckets }) else {
            throw .corrupt(path: path, detail: "the files to merge have different numbers of buckets")
        }
        var output = try SortedOutput(path: path, buckets: buckets)
        for bucket in 0..<buckets {
            var places: [BucketTable.Bucket] = []
            for file in lines.indices { places.append(try lines[file].next()) }
            var merger = try SortedMerger(files: files, places, memory: memory)
            while let (key, payload) = try merger.next() {
                try output.append(bucket: bucket, key: key, payload: payload[...])
            }
        }
        return try output.commit()
    }
}
