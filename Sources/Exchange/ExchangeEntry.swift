/// An entry of an exchange: what one phase tells another about one thing.
///
/// An entry's file says who writes it, who reads it and what its buckets are; the order of its values is written and read
/// there and nowhere else. Entries of a bucket are sorted by `key`, then by the bytes that `write` gives.
package protocol ExchangeEntry: Sendable {
    /// What entries meet by.
    var key: UInt64 { get }

    /// Reads what `write` wrote; nil for values that are no entry. That the bytes were cut short need not be asked: the
    /// reader knows.
    init?(key: UInt64, from payload: inout PayloadReader)

    /// Writes everything but the key.
    func write(to payload: inout PayloadWriter)
}
