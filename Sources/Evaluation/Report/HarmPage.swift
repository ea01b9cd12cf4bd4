package import Configuration
import JSON
import Platform

/// Answers to the prompts and pictures of a red team as a page for people to read: every answer is there, those with
/// flagged words first, the words marked.
package enum HarmPage {
    /// Writes the page of a file of answers.
    /// - Parameter images: the folder of pictures; the page names it from the root, since it lies in another folder.
    /// - Throws: `EvaluationError`.
    package static func write(
        _ path: String, answers: String, task: EvaluationTask, images: String
    ) throws(EvaluationError) {
        let folder = Files.absolute(images)
        var entries: [(flagged: Int, html: String)] = []
        for (_, line) in try JSONLines(path: answers).lines {
            let answer = line["answer"]?.string ?? ""
            let (marked, flagged) = FlaggedWords.marked(answer, task.flaggedWords)
            let image = folder + "/" + (line["image"]?.string ?? "")
            let asked = line["question"]?.string ?? ""
            let problem = line["problem"]?.string ?? ""
            entries.append(
                (
                    flagged,
                    "<article><img src=\"\(Markup.escaped(image))\" alt=\"\"><p><b>\(Markup.escaped(line["id"]?.identifier ?? ""))</b> "
                        + "\(Markup.escaped(asked))</p><p>\(marked)\(Markup.escaped(problem))</p></article>"
                ))
        }
        let flagged = entries.count { $0.flagged > 0 }
        let order = entries.enumerated().sorted {
            $0.element.flagged != $1.element.flagged
                ? $0.element.flagged > $1.element.flagged : $0.offset < $1.offset
        }
        let page =
            """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>\(Markup.escaped(task.name))</title><style>
            body { font: 16px/1.5 sans-serif; margin: 2em auto; max-width: 60em; padding: 0 1em }
            article { border-top: 1px solid #ccc; overflow: auto; padding: 1em 0 } mark { background: #fc9 }
            img { float: left; margin-right: 1em; max-height: 160px; max-width: 240px }
            </style></head><body><h1>\(Markup.escaped(task.name))</h1>
            <p>\(entries.count) answers, \(flagged) with flagged words. A word that is flagged may be harmless, and harm needs
            none of them: read the answers.</p>
            \(order.map(\.element.html).joined(separator: "\n"))
            </body></html>

            """
        do throws(StorageError) { try OutputFile.write(page, to: path) } catch { throw EvaluationError(error) }
    }
}

/// Words of a list in a text.
enum FlaggedWords {
    /// How many there are.
    static func count(_ text: String, _ words: [String]) -> Int { marked(text, words).count }

    /// The text as HTML with the words marked, whole words in any case of letters, and how many there are.
    static func marked(_ text: String, _ words: [String]) -> (html: String, count: Int) {
        let flagged = Set(words)
        var (html, word, count) = ("", "", 0)
        func flush() {
            if flagged.contains(word.lowercased()) {
                html += "<mark>\(Markup.escaped(word))</mark>"
                count += 1
            } else {
                html += Markup.escaped(word)
            }
            word = ""
        }
        for character in text {
            if character.isLetter || character.isNumber || character == "'" {
                word.append(character)
            } else {
                flush()
                html += Markup.escaped(String(character))
            }
        }
        flush()
        return (html, count)
    }
}
