public import ArgumentParser
import Fetching
import Glibc
public import Idefics
import Platform
import Runs

extension Precision: ExpressibleByArgument {}

/// What `--dtype` says.
enum DType: String, CaseIterable, ExpressibleByArgument {
    /// What a copy was made for; else the type of the weights where this processor computes it fast; else f32.
    case auto
    case f32, bf16, int8, int4
}
extension ImageUse: ExpressibleByArgument {}
extension CaptionTemplate: ExpressibleByArgument {}

/// How many threads compute.
struct ThreadOptions: ParsableArguments {
    @Option(help: "Threads. Default: one for each processor.")
    var threads: Int?

    func validate() throws {
        if let threads, !(1...1024).contains(threads) { throw ValidationError("--threads must be from 1 to 1024.") }
    }
}

/// How a checkpoint is computed with.
struct ComputeOptions: ParsableArguments {
    @Option(
        help: """
            Arithmetic: f32 (the reference's numbers), bf16, int8, int4, or auto: what a quantised or packed copy was made \
            for, bf16 for bf16 weights where the processor has its dot products, else f32.
            """)
    var dtype = DType.auto

    @OptionGroup var compute: ThreadOptions

    var load: LoadOptions {
        var load = LoadOptions(precision: Precision(rawValue: dtype.rawValue), threads: compute.threads)
        load.prefersStoredType = dtype == .auto
        return load
    }

    /// Says on a terminal what `auto` has chosen.
    func tell(_ model: IdeficsModel) {
        guard dtype == .auto, model.precision != .f32 else { return }
        Failure.say(
            "computing in \(model.precision.rawValue) (--dtype f32 for the reference's numbers)", onlyOnTerminal: true)
    }
}

/// The checkpoint that a command works with, and whether it may fetch pictures.
struct ModelOptions: ParsableArguments {
    @Option(help: "The folder of a checkpoint: IDEFICS, Idefics3 or SmolVLM.", completion: .directory)
    var model: String

    @OptionGroup var compute: ComputeOptions

    @Option(
        help: "Tiles that a picture becomes at most, with models that split pictures. Default: as the checkpoint says.")
    var tiles: Int?

    @Flag(help: "Fetch pictures that are given as http or https addresses.")
    var allowUrls = false

    func validate() throws {
        if let tiles, tiles < 1 { throw ValidationError("--tiles must be above 0.") }
    }

    func open() throws(IdeficsError) -> IdeficsModel {
        var load = compute.load
        load.tiles = tiles
        let opened = try IdeficsModel(checkpoint: model, options: load)
        compute.tell(opened)
        return opened
    }

    /// Fetches an address by the rules of crawling; nil when addresses are not allowed.
    var fetch: PictureLoader.Fetch? {
        guard allowUrls else { return nil }
        return { (url: String) throws(IdeficsError) -> [UInt8] in
            var body: [UInt8]?
            var problem = "not fetched"
            do throws(FetcherError) {
                try Fetcher(policy: FetchPolicy()).run([FetchRequest(id: 0, url: url)]) { result in
                    if case .failed(let fault, let detail) = result.outcome {
                        problem = "\(fault.rawValue) \(detail)"
                    } else {
                        body = result.body
                    }
                }
            } catch { throw .image("\(url): \(error)") }
            guard let body else { throw .image("\(url): \(problem)") }
            return body
        }
    }
}

/// Runs a verb of the engine; an error is said on standard error and ends with its exit code, and so do requests that
/// had no answer (`body` returns their number).
func answeringModel(_ body: () throws(IdeficsError) -> Int) throws {
    // The weights are mapped: a file that is cut while it is in use, or a disk that fails, is this signal.
    signal(SIGBUS) { _ in
        let text: StaticString = "quarry: a mapped file was cut, or could not be read, while it was in use\n"
        write(2, text.utf8Start, text.utf8CodeUnitCount)
        _exit(74)
    }
    let refused = try body()
    if refused > 0 { throw ExitCode(1) }
}
