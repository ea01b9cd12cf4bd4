import Facts
import Fetching
import Imaging
import Testing
import WebArchive

@testable import Phases

/// Every fault of a leaf module and the reason it is counted under.
@Suite struct FaultReasonsTests {
    @Test func faultsOfArchives() {
        let expected: [(ArchiveFault, String)] = [
            (.truncated, "record.truncated"), (.corrupt, "record.corrupt"), (.garbage, "record.garbage"),
            (.badHeader, "record.bad-header"), (.headerTooLarge, "record.header-too-large"),
            (.badLength, "record.bad-length"), (.recordTooLarge, "record.too-large"),
        ]
        for (fault, reason) in expected { #expect(fault.reason.rawValue == reason) }
    }

    @Test func faultsOfMessages() {
        let expected: [(HTTPFault, String)] = [
            (.notHTTP, "record.not-http"), (.empty, "record.empty-payload"), (.badHeader, "record.bad-header"),
            (.headerTooLarge, "record.header-too-large"), (.badEncoding, "record.payload-encoding"),
            (.payloadTooLarge, "record.payload-too-large"),
        ]
        for (fault, reason) in expected { #expect(fault.reason.rawValue == reason) }
    }

    @Test func faultsOfTransfers() {
        let expected: [(String, [FetchFault])] = [
            ("image.invalid-url", [.invalidURL]), ("image.url-scheme", [.scheme]),
            ("image.private-address", [.privateAddress]), ("image.robots", [.robots]),
            ("image.robots-unavailable", [.robotsUnavailable]), ("image.noai", [.noai]),
            ("image.tdm-reserved", [.tdmReserved]), ("image.ai-txt", [.aiTxt]), ("image.opted-out", [.optedOut]),
            ("image.dns", [.dnsNotFound, .dnsFailed]), ("image.connect", [.connectRefused, .connectFailed]),
            ("image.tls", [.tlsUntrusted, .tlsHostMismatch, .tlsExpired, .tls]),
            ("image.timeout", [.connectTimeout, .firstByteTimeout, .timeout, .stalled]),
            ("image.host-given-up", [.hostGivenUp]), ("image.reset", [.reset]), ("image.cut-off", [.truncated]),
            ("image.too-many-bytes", [.tooLarge]), ("image.redirect", [.redirectLimit, .badRedirect]),
            ("image.bad-response", [.headersTooLarge, .badResponse, .encoding, .unexpectedStatus]),
            ("image.empty", [.empty]), ("image.not-found", [.notFound]), ("image.forbidden", [.forbidden]),
            ("image.too-many-requests", [.tooManyRequests]), ("image.client-error", [.clientError]),
            ("image.server-error", [.unavailable, .serverError]),
        ]
        for (reason, faults) in expected {
            for fault in faults { #expect(fault.reason.rawValue == reason, "\(fault)") }
        }
    }

    @Test func faultsOfPictures() {
        let expected: [(ImageFault, String)] = [
            (.empty, "image.empty"), (.notImage(.html), "image.not-an-image"),
            (.unsupported(.tiff), "image.unsupported-format"),
            (.unsupportedCoding(.jpeg, detail: ""), "image.unsupported-format"),
            (.tooManyPixels(width: 1, height: 1), "image.too-many-pixels"),
            (.tooMuchMemory(.png), "image.too-many-pixels"), (.tooManyBytes(1), "image.too-many-bytes"),
            (.tooManyFrames(1), "image.too-many-frames"), (.tooManyScans(1), "image.too-many-scans"),
            (.badSize(width: 0, height: 1), "image.bad-size"), (.corrupt(.gif, detail: ""), "image.corrupt"),
            (.truncated(.webp, detail: ""), "image.truncated"),
        ]
        for (fault, reason) in expected { #expect(fault.reason.rawValue == reason, "\(fault)") }
    }
}
