/// The uncalibrated conversion of the four inks.
enum CMYK {
    /// RGB of one pixel stored Adobe's way (255 is no ink), as nearly every CMYK JPEG is, with the marker or without:
    /// with `i = 255 - ink` a channel is `k' - c * k' / 255`, rounded as Pillow rounds.
    @inline(__always)
    static func rgb(_ stored: UnsafePointer<UInt8>) -> (red: UInt8, green: UInt8, blue: UInt8) {
        let light = Int32(stored[3])
        return (
            remove(255 - Int32(stored[0]), light), remove(255 - Int32(stored[1]), light),
            remove(255 - Int32(stored[2]), light)
        )
    }

    @inline(__always)
    private static func remove(_ ink: Int32, _ light: Int32) -> UInt8 {
        let product = ink &* light &+ 128
        return UInt8(truncatingIfNeeded: max(0, light &- ((product >> 8 &+ product) >> 8)))
    }
}
