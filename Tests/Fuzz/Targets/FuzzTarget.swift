import Platform

/// A parser of foreign bytes: how libFuzzer feeds it, and how tests replay what was found.
package struct FuzzTarget: Sendable {
    /// Its name in `Tests/Fuzz/run`; what it found is kept in `Tests/Fuzz/cases` under this name.
    package let name: String
    /// Seeds that are made.
    let made: @Sendable () throws -> [[UInt8]]
    /// Files and folders of seeds, from the repository's root; those in `../shared` may be missing.
    let found: [String]
    /// Reads one input. Findings are crashes, hangs, too much memory and conditions that do not hold; what it throws is none.
    let body: @Sendable ([UInt8]) throws -> Void

    /// The largest file that is a seed.
    private static let largestSeed = 1 << 16

    init(
        _ name: String, seeds: @autoclosure @escaping @Sendable () throws -> [[UInt8]], found: [String] = [],
        _ body: @escaping @Sendable ([UInt8]) throws -> Void
    ) {
        (self.name, made, self.found, self.body) = (name, seeds, found, body)
    }

    /// Every target, in the order in which they are run.
    package static let all: [FuzzTarget] =
        archives + standards + pictures + corpora + imports + configurations + models + questions

    /// Reads one input.
    package func read(_ bytes: [UInt8]) { try? body(bytes) }

    /// What mutations begin with: the seeds that are made, and the files that are there.
    /// - Throws: when a seed cannot be made.
    package func seeds(root: String) throws -> [[UInt8]] {
        try made() + found.flatMap { Self.files(root + "/" + $0) }
    }

    /// The files at a path, or in the folder there and those in it.
    private static func files(_ path: String) -> [[UInt8]] {
        if Files.isFolder(path) { return ((try? Files.list(path)) ?? []).flatMap { files(path + "/" + $0) } }
        guard let size = try? Files.size(path), size <= largestSeed, let bytes = try? Files.read(path) else {
            return []
        }
        return [bytes]
    }
}

/// Bytes of a text.
func utf8(_ text: String) -> [UInt8] { Array(text.utf8) }

/// What must hold: otherwise it is a finding. Unlike a precondition it says what with optimization, too.
func expect(_ holds: Bool, _ otherwise: @autoclosure () -> String) {
    if !holds { fatalError(otherwise()) }
}

/// What cannot fail when what came before did not: an error is a finding.
func surely<Value>(_ body: () throws -> Value) -> Value {
    do { return try body() } catch { fatalError("\(error)") }
}

/// What was read is added up here, so that the reading is not left out.
nonisolated(unsafe) var touched = 0
