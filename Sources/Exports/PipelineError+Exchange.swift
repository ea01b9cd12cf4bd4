package import Configuration
import Documents
import Parquet
import Platform

extension PipelineError {
    /// An error of an export or import as the command line tells it.
    package init(exchange error: any Error) {
        switch error {
        case let error as PipelineError: self = error
        case let error as SystemError: self = .system(error)
        case let error as StorageError:
            switch error {
            case .system(let error) where error.exitCode != 3: self = .system(error)
            case .query, .refused, .system, .version: self = .problems([error.description])
            case .corrupt, .unwritable, .database, .remote: self = .damaged(error.description)
            }
        case let error as ParquetError:
            if case .system(let error) = error { self = .system(error) } else { self = .problems([error.description]) }
        case let error as Imbalance: self = .imbalance("\(error)")
        default: self = .damaged("\(error)")
        }
    }
}
