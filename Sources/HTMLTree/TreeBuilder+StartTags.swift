/// Start tags.
extension TreeBuilder {
    /// A start tag; says what the tokenizer has to do with the content.
    mutating func startTag(_ tag: Tag, _ attributes: AttributeList?, selfClosing: Bool) -> Content {
        skipsLineFeed = false
        if let top = stack.last, top.isForeign, !isIntegrationPoint(top) {
            if !leavesForeign(tag, attributes) {
                return insertForeign(tag, attributes, selfClosing: selfClosing)
            }
            while let top = stack.last, top.isForeign, !isIntegrationPoint(top) { pop() }
        }
        if templates > 0 { return bodyStart(tag, attributes, selfClosing: selfClosing) }
        switch mode {
        case .body: return bodyStart(tag, attributes, selfClosing: selfClosing)
        case .frameset: return framesetStart(tag, attributes)
        case .beforeHead, .head, .headNoscript, .afterHead:
            return headStart(tag, attributes, selfClosing: selfClosing)
        }
    }

    /// Before the body: §13.2.6.4.1 to §13.2.6.4.6.
    private mutating func headStart(_ tag: Tag, _ attributes: AttributeList?, selfClosing: Bool) -> Content {
        if tag == .html {
            ensureHTML(attributes)
            return .markup
        }
        ensureHTML()
        if tag == .head {
            if head < 0 {
                head = insertHere(.head, attributes)
                mode = .head
            }
            return .markup
        }
        if mode == .headNoscript {
            if [.basefont, .bgsound, .link, .meta, .noframes, .style].contains(tag) {
                return headElement(tag, attributes)
            }
            if tag == .noscript { return .markup }
            pop()
            mode = .head
        }
        if traits(of: tag).contains(.head) || (tag == .noscript && mode != .afterHead) {
            return headElement(tag, attributes)
        }
        if tag == .body {
            enterBody(attributes)
            return .markup
        }
        if tag == .frameset {
            while stack.count > 1 { pop() }
            if head < 0 {
                head = insertHere(.head, nil, implied: true)
                pop()
            }
            insertHere(.frameset, attributes)
            mode = .frameset
            return .markup
        }
        enterBody()
        return bodyStart(tag, attributes, selfClosing: selfClosing)
    }

    /// An element that belongs in `head`, put there even when `head` is over.
    private mutating func headElement(_ tag: Tag, _ attributes: AttributeList?) -> Content {
        if head < 0 {
            head = insertHere(.head, nil, implied: true)
            mode = .head
        }
        if mode == .beforeHead { mode = .head }
        let parent = mode == .afterHead ? head : stack.last?.node ?? head
        let node = make(tag, attributes, flags: [], below: parent, before: -1)
        if traits(of: tag).contains(.void) { return .markup }
        push(node, tag)
        if tag == .noscript { mode = .headNoscript }
        if tag == .template { templates += 1 }
        return content(of: tag)
    }

    private mutating func framesetStart(_ tag: Tag, _ attributes: AttributeList?) -> Content {
        if tag == .frameset || tag == .frame || tag == .noframes {
            insertHere(tag, attributes, opens: tag != .frame)
            return content(of: tag)
        }
        return .markup
    }

    func content(of tag: Tag) -> Content {
        let traits = traits(of: tag)
        if traits.contains(.rawText) { return tag == .plaintext ? .everything : .raw }
        return traits.contains(.referencedText) ? .referenced : .markup
    }

    /// In the body: §13.2.6.4.7, and the parts of the table and select modes that concern start tags.
    mutating func bodyStart(_ tag: Tag, _ attributes: AttributeList?, selfClosing: Bool) -> Content {
        let action = tag.rawValue < 256 ? startActions[Int(tag.rawValue)] : .ordinary
        if isOpen(.select), !selectAllows(tag, action) { return .markup }
        switch action {
        case .ordinary, .formatting: insert(tag, attributes)
        case .void, .input: return voidStart(tag, attributes)
        case .block:
            closeParagraph()
            insert(tag, attributes)
        case .heading:
            closeParagraph()
            if let top = stack.last, traits(of: top.tag).contains(.heading) { pop() }
            insert(tag, attributes)
        case .listItem, .definition: itemStart(tag, attributes)
        case .link, .noBreak:
            if isOpen(tag) { closeFormatting(tag) }
            insert(tag, attributes)
        case .table: tableStart(attributes)
        case .tablePart: tablePartStart(tag, attributes)
        case .inHead, .template: return inHeadStart(tag, attributes)
        case .html, .body, .head, .frameset: break
        case .foreign: return foreignRoot(tag, attributes, selfClosing: selfClosing)
        default: return rareStart(action, tag, attributes)
        }
        return .markup
    }

    private mutating func rareStart(_ action: StartAction, _ tag: Tag, _ attributes: AttributeList?) -> Content {
        switch action {
        case .preformatted:
            closeParagraph()
            insert(tag, attributes)
            skipsLineFeed = true
        case .form: formStart(attributes)
        case .plaintext, .rawBlock:
            closeParagraph()
            insert(tag, attributes)
        case .button:
            if isInScope(.button) {
                closeImplied()
                pop(through: .button)
            }
            insert(tag, attributes)
        case .rule:
            closeParagraph()
            insert(tag, attributes, opens: false)
        case .image: insert(.img, attributes, opens: false)
        case .option:
            if stack.last?.tag == .option { pop() }
            if tag == .optgroup && stack.last?.tag == .optgroup { pop() }
            insert(tag, attributes)
        default: insert(tag, attributes)
        }
        return content(of: tag)
    }

    private mutating func voidStart(_ tag: Tag, _ attributes: AttributeList?) -> Content {
        if tag == .input, let top = stack.last, traits(of: top.tag).contains(.fosters),
            attributes?.has("type", equalTo: "hidden") == true
        {
            insertHere(tag, attributes, opens: false)
        } else {
            insert(tag, attributes, opens: false)
        }
        return .markup
    }

    private mutating func formStart(_ attributes: AttributeList?) {
        guard !hasForm || templates > 0 else { return }
        closeParagraph()
        if let top = stack.last, traits(of: top.tag).contains(.fosters) {
            insertHere(.form, attributes, opens: false)
        } else {
            insert(.form, attributes)
            hasForm = true
        }
    }

    private mutating func inHeadStart(_ tag: Tag, _ attributes: AttributeList?) -> Content {
        let isVoid = traits(of: tag).contains(.void)
        insertHere(tag, attributes, opens: !isVoid)
        if tag == .template, stack.last?.tag == .template { templates += 1 }
        return content(of: tag)
    }

    /// `li`, `dd`, `dt`: an open one that no other special element separates from here is closed.
    private mutating func itemStart(_ tag: Tag, _ attributes: AttributeList?) {
        var at = stack.count - 1
        while at > 0 {
            let open = stack[at]
            if tag == .li ? open.tag == .li : open.tag == .dd || open.tag == .dt {
                closeImplied(except: open.tag)
                pop(through: open.tag)
                break
            }
            if traits(of: open.tag).contains(.special), open.tag != .address, open.tag != .div, open.tag != .p { break }
            at -= 1
        }
        closeParagraph()
        insert(tag, attributes)
    }

    /// Inside `select` only its parts are elements; what cannot be inside closes it or is ignored.
    private mutating func selectAllows(_ tag: Tag, _ action: StartAction) -> Bool {
        guard templates == 0 else { return true }
        switch action {
        case .option, .rule: return true
        case .inHead, .template: return tag == .script
        case .select:
            pop(through: .select)
            return false
        case .input, .referencedText:
            pop(through: .select)
            return true
        case .table, .tablePart:
            guard isOpen(.table) else { return false }
            pop(through: .select)
            return true
        default: return false
        }
    }
}
