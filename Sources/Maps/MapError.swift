package import Platform

/// Why there is no map.
package enum MapError: Error, CustomStringConvertible {
    /// The corpus or the map's files.
    case storage(StorageError)
    /// What was asked for cannot be done; the text says what can.
    case unusable(String)

    /// One line.
    package var description: String {
        switch self {
        case .storage(let error): error.description
        case .unusable(let detail): detail
        }
    }
}

/// Runs `body`; every error becomes a `MapError`.
func mapping<T>(_ body: () throws -> T) throws(MapError) -> T {
    do { return try body() } catch let error as MapError {
        throw error
    } catch let error as StorageError {
        throw .storage(error)
    } catch let error as SystemError {
        throw .storage(.system(error))
    } catch {
        throw .unusable("\(error)")
    }
}
