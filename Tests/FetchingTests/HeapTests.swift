import Testing

@testable import Fetching

@Suite struct HeapTests {
    @Test func valuesComeInOrderOfTimeThenOfInsertion() {
        for count in 0..<9 {
            var heap = Heap<Int>()
            for index in 0..<count { heap.insert(index, at: Double(index * 5 % 3)) }
            var taken: [Int] = []
            while let value = heap.pop(until: 10) { taken.append(value) }
            #expect(taken == (0..<count).sorted { ($0 * 5 % 3, $0) < ($1 * 5 % 3, $1) })
            #expect(heap.isEmpty)
        }
    }

    @Test func nothingComesEarly() {
        var heap = Heap<Int>()
        heap.insert(1, at: 2)
        #expect(heap.pop(until: 1.9) == nil)
        #expect(heap.firstTime == 2)
        #expect(heap.pop(until: 2) == 1)
    }

    @Test func aQueueKeepsOrderWhileItMoves() {
        var queue = Queue<Int>()
        var (pushed, popped) = (0, 0)
        for step in 0..<2000 {
            if step % 3 != 2 {
                queue.append(pushed)
                pushed += 1
            } else {
                #expect(queue.popFirst() == popped)
                popped += 1
            }
        }
        #expect(queue.count == pushed - popped)
        #expect(queue.drain() == Array(popped..<pushed))
        #expect(queue.isEmpty)
    }
}
