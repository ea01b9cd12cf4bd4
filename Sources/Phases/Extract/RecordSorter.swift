import Configuration
import Extraction
import Facts
import WebArchive

/// Decides what an archive record is: a page, a picture, or nothing for us, with the reason.
enum RecordSorter {
    enum Sorted {
        case page(CapturedPage)
        case picture(url: String)
        case other(Reason, detail: String)
    }

    /// - Parameter list: the pages that the archive says it holds.
    static func sort(
        _ record: ArchiveRecord, source: ArchiveSource, input: InputConfig, list: PageList = PageList()
    ) -> Sorted {
        if source.format == .html { return PageFile.sort(record, source: source, input: input) }
        switch record.type {
        case .response, .resource: break
        case .revisit: return .other(.recordRevisit, detail: "")
        case .continuation: return .other(.recordSegmented, detail: "")
        default: return .other(.recordOtherType, detail: record.typeName)
        }
        guard !record.targetURI.isEmpty else { return .other(.recordNoTarget, detail: "") }
        guard isWeb(record.targetURI) else {
            return .other(.recordTargetScheme, detail: String(record.targetURI.prefix { $0 != ":" }))
        }
        let payload: HTTPPayload
        do {
            payload = try HTTPPayload.of(record, limits: input.limits) { !$0.mime.hasPrefix("image/") }
        } catch {
            return .other(error.reason, detail: cut(record, "\(error)"))
        }
        let sorted = sort(payload, record)
        guard !list.isEmpty, case .page(var page) = sorted else { return sorted }
        guard list.contains(page.url) else { return .other(.recordNotListed, detail: "") }
        page.title = list.title(of: page.url)
        return .page(page)
    }

    /// A page that the crawler cut is a page still; what else it cut is of no use.
    private static func sort(_ payload: HTTPPayload, _ record: ArchiveRecord) -> Sorted {
        guard HTTPStatus.hasContent(payload.status) else {
            return .other(.recordHTTPStatus, detail: "\(payload.status)")
        }
        guard !payload.body.isEmpty else { return .other(.recordEmptyPayload, detail: cut(record, "")) }
        var type = payload.contentType.mime
        if payload.contentType.isVague, !record.identifiedType.isEmpty { type = record.identifiedType }
        if type.hasPrefix("image/") || PictureFormat.isPicture(payload.body) {
            if record.truncation != nil { return .other(.recordTruncated, detail: cut(record, type)) }
            return .picture(url: record.targetURI)
        }
        if Sniff.isHTMLType(type) || (ContentType.isVague(type) && Sniff.looksLikeHTML(payload.body)) {
            guard !Sniff.isBinary(payload.body) else {
                return .other(.recordNotHTML, detail: "binary bytes as \(type)")
            }
            var page = CapturedPage(
                url: record.targetURI, body: payload.body, httpCharset: payload.contentType.charset)
            page.robotsTags = payload.headers.values("X-Robots-Tag")
            page.tdmReservation = payload.headers.values("tdm-reservation").last
            page.truncation = record.truncation
            return .page(page)
        }
        return .other(.recordNotHTML, detail: cut(record, type))
    }

    /// What is said of a record, with the reason why the crawler cut it.
    private static func cut(_ record: ArchiveRecord, _ detail: String) -> String {
        guard let reason = record.truncation else { return detail }
        return (detail.isEmpty ? "" : detail + ", ") + "cut by the crawler: \(reason)"
    }

    private static func isWeb(_ url: String) -> Bool {
        let scheme = url.prefix { $0 != ":" }.lowercased()
        return scheme == "http" || scheme == "https"
    }
}

/// What bytes are, by their first ones; headers lie.
enum Sniff {
    static func isHTMLType(_ mime: String) -> Bool { mime == "text/html" || mime == "application/xhtml+xml" }

    /// PDF, ZIP, gzip and pictures are no HTML whatever their label says.
    static func isBinary(_ bytes: [UInt8]) -> Bool {
        let heads: [[UInt8]] = [Array("%PDF-".utf8), [0x50, 0x4B, 3, 4], [0x1F, 0x8B]]
        return PictureFormat.isPicture(bytes) || heads.contains { bytes.starts(with: $0) }
    }

    static func looksLikeHTML(_ bytes: [UInt8]) -> Bool {
        let head = bytes.prefix(1024).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        return ["<!doctype html", "<html", "<head", "<body"].contains { mark in
            let mark = Array(mark.utf8)
            return head.indices.contains { head[$0...].starts(with: mark) }
        }
    }
}
