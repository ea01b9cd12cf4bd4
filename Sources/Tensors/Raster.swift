/// An 8-bit RGB picture.
public struct Raster: Equatable, Sendable {
    /// `[height, width, 3]`, rows from the top.
    public let rgb: [UInt8]
    /// Pixels across and down.
    public let width, height: Int

    /// Wraps pixels; `rgb.count` must be `height * width * 3`.
    public init(_ rgb: [UInt8], width: Int, height: Int) {
        precondition(rgb.count == width * height * 3, "the pixels do not fill \(width) x \(height)")
        (self.rgb, self.width, self.height) = (rgb, width, height)
    }

    /// The part of `size` by `size` pixels whose top left corner is at (x, y).
    public func square(x: Int, y: Int, size: Int) -> [UInt8] {
        var part: [UInt8] = []
        part.reserveCapacity(size * size * 3)
        for row in y..<y + size {
            let start = (row * width + x) * 3
            part.append(contentsOf: rgb[start..<start + size * 3])
        }
        return part
    }
}
