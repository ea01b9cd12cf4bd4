package import Platform

/// Why a question about a corpus has no answer.
package enum InspectionError: Error, Equatable, CustomStringConvertible {
    /// The corpus cannot be read.
    case storage(StorageError)
    /// What was asked for is not there, or more than one thing answers to it.
    case unanswerable(String)
    /// The folder holds no corpus.
    case noCorpus(String)

    /// What a folder without `corpus.json` is.
    package static func noCorpus(in folder: String) -> InspectionError {
        let isBegun = Files.isFolder(folder + "/work")
        return .noCorpus(
            isBegun
                ? "the run in '\(folder)' is not finished: the command that began it goes on, "
                    + "and 'quarry funnel' has what it counted so far"
                : "'\(folder)' holds no corpus: it has no corpus.json")
    }

    /// One line.
    package var description: String {
        switch self {
        case .storage(let error): error.description
        case .unanswerable(let detail), .noCorpus(let detail): detail
        }
    }

    /// The exit code of the command line: 2 for a question that cannot be answered, 74 for storage, 75 for a
    /// shortage of the machine, 3 for the rest.
    package var exitCode: Int32 {
        switch self {
        case .unanswerable, .storage(.query), .storage(.refused): 2
        case .noCorpus: 3
        case .storage(.remote(_, _, let code)): code
        case .storage(let error): error.systemError?.exitCode ?? 3
        }
    }
}

/// Runs `body`; what the corpus refused becomes an `InspectionError`.
func reading<T>(_ body: () throws -> T) throws(InspectionError) -> T {
    do { return try body() } catch let error as StorageError {
        throw .storage(error)
    } catch let error as InspectionError {
        throw error
    } catch {
        throw .unanswerable("\(error)")
    }
}
