import Exchange

/// An entry that says no more than where the thing of its key stands.
protocol LocatedKey: ExchangeEntry, Equatable {
    var location: Location { get }

    init(key: UInt64, location: Location)
}

extension LocatedKey {
    init(key: UInt64, from payload: inout PayloadReader) { self.init(key: key, location: Location(from: &payload)) }

    func write(to payload: inout PayloadWriter) { location.write(to: &payload) }
}
