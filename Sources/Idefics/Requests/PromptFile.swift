import Platform
import Tensors

/// A file of prompts, one JSON object a line (keys as in `PromptLine`); answers come one a line, in order.
///
/// What is wrong with the lines themselves is said before anything is computed. A picture that cannot be read or a text
/// that cannot be used costs its own line only: its answer is the error.
public struct PromptFile {
    /// What became of a line.
    public typealias Outcome<Answer> = Result<Answer, IdeficsError>

    /// Lines that run as one batch.
    private static let batch = 8

    private let path: String
    private let lines: [(number: Int, line: PromptLine)]
    private let pictures: PictureLoader

    /// Reads the prompts of the file at `path`, `-` for standard input; nothing is decoded or computed yet.
    /// - Throws: `IdeficsError.prompt` naming file and line, or `.system`.
    public init(path: String, fetch: PictureLoader.Fetch? = nil) throws(IdeficsError) {
        var bytes: [UInt8]
        let isFile = path != "-" && Files.isFile(path)
        do { bytes = isFile ? try Files.read(path) : try Self.readStream(path) } catch { throw .system(error) }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }  // a byte order mark
        self.path = path == "-" ? "standard input" : path
        var lines: [(number: Int, line: PromptLine)] = []
        for (index, text) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            guard text.contains(where: { $0 > 0x20 }) else { continue }
            lines.append(
                (
                    index + 1,
                    try Self.naming(self.path, index + 1) { () throws(IdeficsError) in try PromptLine(parsing: text) }
                ))
        }
        self.lines = lines
        let slash = isFile ? path.utf8.lastIndex(of: 0x2F) : nil
        let folder = slash.map { String(path[..<$0]) } ?? "."
        pictures = PictureLoader(relativeTo: folder.isEmpty ? "/" : folder, fetch: fetch)
    }

    /// Standard input or a pipe to its end.
    private static func readStream(_ path: String) throws(SystemError) -> [UInt8] {
        var bytes: [UInt8] = []
        try Files.readPieces(path == "-" ? "/dev/stdin" : path, isStream: true) { bytes.append(contentsOf: $0) }
        return bytes
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

    /// What prompts are made for.
    private enum Purpose {
        case generation, scoring
    }

    private func makePrompt(
        _ line: PromptLine, for purpose: Purpose, _ model: IdeficsModel, known: inout [String: PreparedImage]
    ) throws(IdeficsError) -> Prompt {
        let texts = line.items.compactMap { if case .text(let text) = $0 { text } else { nil } }
        try model.checkLength(
            bytes: texts.reduce(0) { $0 + $1.utf8.count }, images: line.items.count - texts.count)
        let prompt: Prompt
        if let messages = line.messages {
            let filled = try messages.map { message throws(IdeficsError) in
                ChatMessage(role: message.role, content: try load(message.content, line, model, &known))
            }
            let asks = try line.asksForAnswer(default: purpose == .generation)
            let items = try model.prompts.conversation(filled, asksForAnswer: asks)
            prompt = try model.prompts.build(items, options: line.processor)
        } else {
            let items = try load(line.items, line, model, &known)
            prompt =
                purpose == .generation
                ? try model.prompts.build(items, options: line.processor)
                : try model.prompts.document(items, options: line.processor)
        }
        try model.check(prompt.ids)
        return prompt
    }

    /// Items with their pictures; one that several lines show is loaded once.
    private func load(
        _ items: [PromptLine.Item], _ line: PromptLine, _ model: IdeficsModel, _ known: inout [String: PreparedImage]
    ) throws(IdeficsError) -> [PromptItem] {
        try items.map { item throws(IdeficsError) in
            switch item {
            case .text(let text): return .text(text)
            case .image(let source):
                let key = (line.splitsImages.map { $0 ? "split " : "whole " } ?? "") + source
                if let image = known[key] { return .image(image) }
                let image = try pictures.load(source, for: model, splits: line.splitsImages)
                known[key] = image
                return .image(image)
            }
        }
    }

    /// Answers batches of lines with `answer`, which gets the usable ones of a batch and their prompts. A picture that
    /// stands in several lines of a batch is loaded once.
    /// - Returns: lines without an answer.
    private func forBatches<Answer>(
        _ model: IdeficsModel, for purpose: Purpose, size: Int, emit: (Outcome<Answer>) -> Void,
        _ answer: ([(index: Int, prompt: Prompt)]) throws(IdeficsError) -> [Answer]
    ) throws(IdeficsError) -> Int {
        var refused = 0
        for start in stride(from: 0, to: lines.count, by: size) {
            var known: [String: PreparedImage] = [:]
            var usable: [(index: Int, prompt: Prompt)] = []
            var outcomes: [Outcome<Int>] = []
            for index in start..<min(start + size, lines.count) {
                let (number, line) = lines[index]
                do throws(IdeficsError) {
                    let prompt = try Self.naming(path, number) { () throws(IdeficsError) in
                        try makePrompt(line, for: purpose, model, known: &known)
                    }
                    outcomes.append(.success(usable.count))
                    usable.append((index, prompt))
                } catch {
                    guard error.isFaultOfRequest else { throw error }
                    outcomes.append(.failure(error))
                    refused += 1
                }
            }
            let answers = usable.isEmpty ? [] : try answer(usable)
            for outcome in outcomes { emit(outcome.map { answers[$0] }) }
        }
        return refused
    }

    /// Continues every prompt: one answer, or what is wrong, for each line.
    ///
    /// What a line does not say is taken from `defaults`; only the bad words that a line names are forbidden. A line
    /// with a seed of its own is answered as it would be alone; the others each get their own random numbers.
    /// - Returns: lines without an answer.
    /// - Throws: `IdeficsError`; `.option` and `.prompt` before anything is computed, others when answers of earlier
    ///   batches have been given to `emit`.
    @discardableResult
    public func generate(
        with model: IdeficsModel, defaults: GenerationOptions, emit: (Outcome<PromptAnswer>) -> Void
    ) throws(IdeficsError) -> Int {
        var defaults = defaults
        defaults.allowsImageTokens = true
        var options: [GenerationOptions] = []
        for (index, (number, line)) in lines.enumerated() {
            let own = try Self.naming(path, number) { () throws(IdeficsError) in
                let own = try line.options(defaults, tokenizer: model.tokenizer)
                try model.check(own)
                return line.hasSeed ? own : own.forPrompt(index)
            }
            options.append(own)
        }
        return try forBatches(model, for: .generation, size: Self.batch, emit: emit) { batch throws(IdeficsError) in
            let requests = batch.map { GenerationRequest($0.prompt, options: options[$0.index]) }
            return zip(batch, try model.generate(requests)).map { line, answers in
                PromptAnswer(
                    promptIDs: line.prompt.ids, ids: answers.first?.ids ?? [], text: answers.first?.text ?? "")
            }
        }
    }

    /// The log-probabilities of every prompt: one answer, or what is wrong, for each line.
    /// - Returns: lines without an answer.
    /// - Throws: `IdeficsError`; answers of earlier batches have been given to `emit` by then.
    @discardableResult
    public func logProbabilities(
        with model: IdeficsModel, images use: ImageUse, emit: (Outcome<TokenScores>) -> Void
    ) throws(IdeficsError) -> Int {
        try forBatches(model, for: .scoring, size: 64, emit: emit) { batch throws(IdeficsError) in
            let prompts = batch.map(\.prompt)
            return zip(prompts, try model.logProbabilities(of: prompts, images: use)).map {
                TokenScores(ids: $0.ids, logProbabilities: $1)
            }
        }
    }
}
