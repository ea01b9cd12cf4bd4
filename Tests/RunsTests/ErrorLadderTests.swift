import Configuration
import Documents
import Facts
import Platform
import Testing
import WebArchive

@testable import Runs

/// From any error to one with words and an exit code.
@Suite struct ErrorLadderTests {
    private struct Strange: Error {}

    private func rung(_ error: any Error) -> String {
        switch PipelineError(error, in: "extract/00003") {
        case .system(let error): "system \(error.code)"
        case .damaged(let words): "damaged \(words)"
        case .imbalance(let words): "imbalance \(words)"
        case .unusable(let words): "unusable \(words)"
        case .interrupted: "interrupted"
        default: "another"
        }
    }

    @Test func everyErrorHasItsRung() {
        let full = SystemError("write", path: "/x", code: 28)
        #expect(rung(full) == "system 28")
        #expect(rung(StorageError.system(full)) == "system 28")
        #expect(
            rung(StorageError.corrupt(path: "/x", detail: "cut")).hasPrefix("damaged extract/00003: /x"))
        #expect(rung(Imbalance(unit: .image, born: 2, accounted: 1)).hasPrefix("imbalance extract/00003: the ledger"))
        #expect(rung(ArchiveError.system(full)) == "system 28", "a disk that fails says nothing about the archive")
        #expect(rung(ArchiveError.system(SystemError("map", path: "/x", code: 12))) == "system 12")
        #expect(rung(ArchiveError.empty(path: "/x")) == "unusable extract/00003: /x: the file is empty")
        #expect(rung(PipelineError.interrupted) == "interrupted")
        #expect(rung(Strange()) == "damaged extract/00003: Strange()")
    }
}
