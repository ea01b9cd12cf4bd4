import CLibXML2

/// The elements of a small XML document that have text and no elements in them, in order: the answers of object stores
/// are flat lists.
enum XMLLeaves {
    /// - Returns: nil when it is no XML.
    static func read(_ bytes: [UInt8]) -> [(name: String, text: String)]? {
        // The five entities of XML are read as what they stand for. Those that a document declares itself stay closed (no
        // NOENT): one could stand for a file of this machine.
        let options = Int32(
            bitPattern: XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue)
        let document = bytes.withUnsafeBytes { raw in
            xmlReadMemory(raw.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(raw.count), nil, nil, options)
        }
        guard let document else { return nil }
        defer { xmlFreeDoc(document) }
        var leaves: [(String, String)] = []
        if let root = xmlDocGetRootElement(document) { collect(root, &leaves, depth: 0) }
        return leaves
    }

    private static func collect(_ element: xmlNodePtr, _ leaves: inout [(String, String)], depth: Int) {
        guard depth < 16 else { return }
        var text = ""
        var hasElements = false
        var child = element.pointee.children
        while let node = child {
            switch node.pointee.type {
            case XML_ELEMENT_NODE:
                hasElements = true
                collect(node, &leaves, depth: depth + 1)
            case XML_TEXT_NODE, XML_CDATA_SECTION_NODE: text += node.pointee.content.map { String(cString: $0) } ?? ""
            default: break
            }
            child = node.pointee.next
        }
        if !hasElements, let name = element.pointee.name { leaves.append((String(cString: name), text)) }
    }
}
