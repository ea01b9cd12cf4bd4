import Foundation
import Platform
import TestKit
import Testing

@testable import WebStandards

@Suite struct DataURLTests {
    /// The vectors of the web-platform-tests: URL, type, bytes; null for failure.
    @Test(.needsShared("hostile/url/rust-url/tests_data-urls.json")) func webPlatformVectors() throws {
        let path = try Shared.require("hostile/url/rust-url/tests_data-urls.json")
        let rows = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: path))) as? [[Any]]
        for row in try #require(rows) {
            let input = try #require(row[0] as? String)
            let found = WebURL(input).flatMap { DataURL($0) }
            #expect(found?.type.description == row[1] as? String, "\(input)")
            let bytes = row.count > 2 ? row[2] as? [Int] : nil
            #expect(found?.bytes.map(Int.init) == bytes, "\(input)")
        }
        #expect((rows?.count ?? 0) > 50)
    }

    @Test(.needsShared("hostile/url/rust-url/tests_base64.json")) func base64Vectors() throws {
        let path = try Shared.require("hostile/url/rust-url/tests_base64.json")
        let rows = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: path))) as? [[Any]]
        for row in try #require(rows) {
            let input = try #require(row[0] as? String)
            // The standard decodes code points; those beyond Latin-1 are in no alphabet.
            let bytes = input.unicodeScalars.map { UInt8(exactly: $0.value) ?? 0xFF }
            #expect(Base64.decode(bytes)?.map(Int.init) == row[1] as? [Int], "\(input.debugDescription)")
        }
    }

    @Test func mediaTypes() {
        #expect(
            MIMEType("Text/HTML; Charset=\"utf-8\"; x=y z ;x=2")?.description == "text/html;charset=utf-8;x=\"y z\"")
        #expect(MIMEType("text/html;charset=gbk;charset=big5")?.charset == "gbk")
        #expect(MIMEType("image/svg+xml")?.isImage == true)
        #expect(MIMEType("text/plain;a=\"q\\\"w\\")?["a"] == "q\"w\\")
        for wrong in ["", "text", "/html", "text/", "te xt/html", "text/ht(ml"] { #expect(MIMEType(wrong) == nil) }
    }
}
