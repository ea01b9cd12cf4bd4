import Testing

@testable import Imaging

@Suite struct EXIFOrientationTests {
    private func read(_ bytes: [UInt8]) -> Int { bytes.withUnsafeBytes { EXIFOrientation.read($0) } }

    private func block(big: Bool, type: UInt8, value: [UInt8], count: UInt8 = 1) -> [UInt8] {
        let half = { (n: UInt8) -> [UInt8] in big ? [0, n] : [n, 0] }
        let word = { (n: UInt8) -> [UInt8] in big ? [0, 0, 0, n] : [n, 0, 0, 0] }
        let head = Array((big ? "MM" : "II").utf8) + half(42) + word(8) + half(1)
        return head + (big ? [0x01, 0x12] : [0x12, 0x01]) + half(type) + word(count) + value + word(0)
    }

    @Test(arguments: 1...8)
    func bothByteOrders(orientation: UInt8) {
        #expect(read(block(big: true, type: 3, value: [0, orientation, 0, 0])) == Int(orientation))
        #expect(read(block(big: false, type: 3, value: [orientation, 0, 0, 0])) == Int(orientation))
        #expect(read(block(big: true, type: 4, value: [0, 0, 0, orientation])) == Int(orientation))
        #expect(read(block(big: false, type: 1, value: [orientation, 0, 0, 0])) == Int(orientation))
    }

    @Test func damageIsUpright() {
        #expect(read([]) == 1)
        #expect(read(block(big: true, type: 3, value: [0, 9, 0, 0])) == 1)
        #expect(read(block(big: true, type: 2, value: [0, 6, 0, 0])) == 1)
        #expect(read(block(big: true, type: 3, value: [0, 6, 0, 0], count: 0)) == 1)
        let good = block(big: false, type: 3, value: [6, 0, 0, 0])
        for end in 0..<good.count { #expect([1, 6].contains(read(Array(good[..<end])))) }
    }
}
