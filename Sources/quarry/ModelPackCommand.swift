import ArgumentParser
import Idefics
import Runs

/// `quarry model pack`.
struct ModelPackCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pack", abstract: "Write a copy of a bf16 checkpoint in 11.4 bits a weight, without loss.",
        discussion: """
            Answers stay the same to the last bit (with --dtype bf16, which is the default of the copy), and a token is \
            written about 1.4 times as fast where memory is the limit: on processors with AVX-512 BF16 and VBMI2. Elsewhere \
            the copy is smaller, but slower. It is there whole or not at all; what is there already is not replaced.

            EXAMPLE:
              quarry model pack models/idefics-9b models/idefics-9b-packed
            """)

    @Argument(help: "The folder of a checkpoint whose matrices are bf16.", completion: .directory)
    var source: String

    @Argument(help: "The folder to write; it must not be there yet.", completion: .directory)
    var destination: String

    @OptionGroup var compute: ThreadOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        Interrupts.listen()
        try answeringModel { () throws(IdeficsError) in
            let result = try CompactCheckpoint(packing: source, to: destination, threads: compute.threads) {
                !Interrupts.isRaised
            }
            Output.line(json ? result.json(nil) : result.text(nil))
            return 0
        }
    }
}
