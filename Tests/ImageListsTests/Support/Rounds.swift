@testable import Configuration
@testable import ImageLists
@testable import Phases
@testable import Runs

extension FetchRound {
    /// A round without a network.
    init(in folder: String, of urls: [String], _ settings: String = "") throws {
        let pipeline = try Pipeline.parse("name: t\nfetch: {network: false}\n\(settings)", file: "t", folder: ".")
        try self.init(run: RunFolder(folder), pipeline: pipeline, folder: ".") { try urls.forEach($0) }
    }

    /// Its phases in this process, up to what was measured.
    func work() throws {
        try begin()
        for phase in plan.phases.names {
            for unit in try Units.all(of: phase, run, plan) { try Worker.work(unit, run: run, phases: plan.phases) }
            try Commit.commit(phase, run: run, phases: plan.phases)
            if phase == .measure { break }
        }
    }
}

extension ImageRecords {
    /// Of every record, in their order.
    var urls: [String] {
        get throws {
            var urls: [String] = []
            try forEachURL { urls.append($0) }
            return urls
        }
    }
}
