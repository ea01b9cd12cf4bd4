import JSON
import TestKit

extension FaultyServer {
    /// The server's own counts.
    func stats() throws -> JSONValue {
        try JSONValue(parsing: Command.run("/usr/bin/env", ["curl", "-s", base + "/__stats"]).output)
    }
}
