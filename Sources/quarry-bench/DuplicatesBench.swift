import ArgumentParser
import Duplicates
import Glibc
import JSON
import Platform

/// Near-duplicate texts: JSON lines in, survivors out, beside datasketch and rensa on the same file.
struct DuplicatesBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "duplicates",
        abstract: "Finds near-duplicates among recombined paragraphs: CPU, memory and what is found.",
        discussion: """
            Documents of 500 words, a fifth of them copies with 3 % of their words replaced. Each side is a process of its \
            own that reads the same file; rounds take turns. --python names a Python that has rensa and datasketch.
            """)

    @Argument(help: "JSON lines with 'text': real paragraphs to recombine.") var texts: String
    @Option(help: "How many documents.") var docs: [Int] = [20_000]
    @Option(help: "Rounds; the median counts.") var repeats = 3
    @Option(help: "A Python with rensa and datasketch.") var python: String?
    @Option(help: "Threads of our side.") var jobs = 1
    @Option(help: "Of our side, which compares what meets; the others do not. Copies are 0.74 alike.") var threshold =
        0.7
    @Option(help: "Of the random numbers.") var seed: UInt64 = 3
    @Option(help: .hidden) var own: String?
    @Option(help: .hidden) var make: String?
    @OptionGroup var checks: CheckOptions

    func run() throws {
        if let own { return try search(own) }
        if let make { return print(try write(docs[0], to: make)) }
        var thresholds = try Thresholds("duplicates", checks)
        let folder = try Files.makeTemporaryFolder("quarry-bench")
        defer { try? Files.remove(folder) }
        for count in docs {
            // A child of a process is at first as large as that: the texts are made by another, so that we are small.
            let path = "\(folder)/\(count).jsonl"
            try run(["--docs", "\(count)", "--seed", "\(seed)", "--make", path])
            let bytes = try Files.size(path)
            print("\(count) documents, \(bytes / 1_000_000) MB")
            try compare(path, documents: count, bytes: bytes, &thresholds)
            try Files.remove(path)
        }
        try thresholds.finish()
    }

    private func run(_ options: [String]) throws {
        let command = try Command(CommandLine.arguments[0], ["duplicates", texts] + options)
        guard try command.wait() == 0 else { throw ValidationError("the texts could not be made") }
    }

    private func write(_ count: Int, to path: String) throws -> String {
        var recombined = try RecombinedTexts(texts, seed: seed)
        return "\(try recombined.write(count, to: path)) bytes of text"
    }

    /// What the process of our own side does.
    private func search(_ path: String) throws {
        var options = DuplicateOptions()
        options.threshold = threshold
        let result = try DuplicateSearch(options, jobs: jobs).run([path])
        let clusters = result.clusters()
        print("removed \(clusters.reduce(0) { $0 + $1.ids.count - 1 })")
    }

    private func compare(_ path: String, documents: Int, bytes: Int, _ thresholds: inout Thresholds) throws {
        let program = CommandLine.arguments[0]
        var sides: [(name: String, command: [String], runs: [Measure], peaks: [Int])] = [
            (
                "quarry",
                [program, "duplicates", texts, "--jobs", "\(jobs)", "--threshold", "\(threshold)", "--own", path], [],
                []
            )
        ]
        if let python {
            for peer in ["rensa", "datasketch"] {
                sides.append((peer, [python, "-c", Self.script, peer, path], [], []))
            }
        }
        for _ in 0..<max(1, repeats) {
            for index in sides.indices {
                var peak = 0
                let measure = try Measure.child {
                    let command = try Command(sides[index].command[0], Array(sides[index].command.dropFirst()))
                    guard try command.wait() == 0 else { throw ValidationError("\(sides[index].name) failed") }
                    peak = command.peak
                    return (documents, bytes)
                }
                sides[index].runs.append(measure)
                sides[index].peaks.append(peak)
            }
        }
        let medians = sides.map { CPUClock.median($0.runs.map(\.cpu)) }
        for (side, median) in zip(sides, medians) {
            print(
                "\(side.name): CPU \(median) s, \(Int(Double(documents) / median)) documents a CPU second, peak "
                    + "\((side.peaks.max() ?? 0) >> 20) MB")
        }
        for (side, median) in zip(sides, medians).dropFirst() {
            thresholds.note("\(side.name) / quarry, CPU", median / medians[0])
            if let theirs = side.peaks.max(), let ours = sides[0].peaks.max() {
                thresholds.note("quarry / \(side.name), memory", Double(ours) / Double(theirs))
            }
        }
    }

    /// Text in, decisions out, as their own pages show it.
    private static let script = """
        import json,sys
        which,path=sys.argv[1:]
        def shingles(t):
            w=t.split()
            return [' '.join(w[i:i+5]) for i in range(max(1,len(w)-4))]
        removed=0
        if which=='rensa':
            import rensa
            lsh=rensa.RMinHashLSH(threshold=0.8,num_perm=112,num_bands=14)
            def sign(t):
                m=rensa.RMinHash(num_perm=112,seed=1)
                m.update(shingles(t))
                return m
        else:
            from datasketch import MinHash,MinHashLSH
            lsh=MinHashLSH(num_perm=112,params=(14,8))
            def sign(t):
                m=MinHash(num_perm=112)
                m.update_batch([s.encode() for s in shingles(t)])
                return m
        for i,line in enumerate(open(path)):
            m=sign(json.loads(line)['text'])
            if lsh.query(m): removed+=1
            else: lsh.insert(i,m)
        print('removed',removed)
        """
}

/// Documents recombined from real paragraphs: pieces of 20 words; every fifth a copy with 15 of its words replaced.
struct RecombinedTexts {
    private let words: [Substring]
    private var numbers: SplitMix64
    /// Copies are made of the last so many, so that memory does not grow with the documents.
    private static let remembered = 10_000

    /// Reads the paragraphs.
    init(_ path: String, seed: UInt64) throws {
        numbers = SplitMix64(seed: seed)
        var words: [Substring] = []
        for line in try Files.read(path).split(separator: 0x0A) {
            let text = try JSONValue(parsing: Array(line))["text"]?.string ?? ""
            words += text.split { $0 == " " || $0 == "\n" || $0 == "\t" }
        }
        guard words.count > 1000 else { throw ValidationError("\(path) has less than a thousand words") }
        self.words = words
    }

    /// Writes `count` documents as JSON lines; returns the bytes of their texts.
    mutating func write(_ count: Int, to path: String) throws -> Int {
        var file = try AtomicFile(path: path)
        var json = JSONWriter()
        var bases: [[Int]] = []
        var bytes = 0
        for number in 0..<count {
            var text: [Int]
            if number > 0, Int.random(in: 0..<5, using: &numbers) == 0, var copy = bases.randomElement(using: &numbers)
            {
                for _ in 0..<15 { copy[Int.random(in: copy.indices, using: &numbers)] = word() }
                text = copy
            } else {
                text = (0..<25).flatMap { _ in
                    let start = Int.random(in: 0..<(words.count / 20 - 1), using: &numbers) * 20
                    return start..<start + 20
                }
                if bases.count < Self.remembered {
                    bases.append(text)
                } else {
                    bases[Int.random(in: bases.indices, using: &numbers)] = text
                }
            }
            let joined = text.map { words[$0] }.joined(separator: " ")
            bytes += joined.utf8.count
            json.reset()
            json.object { json in
                json.member("text", joined)
                json.member("id", "\(number)")
            }
            json.newline()
            try file.write(json.bytes)
        }
        try file.commit()
        return bytes
    }

    private mutating func word() -> Int { Int.random(in: words.indices, using: &numbers) }
}
