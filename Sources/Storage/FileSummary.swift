/// One zstd frame of a file.
public struct FrameEntry: Sendable, Equatable {
    /// Byte offset in the file.
    public var offset: Int
    /// Bytes in the file.
    public var compressed: Int
    /// Bytes of text.
    public var decompressed: Int

    /// A frame.
    public init(offset: Int, compressed: Int, decompressed: Int) {
        self.offset = offset
        self.compressed = compressed
        self.decompressed = decompressed
    }
}

/// Where a line lies in a framed file.
public struct LineLocation: Sendable, Equatable {
    /// Index of the frame.
    public var frame: Int
    /// Byte offset in the frame's text.
    public var offset: Int
    /// Bytes, without the line feed.
    public var length: Int

    /// A place.
    public init(frame: Int, offset: Int, length: Int) {
        self.frame = frame
        self.offset = offset
        self.length = length
    }
}

/// What a finished file is: enough to notice any change of it later.
public struct FileSummary: Sendable, Equatable {
    /// The file's name without folders.
    public var name: String
    /// Its size.
    public var bytes: Int
    /// Lines of a framed file, members of a tar, entries of a run.
    public var lines: Int
    /// The frames of a framed file; empty for other files.
    public var frames: [FrameEntry]
    /// SHA-256 of the whole file, 64 hexadecimal digits.
    public var sha256: String

    /// A summary.
    public init(name: String, bytes: Int, lines: Int, frames: [FrameEntry] = [], sha256: String) {
        self.name = name
        self.bytes = bytes
        self.lines = lines
        self.frames = frames
        self.sha256 = sha256
    }
}

extension String {
    /// What follows the last slash.
    var lastPathComponent: String { split(separator: "/").last.map(String.init) ?? self }
}
