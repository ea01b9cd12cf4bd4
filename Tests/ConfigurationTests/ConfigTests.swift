import Configuration
import Phases
import Platform
import Testing
import TestKit

private func problems(_ text: String, sets: [String] = [], environment: [String: String] = [:]) -> [String] {
    do {
        _ = try Pipeline.parse(text, file: "p.yaml", folder: ".", sets: sets, environment: environment)
        return []
    } catch {
        guard case .problems(let list) = error else { return ["\(error)"] }
        return list
    }
}

@Suite struct ConfigTests {
    @Test func everyProblemIsSaidAtOnceWithItsPlaceAndTheNearestName() {
        let list = problems(
            """
            name: x
            extraction:
              profil: obelics
            paragraphs:
              word: {min: 4, max: 10}
              words: {min: four, max: 10}
            output:
              level: 99
            """)
        #expect(list.contains("p.yaml:3:3: unknown key 'extraction.profil'; did you mean 'profile'?"))
        #expect(list.contains { $0.hasPrefix("p.yaml:5:3: unknown rule 'paragraphs.word'; did you mean 'words'?") })
        #expect(list.contains { $0.hasPrefix("p.yaml:6:16: 'paragraphs.words.min' must be an integer") })
        #expect(list.contains("p.yaml:8:10: 'output.level' must be an integer of at least 1 and at most 19, not '99'"))
        #expect(list.count == 4)
    }

    @Test func aChoiceNamesItsNearest() {
        #expect(
            problems("extraction: {profile: obelix}") == [
                "p.yaml:1:23: 'extraction.profile' must be one of obelics, quarry, not 'obelix'; did you mean 'obelics'?"
            ])
    }

    @Test func setsBeatTheEnvironmentWhichBeatsTheFile() throws {
        func level(_ sets: [String], _ environment: [String: String]) throws -> Int {
            try Pipeline.parse(
                "output: {level: 3}", file: "p.yaml", folder: ".", sets: sets, environment: environment
            ).config.output.level
        }
        #expect(try level([], [:]) == 3)
        #expect(try level([], ["QUARRY_OUTPUT_LEVEL": "5"]) == 5)
        #expect(try level(["output.level=7"], ["QUARRY_OUTPUT_LEVEL": "5"]) == 7)
        #expect(problems("name: x", environment: ["QUARRY_FETCH_ALLOW_ADDRESSES": "[127.0.0.1/32]"]) == [])
        #expect(problems("", sets: ["output.levl=7"]).count > 0)
        #expect(
            problems("name: x", environment: ["QUARRY_OUTPUT_LEVL": "7", "QUARRY_SHARED": "elsewhere"]) == [
                "QUARRY_OUTPUT_LEVL: no key is set by it; did you mean 'QUARRY_OUTPUT_LEVEL'?"
            ])
        #expect(
            problems("name: x", sets: ["output.levl=7"]) == [
                "--set: unknown key 'output.levl'; did you mean 'output.level'?"
            ])
        #expect(
            problems("name: x", sets: ["output.level=high"]).first?.hasPrefix("--set: 'output.level' must be") == true)
    }

    @Test func rulesAreSwitchedOffAndOnFromTheCommandLine() throws {
        let text = "paragraphs: {words: {min: 4, max: 10}}"
        let off = try Pipeline.parse(text, file: "p.yaml", folder: ".", sets: ["paragraphs.words=off"])
        #expect(!off.resolved.contains("paragraphs"))
        let changed = try Pipeline.parse(text, file: "p.yaml", folder: ".", sets: ["paragraphs.words.min=1"])
        #expect(changed.resolved.contains("\"words\":{\"min\":1,\"max\":10}"))
    }

    @Test func aResolvedPipelineResolvesToItself() throws {
        for name in ["obelics", "quarry", "quickstart"] {
            let first = try Pipeline.load(path: "\(Repository.root)/pipelines/\(name).yaml")
            let second = try Pipeline.parse(first.resolved, file: "plan.json", folder: ".")
            #expect(second.resolved == first.resolved)
            #expect(second.digest == first.digest)
        }
    }

    @Test func rulesWithoutTheirListAreOffAndSaySo() throws {
        let pipeline = try Pipeline.load(path: "\(Repository.root)/pipelines/obelics.yaml")
        #expect(pipeline.config.rules.off.count == 4)
        let off = pipeline.config.rules.off
        #expect(off.filter { $0.contains("common-words") && $0.contains("text.common-words") }.count == 2)
        #expect(off.contains { $0.hasPrefix("documents.language") && $0.contains("pipelines/setup") })
        #expect(off.contains { $0.hasPrefix("documents.perplexity") && $0.contains("KenLM") })
    }

    /// A rule that needs a model is refused at start when the model is named and is not there, with the way to get it.
    @Test func aRuleThatIsOnWithoutItsModelIsRefused() throws {
        let path = "\(Repository.root)/pipelines/quarry.yaml"
        let model = refusal(ofStart: path, sets: ["text.language-model=/nowhere/lid.176.ftz"])
        #expect(model.contains("/nowhere/lid.176.ftz") && model.contains("pipelines/setup"))
        let perplexity = refusal(
            ofStart: path, sets: ["documents.perplexity.model=/nowhere/en.arpa", "documents.perplexity.tokenizer=/x"])
        #expect(perplexity.contains("'perplexity' is on, but") && perplexity.contains("build_binary"))
    }

    private func refusal(ofStart path: String, sets: [String]) -> String {
        do {
            _ = try PageInspection.inspect(file: path, url: "http://a.example/", pipeline: path, sets: sets)
            return ""
        } catch {
            return "\(error)"
        }
    }

    /// The stand-in pipeline of the goldens differs from the published one in its name and its list of common words.
    @Test func theStandInPipelineIsThePublishedOne() throws {
        let published = try Pipeline.load(path: "\(Repository.root)/pipelines/obelics.yaml").entries
        let standIn = try Pipeline.load(path: "\(Repository.root)/Tests/PhasesTests/Goldens/obelics-standins.yaml")
            .entries
        #expect(published.map(\.path) == standIn.map(\.path))
        let different = zip(published, standIn).filter { $0.value != $1.value }.map(\.0.path)
        #expect(different == ["name", "summary", "text.common-words"])
    }

    /// `../shared/hostile/cli`: what is no YAML, or none for us, is refused; what is just oddly written is read. Its
    /// keys are not ours, so a file that is read may only be refused for unknown keys.
    @Test(.needsShared("hostile/MANIFEST.tsv")) func hostileFilesAreRefusedWithAPlace() throws {
        let manifest = try Shared.require("hostile/MANIFEST.tsv")
        var seen = 0
        for line in try Files.readText(manifest).split(separator: "\n") {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard fields[0].hasPrefix("cli/"), let path = Shared.path("hostile/\(fields[0])") else { continue }
            seen += 1
            let list: [String]
            do {
                _ = try Pipeline.load(path: path)
                list = []
            } catch {
                guard case .problems(let problems) = error else {
                    Issue.record("\(fields[0]): \(error)")
                    continue
                }
                list = problems
            }
            #expect(list.allSatisfy { $0.utf8.count < 2000 }, "\(fields[0]): the message is bounded")
            if fields[7] == "reject" { #expect(!list.isEmpty, "\(fields[0]) must be refused: \(fields[8])") }
            if fields[7] == "accept" {
                #expect(list.allSatisfy { $0.contains("unknown") || $0.contains("must be") }, "\(fields[0]): \(list)")
            }
        }
        #expect(seen == 23)
    }
}
