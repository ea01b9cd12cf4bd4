package import Platform

/// Why a Parquet file is not read.
package enum ParquetError: Error, Equatable, CustomStringConvertible {
    /// The file cannot be opened or read.
    case system(SystemError)
    /// It is not as a Parquet file must be: cut, changed, or made to harm.
    case damaged(String)
    /// It may be sound, but uses something that is not read here.
    case unsupported(String)

    /// One line.
    package var description: String {
        switch self {
        case .system(let error): error.description
        case .damaged(let detail), .unsupported(let detail): detail
        }
    }

    /// The same, with the place (a file, a column) before it.
    func at(_ place: String) -> ParquetError {
        switch self {
        case .system: self
        case .damaged(let detail): .damaged("\(place): \(detail)")
        case .unsupported(let detail): .unsupported("\(place): \(detail)")
        }
    }
}
