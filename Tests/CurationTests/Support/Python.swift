import Foundation
import TestKit
import Testing

/// Python with packages to compare with: `QUARRY_PYTHON`, else `python3`.
enum Python {
    /// One at a time: two that start together inherit each other's pipes, and each waits for the other to end.
    private static let turn = NSLock()

    /// For a test that runs a script with a package; it is skipped where Python or the package is not there.
    static func needs(_ package: String) -> ConditionTrait {
        .enabled("needs Python with \(package) (QUARRY_PYTHON)") { (try? run("import \(package)")) != nil }
    }

    /// What a script prints.
    static func run(_ script: String, arguments: [String] = [], input: String = "") throws -> String {
        turn.lock()
        defer { turn.unlock() }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        let python = ProcessInfo.processInfo.environment["QUARRY_PYTHON"] ?? "python3"
        process.arguments = [python, "-c", script] + arguments
        let (standardInput, output) = (Pipe(), Pipe())
        process.standardInput = standardInput
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        signal(SIGPIPE, SIG_IGN)  // a Python that lacks a package ends before it has read its input
        try process.run()
        try? standardInput.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try? standardInput.fileHandleForWriting.close()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Missing("\(python) cannot run: \(script.prefix(60))") }
        return text
    }
}
