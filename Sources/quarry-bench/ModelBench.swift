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
              quarry-bench model mid --int8 mid-int8 --int4 mid-int4 --peer "python transformers_bench.py mid 2"
            """)

    @Argument(help: "The folder of a bf16 checkpoint.", completion: .directory)
    var checkpoint: String

    @Option(help: "The folder of the same checkpoint in 8 bits.", completion: .directory)
    var int8: String?

    @Option(help: "The folder of the same checkpoint in 4 bits.", completion: .directory)
    var int4: String?

    @Option(help: "The command of the other implementation.")
    var peer: String?

    @Option(help: "Turns; of each figure the best counts.")
    var rounds = 2

    @Option(help: "Threads of the engine.")
    var threads = 2

    @Option(help: "The quarry to run. Default: the one beside this program.")
    var quarry: String?

    func run() throws {
        let own = quarry ?? URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().path + "/quarry"
        var results: [String: Figures] = [:]
        for round in 1...max(1, rounds) {
            for (name, folder) in [("bf16", checkpoint), ("int8", int8), ("int4", int4)] {
                guard let folder else { continue }
                var arguments = [
                    "model", "bench", folder, "--threads", "\(threads)", "--prompt-tokens", "512", "--json",
                ]
                arguments += [
                    "--images", "1", "--new-tokens", "24", "--dtype", name, "--documents", name == "int4" ? "0" : "4",
                ]
                try add(Self.output([own] + arguments), name, round, &results)
                if name == "bf16", let peer {
                    try add(Self.output(["/bin/sh", "-c", peer]), "peer", round, &results)
                }
            }
        }
        results["bf16"].map { report($0, results) }
    }

    private func add(_ json: JSONValue, _ name: String, _ round: Int, _ results: inout [String: Figures]) {
        let figures = Figures(json)
        print("round \(round) \(name): \(figures.line)")
        results[name] = results[name].map { $0.best(figures) } ?? figures
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

    private func report(_ bf16: Figures, _ all: [String: Figures]) {
        func row(_ name: String, _ value: Double, _ target: String) {
            print("  \(name.padding(toLength: 52, withPad: " ", startingAt: 0))\(Figures.round(value))  (\(target))")
        }
        print("\nbest of \(rounds) rounds in turns, \(threads) threads")
        if let peer = all["peer"] {
            row("picture, our time / the peer's", bf16.image / peer.image, "at most 0.88")
            row("prefill, ours / the peer's", bf16.prefill / peer.prefill, "at least 1.06")
            row("decode bf16, ours / the peer's", bf16.decode / peer.decode, "at least 2.2")
            row("peak memory, ours / the peer's", bf16.peak / peer.peak, "")
            row("load, the peer's seconds", peer.load, "")
        }
        row("prefill, share of the bf16 products", bf16.prefillShare, "at least 0.84")
        row("decode, share of memory reading", bf16.decodeShare, "at least 0.85")
        row("batched scoring, share of the bf16 products", bf16.scoringShare, "at least 0.75")
        row("load, seconds", bf16.load, "at most 0.3")
        row("peak memory over mapped weights, MB", bf16.peak - bf16.mapped, "at most 300")
        for (name, target) in [("int8", 1.8), ("int4", 3)] {
            guard let other = all[name] else { continue }
            row("decode \(name) / bf16", other.decode / bf16.decode, "at least \(target)")
            row("decode \(name), share of memory reading", other.decodeShare, "")
            row("picture, bf16 time / \(name) time", bf16.image / other.image, name == "int8" ? "at least 1.6" : "")
            row("prefill, \(name) / bf16", other.prefill / bf16.prefill, name == "int8" ? "at least 1.6" : "")
            row("peak memory over mapped weights, MB, \(name)", other.peak - other.mapped, "at most 300")
        }
    }
}

/// What one run measured; times in seconds, rates per second, memory in MB.
private struct Figures {
    var image, prefill, decode, documents, load, peak, mapped: Double
    var prefillShare, decodeShare, scoringShare: Double

    init(_ json: JSONValue) {
        func best(_ key: String) -> Double { json[key]?[0]?.number ?? json[key]?.number ?? 0 }
        image = best("image_s")
        prefill = json["prefill_tokens_per_s"] == nil ? best("prefill_512_tokens_per_s") : best("prefill_tokens_per_s")
        decode = best("decode_tokens_per_s")
        documents = best("documents_per_s")
        (load, peak, mapped) = (best("load_s"), best("peak_rss_mb"), best("mapped_weights_mb"))
        let shares = json["shares"]
        prefillShare = shares?["prefill_of_products"]?.number ?? 0
        decodeShare = shares?["decode_of_memory"]?.number ?? 0
        scoringShare = shares?["scoring_of_products"]?.number ?? 0
    }

    /// The better of each figure.
    func best(_ other: Figures) -> Figures {
        var result = self
        for key in [\Figures.prefill, \.decode, \.documents, \.prefillShare, \.decodeShare, \.scoringShare] {
            result[keyPath: key] = max(self[keyPath: key], other[keyPath: key])
        }
        for key in [\Figures.image, \.load, \.peak] {
            result[keyPath: key] = min(self[keyPath: key], other[keyPath: key])
        }
        return result
    }

    static func round(_ value: Double) -> String { String((value * 1000).rounded() / 1000) }

    var line: String {
        "picture \(Self.round(image)) s, prefill \(Self.round(prefill)) tokens/s, decode \(Self.round(decode)) tokens/s, "
            + "scoring \(Self.round(documents)) documents/s, load \(Self.round(load)) s, peak \(Self.round(peak)) MB; shares "
            + "\(Self.round(prefillShare)), \(Self.round(decodeShare)), \(Self.round(scoringShare))"
    }
}
