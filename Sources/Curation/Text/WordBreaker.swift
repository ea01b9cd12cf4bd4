import CICU
import Synchronization

/// Where words begin and end in scripts that do not part them by blanks, as ICU's break iterator has it: by its
/// dictionaries of Chinese and Japanese (`CJKDictionary`), Thai, Lao, Khmer and Burmese.
///
/// It is asked for runs of such scripts only, so a text of another script never comes here.
///
/// Its state is touched under its lock alone.
final class WordBreaker: @unchecked Sendable {
    fileprivate struct State {
        var iterator: OpaquePointer?
        var units: [UInt16] = []
        /// The byte behind each unit.
        var ends: [Int] = []
        /// Whether the units are of Chinese and Japanese alone, and in the form the dictionary has them.
        var isPlain = true
        var search = CJKDictionary.Search()
    }

    private let lock = Mutex(())
    private var state: State

    /// A breaker with an iterator of its own; without ICU's data every code point is a word.
    init() { state = State(iterator: cicu_open_words()) }

    deinit {
        if let iterator = state.iterator { cicu_close(iterator) }
    }

    /// The places where a run of such scripts begins or ends and where a word ends in it: offsets in bytes, rising.
    func breaks(_ bytes: UnsafeBufferPointer<UInt8>, _ classes: CharacterClasses) -> [Int] {
        lock.withLock { _ in
            guard let base = bytes.baseAddress else { return [] }
            var breaks: [Int] = []
            var at = 0
            while at < bytes.count {
                if base[at] < 0x80 {
                    at += 1
                    continue
                }
                let start = at
                at = state.run(bytes, base, at, classes)
                if at == start {
                    at = UTF8Decoding.scalar(base, at, bytes.count).1
                } else {
                    if start > 0, breaks.last != start { breaks.append(start) }
                    state.append(&breaks)
                }
            }
            return breaks
        }
    }
}

extension WordBreaker.State {
    /// Takes the code points of such scripts from `start` on; returns where they end.
    fileprivate mutating func run(
        _ bytes: UnsafeBufferPointer<UInt8>, _ base: UnsafePointer<UInt8>, _ start: Int, _ classes: CharacterClasses
    ) -> Int {
        units.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        isPlain = true
        var at = start
        while at < bytes.count, base[at] >= 0x80 {
            let (scalar, next) = UTF8Decoding.scalar(base, at, bytes.count)
            let own = classes[scalar]
            guard own & CharacterClasses.unspaced != 0 else { break }
            // From U+F900 on stand forms of compatibility, which ICU normalises first, and what needs two units.
            if own & CharacterClasses.clause != 0 || scalar >= 0xF900 { isPlain = false }
            at = next
            if scalar >= 0x1_0000 {
                units.append(UInt16(0xD800 + (scalar - 0x1_0000) >> 10))
                units.append(UInt16(0xDC00 + (scalar - 0x1_0000) & 0x3FF))
                ends.append(at)
            } else {
                units.append(UInt16(scalar))
            }
            ends.append(at)
        }
        return at
    }

    /// Adds the word ends of the run; its own end is the last.
    fileprivate mutating func append(_ breaks: inout [Int]) {
        if isPlain, let dictionary = CJKDictionary.icu {
            units.withUnsafeBufferPointer { dictionary.ends($0, &search) }
            for end in search.ends { breaks.append(ends[end - 1]) }
            return
        }
        guard let iterator else { return breaks.append(contentsOf: ends) }
        units.withUnsafeBufferPointer { units in
            guard let text = units.baseAddress, cicu_set_text(iterator, text, Int32(units.count)) != 0 else {
                return breaks.append(contentsOf: ends)
            }
            var end = cicu_next(iterator)
            while end > 0, Int(end) <= ends.count {
                breaks.append(ends[Int(end) - 1])
                end = cicu_next(iterator)
            }
        }
    }
}
