import Foundation

/// A program run to its end.
package struct Command: Sendable {
    /// Its exit code; 128 + n when signal n ended it.
    package let code: Int32
    /// Its standard output.
    package let output: String
    /// Its standard error.
    package let errors: String

    /// Runs `program` with `arguments`; its standard input is `input`.
    package static func run(
        _ program: String, _ arguments: [String], input: String = "", environment: [String: String] = [:]
    ) throws -> Command {
        let process = try start(program, arguments, environment: environment)
        try? process.standardInput.write(contentsOf: Data(input.utf8))
        try? process.standardInput.close()
        return process.finish()
    }

    /// The `quarry` that was built beside the tests.
    package static var quarry: String {
        let bundle = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        let folders = [bundle, bundle.deletingLastPathComponent(), URL(filePath: Repository.root + "/.build/debug")]
        let paths = folders.map { $0.appending(path: "quarry").path }
        return paths.first { FileManager.default.isExecutableFile(atPath: $0) } ?? "quarry"
    }

    /// Runs `quarry`.
    package static func quarry(_ arguments: String..., input: String = "") throws -> Command {
        try run(quarry, arguments, input: input)
    }

    /// Runs a program that is found on the search path, for a test that has the trait `.needsProgram`.
    package static func tool(_ program: String, _ arguments: [String]) throws -> Command {
        guard let path = path(of: program) else { throw Missing("there is no \(program)") }
        return try run(path, arguments)
    }

    /// Where on the search path a program is.
    package static func path(of program: String) -> String? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(program)" }
            .first(where: FileManager.default.isExecutableFile(atPath:))
    }

    /// A program that goes on while the test does something to it.
    package static func start(
        _ program: String, _ arguments: [String], environment: [String: String] = [:]
    ) throws -> RunningCommand {
        let command = RunningCommand()
        command.process.executableURL = URL(filePath: program)
        command.process.arguments = arguments
        // Whether the model of languages was brought must not decide a test; who wants it sets the variable.
        let usual = ["QUARRY_TEXT_LANGUAGE_MODEL": ""].merging(ProcessInfo.processInfo.environment) { $1 }
        command.process.environment = usual.merging(environment) { $1 }
        command.process.standardInput = command.input
        command.process.standardOutput = command.output
        command.process.standardError = command.errors
        signal(SIGPIPE, SIG_IGN)  // a program may end before it has read its input
        try command.process.run()
        return command
    }
}

/// A program that goes on.
package final class RunningCommand {
    let process = Process()
    let input = Pipe(), output = Pipe(), errors = Pipe()

    var standardInput: FileHandle { input.fileHandleForWriting }

    /// Its process number.
    package var pid: Int32 { process.processIdentifier }

    /// Whether it still runs.
    package var isRunning: Bool { process.isRunning }

    /// Seconds after which a program that does not end is killed: one failed test instead of a suite that hangs.
    private static let patience = 900

    /// Waits for its end.
    package func finish() -> Command {
        let hung = DispatchWorkItem { [pid] in kill(pid, SIGKILL) }
        DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(Self.patience), execute: hung)
        defer { hung.cancel() }
        nonisolated(unsafe) var errorData = Data()
        let errorHandle = errors.fileHandleForReading
        let group = DispatchGroup()
        DispatchQueue.global().async(group: group) { errorData = errorHandle.readDataToEndOfFile() }
        let outputData = output.fileHandleForReading.readDataToEndOfFile()
        group.wait()
        process.waitUntilExit()
        let code = process.terminationStatus + (process.terminationReason == .uncaughtSignal ? 128 : 0)
        return Command(
            code: code, output: String(decoding: outputData, as: UTF8.self),
            errors: String(decoding: errorData, as: UTF8.self))
    }
}
