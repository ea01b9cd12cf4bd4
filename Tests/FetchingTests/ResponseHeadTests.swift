import Testing

@testable import Fetching

@Suite struct ResponseHeadTests {
    private func head(_ text: String) -> ResponseHead {
        var head = ResponseHead()
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            #expect(Array("\(line)\r\n".utf8).withUnsafeBytes { head.read($0) })
        }
        return head
    }

    @Test func fieldsAreReadInAnyCase() {
        let head = head(
            "HTTP/1.1 200 OK\ncontent-TYPE:  image/png \nContent-Length: 12\n"
                + "X-Robots-Tag: noai\nx-robots-tag: bot: all\n"
                + "Content-Encoding: GZIP , br\nLocation: /a\nRetry-After: 3\nTDM-Reservation: 1\nX-Other: z\n")
        #expect(head.status == 200)
        #expect(head.contentType == "image/png")
        #expect(head.contentLength == 12)
        #expect(head.robotsTags == ["noai", "bot: all"])
        #expect(head.encodings == ["gzip", "br"])
        #expect(head.location == Array("/a".utf8))
        #expect(head.retryAfter == "3")
        #expect(head.tdmReservation == "1")
        #expect(head.isComplete && head.isHTTP1)
    }

    @Test func anInterimAnswerDoesNotCount() {
        let head = head("HTTP/1.1 103 Early\nContent-Type: text/html\n\nHTTP/2 200\nContent-Length: 3\n")
        #expect(head.status == 200)
        #expect(head.contentType == "")
        #expect(head.contentLength == 3)
        #expect(!head.isHTTP1)
    }

    @Test func trailersChangeNothing() {
        var head = head("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n")
        #expect(Array("Content-Type: text/evil\r\n".utf8).withUnsafeBytes { head.read($0) })
        #expect(head.contentType == "")
    }

    @Test func twoLengthsAreAContradictionUnlessThereAreChunks() {
        #expect(head("HTTP/1.1 200 OK\nContent-Length: 5\nContent-Length: 6\n").hasTwoLengths)
        #expect(!head("HTTP/1.1 200 OK\nContent-Length: 5\nContent-Length: 5\n").hasTwoLengths)
        #expect(
            !head("HTTP/1.1 200 OK\nContent-Length: 5\nContent-Length: 6\nTransfer-Encoding: chunked\n").hasTwoLengths)
    }

    @Test func aHeaderWithoutEndIsRefused() {
        var head = ResponseHead()
        let line = Array("X-A: \(String(repeating: "a", count: 1000))\r\n".utf8)
        var taken = 0
        while line.withUnsafeBytes({ head.read($0) }) && taken < 1000 { taken += 1 }
        #expect(taken == ResponseHead.maximumBytes / line.count)
    }

    @Test func oddStatusLinesHaveNoStatus() {
        for line in ["HTTP/1.1", "HTTP/1.1 ", "HTTP/1.1 2x0 OK"] { #expect(head(line).status == 0) }
    }
}
