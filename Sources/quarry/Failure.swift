import ArgumentParser
import Configuration
import Glibc
import Idefics
import Inspection
import Platform
import Runs

/// The one place where an error becomes words and an exit code.
///
/// 0 done (counted bad input too), 1 a difference was found, 2 wrong usage, pipeline or input (nothing was touched),
/// 3 the run failed, 65 the unit's input cannot be used, 74 the storage failed, 75 try again, 130/143 interrupted.
enum Failure {
    /// Runs `body` with the program's arguments; ends the process when it throws.
    static func exitingOnError(_ body: ([String]) throws -> Void) {
        signal(SIGPIPE, SIG_IGN)
        Output.begin()
        do {
            try body(Array(CommandLine.arguments.dropFirst()))
        } catch let exit as ExitCode {
            Glibc.exit(exit.rawValue)
        } catch {
            if let code = code(of: error) {
                say("quarry: \(words(error))")
                exit(code)
            }
            let code = Root.exitCode(for: error)
            if code == .success {
                Output.line(Help.text(for: error))
                exit(0)
            }
            say(Help.unknownVerb(CommandLine.arguments) ?? Root.fullMessage(for: error))
            exit(code == ExitCode.validationFailure ? 2 : 3)
        }
    }

    /// The exit code of an error of ours; nil for one of the command line's parser.
    private static func code(of error: any Error) -> Int32? {
        switch error {
        case let error as PipelineError: code(error)
        case let error as InspectionError: error.exitCode
        case let error as IdeficsError: code(error)
        case let error as StorageError: code(error)
        default: nil
        }
    }

    private static func words(_ error: any Error) -> String {
        switch error {
        case let error as PipelineError: "\(error)\(advice(error))"
        case let error as IdeficsError where error.systemError?.code == EINTR && Interrupts.isRaised:
            "stopped; nothing was written"
        default: "\(error)"
        }
    }

    private static func code(_ error: StorageError) -> Int32 {
        if case .query = error { 2 } else { error.isStorageFault ? 74 : 3 }
    }

    /// 2: the checkpoint, the request or a picture is at fault; 3: the run failed; 74: the storage failed.
    static func code(_ error: IdeficsError) -> Int32 {
        if error.systemError?.code == EINTR, Interrupts.isRaised { return Interrupts.exitCode }
        if let error = error.systemError { return error.isStorageFault ? 74 : error.isPathFault ? 2 : 3 }
        switch error {
        case .configuration, .unsupportedModel, .tokenizer, .vocabulary, .weights, .image, .prompt, .option: return 2
        case .system, .notFinite: return 3
        }
    }

    static func code(_ error: PipelineError) -> Int32 {
        switch error {
        case .problems, .otherRun: 2
        case .system(let error): error.isStorageFault ? 74 : 3
        case .damaged, .imbalance, .notReady: 3
        case .incomplete: 1
        case .failed(_, let code, _): code == 74 || code == 75 ? code : 3
        case .unusable: 65
        case .unseen: 75
        case .interrupted: Interrupts.isRaised ? Interrupts.exitCode : 75
        }
    }

    /// How to mend what the error itself cannot know of.
    private static func advice(_ error: PipelineError) -> String {
        switch error {
        case .system(let error) where error.isStorageFault: advice(storage: true)
        case .failed(_, let code, _): advice(storage: code == 74)
        default: ""
        }
    }

    private static func advice(storage: Bool) -> String {
        storage
            ? "\nmake room (or mend the disk) and give the same command again: what is sealed stays"
            : "\nwhat is sealed stays; the same command goes on from there"
    }

    /// Writes a line to standard error.
    static func say(_ text: String, onlyOnTerminal: Bool = false) {
        if onlyOnTerminal, isatty(2) == 0 || isatty(0) == 0 { return }
        var bytes = Array((text + "\n").utf8)
        write(2, &bytes, bytes.count)
    }
}
