import CKernels
import TestKit
import Testing
@testable import Duplicates

@Suite struct MinHashTests {
    @Test("Every instruction set takes the least values that the definition gives, at odd sizes")
    func kernels() {
        var random = SeededRandom(seed: 1)
        for functions in [1, 15, 16, 17, 32, 47, 112, 130] {
            for count in [0, 1, 2, 33] {
                let values = (0..<count).map { _ in random.next() }
                let factors = (0..<functions).map { _ in UInt32.random(in: 0 ... .max, using: &random) | 1 }
                let addends = (0..<functions).map { _ in UInt32.random(in: 0 ... .max, using: &random) }
                var expected = [UInt32](repeating: .max, count: functions)
                ck_minhash_reference(values, Int64(count), factors, addends, Int64(functions), &expected)
                for level in [CK_PORTABLE, CK_AVX2, CK_AVX512] {
                    ck_set_level(Int32(level))
                    var minima = [UInt32](repeating: .max, count: functions)
                    ck_minhash(values, Int64(count), factors, addends, Int64(functions), &minima)
                    #expect(minima == expected)
                }
                ck_set_level(.max)
            }
        }
    }

    @Test("Sets of a known similarity meet as often as the S-curve says", arguments: [0.7, 0.8, 0.9])
    func curve(similarity: Double) {
        var random = SeededRandom(seed: 7)
        let options = DuplicateOptions()
        var (one, other) = (MinHash(options), MinHash(options))
        let (trials, all) = (2000, 200)
        let shared = Int((similarity * Double(all)).rounded())
        var met = 0
        for _ in 0..<trials {
            let common = (0..<shared).map { _ in random.next() }
            let rest = (0..<all - shared).map { _ in random.next() }
            one.sign(common + rest[..<(rest.count / 2)])
            other.sign(common + rest[(rest.count / 2)...])
            var keys: Set<UInt64> = []
            one.keys { keys.insert($0) }
            var meets = false
            other.keys { if keys.contains($0) { meets = true } }
            if meets { met += 1 }
        }
        let expected = options.chance(of: similarity)
        let spread = (expected * (1 - expected) / Double(trials)).squareRoot()
        #expect(abs(Double(met) / Double(trials) - expected) < 3 * spread + 0.001)
    }

    @Test("The curve of the published banding has the published values")
    func chances() {
        let options = DuplicateOptions()
        #expect(abs(options.chance(of: 0.7) - 0.565) < 0.001)
        #expect(abs(options.chance(of: 0.8) - 0.924) < 0.001)
        #expect(abs(options.chance(of: 0.9) - 0.9996) < 0.0005)
    }

    @Test("Numbers that make no banding are refused with what is wrong")
    func problems() {
        var options = DuplicateOptions()
        #expect(options.problem == nil)
        options.bands = 13
        #expect(options.problem == "112 permutations do not make 13 bands: 1 to 4096, a multiple of the bands")
        options.bands = 14
        options.threshold = 0
        #expect(options.problem == "the threshold is above 0 and at most 1, not 0.0")
    }
}
