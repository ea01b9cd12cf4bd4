/// A page as a tree in flat arrays: a node is a number, links are numbers, text and attribute values are slices of one
/// buffer. Nothing is allocated per node, and a deep tree costs no stack.
///
/// Node 0 is the document; its children are `html` and nothing else. Numbers rise in the order the page's source made
/// the nodes, which is document order except where table content was moved in front of its table.
public struct Tree: Sendable {
    /// One node. Links are node numbers, -1 for none.
    public struct Node: Sendable {
        /// The parent.
        public var parent: Int32
        /// The first child.
        public var firstChild: Int32 = -1
        /// The last child.
        public var lastChild: Int32 = -1
        /// The next sibling.
        public var next: Int32 = -1
        /// The sibling before.
        public var previous: Int32 = -1
        /// `Tag.text` for text.
        public var tag: Tag
        /// What the source said beside the name.
        public var flags: Flags = []
        /// Text: its first byte in `bytes`. Element: its first attribute in `attributes`.
        public var start: UInt32
        /// Text: past its last byte. Element: past its last attribute.
        public var end: UInt32
    }

    /// What the source said of an element beside its name. Inlined, as `Tag` is: every pass over a tree asks.
    @frozen public struct Flags: OptionSet, Sendable {
        /// The bits.
        public let rawValue: UInt16
        /// A set of bits.
        @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }
        /// It had attributes, kept or not.
        @inlinable public static var hadAttributes: Flags { Flags(rawValue: 1) }
        /// SVG or MathML.
        @inlinable public static var foreign: Flags { Flags(rawValue: 2) }
        /// No tag made it: tree construction did.
        @inlinable public static var implied: Flags { Flags(rawValue: 4) }
    }

    /// One kept attribute.
    public struct Attribute: Sendable {
        /// Its name.
        public let name: AttributeName
        /// Its value's first byte in `bytes`.
        public let start: UInt32
        /// Past its value's last byte.
        public let end: UInt32
    }

    /// All nodes.
    public internal(set) var nodes: [Node] = []
    /// The attributes of all elements.
    public internal(set) var attributes: [Attribute] = []
    /// Text and attribute values: valid UTF-8, no NUL.
    public internal(set) var bytes: [UInt8] = []
    /// No doctype, or an old one: `table` does not close `p`.
    public internal(set) var quirks = true
    /// Elements that stood deeper than the limit and were hung on the deepest one allowed.
    public internal(set) var flattened = 0
    var names: [[UInt8]] = []
    var numbers: [[UInt8]: UInt16] = [:]

    /// An empty tree.
    public init() {}

    /// Number of the document node.
    @inlinable public static var root: Int32 { 0 }

    mutating func removeAll() {
        nodes.removeAll(keepingCapacity: true)
        attributes.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
        names.removeAll(keepingCapacity: true)
        numbers.removeAll(keepingCapacity: true)
        quirks = true
        flattened = 0
        nodes.append(Node(parent: -1, tag: .document, start: 0, end: 0))
    }

    /// The value of an attribute as a range of `bytes`, nil when the element does not have it.
    @inlinable public func value(_ name: AttributeName, of node: Int32) -> Range<Int>? {
        let node = nodes[Int(node)]
        guard node.tag != .text else { return nil }
        var at = Int(node.start)
        while at < Int(node.end) {
            let attribute = attributes[at]
            if attribute.name == name { return Int(attribute.start)..<Int(attribute.end) }
            at += 1
        }
        return nil
    }

    /// The value of an attribute as a string (for the few that are wanted so).
    public func string(_ name: AttributeName, of node: Int32) -> String? {
        value(name, of: node).map { String(decoding: bytes[$0], as: UTF8.self) }
    }

    /// The whole number that an attribute's value begins with (HTML Standard §2.3.4.1), nil when it begins with none.
    public func integer(_ name: AttributeName, of node: Int32) -> Int? {
        guard let value = string(name, of: node) else { return nil }
        let digits = value.drop { $0 == " " || $0 == "\t" || $0 == "\n" }.prefix { $0 == "-" || $0.isNumber }
        return Int(digits)
    }

    /// The text of a text node as a range of `bytes`.
    @inlinable public func text(of node: Int32) -> Range<Int> {
        Int(nodes[Int(node)].start)..<Int(nodes[Int(node)].end)
    }

    /// The name of a tag of this tree, lower case.
    public func name(of tag: Tag) -> [UInt8] {
        if tag.isKnown {
            let name = Tag.names[Int(tag.rawValue) - Tag.firstKnown]
            return Array(UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        }
        let index = Int(tag.rawValue) - 256
        return index >= 0 && index < names.count ? names[index] : []
    }

    /// The node after `node` in document order that is not below it, staying inside `top`; -1 at the end.
    @inlinable public func following(_ node: Int32, within top: Int32 = Tree.root) -> Int32 {
        var node = node
        while node != top && node >= 0 {
            if nodes[Int(node)].next >= 0 { return nodes[Int(node)].next }
            node = nodes[Int(node)].parent
        }
        return -1
    }

    /// The next node in document order, staying inside `top`; -1 at the end.
    @inlinable public func successor(_ node: Int32, within top: Int32 = Tree.root) -> Int32 {
        let child = nodes[Int(node)].firstChild
        return child >= 0 ? child : following(node, within: top)
    }

    mutating func tag(_ name: UnsafeBufferPointer<UInt8>) -> Tag {
        if let known = TagTable.shared.known(name) { return known }
        let key = Array(name)
        if let number = numbers[key] { return Tag(rawValue: number) }
        guard names.count < 60_000 else { return .other }
        let number = UInt16(256 + names.count)
        names.append(key)
        numbers[key] = number
        return Tag(rawValue: number)
    }
}
