import Platform
import Testing

/// Which name was probably meant.
@Suite struct NearestTests {
    @Test(
        "The distance is that of Levenshtein",
        arguments: [
            ("", "", 0), ("a", "", 1), ("", "abc", 3), ("kitten", "sitting", 3), ("flaw", "lawn", 2), ("abc", "abc", 0),
            ("ab", "ba", 2), ("saturday", "sunday", 3), ("é", "e", 2),
        ])
    func distance(_ one: String, _ other: String, _ distance: Int) {
        #expect(Nearest.distance(one, other) == distance && Nearest.distance(other, one) == distance)
    }

    @Test("Only the first hundred bytes are compared: a name may be somebody's novel") func bounds() {
        let (a, b) = (String(repeating: "a", count: 100), String(repeating: "b", count: 100))
        #expect(Nearest.distance(a + b, a) == 0 && Nearest.distance(a, b) == 100)
    }

    @Test("Two letters may be wrong in a short name, a third in a long one") func slips() {
        let names = ["input", "output", "workers.memory-bytes"]
        #expect(Nearest.name("imput", among: names) == "input" && Nearest.name("inpu", among: names) == "input")
        #expect(Nearest.name("imptu", among: names) == nil)
        #expect(Nearest.name("worker.memorybyte", among: names) == "workers.memory-bytes")
        #expect(Nearest.name("wxrxexs.mxmxry-xytes", among: names) == "workers.memory-bytes")
        #expect(Nearest.name("wxrxexs.mxmxxx-xxxxx", among: names) == nil)
        #expect(Nearest.name("input", among: []) == nil && Nearest.name("zz", among: names) == nil)
    }

    @Test("Of several as near the first in the alphabet") func ties() {
        #expect(Nearest.name("a1", among: ["a3", "a2", "a4"]) == "a2")
        #expect(Nearest.closest(to: "00000", among: ["x", "y"]) == "x")
        #expect(Nearest.closest(to: "b", among: ["zz", "b"]) == "b" && Nearest.closest(to: "b", among: []) == nil)
    }
}
