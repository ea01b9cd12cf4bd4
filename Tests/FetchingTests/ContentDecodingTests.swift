import CZlib
import Testing

@testable import Fetching

@Suite struct ContentDecodingTests {
    static let plain = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 / 7 ^ $0) }

    private func deflate(_ bytes: [UInt8], windowBits: Int32) -> [UInt8] {
        var stream = z_stream()
        deflateInit2_(
            &stream, 6, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        defer { deflateEnd(&stream) }
        var input = bytes
        var output = [UInt8](repeating: 0, count: bytes.count + 1000)
        let count = output.withUnsafeMutableBufferPointer { out in
            input.withUnsafeMutableBufferPointer { into in
                (stream.next_in, stream.avail_in) = (into.baseAddress, UInt32(into.count))
                (stream.next_out, stream.avail_out) = (out.baseAddress, UInt32(out.count))
                CZlib.deflate(&stream, Z_FINISH)
                return out.count - Int(stream.avail_out)
            }
        }
        return Array(output[..<count])
    }

    private func fault(_ body: [UInt8], _ encodings: [String], limit: Int = 1 << 20) -> FetchFault? {
        do {
            _ = try ContentDecoding.decode(body, encodings: encodings, limit: limit)
            return nil
        } catch { return error.fault }
    }

    @Test(arguments: [("gzip", 31), ("x-gzip", 31), ("deflate", 15), ("deflate", -15)] as [(String, Int32)])
    func everyFormComesBack(_ coding: String, _ windowBits: Int32) throws {
        let body = deflate(Self.plain, windowBits: windowBits)
        #expect(try ContentDecoding.decode(body, encodings: [coding], limit: 1 << 20) == Self.plain)
        #expect(fault(body, [coding], limit: 199_999) == .tooLarge)
        #expect(fault(body, [coding], limit: 200_000) == nil)
    }

    /// Every place a body can be cut at, on a small one.
    @Test func aCutBodyIsNeverGood() {
        let body = deflate(Array(Self.plain[..<600]), windowBits: 31)
        for count in 0..<body.count { #expect(fault(Array(body[..<count]), ["gzip"]) == .encoding) }
    }

    @Test func codingsAreUndoneInReverse() throws {
        let body = deflate(deflate(Self.plain, windowBits: 15), windowBits: 31)
        #expect(try ContentDecoding.decode(body, encodings: ["deflate", "gzip"], limit: 1 << 20) == Self.plain)
        #expect(fault(body, ["gzip", "deflate"]) == .encoding)
        #expect(fault(body, ["gzip", "gzip", "gzip", "gzip"]) == .encoding)
    }

    @Test func brotliBombsStopAtTheLimit() {
        // An empty stream, and the start of a metablock that claims more than it holds.
        #expect(fault([0x3B], ["br"]) == nil)
        #expect(fault([0x0B, 0x02, 0x80], ["br"]) == .encoding)
        #expect(fault(Array("\u{89}PNG not brotli".utf8), ["br"]) == .encoding)
    }

    @Test func unknownCodingsAreRefusedAndIdentityIsNone() throws {
        #expect(fault([1], ["rot13"]) == .encoding)
        #expect(try ContentDecoding.decode([1, 2], encodings: ["identity"], limit: 9) == [1, 2])
    }
}
