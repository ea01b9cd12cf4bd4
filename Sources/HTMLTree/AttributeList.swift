import Glibc

/// The attributes of a start tag, as libxml2 hands them over: name, value, name, value, ..., nil; a value may be nil.
struct AttributeList {
    let pairs: UnsafeMutablePointer<UnsafePointer<UInt8>?>
    /// The lengths of the values, where who made the list knows them.
    var lengths: UnsafePointer<Int>?

    /// Copies what the vocabulary knows into the tree; the first of two equal names counts.
    func store(in tree: inout Tree, _ vocabulary: AttributeVocabulary) {
        let first = tree.attributes.count
        var at = 0
        while let name = pairs[at] {
            let value = pairs[at + 1].map { value in
                lengths.map { UnsafeBufferPointer(start: value, count: $0[at / 2]) } ?? AttributeList.buffer(value)
            }
            at += 2
            var found = vocabulary.find(AttributeList.buffer(name))
            if found == nil, vocabulary.keepsPictureAddresses, let value,
                PictureAddressAttribute.isOne(AttributeList.buffer(name), value)
            {
                found = .pictureAddress
            }
            guard let known = found, known == .pictureAddress || !AttributeList.has(known, from: first, in: tree) else {
                continue
            }
            let start = UInt32(tree.bytes.count)
            if let value { AttributeList.append(value, to: &tree.bytes) }
            tree.attributes.append(Tree.Attribute(name: known, start: start, end: UInt32(tree.bytes.count)))
        }
    }

    private static func has(_ name: AttributeName, from first: Int, in tree: Tree) -> Bool {
        var at = first
        while at < tree.attributes.count {
            if tree.attributes[at].name == name { return true }
            at += 1
        }
        return false
    }

    /// Whether an attribute has this value, letter case of ASCII left aside.
    func has(_ name: StaticString, equalTo wanted: StaticString) -> Bool {
        let name = UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
        let wanted = UnsafeBufferPointer(start: wanted.utf8Start, count: wanted.utf8CodeUnitCount)
        var at = 0
        while let key = pairs[at] {
            if let value = pairs[at + 1], AttributeList.buffer(key).elementsEqual(name) {
                return AttributeList.buffer(value).elementsEqual(wanted) { ($0 >= 65 && $0 <= 90 ? $0 + 32 : $0) == $1 }
            }
            at += 2
        }
        return false
    }

    /// Whether there is an attribute of this name.
    func has(_ name: StaticString) -> Bool {
        let name = UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
        var at = 0
        while let key = pairs[at] {
            if AttributeList.buffer(key).elementsEqual(name) { return true }
            at += 2
        }
        return false
    }

    static func buffer(_ text: UnsafePointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: text, count: strlen(UnsafeRawPointer(text).assumingMemoryBound(to: CChar.self)))
    }

    /// Appends text; C1 controls, which only numeric references of old pages make, become what Windows-1252 has there
    /// (HTML Standard §13.2.5.80).
    static func append(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
        guard Windows1252.hasControls(text) else {
            bytes.append(contentsOf: text)
            return
        }
        Windows1252.append(text, to: &bytes)
    }
}
