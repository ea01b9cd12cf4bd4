import Glibc
import Synchronization
import Testing

@testable import Fetching

@Suite struct ResolverTests {
    private func wait(_ resolver: Resolver, for count: Int) -> [String: Resolver.Answer] {
        var answers: [String: Resolver.Answer] = [:]
        for _ in 0..<2000 where answers.count < count {
            for (name, answer) in resolver.take() { answers[name] = answer }
            usleep(1000)
        }
        return answers
    }

    @Test func loopbackNamesNeedNoServer() {
        #expect(Resolver.system("localhost") == .success([.v4(0x7F00_0001), .v6(0, 1)]))
        #expect(Resolver.system("a.b.localhost") == .success([.v4(0x7F00_0001), .v6(0, 1)]))
    }

    @Test func aSlowNameHoldsOneThreadOnly() {
        let slow = Mutex(true)
        let woken = Atomic(0)
        let resolver = Resolver(threads: 2, wake: { woken.wrappingAdd(1, ordering: .relaxed) }) { name in
            while name == "slow" && slow.withLock({ $0 }) { usleep(1000) }
            return .success([.v4(UInt32(name.utf8.count))])
        }
        resolver.ask("slow")
        for index in 0..<20 { resolver.ask("n\(index)") }
        let answers = wait(resolver, for: 20)
        #expect(answers.count == 20)
        #expect(answers["slow"] == nil)
        #expect(woken.load(ordering: .relaxed) >= 20)
        slow.withLock { $0 = false }
        #expect(wait(resolver, for: 1)["slow"] == .success([.v4(4)]))
        resolver.stop()
    }
}
