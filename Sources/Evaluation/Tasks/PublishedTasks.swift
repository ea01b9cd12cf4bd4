package import Configuration

/// The tasks of the IDEFICS report with the prompts that its authors chose (templates 9, 3, 7 and 22 of their code).
package enum PublishedTasks {
    /// All of them.
    package static let all: [EvaluationTask] =
        ["vqav2", "okvqa", "textvqa"].map { question($0) } + [vizwiz]
        + ["coco", "flickr30k", "nocaps", "textcaps"].map { caption($0) } + [hatefulMemes]

    /// The task of a name, in any case of letters and with or without hyphens; nil when there is none.
    package static func task(named name: String) -> EvaluationTask? {
        func plain(_ name: String) -> String { name.lowercased().filter { $0.isLetter || $0.isNumber } }
        return all.first { plain($0.name) == plain(name) }
    }

    private static func question(_ name: String) -> EvaluationTask {
        var task = EvaluationTask(
            name: name, kind: .vqa, example: "Image:{image}Question: {question} Answer: {answer}\n")
        task.prefix = "{bos}Instruction: provide an answer to the question. Use the image to answer.\n"
        task.stopWords =
            ["Question", "User", "Image", "task", "What", "Who", "When", "Where", "Why", "How"] + endings
        task.promptTokens = 2048
        return task
    }

    private static var vizwiz: EvaluationTask {
        var task = question("vizwiz")
        task.prefix =
            "{bos}Task: Answer the questions based on the image when possible, otherwise say unanswerable.\n"
        return task
    }

    private static func caption(_ name: String) -> EvaluationTask {
        var task = EvaluationTask(name: name, kind: .caption, example: "Image:{image}Caption: {answer}\n")
        task.stopWords = ["Caption", "Description", "User", "Image", "task"] + endings
        return task
    }

    /// Template 22 begins without a beginning of text, and nothing stands between its examples.
    private static var hatefulMemes: EvaluationTask {
        var task = EvaluationTask(
            name: "hateful-memes", kind: .choice,
            example: "{image}is an image with written \"{text}\" on it. Is it hateful? Answer: {answer}")
        task.prefix =
            "It's a conversation between a human, the user, and an intelligent visual AI, Bot. The user sends memes with "
            + "text written on them, and Bot has to say whether the meme is hateful or not."
        task.classes = ["no", "yes"]
        return task
    }

    /// Tokens of other models that end a turn or begin a picture.
    private static let endings = ["<end_of_utterance>", "<|im_end|>", "<row_", "row_1"]
}
