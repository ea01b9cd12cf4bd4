import Documents
import HTMLTree

/// What is decided about every node of a tree before anything is written: one pass down, one pass up.
struct Marks {
    /// The fate of a node.
    enum Fate: UInt8 {
        /// It shapes the text.
        case kept
        /// Its content counts, it does not.
        case unwrapped
        /// It goes with its content.
        case removed
        /// A mark that another document begins.
        case divide
        /// It would have been kept, but nothing in it was.
        case empty
    }

    /// By node number.
    private(set) var fates: [Fate] = []
    /// The nearest kept ancestor, by node number.
    private(set) var owners: [Int32] = []
    /// By node number; empty where empty elements stay.
    private var insides: [Inside] = []
    private var isTextless: [Bool] = []

    /// What was found in an element by what it owns.
    private struct Inside {
        var hasContent = false
        var hasOwnText = false
        /// Kept elements: 0, 1, or 2 for several.
        var elements: UInt8 = 0
        /// The last one's tag.
        var childTag = Tag.document

        mutating func noteText() {
            hasContent = true
            hasOwnText = true
        }

        mutating func noteElement(_ tag: Tag) {
            hasContent = true
            elements = min(2, elements + 1)
            childTag = tag
        }
    }

    mutating func decide(_ tree: Tree, _ rules: Rules, _ sources: inout ImageSources) {
        let count = tree.nodes.count
        isTextless = Array(repeating: false, count: count)
        var allFates = Array(repeating: Fate.kept, count: count)
        var allOwners = Array(repeating: Tree.root, count: count)
        // As spans while they are filled: members and arrays would be asked at every node whether they are shared.
        var fates = allFates.mutableSpan
        var owners = allOwners.mutableSpan
        let controls = rules.options.text.dropsFurniture ? Controls() : nil
        for index in 1..<max(1, count) {
            let node = tree.nodes[index]
            let parent = Int(node.parent)
            owners[index] = fates[parent] == .kept ? node.parent : owners[parent]
            fates[index] = node.tag == .text ? .kept : fate(Int32(index), node, tree, rules)
            if let controls, node.tag == .button || node.tag == .label, fates[index] == .removed,
                controls.isContent(Int32(index), node.tag, tree)
            {
                fates[index] = .unwrapped
            }
            // A dialog that stands open is read with the page.
            if controls != nil, node.tag == .dialog, tree.value(rules.open, of: Int32(index)) != nil {
                fates[index] = .kept
            }
            if fates[parent] == .removed || fates[parent] == .divide { fates[index] = .removed }
            if node.tag == .div, fates[index] == .kept, !rules.textlessDivClasses.isEmpty {
                isTextless[index] = isTextless(Int32(index), tree, rules)
            }
        }
        (self.fates, self.owners) = (allFates, allOwners)
        if rules.options.text.dropsFurniture {
            for node in Furniture().find(tree, self) { remove(node, tree) }
        }
        if rules.options.prunesEmptyElements { prune(tree, rules, &sources) }
    }

    /// Takes a node away with all below it.
    private mutating func remove(_ node: Int32, _ tree: Tree) {
        var at = node
        while at >= 0 {
            fates[Int(at)] = .removed
            at = tree.successor(at, within: node)
        }
    }

    // MARK: Down

    private func fate(_ index: Int32, _ node: Tree.Node, _ tree: Tree, _ rules: Rules) -> Fate {
        if rules.readsNames, node.flags.contains(.hadAttributes), let byName = fateByName(index, node, tree, rules) {
            return byName
        }
        if node.flags.contains(.foreign) { return .removed }
        switch rules.treatment(of: node.tag, in: tree) {
        case .keep, .media: return .kept
        case .unwrap: return .unwrapped
        case .remove: return .removed
        }
    }

    private func fateByName(_ index: Int32, _ node: Tree.Node, _ tree: Tree, _ rules: Rules) -> Fate? {
        guard node.tag != .html else { return nil }
        if let value = tree.value(.class, of: index) {
            for token in rules.removedClasses where Bytes.hasToken(tree.bytes, value, token) { return .removed }
            for token in rules.dividingClasses where Bytes.hasToken(tree.bytes, value, token) { return .divide }
        }
        guard node.tag == .div, !rules.removedDivNames.isEmpty else { return nil }
        for attribute in [AttributeName.id, .class, .title] {
            guard let value = tree.value(attribute, of: index) else { continue }
            let whole = attribute == .class ? Bytes.strip(tree.bytes, value) : value
            for name in rules.removedDivNames where Bytes.equals(tree.bytes, whole, name) { return .removed }
        }
        return nil
    }

    private func isTextless(_ index: Int32, _ tree: Tree, _ rules: Rules) -> Bool {
        guard let value = tree.value(.class, of: index) else { return false }
        return rules.textlessDivClasses.contains { Bytes.find($0, in: tree.bytes, value) != nil }
    }

    // MARK: Up

    /// Children have larger numbers than their parents: going backwards meets them first.
    private mutating func prune(_ tree: Tree, _ rules: Rules, _ sources: inout ImageSources) {
        let count = tree.nodes.count
        // As spans while they are filled, as in `decide`.
        var (allFates, allInsides) = (self.fates, Array(repeating: Inside(), count: count))
        self.fates = []
        var fates = allFates.mutableSpan
        var insides = allInsides.mutableSpan
        for index in stride(from: count - 1, to: 0, by: -1) {
            let (node, owner) = (tree.nodes[index], Int(owners[index]))
            switch fates[index] {
            case .removed, .empty: continue
            case .divide: if !isTextless[owner] { insides[owner].noteText() }
            case .unwrapped:
                if node.tag == .br, isBreak(node, rules), !isTextless[owner] { insides[owner].noteText() }
            case .kept:
                let isText = node.tag == .text
                if isText || node.tag == .br && isBreak(node, rules) {
                    if !isTextless[owner], !isText || !Bytes.isBlank(tree.bytes, tree.text(of: Int32(index))) {
                        insides[owner].noteText()
                    }
                } else if isFilled(Int32(index), node, insides[index], tree, rules, &sources) {
                    insides[owner].noteElement(node.tag)
                } else {
                    fates[index] = .empty
                }
            }
        }
        (self.fates, self.insides) = (allFates, allInsides)
    }

    private func isBreak(_ node: Tree.Node, _ rules: Rules) -> Bool {
        rules.options.lineBreaks == .all || !node.flags.contains(.hadAttributes)
    }

    private func isFilled(
        _ index: Int32, _ node: Tree.Node, _ inside: Inside, _ tree: Tree, _ rules: Rules, _ sources: inout ImageSources
    ) -> Bool {
        if rules.treatment(of: node.tag, in: tree) == .media { return sources.has(index, tree, rules) }
        return node.tag == .html || inside.hasContent
    }

    // MARK: Questions

    /// Whether the text or break at `index` is written.
    func isWritten(_ index: Int32, isBlank: @autoclosure () -> Bool, in tree: Tree) -> Bool {
        let owner = Int(owners[Int(index)])
        if isTextless[owner] { return false }
        guard !insides.isEmpty, owner > 0 else { return true }
        // An element that holds nothing but one element of its own kind is replaced by that one.
        let inside = insides[owner]
        return inside.elements != 1 || inside.hasOwnText || inside.childTag != tree.nodes[owner].tag || !isBlank()
    }
}
