import Platform
import Testing
import TestKit
@testable import Configuration

@Suite struct PipelineFileTests {
    @Test func aPathStaysAsItIs() throws {
        #expect(try PipelineFile.path(of: "pipelines/quarry.yaml") == "pipelines/quarry.yaml")
        #expect(try PipelineFile.path(of: "my.yaml") == "my.yaml")
        #expect(try PipelineFile.path(of: "./quarry") == "./quarry")
    }

    @Test func aNameIsAFileOfTheProgramsPipelines() throws {
        let folder = try Scratch()
        try Files.write("name: plain\n", to: folder.path + "/plain.yaml")
        #expect(try PipelineFile.path(of: "plain", in: ["/nowhere", folder.path]) == folder.path + "/plain.yaml")
    }

    @Test func aFileOfThatNameStandsInOnlyForAPipelineThatIsNotThere() throws {
        let folder = try Scratch()
        let file = folder.path + "/mine"
        try Files.write("", to: file)
        #expect(try PipelineFile.path(of: file, in: [folder.path]) == file)
        try Files.write("", to: file + ".yaml")
        #expect(try PipelineFile.path(of: "mine", in: [folder.path]) == file + ".yaml")
    }

    @Test func anUnknownNameIsAnsweredWithTheNamesThereAre() throws {
        let folder = try Scratch()
        for name in ["quarry", "obelics"] { try Files.write("", to: "\(folder.path)/\(name).yaml") }
        let expected =
            "there is no pipeline 'quary'; did you mean 'quarry'? (there are obelics, quarry, or give a path)"
        let error = #expect(throws: PipelineError.self) {
            try PipelineFile.path(of: "quary", in: [folder.path])
        }
        #expect(error.map { "\($0)" } == expected)
    }

    @Test(arguments: [
        ("/usr/bin/quarry", "/usr/share/quarry/pipelines"),
        ("/usr/lib/quarry/quarry", "/usr/share/quarry/pipelines"),
        ("/opt/quarry-0.1.0/bin/quarry", "/opt/quarry-0.1.0/share/quarry/pipelines"),
        ("/home/a/src/quarry/.build/x86_64-unknown-linux-gnu/release/quarry", "/home/a/src/quarry/pipelines"),
    ])
    func installedAndBuiltProgramsKnowTheirPipelines(program: String, folder: String) {
        #expect(PipelineFile.folders(ofProgram: program) == [folder])
    }
}
