import Curation
import Foundation
import JSON
import Platform

/// A piece of a text around the words that were looked for, with the places of the words in it.
package struct Snippet: Sendable, Equatable {
    /// The piece, white space folded, `…` where it was cut.
    package let text: String
    /// Places of the words, as offsets in `text`'s Unicode scalars, rising and apart.
    package let marks: [Range<Int>]

    /// About how many scalars a snippet has.
    static let length = 200

    /// The stretch of `texts` with the most different words of `query`, then the most words, then the first.
    package init(of texts: [String], _ query: SearchQuery) {
        let wanted = Set(query.words.map(Snippet.folded))
        var best: (score: Int, text: String, hits: [Range<Int>], window: Range<Int>)?
        for text in texts where !text.isEmpty {
            let hits = Snippet.hits(in: text, query, wanted)
            guard let window = Snippet.window(hits, text.utf8.count) else { continue }
            if best.map({ window.score > $0.score }) ?? true {
                best = (window.score, text, hits.map(\.place), window.range)
            }
        }
        guard let best else {
            let first = texts.first { !$0.isEmpty } ?? ""
            (self.text, marks) = Snippet.cut(first, 0..<min(first.utf8.count, Snippet.length), [])
            return
        }
        (self.text, marks) = Snippet.cut(best.text, best.window, best.hits)
    }

    /// A word of the query in a text.
    private struct Hit {
        let place: Range<Int>
        let word: String
    }

    private static func hits(in text: String, _ query: SearchQuery, _ wanted: Set<String>) -> [Hit] {
        var hits: [Hit] = []
        SearchWords.shared.forEach(in: text) { place, word in
            let word = folded(String(decoding: word, as: UTF8.self))
            if wanted.contains(word) { hits.append(Hit(place: place, word: word)) }
        }
        // A run may be cut into other words here than in the question.
        let runs = query.unspacedRuns.flatMap { run in places(of: run, in: text).map { Hit(place: $0, word: run) } }
        guard !runs.isEmpty else { return hits }
        let apart = hits.filter { hit in !runs.contains { $0.place.overlaps(hit.place) } }
        return (apart + runs).sorted { $0.place.lowerBound < $1.place.lowerBound }
    }

    /// Where a run stands in a text, in its UTF-8.
    private static func places(of run: String, in text: String) -> [Range<Int>] {
        let utf8 = text.utf8
        return text.ranges(of: run).map { range in
            let start = utf8.distance(from: utf8.startIndex, to: range.lowerBound)
            return start..<start + utf8.distance(from: range.lowerBound, to: range.upperBound)
        }
    }

    /// The index looks through diacritics; so do the marks.
    private static func folded(_ word: String) -> String {
        word.utf8.allSatisfy { $0 < 0x80 } ? word : word.folding(options: .diacriticInsensitive, locale: nil)
    }

    /// The stretch of `length` bytes with the best score.
    private static func window(_ hits: [Hit], _ count: Int) -> (score: Int, range: Range<Int>)? {
        var best: (score: Int, range: Range<Int>)?
        for (index, first) in hits.enumerated() {
            let inside = hits[index...].prefix { $0.place.upperBound <= first.place.lowerBound + length }
            let score = Set(inside.map(\.word)).count * 100 + inside.count
            guard best.map({ score > $0.score }) ?? true, let last = inside.last else { continue }
            // The words stand in the middle, with as much on both sides.
            let spare = max(0, length - (last.place.upperBound - first.place.lowerBound)) / 2
            let start = max(0, first.place.lowerBound - spare)
            best = (score, start..<min(count, start + length))
        }
        return best
    }

    /// Cuts at blanks near the ends, folds white space, and finds the marks again.
    private static func cut(_ text: String, _ window: Range<Int>, _ hits: [Range<Int>]) -> (String, [Range<Int>]) {
        let bytes = Array(text.utf8)
        let start = edge(bytes, window.lowerBound, -1)
        let end = max(start, edge(bytes, window.upperBound, 1))
        var out = start > 0 ? "…" : ""
        var count = out.unicodeScalars.count
        var marks: [Range<Int>] = []
        var at = start
        func take(_ range: Range<Int>) {
            for scalar in String(decoding: bytes[range], as: UTF8.self).unicodeScalars {
                let isSpace = scalar.properties.isWhitespace
                if isSpace, out.last == " " { continue }
                out.unicodeScalars.append(isSpace ? " " : scalar)
                count += 1
            }
        }
        // What was looked for may overlap: then one mark goes over both.
        for hit in hits where hit.lowerBound >= start && hit.upperBound > at && hit.upperBound <= end {
            let isJoined = hit.lowerBound < at
            if !isJoined { take(at..<hit.lowerBound) }
            let from = count
            take(max(at, hit.lowerBound)..<hit.upperBound)
            let first = isJoined ? marks.popLast()?.lowerBound ?? from : from
            marks.append(first..<count)
            at = hit.upperBound
        }
        take(at..<end)
        return (end < bytes.count ? out + "…" : out, marks)
    }

    /// A blank within 24 bytes of `place` (inwards from the text's ends), else the beginning of a code point.
    private static func edge(_ bytes: [UInt8], _ place: Int, _ step: Int) -> Int {
        guard place > 0, place < bytes.count else { return min(max(place, 0), bytes.count) }
        var at = place
        while at > 0, at < bytes.count, abs(at - place) < 24 {
            if bytes[at] == 0x20 || bytes[at] == 0x0A { return step < 0 ? at + 1 : at }
            at += step
        }
        at = place
        while at > 0, at < bytes.count, bytes[at] & 0xC0 == 0x80 { at += step }
        return at
    }

    /// A part of a text, and whether it was looked for.
    package typealias Piece = (text: String, isMarked: Bool)

    /// The text cut at the marks.
    package var pieces: [Piece] {
        let scalars = Array(text.unicodeScalars)
        func piece(_ range: Range<Int>) -> String {
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars[range])
            return String(view)
        }
        var pieces: [Piece] = []
        var at = 0
        for mark in marks {
            if mark.lowerBound > at { pieces.append((piece(at..<mark.lowerBound), false)) }
            pieces.append((piece(mark), true))
            at = mark.upperBound
        }
        if at < scalars.count { pieces.append((piece(at..<scalars.count), false)) }
        return pieces
    }

    /// A whole text cut at the words that are looked for.
    package static func marked(_ text: String, _ query: SearchQuery) -> [Piece] {
        guard !query.isEmpty else { return [(text, false)] }
        let bytes = Array(text.utf8)
        var pieces: [Piece] = []
        var at = 0
        // What was looked for may overlap: then one mark goes over both.
        for hit in hits(in: text, query, Set(query.words.map(folded))) where hit.place.upperBound > at {
            if hit.place.lowerBound > at {
                pieces.append((String(decoding: bytes[at..<hit.place.lowerBound], as: UTF8.self), false))
            }
            let before = hit.place.lowerBound < at ? pieces.popLast()?.text ?? "" : ""
            let rest = bytes[max(at, hit.place.lowerBound)..<hit.place.upperBound]
            pieces.append((before + String(decoding: rest, as: UTF8.self), true))
            at = hit.place.upperBound
        }
        pieces.append((String(decoding: bytes[at...], as: UTF8.self), false))
        return pieces
    }

    /// The text with `open` and `close` around each mark, everything else made fit for a terminal.
    func marked(_ open: String, _ close: String) -> String {
        pieces.map { piece in
            let text = Terminal.safe(piece.text).replacing("\n", with: " ")
            return piece.isMarked ? open + text + close : text
        }.joined()
    }

    /// `"snippet": "…", "marks": [[5, 10], …]`, members of an object.
    func write(to json: inout JSONWriter) {
        json.member("snippet", text)
        json.key("marks")
        json.array { json in
            for mark in marks {
                json.array { json in
                    json.value(mark.lowerBound)
                    json.value(mark.upperBound)
                }
            }
        }
    }
}
