/// What a byte of a picture becomes before the vision tower.
enum PixelValues {
    /// The value of each byte of each channel, `[3, 256]`: times `scale` in f64, then mean and deviation in f32.
    static func table(mean: [Float], deviation: [Float], scale: Double = 1.0 / 255.0) -> [Float] {
        (0..<3).flatMap { channel in
            (0..<256).map { byte in (Float(Double(byte) * scale) - mean[channel]) / deviation[channel] }
        }
    }
}
