internal import CImageCodecs

/// One decode by the library of the format, rows into a sink.
struct Codec {
    /// What the header said.
    let header: ImageHeader
    let limits: ImageLimits
    /// 1, 2, 4 or 8: rows of a JPEG that many times smaller.
    var divisor = 1
    /// YCbCr rows of a JPEG that holds them.
    var lumaAndChroma = false

    /// How a decode ended that gave a picture.
    struct Outcome: Equatable {
        let warnings: Int
        let isTruncated: Bool
    }

    /// Decodes `bytes` once.
    /// - Throws: `ImageFault`; with `keepTruncated`, what was decoded of a truncated picture is in the sink.
    func decode(_ bytes: UnsafeRawBufferPointer, into sink: any RowSink) throws(ImageFault) -> Outcome {
        if let decode = header.format.decoder { return try decode(bytes, header, limits, sink) }
        let receiver = Receiver(sink: sink, limits: limits)
        var outcome = ci_outcome()
        if let base = bytes.bindMemory(to: UInt8.self).baseAddress {
            withExtendedLifetime(receiver) { call(base, bytes.count, receiver, &outcome) }
        }
        if let fault = receiver.fault { throw fault }
        let truncated = outcome.truncated != 0 || outcome.status == CI_TRUNCATED
        if truncated && limits.keepTruncated && receiver.rows > 0 {
            return Outcome(warnings: Int(outcome.warnings), isTruncated: true)
        }
        if truncated { throw .truncated(header.format, detail: outcome.text) }
        if let fault = outcome.fault(header, limits: limits) { throw fault }
        return Outcome(warnings: Int(outcome.warnings), isTruncated: false)
    }

    private func call(
        _ base: UnsafePointer<UInt8>, _ count: Int, _ receiver: Receiver, _ outcome: inout ci_outcome
    ) {
        var sink = receiver.sinkForC
        switch header.format {
        case .jpeg:
            ci_jpeg_decode(
                base, count, Int32(divisor), lumaAndChroma ? 1 : 0, Int32(clamping: limits.maximumScans),
                limits.maximumDecoderMemory, &sink, &outcome)
        case .png: ci_png_decode(base, count, &sink, &outcome)
        case .webp:
            ci_webp_decode(
                base, count, header.mode == "RGBA" ? 1 : 0, limits.keepTruncated ? 1 : 0, &sink, &outcome)
        case .avif: ci_avif_decode(base, count, limits.maximumPixels, &sink, &outcome)
        default: break  // has a decoder in Swift
        }
    }

}

/// Stands between C and a sink: checks what the library found against the limits before the sink takes memory.
private final class Receiver {
    private let sink: any RowSink
    private let limits: ImageLimits
    private(set) var fault: ImageFault?
    private(set) var rows = 0

    init(sink: any RowSink, limits: ImageLimits) {
        self.sink = sink
        self.limits = limits
    }

    /// The C view of this object, which must outlive its use.
    var sinkForC: ci_sink {
        ci_sink(
            context: Unmanaged.passUnretained(self).toOpaque(),
            begin: { context, header in
                Unmanaged<Receiver>.fromOpaque(context).takeUnretainedValue().begin(header.pointee) ? 1 : 0
            },
            row: { context, y, pixels in
                Unmanaged<Receiver>.fromOpaque(context).takeUnretainedValue().row(y, pixels)
            })
    }

    private func begin(_ header: ci_header) -> Bool {
        do {
            try ImageHeader.check(
                width: Int(header.stored_width), height: Int(header.stored_height), limits: limits)
        } catch {
            fault = error
            return false
        }
        guard let layout = RowLayout(rawValue: header.layout.rawValue) else { return false }
        sink.begin(RowHeader(width: Int(header.width), height: Int(header.height), layout: layout))
        return true
    }

    private func row(_ y: UInt32, _ pixels: UnsafePointer<UInt8>) {
        rows += 1
        sink.row(Int(y), pixels)
    }
}

extension ci_outcome {
    /// Why there is no picture; nil when there is one.
    func fault(_ header: ImageHeader, limits: ImageLimits) -> ImageFault? {
        let format = header.format
        switch status {
        case CI_OK: return nil
        case CI_TRUNCATED: return .truncated(format, detail: text)
        case CI_UNSUPPORTED: return .unsupportedCoding(format, detail: text)
        case CI_BAD_SIZE: return .badSize(width: header.width, height: header.height)
        case CI_SCANS: return .tooManyScans(limits.maximumScans)
        case CI_FRAMES: return .tooManyFrames(limits.maximumFrames + 1)
        case CI_PIXELS: return .tooManyPixels(width: header.width, height: header.height)
        case CI_MEMORY: return .tooMuchMemory(format)
        default: return header.endsEarly ? .truncated(format, detail: text) : .corrupt(format, detail: text)
        }
    }

    /// The library's first message.
    fileprivate var text: String {
        withUnsafeBytes(of: message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
