import CorpusKit
import Foundation
import JSON
import Platform
import TestKit
import Testing

/// Verbs in the order in which help lists them.
private let verbs = [
    "run", "plan", "work", "commit", "fetch", "score", "scorer", "select", "deduplicate", "train-filter", "import",
    "export", "mix", "order", "refetch", "search", "sample", "show", "why", "stats", "funnel", "drops", "image",
    "verify", "page", "config", "probe", "duplicates", "hashes", "map", "serve", "report", "compare",
    "diff-pipeline", "model", "caption", "generate", "logprobs", "chat", "eval",
]

/// What each verb says to a command line that cannot be right: in one line what is wrong, with exit code 2 where the line is,
/// and nothing on standard output.
@Suite struct CommandLineTests {
    private let scratch: Scratch

    /// `corpus`: a small corpus with a text index and without a map.
    init() throws {
        scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.file("corpus"))
    }

    /// The words of a line; `corpus`, `nowhere` and `new` are folders of the test.
    private func run(_ line: String) throws -> Command {
        let words = line.split(separator: " ").map { word in
            ["corpus", "nowhere", "new"].contains(word) ? scratch.file(String(word)) : String(word)
        }
        return try Command.run(Command.quarry, words)
    }

    private func expect(_ line: String, _ code: Int32, _ words: String) throws {
        let done = try run(line)
        #expect(done.code == code, "\(line): \(done.errors)")
        #expect(done.errors.contains(words), "\(line): \(done.errors)")
        #expect(done.output.isEmpty, "\(line): \(done.output)")
        #expect(!Files.exists(scratch.file("new")), "\(line) left something behind")
    }

    // MARK: values that no verb could take

    @Test(
        "Numbers outside of what is possible are refused with what is",
        arguments: [
            ("drops corpus --sample 0", "--sample must be at least 1"),
            ("drops corpus --limit=-1", "--limit must not be negative"),
            ("search corpus dog --limit 0", "--limit takes 1 to 1000"),
            ("search corpus dog --limit 1001", "--limit takes 1 to 1000"),
            ("search corpus dog --offset=-1", "--offset must not be negative"),
            ("sample corpus -n 0", "-n takes 1 to 100000"), ("sample corpus -n 100001", "-n takes 1 to 100000"),
            ("sample corpus --seed=-1", "The value '-1' is invalid for '--seed <seed>'"),
            ("serve corpus --port 65536", "The value '65536' is invalid for '--port <port>'"),
            ("run quarry --input corpus --output new --jobs 0", "--jobs must be at least 1"),
            (
                "run quarry --input corpus --output new --allow-quarantined=-1",
                "--allow-quarantined must not be negative"
            ),
            ("fetch --urls nowhere --output new --jobs 0", "--jobs must be at least 1"),
        ])
    func numbers(_ line: String, _ words: String) throws { try expect(line, 2, words) }

    @Test(
        "A word that is not one of those there are is told with those there are",
        arguments: [
            ("show corpus 0 --images all", "--images takes auto, never, kitty, iterm or sixel"),
            ("run quarry --input corpus --output new --progress x", "--progress is auto, always or never, not 'x'"),
            (
                "run quarry --input corpus --output new --until measured",
                "there is no phase 'measured'; did you mean 'measure'? (phases: extract, "
            ),
            (
                "export corpus --format x --output new",
                "--format is one of obelics, webdataset, energon-polylithic, mmc4"
            ),
            ("import nowhere --format x --output new", "--format is one of obelics, mmc4, segments, webdataset, pairs"),
            ("drops corpus --unit page", "there is no unit 'page' (there are: record, document, paragraph, image"),
            (
                "drops corpus --reason image.too-smal",
                "there is no reason 'image.too-smal'; the nearest is 'image.too-small'"
            ),
            ("select corpus --dry-run --with x", "--with takes 'captions', not 'x'"),
            ("work --run nowhere --unit extract", "'extract' is not the name of a unit, like extract/00012"),
        ])
    func unknownWords(_ line: String, _ words: String) throws { try expect(line, 2, words) }

    @Test(
        "Options that exclude each other, and those that need another",
        arguments: [
            ("drops corpus --sample 2 --limit 3", "give --limit or --sample, not both"),
            ("fetch --output new", "give --urls LIST, --corpus DIR or --retry-failed"),
            ("fetch --urls nowhere --corpus corpus --output new", "--corpus goes without --urls and --retry-failed"),
            ("fetch --corpus corpus --column x --output new", "--corpus goes without --column and --no-store-images"),
            ("select corpus", "Give the new corpus' folder with --output, or --dry-run."),
            ("run quarry --input corpus --output s3://a/b", "give --work FOLDER too"),
            ("run quarry --input corpus --output new --work nowhere", "--work is for --output s3://"),
            ("score corpus", "Either --model or --scorer is needed"),
            ("eval", "One of --answers, --model and --tokens"),
            ("plan --run nowhere", "give a pipeline to plan, or --phase to list units"),
        ])
    func combinations(_ line: String, _ words: String) throws { try expect(line, 2, words) }

    @Test(
        "What is missing is named",
        arguments: [
            ("search corpus", "'<words> ...'"), ("image corpus", "'<sha256>'"), ("why corpus", "'<what>'"),
            ("run", "'<pipeline>'"), ("run quarry", "'--output <output>'"), ("export corpus --output new", "'--format"),
            ("mix", "'<mixture>'"), ("train-filter corpus", "'--positives"), ("generate --model nowhere", "'--input"),
            ("chat", "'--model"), ("compare corpus", "'<two>'"), ("page nowhere", "'--pipeline"),
            ("diff-pipeline nowhere", "'<two>'"), ("commit", "'--run"), ("work --run nowhere", "'--unit"),
            ("deduplicate corpus --output new", "'--against"), ("hashes", "'<inputs> ...'"),
            ("caption x.png", "'--model"),
        ])
    func missing(_ line: String, _ name: String) throws { try expect(line, 2, "Missing expected argument \(name)") }

    // MARK: names that lead nowhere

    @Test(
        "A file or folder that is not there is named",
        arguments: [
            ("fetch --urls nowhere --output new", 2), ("duplicates nowhere", 2), ("hashes nowhere", 2),
            ("score corpus --model nowhere", 2), ("model info nowhere", 2), ("caption --model nowhere x.png", 2),
            ("eval --answers nowhere", 2), ("import nowhere --format obelics --output new", 2),
            ("commit --run nowhere --phase extract", 2), ("work --run nowhere --unit extract/00000", 2),
            ("train-filter corpus --positives nowhere --negatives nowhere --output new", 2),
            ("deduplicate corpus --against nowhere --output new", 2), ("refetch nowhere", 2), ("stats nowhere", 3),
            ("sample nowhere", 3), ("compare corpus nowhere", 3), ("report nowhere", 3), ("serve nowhere", 3),
            ("funnel nowhere", 3), ("drops nowhere", 3), ("search nowhere dog", 3), ("show nowhere 0", 3),
            ("image nowhere 0", 3), ("why nowhere https://a.example/", 3), ("map nowhere", 3),
            ("order nowhere --output new", 3), ("select nowhere --dry-run --where words>0", 3),
            ("export nowhere --format obelics --output new", 3),
        ])
    func nowhere(_ line: String, _ code: Int32) throws {
        let done = try run(line)
        #expect([2, 3].contains(done.code) && done.output.isEmpty, "\(line): \(done.code)")
        #expect(done.errors.contains(scratch.file("nowhere")), "\(line): \(done.errors)")
        #expect(!Files.exists(scratch.file("new")) && !Files.exists(scratch.file("nowhere")), "\(line)")
    }

    @Test(
        "Documents, images and columns that a corpus has not",
        arguments: [
            ("show corpus zz", "'zz' is not the beginning of an id (20 hexadecimal digits)"),
            ("show corpus ffff", "no document 'ffff', neither in the shards nor in the drop logs"),
            ("show corpus https://example.org/nothing", "no document 'https://example.org/nothing'"),
            ("image corpus zz", "'zz' is not the beginning of a SHA-256 (64 hexadecimal digits)"),
            ("why corpus nothing", "'nothing' is no id, no URL and no SHA-256"),
            ("stats corpus --signal nope", "no column 'nope'; the columns of documents are id, number, "),
            ("sample corpus --where wrds>3", "no column 'wrds'; did you mean 'words'?"),
            ("sample corpus --where words>", "is not understood"),
            ("select corpus --dry-run --where wrds>3", "no column 'wrds'; did you mean 'words'?"),
            ("search corpus dog --group 1.1", "has no map; quarry map"),
            ("map corpus --groups", "has no map; quarry map"),
            ("select corpus --output corpus --where 1", "is the corpus itself or lies in it: give another --output"),
        ])
    func unknown(_ line: String, _ words: String) throws { try expect(line, 2, words) }

    // MARK: verbs and help

    @Test(
        "A verb that there is not is told with the nearest and all, also behind help",
        arguments: [
            ("runs", "did you mean 'run'?"), ("help runs", "did you mean 'run'?"),
            ("help nothing", "(verbs: run, plan"),
        ])
    func unknownVerbs(_ line: String, _ words: String) throws {
        try expect(line, 2, words)
        try expect(line, 2, "quarry: there is no verb '\(line.split(separator: " ").last ?? "")'")
    }

    @Test(
        "Names that help does not know",
        arguments: [
            ("help reasons image.blanc", "the nearest is 'image.blank'"),
            ("help config fetch.retry", "did you mean 'fetch.retries'?"),
            ("help signals sharpnes", "the nearest is 'sharpness'"),
        ])
    func topics(_ line: String, _ words: String) throws { try expect(line, 2, words) }

    // `help config` is a topic: the keys of a pipeline.
    @Test(
        "Help, with and without a verb, is an answer and fits a screen of 80 columns",
        arguments: [""] + verbs.filter { $0 != "config" })
    func help(_ verb: String) throws {
        for line in ["help \(verb)", "\(verb) --help"] {
            let done = try Command.run(Command.quarry, line.split(separator: " ").map(String.init))
            #expect(done.code == 0 && done.errors.isEmpty, "\(line): \(done.errors)")
            #expect(done.output.hasPrefix("OVERVIEW: "), "\(line)")
            let screen = done.output.components(separatedBy: "EXAMPLE:").first ?? ""
            // The parser writes the usage of a verb as one line.
            let lines = screen.split(separator: "\n").filter { !$0.hasPrefix("USAGE: ") }
            #expect(lines.allSatisfy { $0.count <= 80 }, "\(line)")
        }
    }

    @Test(
        "An option that there is not is a mistake of the line, whatever is told first",
        arguments: verbs.filter { $0 != "model" && $0 != "config" })
    func options(_ verb: String) throws {
        let done = try run("\(verb) --no-such-option")
        #expect(done.code == 2 && done.output.isEmpty, "\(verb): \(done.code)")
        #expect(done.errors.hasPrefix("Error: ") && done.errors.contains("Usage: quarry \(verb)"), "\(done.errors)")
    }

    @Test func theVersionIsOneLine() throws {
        let done = try run("--version")
        #expect(done.code == 0 && done.output == "\(Tool.version)\n" && done.errors.isEmpty)
    }
}
