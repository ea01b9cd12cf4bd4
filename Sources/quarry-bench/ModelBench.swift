import ArgumentParser
import Foundation
import JSON

/// `quarry model bench` beside another implementation on the same checkpoint, in turns in one run.
///
/// The peer is any command that prints a JSON object as its last line with `load_s`, `image_s`,
/// `prefill_512_tokens_per_s`, `decode_tokens_per_s` (each `[best, middle]`, load a number) and `peak_rss_mb`. A
/// checkpoint of random weights does as well as a real one.
struct ModelBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model",
        abstract: "The engine beside another implementation: ratios, and shares of the machine's limits.",
        discussion: """
            EXAMPLE:
              quarry model quantize mid mid-int8 --bits 8; quarry model quantize mid mid-int4 --bits 4
              quarry model pack mid mid-packed
              quarry-bench model mid --packed mid-packed --int8 mid-int8 --int4 mid-int4 --peer "python transformers_bench.py mid 2"
            """)

    @Argument(help: "The folder of a bf16 checkpoint.", completion: .directory)
    var checkpoint: String

    @Option(help: "The folder of the same checkpoint packed without loss.", completion: .directory)
    var packed: String?

    @Option(help: "The folder of the same checkpoint in 8 bits.", completion: .directory)
    var int8: String?

    @Option(help: "The folder of the same checkpoint in 4 bits.", completion: .directory)
    var int4: String?

    @Option(help: "The command of the other implementation.")
    var peer: String?

    @Option(
        help: "Turns. Ratios are taken within a turn, since a machine is not the same all the time; the middle counts.")
    var rounds = 3

    @Option(help: "Threads of the engine.")
    var threads = 2

    @OptionGroup var checks: CheckOptions

    @Option(help: "The quarry to run. Default: the one beside this program.")
    var quarry: String?

    func run() throws {
        var thresholds = try Thresholds("model", checks)
        let own = quarry ?? URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().path + "/quarry"
        var turns: [[String: Figures]] = []
        for round in 1...max(1, rounds) {
            var turn: [String: Figures] = [:]
            for (name, folder) in [("bf16", checkpoint), ("packed", packed), ("int8", int8), ("int4", int4)] {
                guard let folder else { continue }
                var arguments = [
                    "model", "bench", folder, "--threads", "\(threads)", "--prompt-tokens", "512", "--json",
                ]
                arguments += [
                    "--images", "1", "--new-tokens", "24", "--dtype", name == "packed" ? "bf16" : name, "--documents",
                    name == "int4" ? "0" : "4",
                ]
                turn[name] = try Figures(Self.output([own] + arguments))
                if name == "bf16", let peer {
                    turn["peer"] = try Figures(Self.output(["/bin/sh", "-c", peer]))
                }
            }
            for (name, figures) in turn.sorted(by: { $0.key < $1.key }) {
                print("round \(round) \(name): \(figures.line)")
            }
            turns.append(turn)
        }
        report(turns, &thresholds)
        try thresholds.finish()
    }

    /// The last line that a program prints, as JSON.
    private static func output(_ command: [String]) throws -> JSONValue {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: command[0])
        process.arguments = Array(command.dropFirst())
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let last = String(decoding: data, as: UTF8.self).split(separator: "\n").last ?? ""
        guard process.terminationStatus == 0 else {
            throw ValidationError("'\(command.joined(separator: " "))' failed")
        }
        return try JSONValue(parsing: String(last))
    }

    /// The middle of what the turns say of each ratio and share.
    private func report(_ turns: [[String: Figures]], _ thresholds: inout Thresholds) {
        print("\nthe middle of \(turns.count) turns, \(threads) threads")
        let comparisons = Self.besideThePeer + Self.bf16 + ["packed", "int8", "int4"].flatMap(Self.beside)
        for comparison in comparisons {
            let values = turns.compactMap { turn in
                turn[comparison.one].flatMap { one in turn[comparison.other].map { comparison.value(one, $0) } }
            }.sorted()
            guard !values.isEmpty else { continue }
            let middle = (values[(values.count - 1) / 2] + values[values.count / 2]) / 2
            print("  \(comparison.name.padded(to: 48))\(values.map(Figures.round).joined(separator: " "))")
            thresholds.note(comparison.name, middle)
        }
    }

    /// A figure of one engine, or of two beside each other.
    private struct Comparison {
        let name: String
        let one: String
        let other: String
        let value: (Figures, Figures) -> Double

        init(_ name: String, _ one: String, _ other: String, _ value: @escaping (Figures, Figures) -> Double) {
            (self.name, self.one, self.other, self.value) = (name, one, other, value)
        }

        init(_ name: String, _ one: String, _ value: @escaping (Figures) -> Double) {
            self.init(name, one, one) { own, _ in value(own) }
        }
    }

    private static var besideThePeer: [Comparison] {
        [
            Comparison("picture, our time / the peer's", "bf16", "peer") { $0.image / $1.image },
            Comparison("prefill, ours / the peer's", "bf16", "peer") { $0.prefill / $1.prefill },
            Comparison("decode bf16, ours / the peer's", "bf16", "peer") { $0.decode / $1.decode },
            Comparison("decode packed bf16, ours / the peer's", "packed", "peer") { $0.decode / $1.decode },
            Comparison("peak memory, ours / the peer's", "bf16", "peer") { $0.peak / $1.peak },
            Comparison("load, the peer's seconds", "peer") { $0.load },
        ]
    }

    private static var bf16: [Comparison] {
        [
            Comparison("prefill, share of the bf16 products", "bf16") { $0.prefillShare },
            Comparison("decode, share of memory reading", "bf16") { $0.decodeShare },
            Comparison("batched scoring, share of the bf16 products", "bf16") { $0.scoringShare },
            Comparison("load, seconds", "bf16") { $0.load },
            Comparison("peak memory over mapped weights, MB, bf16", "bf16") { $0.peak - $0.mapped },
        ]
    }

    private static func beside(_ name: String) -> [Comparison] {
        [
            Comparison("decode \(name) / bf16", name, "bf16") { $0.decode / $1.decode },
            Comparison("decode \(name) / bf16, at one speed of memory", name, "bf16") {
                $0.decodeShare / $0.decodeBytes / ($1.decodeShare / $1.decodeBytes)
            },
            Comparison("decode \(name), share of memory reading", name) { $0.decodeShare },
            Comparison("picture, bf16 time / \(name) time", name, "bf16") { $1.image / $0.image },
            Comparison("prefill, \(name) / bf16", name, "bf16") { $0.prefill / $1.prefill },
            Comparison("peak memory over mapped weights, MB, \(name)", name) { $0.peak - $0.mapped },
        ]
    }
}

/// What one run measured; times in seconds, rates per second, memory in MB.
private struct Figures {
    var image, prefill, decode, decodeBytes, documents, load, peak, mapped: Double
    var prefillShare, decodeShare, scoringShare: Double

    init(_ json: JSONValue) {
        func best(_ key: String) -> Double { json[key]?[0]?.number ?? json[key]?.number ?? 0 }
        image = best("image_s")
        prefill = json["prefill_tokens_per_s"] == nil ? best("prefill_512_tokens_per_s") : best("prefill_tokens_per_s")
        decode = best("decode_tokens_per_s")
        decodeBytes = best("decode_bytes_per_token")
        documents = best("documents_per_s")
        (load, peak, mapped) = (best("load_s"), best("peak_rss_mb"), best("mapped_weights_mb"))
        let shares = json["shares"]
        prefillShare = shares?["prefill_of_products"]?.number ?? 0
        decodeShare = shares?["decode_of_memory"]?.number ?? 0
        scoringShare = shares?["scoring_of_products"]?.number ?? 0
    }

    static func round(_ value: Double) -> String { String((value * 1000).rounded() / 1000) }

    var line: String {
        "picture \(Self.round(image)) s, prefill \(Self.round(prefill)) tokens/s, decode \(Self.round(decode)) tokens/s, "
            + "scoring \(Self.round(documents)) documents/s, load \(Self.round(load)) s, peak \(Self.round(peak)) MB; shares "
            + "\(Self.round(prefillShare)), \(Self.round(decodeShare)), \(Self.round(scoringShare))"
    }
}
