import Platform

/// Finds the pipeline that a command line names: a path, or the name of one of the pipelines that come with the program.
///
/// Installed pipelines are in `share/quarry/pipelines` beside the `bin` (or `lib/quarry`) that holds the program; a
/// program that still is where it was built has those of its checkout, beside `.build`.
package enum PipelineFile {
    /// The file of `word`: a path when it has a slash or an ending, else the pipeline of that name.
    ///
    /// A file `quarry` in the current folder (the program itself, say) does not hide the pipeline: that file is `./quarry`.
    /// - Throws: `PipelineError.problems` that lists the names there are.
    package static func path(of word: String) throws(PipelineError) -> String {
        if word.contains("/") || word.contains(".") { return word }
        return try path(of: word, in: folders(ofProgram: ChildProcess.program))
    }

    static func path(of word: String, in folders: [String]) throws(PipelineError) -> String {
        for folder in folders where Files.isFile("\(folder)/\(word).yaml") { return "\(folder)/\(word).yaml" }
        if Files.isFile(word) { return word }
        let names = folders.flatMap { (try? Files.list($0)) ?? [] }.filter { $0.hasSuffix(".yaml") }
            .map { String($0.dropLast(5)) }.sorted()
        guard !names.isEmpty else {
            throw .problems(["there is no pipeline '\(word)': give the path of a YAML file"])
        }
        let nearest = Nearest.name(word, among: names).map { "; did you mean '\($0)'?" } ?? ""
        throw .problems([
            "there is no pipeline '\(word)'\(nearest) (there are \(names.joined(separator: ", ")), or give a path)"
        ])
    }

    /// Where pipelines may be for a program at `path`, the most likely folder first.
    static func folders(ofProgram path: String) -> [String] {
        let parents = path.split(separator: "/").dropLast().map(String.init)
        guard let last = parents.last else { return [] }
        if let build = parents.lastIndex(of: ".build") {
            return ["/" + (parents[..<build] + ["pipelines"]).joined(separator: "/")]
        }
        let prefix = parents.dropLast(last == "quarry" ? 2 : 1)
        return ["/" + (prefix + ["share", "quarry", "pipelines"]).joined(separator: "/")]
    }
}
