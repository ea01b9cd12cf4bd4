internal import CImageCodecs

/// The boxes of an AVIF file, read by libavif: which item is the picture, what its alpha and its profile are, takes
/// more rules (ISO/IEC 23008-12) than are worth having twice.
enum AVIFContainer {
    /// - Throws: `ImageFault`.
    static func header(_ bytes: UnsafeRawBufferPointer, limits: ImageLimits) throws(ImageFault) -> ImageHeader {
        var facts = ci_avif_facts()
        var outcome = ci_outcome()
        if let base = bytes.bindMemory(to: UInt8.self).baseAddress {
            ci_avif_header(base, bytes.count, Int32(clamping: limits.maximumFrames), &facts, &outcome)
        }
        let mode = (facts.gray != 0 ? "L" : "RGB") + (facts.alpha != 0 ? "A" : "")
        var header = ImageHeader(format: .avif, width: Int(facts.width), height: Int(facts.height), mode: mode)
        header.frames = max(1, Int(facts.frames))
        header.orientation = Int(facts.orientation)
        header.hasICC = facts.icc != 0
        if let fault = outcome.fault(header, limits: limits) { throw fault }
        return header
    }
}
