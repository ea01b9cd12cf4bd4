import Documents
import Facts
import Foundation
import JSON
import Platform
import Testing
import TestKit

/// `quarry probe` on files of every kind.
@Suite struct ProbeTests {
    @Test func goodBadAndMissingFilesGetALineEach() throws {
        try withScratchFolder { folder in
            let picture = PNG.gradient(width: 31, height: 17, shade: 5)
            try Files.write(picture, to: folder + "/a.jpg")
            try Files.write("<html>not a picture</html>", to: folder + "/b.png")
            try Files.write(Array(picture.prefix(picture.count / 2)), to: folder + "/c.png")
            let done = try Command.quarry(
                "probe", "--json", folder + "/a.jpg", folder + "/b.png", folder + "/c.png", folder + "/missing")
            #expect(done.code == 0, "\(done.errors)")
            let lines = try done.output.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
            for line in done.output.split(separator: "\n") {
                #expect(try Schema.problems(String(line), answer: "probe") == [])
            }
            let statuses = lines.compactMap { $0["status"]?.string }
            #expect(statuses == ["ok", "image.not-an-image", "image.truncated", "image.not-fetched"])
            #expect(lines[0]["format"]?.string == "png")
            #expect(lines[0]["width"]?.integer == 31 && lines[0]["height"]?.integer == 17)
            #expect(lines[0]["sha256"]?.string == SHA256.hash(picture).hex)
            #expect(lines[0]["phash"]?.string?.count == 16)
            let keys = lines.map { $0.members?.map(\.key) }
            #expect(Set(keys).count == 1)
            let text = try Command.quarry("probe", "-", input: folder + "/a.jpg\n" + folder + "/b.png\n")
            #expect(text.output.contains("a.jpg: png 31×17 RGB") && text.output.contains("b.png: image.not-an-image"))
        }
    }

    /// A worker that dies of a file or overruns costs that file: here by a deadline that one picture does not meet (0.4 s when optimized).
    @Test func aFileThatKillsItsWorkerCostsOneLine() throws {
        try withScratchFolder { folder in
            for index in 0..<3 {
                let side = index == 1 ? 7000 : 40
                try Files.write(
                    PNG.gradient(width: side, height: side, shade: UInt8(index)), to: folder + "/\(index).png")
            }
            let done = try Command.quarry(
                "probe", "--json", "--set", "workers.record-seconds=0.1", folder + "/0.png", folder + "/1.png",
                folder + "/2.png")
            #expect(done.code == 0, "\(done.errors)")
            let statuses = try done.output.split(separator: "\n").map {
                try JSONValue(parsing: String($0))["status"]?.string
            }
            #expect(statuses == ["ok", "image.deadline", "ok"])
        }
    }

    /// Every picture of the hostile corpus as its manifest says, through the command.
    @Test(.needsShared("hostile/MANIFEST.tsv")) func theHostileCorpus() throws {
        let manifest = try Shared.require("hostile/MANIFEST.tsv")
        let root = try Shared.require("hostile")
        let rows = try Files.readText(manifest).split(separator: "\n").filter { $0.hasPrefix("image/") }
            .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
        let done = try Command.quarry(
            "probe", "-", "--json", input: rows.map { "\(root)/\($0[0])" }.joined(separator: "\n"))
        #expect(done.code == 0, "\(done.errors)")
        let lines = try done.output.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
        #expect(lines.count == rows.count)
        var seen: [String: Int] = [:]
        for (row, line) in zip(rows, lines) {
            let (path, expected) = (row[0], row[7])
            seen[expected, default: 0] += 1
            let status = line["status"]?.string ?? ""
            #expect(line["path"]?.string == "\(root)/\(path)")
            switch expected {
            case "decodable":
                let facts = try JSONValue(parsing: row[9])
                let reference = facts["pillow"] ?? facts["lib"]
                #expect(status == "ok", "\(path): \(status)")
                #expect(line["width"]?.integer == reference?["w"]?.integer, "\(path)")
                #expect(line["height"]?.integer == reference?["h"]?.integer, "\(path)")
                #expect(line["sha256"]?.string == row[6], "\(path)")
            case "reject": #expect(Reason(rawValue: status) != nil, "\(path): \(status)")
            case "bomb":
                #expect(["image.too-many-pixels", "image.unsupported-format"].contains(status), "\(path): \(status)")
            case "unsupported": #expect(status == "ok" || status == "image.unsupported-format", "\(path): \(status)")
            default: #expect(status == "ok" || Reason(rawValue: status) != nil, "\(path): \(status)")
            }
        }
        print("hostile images by the command: \(seen)")
    }
}
