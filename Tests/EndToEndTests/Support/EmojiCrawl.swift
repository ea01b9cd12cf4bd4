import Foundation
import JSON
import Platform
import TestKit
import Testing

/// Pages of the emoji documents, the pictures as records of the archive; every other page shows them swapped.
struct EmojiCrawl {
    /// URLs of the pages whose pictures belong to their texts, and of those whose pictures do not.
    private(set) var matched: Set<String> = [], swapped: Set<String> = []
    private(set) var crawl = Crawl()

    /// - Parameters:
    ///   - folder: `models/emoji-eval` of the shared data.
    ///   - pages: how many documents, from the first.
    ///   - parity: which half is swapped: 0 the even ones, 1 the odd ones.
    init(folder: String, pages: Int = .max, parity: Int = 1) throws {
        var pictures: Set<String> = []
        var number = 0
        for line in try Files.readText(folder + "/documents.jsonl").split(separator: "\n") {
            let document = try JSONValue(parsing: String(line))
            let isMatched = document["variant"]?.string == "matched"
            if isMatched { number += 1 }
            guard number <= pages, isMatched == (number % 2 != parity), let id = document["id"]?.string else {
                continue
            }
            var html = "<!DOCTYPE html><html lang=en><head><title>\(id)</title></head><body>"
            for item in document["items"]?.array ?? [] {
                if let text = item["text"]?.string { html += "<p>\(text)</p>" }
                if let name = item["image"]?.string {
                    html += "<p><img src=\"/pictures/\(name)\"></p>"
                    pictures.insert(name)
                }
            }
            let url = "http://emoji.example/\(isMatched ? "right" : "wrong")/\(id).html"
            if isMatched { matched.insert(url) } else { swapped.insert(url) }
            crawl.addResponse(url, "text/html; charset=utf-8", Array((html + "</body></html>").utf8))
        }
        for name in pictures.sorted() {
            let bytes = try Files.read(folder + "/" + name)
            crawl.addResponse("http://emoji.example/pictures/\(name)", "image/png", bytes)
        }
    }

    /// Makes the corpus of such a crawl with `unfiltered.yaml`, `folder/corpus`, and gives it to `body`.
    static func withCorpus(
        pages: Int = .max, parity: Int = 1, sets: [String] = [],
        _ body: (_ folder: String, _ corpus: String, EmojiCrawl) throws -> Void
    ) throws {
        let data = try Shared.require("models/emoji-eval")
        try withScratchFolder { folder in
            let emoji = try EmojiCrawl(folder: data, pages: pages, parity: parity)
            try body(folder, emoji.crawl.corpus(in: folder, sets: sets), emoji)
        }
    }
}
