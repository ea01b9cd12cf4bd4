import Platform
import TestKit

/// A scorer of a few lines of shell that writes down what it was asked: a picture makes the text behind it one nat a token
/// likelier, every picture is called by its digest, and every question is answered with yes at e² to 1.
struct ShellScorer {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// The command.
    /// - Parameters:
    ///   - hello: members of its hello besides name, checkpoint, dtype and tokens.
    ///   - special: shell that runs before the usual answer, with the request in `line` and its number in `id`; `continue`
    ///     leaves the usual answer out.
    func command(
        name: String = "stub", checkpoint: String = "c", hello: String = "", special: String = ":"
    ) throws -> String {
        let part = { (values: String) in
            #"{"ids":[1,2,3,4,5],"logprobs":[\#(values)],"sees":[-1,-1,-1,'"$sees"'],"text":[[1,3],[3,5]]}"#
        }
        let program = """
            printf '%s\\n' '{"hello":1,"name":"\(name)","checkpoint":"\(checkpoint)","dtype":"f32","max_tokens":50\(hello)}'
            while IFS= read -r line; do
                printf '%s\\n' "$line" >> \(scratch.file("asked"))
                case "$line" in *'"hello"'*) continue ;; esac
                id=${line#*'"id":'}
                id=${id%%,*}
                sees='-1,-1'
                case "$line" in *'"sha256"'*) sees='0,0' ;; esac
                \(special)
                case "$line" in
                *'"do":"caption"'*)
                    sha=${line#*'"sha256":"'}
                    printf '%s\\n' '{"id":'$id',"text":"picture '${sha%%'"'*}'"}' ;;
                *'"do":"question"'*) printf '%s\\n' '{"id":'$id',"yes":-1,"no":-3}' ;;
                *'"images":"mask"'*) printf '%s\\n' '{"id":'$id',"parts":[\(part("-1,-1,-2,-2"))]}' ;;
                *) printf '%s\\n' '{"id":'$id',"parts":[\(part("-1,-1,-1,-1"))]}' ;;
                esac
            done
            """
        return "exec sh " + (try scratch.write(Array(program.utf8), "scorer.sh"))
    }

    /// The requests so far, greetings left aside.
    var asked: [String] {
        get throws {
            guard Files.exists(scratch.file("asked")) else { return [] }
            return try Files.readText(scratch.file("asked")).split(separator: "\n").map(String.init)
                .filter { !$0.contains("\"hello\"") }
        }
    }

    /// How many of them have a text.
    func count(_ text: String) throws -> Int { try asked.count { $0.contains(text) } }
}
