import TestKit
import Testing

@testable import Exchange

/// The bytes of entries, by the letter: other programs of the same run read them.
@Suite struct PayloadTests {
    private func bytes(_ write: (inout PayloadWriter) -> Void) -> [UInt8] {
        var writer = PayloadWriter()
        write(&writer)
        return writer.bytes
    }

    @Test("Seven bits of a number stand in a byte, the lowest first") func numbers() {
        #expect(bytes { $0.append(0) } == [0] && bytes { $0.append(127) } == [0x7F])
        #expect(bytes { $0.append(128) } == [0x80, 1] && bytes { $0.append(300) } == [0xAC, 2])
        #expect(bytes { $0.append(16_383) } == [0xFF, 0x7F] && bytes { $0.append(16_384) } == [0x80, 0x80, 1])
    }

    @Test("A key has eight bytes, the lowest first, and a text its length in bytes") func keysAndTexts() {
        let key: UInt64 = 0x0102_0304_0506_0708
        #expect(bytes { $0.append(key) } == [8, 7, 6, 5, 4, 3, 2, 1])
        #expect(bytes { $0.append("é") } == [2, 0xC3, 0xA9] && bytes { $0.append("") } == [0])
        #expect(bytes { $0.append(raw: [7, 8]) } == [7, 8])
    }

    @Test("A list has its number in front, and ends where its bytes do") func lists() {
        let list = bytes { $0.append([5, 6]) { $1.append($0) } }
        #expect(list == [2, 5, 6])
        var reader = PayloadReader(list)
        let found = reader.list { $0.integer() }
        #expect(found == [5, 6] && reader.isAtEnd && !reader.isDamaged)
        var short = PayloadReader([3, 5])
        let rest = short.list { $0.integer() }
        #expect(short.isDamaged && rest.first == 5 && rest.count <= 2)
    }

    @Test("A writer that is reset begins anew") func reset() {
        var writer = PayloadWriter()
        writer.append("gone")
        writer.reset()
        writer.append(1)
        #expect(writer.bytes == [1])
    }

    @Test("What is cut short is nothing, and says so") func cut() {
        var number = PayloadReader([0x80])
        let value = number.integer()
        #expect(value == 0 && number.isDamaged)
        var key = PayloadReader([1, 2, 3, 4, 5, 6, 7])
        let none = key.key()
        #expect(none == 0 && key.isDamaged && !key.isAtEnd)
        var text = PayloadReader([3, 0x61, 0x62])
        let words = text.text()
        #expect(words == "" && text.isDamaged)
        var whole = PayloadReader([2, 0x61, 0x62])
        let both = whole.text()
        #expect(both == "ab" && !whole.isDamaged && whole.isAtEnd)
        let left = whole.rest()
        #expect(left == [])
    }
}
