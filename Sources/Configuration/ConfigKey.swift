/// A key of a pipeline and what its value must be.
struct ConfigKey {
    enum Kind {
        /// One of the choices when there are any.
        case text([String])
        case integer(ClosedRange<Int>)
        case number(ClosedRange<Double>)
        case flag
        /// A list of words; of the choices when there are any.
        case list([String])
    }

    let path: String
    let kind: Kind
}
