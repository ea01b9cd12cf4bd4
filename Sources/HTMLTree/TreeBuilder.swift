/// Tree construction by the rules of HTML Standard §13.2.6, on start tags, end tags and text as they come.
///
/// It differs from the standard where no reader of a finished tree can tell, or where the standard rearranges what
/// extraction unwraps anyway: formatting elements are closed, not cloned (no adoption agency, no reconstruction), and
/// the content of `template` hangs below it. Scripting is off. Searches of the stack are bounded by the depth limit and
/// skipped when no such element is open, so that no page costs more than linear time.
struct TreeBuilder {
    /// Where in the page we are; what is open tells the modes of tables and of `select` apart.
    enum Mode { case beforeHead, head, headNoscript, afterHead, body, frameset }

    /// An open element.
    struct Open {
        let node: Int32
        let tag: Tag
        let isForeign: Bool
    }

    /// What the tokenizer has to do with an element's content.
    enum Content { case markup, raw, referenced, everything }

    var tree = Tree()
    var stack: [Open] = []
    var mode = Mode.beforeHead
    var head: Int32 = -1
    var body: Int32 = -1
    var html: Int32 = -1
    var templates = 0
    var hasForm = false
    var skipsLineFeed = false
    var maximumDepth = 1_000
    var vocabulary: AttributeVocabulary
    private var openCounts = [Int32](repeating: 0, count: 320)
    let traits = TagTraits.table
    let startActions = StartAction.byTag
    let endActions = EndAction.byTag

    init(vocabulary: AttributeVocabulary) { self.vocabulary = vocabulary }

    /// Makes ready for the next page; buffers keep their room.
    mutating func reset(maximumDepth: Int) {
        tree.removeAll()
        while !stack.isEmpty { pop() }
        mode = .beforeHead
        (head, body, html) = (-1, -1, -1)
        templates = 0
        hasForm = false
        skipsLineFeed = false
        self.maximumDepth = max(16, maximumDepth)
    }

    // MARK: The stack of open elements

    var current: Open? { stack.last }

    func traits(of tag: Tag) -> TagTraits { tag.rawValue < 256 ? traits[Int(tag.rawValue)] : [] }

    func isOpen(_ tag: Tag) -> Bool {
        let index = Int(tag.rawValue)
        return index < openCounts.count && openCounts[index] > 0
    }

    @inline(__always) mutating func push(_ node: Int32, _ tag: Tag, isForeign: Bool = false) {
        guard stack.count < maximumDepth else {
            tree.flattened += 1
            return
        }
        let index = Int(tag.rawValue)
        if index >= openCounts.count { growOpenCounts(over: index) }
        openCounts[index] += 1
        stack.append(Open(node: node, tag: tag, isForeign: isForeign))
    }

    @inline(never) private mutating func growOpenCounts(over index: Int) {
        while index >= openCounts.count {
            openCounts.append(contentsOf: repeatElement(0, count: openCounts.count))
        }
    }

    mutating func pop() {
        guard let last = stack.popLast() else { return }
        openCounts[Int(last.tag.rawValue)] -= 1
        if last.tag == .template && !last.isForeign { templates -= 1 }
        if last.tag == .form { hasForm = false }
    }

    /// Takes an element out of the stack and leaves what is above it.
    mutating func removeOpen(at index: Int) {
        openCounts[Int(stack[index].tag.rawValue)] -= 1
        stack.remove(at: index)
    }

    /// Pops up to and with the topmost `tag`.
    mutating func pop(through tag: Tag) {
        while let top = stack.last, stack.count > 1 {
            pop()
            if top.tag == tag && !top.isForeign { return }
        }
    }

    /// Whether `tag` is open and no barrier stands above it.
    func isInScope(_ tag: Tag, barrier: (Tag) -> Bool = { _ in false }) -> Bool {
        guard isOpen(tag) else { return false }
        for open in stack.reversed() {
            if open.tag == tag && !open.isForeign { return true }
            if traits(of: open.tag).contains(.scope) || barrier(open.tag) { return false }
        }
        return false
    }

    /// Whether `tag` is open in the innermost table.
    func isInTableScope(_ tag: Tag) -> Bool {
        guard isOpen(tag) else { return false }
        for open in stack.reversed() {
            if open.tag == tag { return true }
            if open.tag == .table || open.tag == .template || open.tag == .html { return false }
        }
        return false
    }

    mutating func closeImplied(except tag: Tag? = nil) {
        while let top = stack.last, top.tag != tag, traits(of: top.tag).contains(.impliedEnd) { pop() }
    }

    mutating func closeParagraph() {
        guard isInScope(.p, barrier: { $0 == .button }) else { return }
        closeImplied(except: .p)
        pop(through: .p)
    }

    // MARK: Making nodes

    /// Appends a node below `parent`, or in front of its child `before`.
    mutating func link(_ node: Int32, below parent: Int32, before: Int32 = -1) {
        let index = Int(node)
        let parentIndex = Int(parent)
        if before < 0 {
            let last = tree.nodes[parentIndex].lastChild
            tree.nodes[index].previous = last
            if last >= 0 { tree.nodes[Int(last)].next = node } else { tree.nodes[parentIndex].firstChild = node }
            tree.nodes[parentIndex].lastChild = node
        } else {
            let previous = tree.nodes[Int(before)].previous
            tree.nodes[index].previous = previous
            tree.nodes[index].next = before
            tree.nodes[Int(before)].previous = node
            if previous >= 0 {
                tree.nodes[Int(previous)].next = node
            } else {
                tree.nodes[parentIndex].firstChild = node
            }
        }
    }

    /// Where a new node goes: below the current one, or in front of the table when that one takes only table parts.
    func place() -> (parent: Int32, before: Int32) {
        guard let top = stack.last else { return (Tree.root, -1) }
        guard traits(of: top.tag).contains(.fosters), !top.isForeign else { return (top.node, -1) }
        guard let at = stack.lastIndex(where: { $0.tag == .table || $0.tag == .template }), stack[at].tag == .table
        else { return (top.node, -1) }
        let parent = tree.nodes[Int(stack[at].node)].parent
        return parent >= 0 ? (parent, stack[at].node) : (top.node, -1)
    }

    /// Makes an element below `parent` without opening it.
    mutating func make(_ tag: Tag, _ attributes: AttributeList?, flags: Tree.Flags, below parent: Int32, before: Int32)
        -> Int32
    {
        let start = UInt32(tree.attributes.count)
        var flags = flags
        if let attributes {
            flags.insert(.hadAttributes)
            attributes.store(in: &tree, vocabulary)
        }
        let node = Int32(tree.nodes.count)
        tree.nodes.append(
            Tree.Node(parent: parent, tag: tag, flags: flags, start: start, end: UInt32(tree.attributes.count)))
        link(node, below: parent, before: before)
        return node
    }

    /// Makes an element at the right place; void ones are not opened.
    @discardableResult
    mutating func insert(_ tag: Tag, _ attributes: AttributeList?, opens: Bool = true) -> Int32 {
        let place = place()
        let node = make(tag, attributes, flags: [], below: place.parent, before: place.before)
        if opens { push(node, tag) }
        return node
    }

    /// Makes an element below the current one even where a table would foster it, and opens it.
    @discardableResult
    mutating func insertHere(_ tag: Tag, _ attributes: AttributeList?, implied: Bool = false, opens: Bool = true)
        -> Int32
    {
        let parent = stack.last?.node ?? Tree.root
        let node = make(tag, attributes, flags: implied ? .implied : [], below: parent, before: -1)
        if opens { push(node, tag) }
        return node
    }

    mutating func ensureHTML(_ attributes: AttributeList? = nil) {
        guard html < 0 else { return }
        html = insertHere(.html, attributes, implied: attributes == nil)
    }

    /// Goes on to the body, making what was left out.
    mutating func enterBody(_ attributes: AttributeList? = nil) {
        ensureHTML()
        while stack.count > 1 { pop() }
        if head < 0 {
            head = insertHere(.head, nil, implied: true)
            pop()
        }
        body = insertHere(.body, attributes, implied: attributes == nil)
        mode = .body
    }
}
