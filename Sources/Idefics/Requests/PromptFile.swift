import Platform
import Tensors

/// A file of prompts, one JSON object a line (keys as in `PromptLine`); answers come one a line, in order.
public struct PromptFile {
    /// Lines that run as one batch.
    private static let batch = 8

    private let path: String
    private let lines: [(number: Int, line: PromptLine)]
    private let pictures: PictureLoader

    /// Reads the prompts of the file at `path`; nothing is decoded or computed yet.
    /// - Throws: `IdeficsError.prompt` naming file and line, or `.system`.
    public init(path: String, fetch: PictureLoader.Fetch? = nil) throws(IdeficsError) {
        let bytes: [UInt8]
        do { bytes = try Files.read(path) } catch { throw .system(error) }
        var lines: [(number: Int, line: PromptLine)] = []
        for (index, text) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            guard text.contains(where: { $0 > 0x20 }) else { continue }
            lines.append(
                (
                    index + 1,
                    try Self.naming(path, index + 1) { () throws(IdeficsError) in try PromptLine(parsing: text) }
                ))
        }
        let folder = path.utf8.lastIndex(of: 0x2F).map { String(path[..<$0]) } ?? "."
        (self.path, self.lines) = (path, lines)
        pictures = PictureLoader(relativeTo: folder.isEmpty ? "/" : folder, fetch: fetch)
    }

    /// Number of prompts.
    public var count: Int { lines.count }

    /// Adds file and line to the faults of a prompt; that a picture's file cannot be opened is one.
    private static func naming<R>(
        _ path: String, _ number: Int, _ body: () throws(IdeficsError) -> R
    ) throws(IdeficsError) -> R {
        do throws(IdeficsError) { return try body() } catch {
            switch error {
            case .prompt(let problem): throw .prompt("\(path) line \(number): \(problem)")
            case .image(let problem): throw .image("\(path) line \(number): \(problem)")
            case .option(let problem): throw .option("\(path) line \(number): \(problem)")
            case .system(let error) where error.isPathFault: throw .image("\(path) line \(number): \(error)")
            default: throw error
            }
        }
    }

    private func prompt(_ line: PromptLine, _ model: IdeficsModel, known: inout [String: PreparedImage])
        throws(IdeficsError)
        -> Prompt
    {
        var items: [PromptItem] = []
        for item in line.items {
            switch item {
            case .text(let text): items.append(.text(text))
            case .image(let source):
                if known[source] == nil { known[source] = try pictures.load(source, for: model) }
                if let image = known[source] { items.append(.image(image)) }
            }
        }
        return try model.prompts.build(items, options: line.processor)
    }

    /// Calls `body` with batches of lines and their prompts; a picture that stands in several lines of a batch is
    /// loaded once.
    private func forBatches(
        _ model: IdeficsModel, size: Int, _ body: ([PromptLine], [Prompt], [Int]) throws(IdeficsError) -> Void
    ) throws(IdeficsError) {
        for start in stride(from: 0, to: lines.count, by: size) {
            let some = lines[start..<min(start + size, lines.count)]
            var known: [String: PreparedImage] = [:]
            var prompts: [Prompt] = []
            for (number, line) in some {
                prompts.append(
                    try Self.naming(path, number) { () throws(IdeficsError) in
                        try prompt(line, model, known: &known)
                    })
            }
            try body(some.map(\.line), prompts, some.map(\.number))
        }
    }

    /// Continues every prompt: one answer for each line.
    ///
    /// What a line does not say is taken from `defaults`; only the bad words that a line names are forbidden.
    /// - Throws: `IdeficsError`; answers of earlier batches have been given to `emit` by then.
    public func generate(
        with model: IdeficsModel, defaults: GenerationOptions, emit: (PromptAnswer) -> Void
    ) throws(IdeficsError) {
        var defaults = defaults
        defaults.allowsImageTokens = true
        try forBatches(model, size: Self.batch) { lines, prompts, numbers throws(IdeficsError) in
            var requests: [GenerationRequest] = []
            for (index, prompt) in prompts.enumerated() {
                let options = try Self.naming(path, numbers[index]) { () throws(IdeficsError) in
                    let options = try lines[index].options(defaults, tokenizer: model.tokenizer)
                    try model.check(options)
                    return options
                }
                requests.append(GenerationRequest(prompt, options: options))
            }
            for (prompt, answers) in zip(prompts, try model.generate(requests)) {
                guard let answer = answers.first else { continue }
                emit(PromptAnswer(promptIDs: prompt.ids, ids: answer.ids, text: answer.text))
            }
        }
    }

    /// The log-probabilities of every prompt, one answer for each line.
    /// - Throws: `IdeficsError`; answers of earlier batches have been given to `emit` by then.
    public func logProbabilities(
        with model: IdeficsModel, images use: ImageUse, emit: (TokenScores) -> Void
    ) throws(IdeficsError) {
        try forBatches(model, size: 64) { _, prompts, _ throws(IdeficsError) in
            for (prompt, values) in zip(prompts, try model.logProbabilities(of: prompts, images: use)) {
                emit(TokenScores(ids: prompt.ids, logProbabilities: values))
            }
        }
    }
}
