import Documents
import Testing

/// Where the pieces of a document stood in their page.
@Suite struct ElementPathsTests {
    private let paths = ElementPaths(text: "0 0 html body h1\n2 2 div#main.wide p\n3 4\n5 3 figure img\n9 1 footer\n")

    @Test func aLineHasTheStepsThatFollowThoseOfTheLineBefore() {
        #expect(
            paths.find([0, 2, 3, 5, 9]) == [
                0: "html > body > h1", 2: "html > body > div#main.wide > p", 3: "html > body > div#main.wide > p",
                5: "html > body > div#main.wide > figure > img", 9: "html > footer",
            ])
        #expect(paths.find([3]) == [3: "html > body > div#main.wide > p"])
    }

    @Test func whatIsNotKnownHasNoPath() {
        #expect(paths.find([1, 4, 12]).isEmpty)
        #expect(paths.find([]).isEmpty)
        #expect(ElementPaths().find([0]).isEmpty)
        #expect(ElementPaths(text: "0 1 html\n").find([0]).isEmpty)
    }

    @Test func aCombiningMarkDoesNotJoinTwoSteps() {
        #expect(ElementPaths(text: "0 0 html \u{301}a\n").find([0]) == [0: "html > \u{301}a"])
    }

    @Test func ofALongPathTheEndIsKept() {
        let steps = ["html"] + (0..<30).map { "section.number\($0)" } + ["p"]
        let path = ElementPaths.joined(steps.map { Array($0.utf8) })
        #expect(path.hasPrefix("… > section.number") && path.hasSuffix("section.number29 > p"))
        #expect(path.utf8.count <= 246)
        #expect(ElementPaths.joined([Array("html".utf8), Array("body".utf8)]) == "html > body")
    }
}
