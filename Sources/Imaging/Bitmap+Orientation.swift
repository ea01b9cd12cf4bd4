extension Bitmap {
    /// The picture as it is meant to be seen, when its pixels are stored by an EXIF orientation (EXIF 2.32, 4.6.4, tag
    /// 0112); itself for 1 and for what is none.
    public func upright(_ orientation: Int) -> Bitmap {
        guard (2...8).contains(orientation) else { return self }
        // 5 to 8 lie on their side.
        let turns = orientation >= 5
        let (across, down) = turns ? (height, width) : (width, height)
        let mirrorsX = [2, 3, 7, 8].contains(orientation)
        let mirrorsY = [3, 4, 6, 7].contains(orientation)
        let upright = [UInt8](unsafeUninitializedCapacity: pixels.count) { out, count in
            for y in 0..<down {
                for x in 0..<across {
                    let (column, row) = turns ? (y, x) : (x, y)
                    let from =
                        ((mirrorsY ? height - 1 - row : row) * width + (mirrorsX ? width - 1 - column : column))
                        * channels
                    let to = (y * across + x) * channels
                    for channel in 0..<channels { out[to + channel] = pixels[from + channel] }
                }
            }
            count = pixels.count
        }
        return Bitmap(width: across, height: down, channels: channels, mode: mode, pixels: upright)
    }
}
