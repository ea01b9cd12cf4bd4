import ArgumentParser
import Fetching
import Platform
import RemoteFiles
import Synchronization

/// Which addresses may be connected to, of verbs that read a corpus behind `https://` or `s3://`.
struct AddressOptions: ParsableArguments {
    @Option(
        name: .long, parsing: .singleValue,
        help: "A corpus behind an address: open this private range of addresses (CIDR; repeatable).")
    var allowAddress: [String] = []

    /// How corpora are read, for the whole process: a verb may open two.
    static var policy: RemotePolicy {
        var policy = RemotePolicy()
        policy.allowedAddresses = ranges.withLock { $0 }
        policy.userAgent = "Quarry/\(Tool.version)"
        return policy
    }

    private static let ranges = Mutex<[CIDR]>([])

    func validate() throws {
        let read = try allowAddress.map { text in
            guard let range = CIDR(text) else { throw ValidationError("--allow-address: '\(text)' is no CIDR range") }
            return range
        }
        AddressOptions.ranges.withLock { $0 = read }
    }
}
