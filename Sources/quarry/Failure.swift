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
        // Swift's runtime answers SIGQUIT with a trace of the stack and goes on; a program that was told to quit ends.
        signal(SIGQUIT, SIG_DFL)
        // Who started us may have blocked signals (threads of a pool do): a program that cannot be ended hangs its caller.
        var none = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, nil)
        signal(SIGXFSZ, SIG_IGN)  // a write past `ulimit -f` says so (EFBIG) instead of ending the process
        Output.begin()
        if let shortage = Sandbox.shortage {
            say("quarry: \(shortage)")
            exit(75)
        }
        do {
            try body(Array(Arguments.all.dropFirst()))
        } catch let exit as ExitCode {
            Glibc.exit(exit.rawValue)
        } catch {
            if let code = code(of: error) {
                say("quarry: \(words(error))")
                exit(code)
            }
            // Behind `help` the parser shows the help of all verbs for one that there is not.
            if let mistake = Help.unknownVerb(Arguments.all) {
                say(mistake)
                exit(2)
            }
            let code = Root.exitCode(for: error)
            if code == .success {
                Output.line(Help.text(for: error))
                exit(0)
            }
            say(Root.fullMessage(for: error))
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
        case let error as SystemError: error.exitCode
        default: nil
        }
    }

    private static func words(_ error: any Error) -> String {
        switch error {
        // A worker's words are repeated by its supervisor, which gives the advice.
        case let error as PipelineError where ChildProcess.parent == nil: "\(error)\(advice(error))"
        case let error as StorageError: "\(error)\(advice(error.systemError))"
        case let error as SystemError: "\(error)\(advice(error))"
        case let error as InspectionError:
            if case .storage(let error) = error { "\(error)\(advice(error.systemError))" } else { "\(error)" }
        case let error as IdeficsError where error.systemError?.code == EINTR && Interrupts.isRaised:
            "stopped; nothing was written"
        default: "\(error)"
        }
    }

    private static func code(_ error: StorageError) -> Int32 {
        switch error {
        case .query, .refused: 2
        case .remote(_, _, let code): code
        default: error.systemError?.exitCode ?? 3
        }
    }

    /// 2: the checkpoint, the request or a picture is at fault; 3: the run failed; 74: the storage failed.
    static func code(_ error: IdeficsError) -> Int32 {
        if error.systemError?.code == EINTR, Interrupts.isRaised { return Interrupts.exitCode }
        if let error = error.systemError { return error.isPathFault ? 2 : error.exitCode }
        switch error {
        case .configuration, .unsupportedModel, .tokenizer, .vocabulary, .weights, .image, .prompt, .option: return 2
        case .system, .notFinite: return 3
        }
    }

    static func code(_ error: PipelineError) -> Int32 {
        switch error {
        case .problems, .otherRun: 2
        case .system(let error): error.exitCode
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
        case .system(let error): advice(error)
        case .failed(_, let code, _): advice(exitCode: code)
        default: ""
        }
    }

    private static func advice(_ error: SystemError?) -> String {
        guard let code = error?.exitCode, code != 3 else { return "" }
        return advice(exitCode: code)
    }

    private static func advice(exitCode: Int32) -> String {
        switch exitCode {
        case 74: "\nmake room (or mend the disk) and give the same command again: what is sealed stays"
        case 75:
            "\nthe machine had too little left (memory, open files): give the same command again when it has more, or raise "
                + "the limit (ulimit); what is sealed stays"
        default: "\nwhat is sealed stays; the same command goes on from there"
        }
    }

    /// Writes a line to standard error.
    static func say(_ text: String, onlyOnTerminal: Bool = false) {
        if onlyOnTerminal, isatty(2) == 0 || isatty(0) == 0 { return }
        var bytes = Array((Terminal.shown(text) + "\n").utf8)
        write(2, &bytes, bytes.count)
    }
}
