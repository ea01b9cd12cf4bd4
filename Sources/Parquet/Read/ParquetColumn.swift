/// A leaf of a file's schema.
package struct ParquetColumn: Sendable, Equatable {
    /// Its name, the parts of a structure joined by dots, without the names that a list puts between: `images`,
    /// `image.bytes`.
    package let name: String
    /// Whether its values stand in a list.
    package let isList: Bool
    /// How its values are stored.
    let physical: Format.Physical
    /// Bytes of a value of fixed length.
    let length: Int
    /// The level of a value that is there.
    let definition: Int
    /// How many lists it is in.
    let repetition: Int
    /// The level from which an element of its list is there.
    let elementDefinition: Int
    /// Its place among the leaves.
    let index: Int
}

/// Finds the leaves of a schema, which stands in the footer depth first.
struct SchemaWalk {
    private static let mostColumns = 4096
    private static let deepest = 20

    private let elements: [ThriftValue]
    private var at = 1
    private(set) var columns: [ParquetColumn] = []

    private struct Place {
        var names: [String] = []
        var definition = 0
        var repetition = 0
        var elementDefinition = 0
        /// Whether it is a list: the child that repeats is only its form.
        var isList = false
        /// Whether it is that form: its one child is the element, whose name says nothing.
        var isForm = false
        var depth = 0
    }

    /// - Throws: `ParquetError.damaged` for a tree that does not close, `.unsupported` for one that is too large.
    init(_ elements: [ThriftValue]) throws(ParquetError) {
        self.elements = elements
        guard let root = elements.first else { throw .damaged("its schema is empty") }
        try children(root[5]?.integer ?? 0, of: Place())
        guard at == elements.count else { throw .damaged("its schema has parts outside its tree") }
    }

    private mutating func children(_ count: Int, of parent: Place) throws(ParquetError) {
        guard count >= 0 else { throw .damaged("a part of its schema has \(count) children") }
        guard parent.depth < Self.deepest else { throw .unsupported("its schema is nested too deeply") }
        for _ in 0..<count { try child(of: parent) }
    }

    private mutating func child(of parent: Place) throws(ParquetError) {
        guard at < elements.count else { throw .damaged("its schema is cut off") }
        let element = elements[at]
        at += 1
        let count = element[5]?.integer ?? 0
        var place = parent
        place.isList = false
        place.depth += 1
        let repetition = element[3]?.integer ?? 0
        if repetition > 0 { place.definition += 1 }
        if repetition == 2 {
            place.repetition += 1
            place.elementDefinition = place.definition
        }
        let isForm = parent.isList && repetition == 2
        if !isForm && !parent.isForm { place.names.append(element[4]?.text ?? "") }
        place.isForm = isForm && count == 1
        if count > 0 {
            place.isList = element[6]?.integer == Format.list || element[10]?[3] != nil
            return try children(count, of: place)
        }
        try append(element, place)
    }

    private mutating func append(_ element: ThriftValue, _ place: Place) throws(ParquetError) {
        guard columns.count < Self.mostColumns else { throw .unsupported("more than \(Self.mostColumns) columns") }
        guard let physical = Format.Physical(rawValue: element[1]?.integer ?? -1) else {
            throw .damaged("the column '\(place.names.joined(separator: "."))' has no type that is known")
        }
        let length = element[2]?.integer ?? 0
        guard (physical == .fixedBytes ? 1...1 << 20 : 0...1 << 20).contains(length) else {
            throw .damaged("a value of \(length) bytes")
        }
        columns.append(
            ParquetColumn(
                name: place.names.joined(separator: "."), isList: place.repetition > 0, physical: physical,
                length: length, definition: place.definition, repetition: place.repetition,
                elementDefinition: place.elementDefinition, index: columns.count))
    }
}
