// `quarry-fuzz TARGET …`: a target under libFuzzer, with its options; `quarry-fuzz --list` and `--seeds TARGET FOLDER` are for
// `Tests/Fuzz/run`.
import CorpusFiles
import FuzzTargets
import Glibc
import Platform

/// libFuzzer's own `main`, with the function that it calls with each input.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ read: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

private func fail(_ text: String) -> Never {
    let line = Array("quarry-fuzz: \(text)\n".utf8)
    write(STDERR_FILENO, line, line.count)
    exit(2)
}

private func target(_ name: String?) -> FuzzTarget {
    guard let target = FuzzTarget.all.first(where: { $0.name == name }) else { fail("no target '\(name ?? "")'") }
    return target
}

/// The target that is run.
nonisolated(unsafe) private var chosen: FuzzTarget?

switch CommandLine.arguments.dropFirst().first {
case "--list": for target in FuzzTarget.all { print(target.name) }
case "--seeds":
    guard CommandLine.arguments.count == 4 else { fail("--seeds TARGET FOLDER, from the root of the repository") }
    let folder = CommandLine.arguments[3]
    for (number, seed) in try target(CommandLine.arguments[2]).seeds(root: ".").enumerated() {
        try Files.write(seed, to: "\(folder)/\(number)")
    }
case let name:
    chosen = target(name)
    // Questions may be as long as they like; that their limit is kept is what `-timeout` sees.
    QuestionLimit.set(seconds: 0.2)
    var count = CommandLine.argc - 1
    // libFuzzer's own first argument is the program, whose place the target's name has.
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv + 1
    CommandLine.unsafeArgv[1] = CommandLine.unsafeArgv[0]
    exit(
        runDriver(&count, &arguments) { data, size in
            chosen?.read(Array(UnsafeBufferPointer(start: data, count: size)))
            return 0
        })
}
