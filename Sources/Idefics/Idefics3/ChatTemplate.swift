import JSON
import Platform

/// How messages become a prompt: the published template, read from the checkpoint, not a language of templates.
///
/// `START`, then for each message its role, ":" when it begins with a picture and ": " otherwise, its parts,
/// `<end_of_utterance>` and a new line; in the end "Assistant:".
enum ChatTemplate: Equatable {
    /// The checkpoint has none: it was not made for conversations.
    case absent
    /// The published one; `start` stands before the first message.
    case published(start: String)
    /// That of another model.
    case other(file: String)

    /// What follows the start in the published templates, in the words of Jinja; `%V` may be the branch for videos.
    private static let body = """
        {% for message in messages %}{{message['role'] | capitalize}}{% if message['content'][0]['type'] == 'image' %}\
        {{':'}}{% else %}{{': '}}{% endif %}{% for line in message['content'] %}{% if line['type'] == 'text' %}\
        {{line['text']}}{% elif line['type'] == 'image' %}{{ '<image>' }}%V{% endif %}{% endfor %}<end_of_utterance>
        {% endfor %}{% if add_generation_prompt %}{{ 'Assistant:' }}{% endif %}
        """
    private static let video = "{% elif line['type'] == 'video' %}{{ '<video>' }}"

    /// Reads the template of the checkpoint in `folder`: a file of its own, or a field of the tokenizer's.
    /// - Throws: `IdeficsError` when a file that is there is malformed.
    init(folder: String) throws(IdeficsError) {
        let plain = folder + "/chat_template.jinja"
        if Files.exists(plain) {
            do { self.init(try Files.readText(plain), file: plain) } catch { throw .system(error) }
            return
        }
        for name in ["chat_template.json", "tokenizer_config.json"] where Files.exists("\(folder)/\(name)") {
            let file = "\(folder)/\(name)"
            switch try ConfigurationFile(path: file).value("chat_template") {
            case nil: continue
            case .string(let text)?: self.init(text, file: file)
            default: self = .other(file: file)
            }
            return
        }
        self = .absent
    }

    init(_ text: String, file: String) {
        for branch in ["", Self.video] {
            let body = Self.body.replacing("%V", with: branch)
            // A template may end with a new line that the reference's reader drops.
            for end in [body, body + "\n"] where text.hasSuffix(end) {
                let start = String(text.dropLast(end.count))
                guard !start.contains("{") else { continue }
                self = .published(start: start)
                return
            }
        }
        self = .other(file: file)
    }

    /// Messages as items; `asksForAnswer` ends them where an answer begins.
    /// - Throws: `IdeficsError` when there is no template or another model's.
    func items(_ messages: [ChatMessage], asksForAnswer: Bool) throws(IdeficsError) -> [PromptItem] {
        guard case .published(let start) = self else {
            guard case .other(let file) = self else {
                throw .prompt("the checkpoint has no chat template; a dialogue needs an instruct checkpoint")
            }
            throw .configuration(
                file: file, problem: "chat_template is that of another model; known is that of Idefics3 and SmolVLM")
        }
        var items: [PromptItem] = [.text(start)]
        for message in messages {
            let isPicture = if case .image? = message.content.first { true } else { false }
            items.append(.text(message.role.capitalizedRole + (isPicture ? ":" : ": ")))
            items += message.content
            items.append(.text(ImageTokens.endOfUtterance + "\n"))
        }
        return asksForAnswer ? items + [.text("Assistant:")] : items
    }
}
