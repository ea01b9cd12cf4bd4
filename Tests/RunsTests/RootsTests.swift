import Testing

@testable import Runs

/// Named folders by which a plan names its inputs.
struct RootsTests {
    private let roots = Roots(["inputs": "/data/crawl", "pipeline": "/etc/quarry/", "all": "/data"])

    @Test(
        "a path is written by the longest root that holds it, and read back",
        arguments: [
            ("/data/crawl/a/b.warc.gz", "{inputs}/a/b.warc.gz"),
            ("/data/other.warc.gz", "{all}/other.warc.gz"),
            ("/etc/quarry", "{pipeline}"),
            ("/data/crawler/x", "{all}/crawler/x"),
            ("/elsewhere/x", "/elsewhere/x"),
        ])
    func writtenAndRead(path: String, written: String) {
        #expect(roots.encode(path) == written)
        #expect(roots.decode(written)?.path == path)
        #expect(roots.decode(written)?.isMoved == false)
    }

    @Test("a root that is elsewhere moves the paths below it, and no others")
    func moved() throws {
        let here = try roots.moved(to: Roots(["inputs": "/mnt/x"]))
        #expect(here.decode("{inputs}/a.warc")?.path == "/mnt/x/a.warc")
        #expect(here.decode("{inputs}/a.warc")?.isMoved == true)
        #expect(here.decode("{all}/a.warc")?.path == "/data/a.warc")
        #expect(here.decode("{all}/a.warc")?.isMoved == false)
    }

    @Test("a root that the plan does not have is refused with those it has")
    func unknown() {
        #expect {
            try roots.moved(to: Roots(["models": "/m"]))
        } throws: { "\($0)" == "the plan has no root 'models' (it has: all, inputs, pipeline)" }
        #expect(roots.decode("{models}/x") == nil)
    }

    @Test("inputs are below the folder that holds them all")
    func common() {
        let completed = Roots().completed(pipeline: "/p", inputs: ["/a/b/c/1.warc", "/a/b/d/2.warc"])
        #expect(completed.folders == ["inputs": "/a/b", "pipeline": "/p"])
        #expect(Roots().completed(pipeline: "/p", inputs: ["/a/1", "/b/2"]).folders == ["pipeline": "/p"])
        #expect(Roots().completed(pipeline: "/p", inputs: ["/a/1"]).folders["inputs"] == "/a")
    }

    @Test("an argument without a name is refused", arguments: ["/data", "=x", "a b=c"])
    func arguments(text: String) {
        #expect { try Roots(arguments: [text]) } throws: { "\($0)" == "--root is NAME=FOLDER, not '\(text)'" }
    }
}
