import JSON

/// Reads `pre_tokenizer` of `tokenizer.json`; every fault names the file.
struct PreTokenizerReader {
    let file: String

    private func fault(_ problem: String) -> IdeficsError {
        .tokenizer(file: file, problem: "pre_tokenizer " + problem)
    }

    /// The rules, nil when there are none.
    /// - Throws: `IdeficsError.tokenizer` for rules that are not known, and for those that are not byte-level.
    func read(_ value: JSONValue?) throws(IdeficsError) -> PreTokenizer? {
        guard let value, value != .null else { return nil }
        let parts: [JSONValue]
        if value["type"]?.string == "Sequence" {
            guard let list = value["pretokenizers"]?.array else { throw fault("Sequence has no list") }
            parts = list
        } else {
            parts = [value]
        }
        var steps: [PreTokenizer.Step] = []
        var addsPrefixSpace: Bool?
        for part in parts {
            guard addsPrefixSpace == nil else { throw fault("has something behind ByteLevel") }
            let type = part["type"]?.string ?? "?"
            switch type {
            case "Digits": steps.append(part["individual_digits"]?.bool == true ? .digits : .digitRuns)
            case "Split": steps.append(try split(part))
            case "ByteLevel":
                if part["use_regex"]?.bool ?? true { steps.append(.gpt2) }
                addsPrefixSpace = part["add_prefix_space"]?.bool ?? true
            default: throw fault("'\(type)' is not supported; Digits, Split and ByteLevel are")
            }
        }
        guard let addsPrefixSpace else { throw fault("has no ByteLevel") }
        return PreTokenizer(steps: steps, addsPrefixSpace: addsPrefixSpace)
    }

    private func split(_ part: JSONValue) throws(IdeficsError) -> PreTokenizer.Step {
        guard part["behavior"]?.string == "Isolated", part["invert"]?.bool != true else {
            throw fault("Split is supported with the behaviour Isolated only")
        }
        guard let pattern = part["pattern"]?["Regex"]?.string, let step = PreTokenizer.patterns[pattern] else {
            throw fault("Split has a pattern that is not known; those of GPT-2 and Llama 3 are")
        }
        return step
    }
}

/// Reads `post_processor`: which tokens stand around a text. What sets offsets only is passed over, and so is what this
/// engine does not know, since it never asks for it but for templates.
struct TokenTemplateReader {
    let file: String

    /// The tokens before and behind a text.
    /// - Throws: `IdeficsError.tokenizer` for a template that is malformed.
    func read(_ value: JSONValue?) throws(IdeficsError) -> (before: [[UInt8]], behind: [[UInt8]]) {
        switch value?["type"]?.string {
        case "Sequence":
            var found: (before: [[UInt8]], behind: [[UInt8]]) = ([], [])
            for part in value?["processors"]?.array ?? [] {
                let inner = try read(part)
                found = (inner.before + found.before, found.behind + inner.behind)
            }
            return found
        case "TemplateProcessing": return try template(value?["single"]?.array ?? [])
        default: return ([], [])
        }
    }

    private func template(_ parts: [JSONValue]) throws(IdeficsError) -> (before: [[UInt8]], behind: [[UInt8]]) {
        var found: (before: [[UInt8]], behind: [[UInt8]]) = ([], [])
        var isBehind = false
        for part in parts {
            if part["Sequence"] != nil {
                isBehind = true
            } else if let token = part["SpecialToken"]?["id"]?.string {
                if isBehind { found.behind.append(Array(token.utf8)) } else { found.before.append(Array(token.utf8)) }
            } else {
                throw .tokenizer(file: file, problem: "post_processor: a part is neither a token nor the text")
            }
        }
        return found
    }
}
