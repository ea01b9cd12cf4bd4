/// One zstd frame of a file.
package struct FrameEntry: Sendable, Equatable {
    /// Byte offset in the file.
    package var offset: Int
    /// Bytes in the file.
    package var compressed: Int
    /// Bytes of text.
    package var decompressed: Int

    /// A frame.
    package init(offset: Int, compressed: Int, decompressed: Int) {
        self.offset = offset
        self.compressed = compressed
        self.decompressed = decompressed
    }
}

/// What a finished file is: enough to notice any change of it later.
package struct FileSummary: Sendable, Equatable {
    /// The file's name without folders.
    package var name: String
    /// Its size.
    package var bytes: Int
    /// Lines of a framed file, members of a tar, entries of an exchange.
    package var lines: Int
    /// The frames of a framed file; empty for other files.
    package var frames: [FrameEntry]
    /// SHA-256 of the whole file, 64 hexadecimal digits.
    package var sha256: String

    /// A summary.
    package init(name: String, bytes: Int, lines: Int, frames: [FrameEntry] = [], sha256: String) {
        self.name = name
        self.bytes = bytes
        self.lines = lines
        self.frames = frames
        self.sha256 = sha256
    }
}

extension String {
    /// What follows the last slash.
    package var lastPathComponent: String { split(separator: "/").last.map(String.init) ?? self }
}
