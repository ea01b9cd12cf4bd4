package import Configuration
import Documents
import Platform
import RemoteFiles
import WebArchive

extension PipelineError {
    /// The one ladder from any error to one that has words and an exit code.
    /// - Parameter place: what was being done (`extract/00003`), in front of words that do not say it.
    package init(_ error: any Error, in place: String = "") {
        let head = place.isEmpty ? "" : place + ": "
        switch error {
        case let error as PipelineError: self = error
        case let error as SystemError: self = .system(error)
        case let error as StorageError:
            switch error {
            case .system(let error): self = .system(error)
            case .query where Interrupts.isRaised: self = .interrupted
            case .refused: self = .problems([error.description])
            default: self = .damaged("\(head)\(error)")
            }
        case let error as Imbalance: self = .imbalance("\(head)\(error)")
        case ArchiveError.system(let error) where error.exitCode != 3: self = .system(error)
        case let error as ArchiveError: self = .unusable("\(head)\(error)")
        case let error as RemoteError: self = PipelineError(error)
        default: self = .damaged("\(head)\(error)")
        }
    }

    /// A remote input's fault is the unit's, or this machine's: then another machine, or a later attempt, may reach it.
    init(_ error: RemoteError) {
        switch error {
        case .missing, .changed, .noRanges, .malformed: self = .unusable("\(error)")
        case .occupied: self = .otherRun("\(error)")
        case .refused, .unavailable, .privateAddress: self = .unseen("\(error)")
        case .interrupted: self = .interrupted
        case .system(let error): self = .system(error)
        }
    }
}
