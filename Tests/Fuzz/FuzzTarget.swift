import Documents
import Extraction
import Facts

/// One profile's extractor, kept from input to input as a worker keeps it.
private nonisolated(unsafe) var extractors = [Extractor(options: .quarry), Extractor(options: .obelics)]
private let labels: [String?] = [
    nil, "utf-8", "shift_jis", "gb18030", "utf-16le", "windows-1252", "x-nonsense", "big5",
]

/// libFuzzer's entry. The first byte chooses profile and charset, the rest is the page. A crash, a hang, or books that do not balance are
/// findings.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    guard let data, size > 0 else { return 0 }
    let body = Array(UnsafeBufferPointer(start: data + 1, count: size - 1))
    let page = CapturedPage(
        url: "https://example.org/dir/page.html", body: body, httpCharset: labels[Int(data[0] >> 1) % labels.count])
    let extraction = extractors[Int(data[0] & 1)].extract(page)
    let dropped = extraction.drops.reduce(into: [Unit: Int]()) { $0[$1.reason.unit, default: 0] += 1 }
    let document = extraction.document
    precondition(document != nil || extraction.drops.count == 1, "neither a document nor a drop")
    precondition((document?.imageCount ?? 0) + dropped[.image, default: 0] == extraction.imagesBorn, "images")
    precondition(
        (document?.paragraphCount ?? 0) + dropped[.paragraph, default: 0] == extraction.paragraphsBorn, "paragraphs")
    return 0
}
