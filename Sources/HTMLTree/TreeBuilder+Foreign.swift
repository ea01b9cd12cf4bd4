/// SVG and MathML: §13.2.6.5.
extension TreeBuilder {
    mutating func foreignRoot(_ tag: Tag, _ attributes: AttributeList?, selfClosing: Bool) -> Content {
        let place = place()
        let node = make(tag, attributes, flags: .foreign, below: place.parent, before: place.before)
        if !selfClosing { push(node, tag, isForeign: true) }
        return .markup
    }

    mutating func insertForeign(_ tag: Tag, _ attributes: AttributeList?, selfClosing: Bool) -> Content {
        guard let top = stack.last else { return .markup }
        let node = make(tag, attributes, flags: .foreign, below: top.node, before: -1)
        if !selfClosing { push(node, tag, isForeign: true) }
        return .markup
    }

    /// HTML stands inside it.
    func isIntegrationPoint(_ open: Open) -> Bool {
        open.isForeign && traits(of: open.tag).contains(.integration)
    }

    func leavesForeign(_ tag: Tag, _ attributes: AttributeList?) -> Bool {
        if tag == .font {
            guard let attributes else { return false }
            return attributes.has("color") || attributes.has("face") || attributes.has("size")
        }
        return traits(of: tag).contains(.leavesForeign)
    }

    /// An end tag while a foreign element is current; false when it is HTML's.
    mutating func endForeign(_ tag: Tag) -> Bool {
        if tag == .p || tag == .br {
            while let top = stack.last, top.isForeign, !isIntegrationPoint(top) { pop() }
            return false
        }
        var at = stack.count - 1
        while at > 0, stack[at].isForeign {
            if stack[at].tag == tag {
                while stack.count > at { pop() }
                return true
            }
            at -= 1
        }
        return false
    }
}
