import Extraction
import Platform
import TestKit
import Testing

/// What the fuzzer found once stays found: every file of `Tests/Fuzz/cases`, for both profiles.
@Suite struct FuzzCasesTests {
    @Test func replayed() throws {
        let folder = Repository.root + "/Tests/Fuzz/cases"
        let labels: [String?] = [nil, "utf-8", "shift_jis", "gb18030", "utf-16le", "windows-1252", "x", "big5"]
        for name in try Files.list(folder) where name != "README.md" {
            let bytes = try Files.read(folder + "/" + name)
            guard let first = bytes.first else { continue }
            for options in [ExtractionOptions.obelics, .quarry] {
                var extractor = Extractor(options: options)
                let label = labels[Int(first >> 1) % labels.count]
                let page = CapturedPage(url: Pages.url, body: Array(bytes.dropFirst()), httpCharset: label)
                let extraction = extractor.extract(page)
                #expect(extraction.document != nil || extraction.drops.count == 1, "\(name)")
                #expect(Pages.balances(extraction), "\(name)")
            }
        }
    }
}
