/// Where a line lies in a framed file.
package struct LineLocation: Sendable, Equatable {
    /// Index of the frame.
    package var frame: Int
    /// Byte offset in the frame's text.
    package var offset: Int
    /// Bytes, without the line feed.
    package var length: Int

    /// A place.
    package init(frame: Int, offset: Int, length: Int) {
        self.frame = frame
        self.offset = offset
        self.length = length
    }
}
