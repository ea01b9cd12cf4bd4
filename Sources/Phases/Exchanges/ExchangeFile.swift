import Configuration
import Exchange
import Runs

/// An exchange between two phases: the file that every unit of one phase writes, what its entries are, and what its
/// buckets are. Its reader is a unit of a later phase, which merges one bucket over the files of all units.
struct ExchangeFile<Entry: ExchangeEntry>: Sendable {
    /// What an entry's bucket says.
    enum Buckets: Sendable {
        /// Where things of one hash meet; how many there are does not show in a corpus (`workers.buckets`).
        case hashes
        /// The part that the entry is for.
        case parts
        /// There is one, for a unit that reads everything.
        case one
    }

    /// Its name in the folder of a part.
    let name: String
    /// The phase whose units write it.
    let phase: PhaseName
    /// What its buckets are.
    let buckets: Buckets
}

extension WorkContext {
    /// Starts this unit's file of an exchange.
    func writer<Entry>(_ exchange: ExchangeFile<Entry>) -> EntryWriter<Entry> {
        let count =
            switch exchange.buckets {
            case .hashes: plan.buckets
            case .parts: plan.parts.count
            case .one: 1
            }
        return EntryWriter(path: file(exchange.name), buckets: count)
    }

    /// Opens a bucket of an exchange over the files of all units of the phase that wrote it.
    /// - Parameter memory: bytes of buffers.
    func reader<Entry>(
        _ exchange: ExchangeFile<Entry>, bucket: Int, memory: Int = 64 << 20
    ) throws -> EntryReader<Entry> {
        let parts = try units(of: exchange.phase).map { run.part(exchange.phase, $0) }
        let paths = MergedExchanges.paths(exchange.name, of: exchange.phase, parts: parts, run)
        return try EntryReader(paths: paths, bucket: bucket, memory: memory)
    }

    /// The files of a table of keys over all units of the phase that wrote it.
    func tables(_ name: String, of phase: PhaseName) throws -> [String] {
        MergedExchanges.tables(name, of: phase, parts: try units(of: phase).map { run.part(phase, $0) }, run)
    }

    /// Opens the bucket that is this unit's.
    func reader<Entry>(_ exchange: ExchangeFile<Entry>) throws -> EntryReader<Entry> {
        try reader(exchange, bucket: unit.index)
    }
}
