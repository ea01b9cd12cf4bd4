import ArgumentParser
import JSON
import Platform

/// Whether a benchmark checks its figures, and against what.
struct CheckOptions: ParsableArguments {
    @Flag(help: "Exit 1 when a figure is outside its limits.")
    var check = false

    @Option(help: "The limits.", completion: .file(extensions: ["json"]))
    var thresholds = "Tests/thresholds.json"
}

/// The ratios and shares that a benchmark measured, each beside its limit in `Tests/thresholds.json`.
///
/// Only what one run measures on both sides has a limit: a time says more of the machine than of the program.
struct Thresholds {
    struct Limit: Equatable {
        var most: Double?
        var least: Double?

        func holds(_ value: Double) -> Bool { value <= most ?? .infinity && value >= least ?? -.infinity }

        var text: String {
            [most.map { "at most \(Self.round($0))" }, least.map { "at least \(Self.round($0))" }].compactMap { $0 }
                .joined(separator: ", ")
        }

        static func round(_ value: Double) -> String { String((value * 1000).rounded() / 1000) }
    }

    private let limits: [(name: String, limit: Limit)]
    private let isChecked: Bool
    private(set) var figures: [(name: String, value: Double)] = []

    /// - Throws: when the file is not there though it is to be checked, or is not what it should be.
    init(_ bench: String, _ options: CheckOptions) throws {
        isChecked = options.check
        let isThere = options.check || Files.exists(options.thresholds)
        limits = isThere ? try Self.limits(of: bench, in: JSONValue(parsing: Files.read(options.thresholds))) : []
    }

    static func limits(of bench: String, in file: JSONValue) throws -> [(name: String, limit: Limit)] {
        try (file[bench]?.members ?? []).map { member in
            let limit = Limit(most: member.value["most"]?.number, least: member.value["least"]?.number)
            guard limit != Limit() else {
                throw ValidationError("\(bench)/\(member.key) has neither 'most' nor 'least'")
            }
            return (member.key, limit)
        }
    }

    /// Notes a figure. Of several under one name the one farthest from its limit's good side counts.
    mutating func note(_ name: String, _ value: Double) {
        guard let at = figures.firstIndex(where: { $0.name == name }) else { return figures.append((name, value)) }
        figures[at].value = self[name]?.most == nil ? min(figures[at].value, value) : max(figures[at].value, value)
    }

    subscript(name: String) -> Limit? { limits.first { $0.name == name }?.limit }

    /// Prints every figure with its limit.
    /// - Throws: `ExitCode(1)` when one is outside, or has a limit and was measured as no number, and is to be checked.
    func finish() throws {
        guard !figures.isEmpty else { return }
        print("\nratios and shares of this run")
        var failed = 0
        for (name, value) in figures {
            let limit = self[name]
            let holds = limit?.holds(value) ?? true
            failed += holds ? 0 : 1
            let mark = limit.map { "(\($0.text))\(holds ? "" : "  OUTSIDE")" } ?? ""
            print("  \(name.padded(to: 52)) \(Limit.round(value))  \(mark)")
        }
        let missing = limits.map(\.name).filter { name in !figures.contains { $0.name == name } }
        if !missing.isEmpty { print("  not measured in this run: \(missing.joined(separator: ", "))") }
        if isChecked, failed > 0 { throw ExitCode(1) }
    }
}

extension String {
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
