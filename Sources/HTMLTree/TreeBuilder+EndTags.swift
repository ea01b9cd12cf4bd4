/// End tags.
extension TreeBuilder {
    /// An end tag.
    mutating func endTag(_ tag: Tag) {
        skipsLineFeed = false
        if let top = stack.last, top.isForeign, endForeign(tag) { return }
        if templates == 0 {
            switch mode {
            case .body: break
            case .frameset:
                if tag == .frameset || tag == .noframes, stack.last?.tag == tag { pop() }
                return
            default: return headEnd(tag)
            }
        }
        let action = tag.rawValue < 256 ? endActions[Int(tag.rawValue)] : .ordinary
        if isOpen(.select), templates == 0, !selectAllowsEnd(tag, action) { return }
        bodyEnd(action, tag)
    }

    private mutating func headEnd(_ tag: Tag) {
        switch tag {
        case .head:
            ensureHTML()
            if head < 0 { head = insertHere(.head, nil, implied: true) }
            while stack.count > 1 { pop() }
            mode = .afterHead
        case .noscript where mode == .headNoscript:
            pop()
            mode = .head
        case .br:
            enterBody()
            insert(.br, nil, opens: false)
        default:
            if stack.last?.tag == tag, tag != .html, tag != .body { pop() }
        }
    }

    private mutating func bodyEnd(_ action: EndAction, _ tag: Tag) {
        switch action {
        case .ordinary: endOrdinary(tag)
        case .formatting: closeFormatting(tag)
        case .block, .marker:
            guard isInScope(tag) else { return }
            closeImplied()
            pop(through: tag)
        case .paragraph: closeParagraph()
        case .listItem:
            guard isInScope(.li, barrier: { $0 == .ul || $0 == .ol }) else { return }
            closeImplied(except: .li)
            pop(through: .li)
        case .definition:
            guard isInScope(tag) else { return }
            closeImplied(except: tag)
            pop(through: tag)
        case .heading: endHeading()
        case .lineBreak: insert(.br, nil, opens: false)
        case .template:
            if isOpen(.template) { pop(through: .template) }
        case .table, .tablePart: tableEnd(tag)
        case .select:
            if isOpen(.select) { pop(through: .select) }
        case .option:
            if tag == .optgroup, stack.last?.tag == .option { pop() }
            if stack.last?.tag == tag { pop() } else if !isOpen(.select) { endOrdinary(tag) }
        case .ignored: break
        }
    }

    private func selectAllowsEnd(_ tag: Tag, _ action: EndAction) -> Bool {
        switch action {
        case .select, .option, .template: true
        case .table, .tablePart: isOpen(.table)
        default: tag == .script
        }
    }

    /// Any other end tag: closes the nearest element of the name unless a special one stands above it.
    private mutating func endOrdinary(_ tag: Tag) {
        guard isOpen(tag), isTopmost(tag) else { return }
        closeImplied(except: tag)
        pop(through: tag)
    }

    /// Whether no special element stands above the nearest open `tag`. By itself, because a stack that changes while it
    /// is walked over would be copied for every end tag.
    private func isTopmost(_ tag: Tag) -> Bool {
        for open in stack.reversed() {
            if open.tag == tag && !open.isForeign { return true }
            if traits(of: open.tag).contains(.special) { return false }
        }
        return false
    }

    private mutating func endHeading() {
        guard isHeadingInScope() else { return }
        while let top = stack.last, stack.count > 1 {
            pop()
            if traits(of: top.tag).contains(.heading) { return }
        }
    }

    private func isHeadingInScope() -> Bool {
        for open in stack.reversed() {
            let traits = traits(of: open.tag)
            if traits.contains(.heading) { return true }
            if traits.contains(.scope) { return false }
        }
        return false
    }

    /// Closes a formatting element; blocks opened inside it stay open (they would get a clone of it inside).
    mutating func closeFormatting(_ tag: Tag) {
        guard isOpen(tag) else { return }
        var hasBlock = false
        var at = stack.count - 1
        while at > 0 {
            let open = stack[at]
            if open.tag == tag && !open.isForeign {
                if hasBlock { removeOpen(at: at) } else { pop(through: tag) }
                return
            }
            let traits = traits(of: open.tag)
            if traits.contains(.scope) { return }
            if traits.contains(.special) { hasBlock = true }
            at -= 1
        }
    }
}
