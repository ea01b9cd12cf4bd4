import Configuration
import JSON
import Platform
import TestKit
import Testing

@testable import Scoring

/// Scorers that are small Python programs: good ones, and bad ones of every kind.
@Suite(.serialized, .needsProgram("python3")) struct ScorerPoolTests {
    private let folder: Scratch

    init() throws { folder = try Scratch() }

    /// A scorer that answers captions with the request's prefix in capitals; `special` runs before an answer, with the
    /// request as `r`.
    private func scorer(_ special: String = "pass", hello: String = "") throws -> String {
        let program = """
            import json, os, sys, time
            FOLDER = \(JSONValue.string(folder.path).text)
            print(json.dumps({"hello": 1, "name": "stub", "checkpoint": "c", "dtype": "f32", "max_tokens": 99, "batch": 4\(hello)}), flush=True)
            for line in sys.stdin:
                r = json.loads(line)
                if "hello" in r: continue
                a = {"id": r["id"], "text": r["prefix"].upper()}
                \(special)
                print(json.dumps(a), flush=True)
            """
        return "exec python3 " + (try folder.write(Array(program.utf8), "scorer.py"))
    }

    private func requests(_ count: Int) -> [ScorerRequest] {
        (0..<count).map {
            ScorerRequest(id: $0, work: .caption(prefix: "n\($0)"), parts: [[.image(sha256: "p")]], maximumTokens: 9)
        }
    }

    /// The answers of a pool, by request.
    private func run(
        _ command: String, _ count: Int, scorers: Int = 1, timeout: Double = 30
    ) throws -> (answers: [Int: ScorerAnswer.Content], restarts: Int) {
        let options = ScorerPool.Options(command: command, count: scorers, timeout: timeout)
        let pool = try ScorerPool(options) { _, _ in .data([1, 2, 3]) }
        var answers: [Int: ScorerAnswer.Content] = [:]
        try pool.run(requests(count)) { answers[$0.id] = $1.content }
        return (answers, pool.restarts)
    }

    private func expected(_ count: Int) -> [Int: ScorerAnswer.Content] {
        Dictionary(uniqueKeysWithValues: (0..<count).map { ($0, .caption("N\($0)")) })
    }

    @Test("several scorers answer everything once, in whatever order", arguments: [1, 3]) func answers(scorers: Int)
        throws
    {
        let found = try run(scorer(), 40, scorers: scorers)
        #expect(found.answers == expected(40))
        #expect(found.restarts == 0)
    }

    @Test("a scorer that is killed once costs nothing") func killedOnce() throws {
        let command = try scorer(
            "if r['id'] == 17 and not os.path.exists(FOLDER + '/died'): open(FOLDER + '/died', 'w'); os.kill(os.getpid(), 9)"
        )
        let found = try run(command, 40, scorers: 2)
        #expect(found.answers == expected(40))
        #expect(found.restarts == 1)
    }

    @Test("a request that kills every scorer fails, and only that one") func poison() throws {
        let found = try run(scorer("if r['id'] == 5: sys.exit(7)"), 20, scorers: 2)
        guard case .failed(let why)? = found.answers[5] else { throw ScorerFault("it did not fail") }
        #expect(why.contains("exit code 7"))
        #expect(found.answers.filter { $0.key != 5 } == expected(20).filter { $0.key != 5 })
    }

    @Test("a scorer that is silent is started again, and what silences it fails") func slow() throws {
        let found = try run(scorer("if r['id'] == 3: time.sleep(1000)"), 8, timeout: 10)
        guard case .failed(let why)? = found.answers[3] else { throw ScorerFault("it did not fail") }
        #expect(why.contains("silent for 10 s"))
        #expect(found.answers.count == 8)
    }

    @Test(
        "a scorer that lies ends the run with a word",
        arguments: [
            ("a['id'] = 999", "which it was not asked"), ("print(json.dumps(a), flush=True)", "which it was not asked"),
            ("del a['text']", "a caption has no text"), ("print('hello world', flush=True)", "not JSON"),
            ("a['id'] = 'x'", "which it was not asked"),
        ])
    func lies(special: String, problem: String) throws {
        let command = try scorer(special)
        let error = #expect(throws: PipelineError.self) { try run(command, 3) }
        #expect(error.map { "\($0)".contains(problem) } == true, "\(String(describing: error))")
    }

    @Test(
        "what is no scorer is told at once",
        arguments: [
            ("exit 3", "exit code 3 before it said"), ("echo '{}'; cat", "no hello"),
            ("no-such-program", "exit code 127"),
        ])
    func noScorer(command: String, problem: String) {
        let error = #expect(throws: PipelineError.self) { try run(command, 1) }
        #expect(error.map { "\($0)".contains(problem) } == true, "\(String(describing: error))")
    }

    @Test("requests and answers larger than a pipe pass each other") func large() throws {
        let command = try scorer("a['text'] = 'x' * 300000")
        let options = ScorerPool.Options(command: command)
        let pool = try ScorerPool(options) { _, _ in .data(Array(repeating: 7, count: 300_000)) }
        var answers = 0
        try pool.run(requests(12)) { _, answer in
            if case .caption(let text) = answer.content, text.utf8.count == 300_000 { answers += 1 }
        }
        #expect(answers == 12)
    }
}
