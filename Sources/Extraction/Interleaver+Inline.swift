import Documents
import HTMLTree

/// What stands in a line of text without being text of the tree: formulas, powers, pictures in a sentence.
extension Interleaver {
    // MARK: Powers

    /// `sup` and `sub` begin: a power of a number gets a sign, so that 10⁶ does not become 106; false when it is the mark
    /// of a note, which goes.
    mutating func beginScript(_ node: Int32, _ tag: Tag) -> Bool {
        guard rules.options.text.marksScripts, layout.verbatim < 0,
            let text = InlineText.short(node, tree, limit: 12), let first = text.first
        else { return true }
        let word = lettersBefore()
        guard let last = word.last else { return true }
        let isSigned = first == 0x2B || first == 0x2D || text.starts(with: [0xE2, 0x88, 0x92])
        let digits = isSigned ? text.drop { !InlineText.isDigit($0) } : text[...]
        let isNumber = !digits.isEmpty && digits.allSatisfy(InlineText.isDigit)
        let isVariable = text == [0x6E] || text == [0x78] || text == [0x6B]
        if tag == .sub {
            if isNumber, InlineText.isDigit(last) { raw.append(0x5F) }
            return true
        }
        if InlineText.isNoteList(text), isNoteMark(behind: word, last) { return false }
        guard isNumber || isVariable && InlineText.isDigit(last) else { return true }
        if isNumber, !isSigned, isNoteMark(behind: word, last) { return false }
        if isPower(behind: word, last, isSigned: isSigned) { raw.append(0x5E) }
        return true
    }

    /// A number raised behind a word or the end of a sentence leads to a note; behind a number, a unit of one or two
    /// letters or a bracket it is a power.
    private func isNoteMark(behind word: [UInt8], _ last: UInt8) -> Bool {
        if InlineText.isDigit(last) || last == 0x29 || last == 0x5D { return false }
        guard InlineText.isLetter(last) else { return true }
        let letters = word.reversed().prefix { InlineText.isLetter($0) || $0 >= 0x80 }.count
        let function = String(decoding: word.suffix(3), as: UTF8.self)
        return letters > 2 && !["sin", "cos", "tan", "log"].contains(function)
    }

    /// Behind a number, a bracket or a variable; `m2` is written so by people, and stays.
    private func isPower(behind word: [UInt8], _ last: UInt8, isSigned: Bool) -> Bool {
        if isSigned || InlineText.isDigit(last) || last == 0x29 || last == 0x5D { return true }
        let letters = word.reversed().prefix { InlineText.isLetter($0) || $0 >= 0x80 }
        return letters.count == 1 && last != 0x6D
    }

    /// The last bytes of the line so far, nothing when the next text stands apart from it.
    private func lettersBefore() -> [UInt8] {
        if !raw.isEmpty { return Bytes.isSpace(raw[raw.count - 1]) ? [] : raw.suffix(8) }
        guard edge == .none, shared >= path.count, let last = run.bytes.last, !Bytes.isSpace(last) else { return [] }
        return run.bytes.suffix(8)
    }

    // MARK: Formulas

    /// Writes a formula as TeX. One that only readers without sight are given stands for the signs beside it.
    mutating func formula(_ node: Int32) {
        guard rules.options.text.writesFormulas, layout.verbatim < 0 else { return skip(node, because: nil) }
        write(formula: MathText.tex(of: node, tree), at: node)
    }

    /// Writes a formula; one that is a block of its own is kept as it is, like code.
    mutating func write(formula text: [UInt8], at node: Int32) {
        let owner = Int(marks.owners[Int(node)])
        // What hides a formula is the fallback's doing; what leaves around it is not.
        let cause = frame.isEmpty ? nil : frame[owner]
        if cause != style.frame { turn(to: cause) }
        let isBlock = style.role == .body && standsAlone(node)
        if isBlock {
            flushText()
            style.role = .verbatim
        }
        if rawNode < 0 { rawNode = node }
        raw.append(contentsOf: text)
        guard isBlock else { return }
        flushText()
        style.role = .body
    }

    /// Whether nothing stands beside a node in its line.
    private func standsAlone(_ node: Int32) -> Bool {
        let owner = marks.owners[Int(node)]
        var at = node
        while at != owner, at > 0 {
            for isBefore in [true, false] where !isEdge(of: at, isBefore: isBefore) { return false }
            at = tree.nodes[Int(at)].parent
        }
        return true
    }

    /// Whether a block, or nothing, is the next that is shown before or behind a node.
    private func isEdge(of node: Int32, isBefore: Bool) -> Bool {
        var at = node
        for _ in 0..<40 {
            at = isBefore ? tree.nodes[Int(at)].previous : tree.nodes[Int(at)].next
            guard at >= 0 else { return true }
            let isShown = marks.fates[Int(at)] != .removed && (frame.isEmpty || frame[Int(at)] == nil)
            if tree.nodes[Int(at)].tag == .math { return false }
            guard isShown else { continue }
            if tree.nodes[Int(at)].tag != .text { return marks.fates[Int(at)] == .kept }
            if !Bytes.isBlank(tree.bytes, tree.text(of: at)) { return false }
        }
        return false
    }

    // MARK: Pictures in a sentence

    /// Whether a picture stands inside a sentence, which is not to be cut in two for it: text stands before it in the
    /// line and the sentence goes on behind it.
    func isInSentence(_ node: Int32) -> Bool {
        guard rules.options.text.keepsSentences, layout.verbatim < 0, !run.isEmpty,
            edge <= .space, path[min(shared, path.count)...].allSatisfy({ $0 <= .space })
        else { return false }
        let text = Bytes.strip(run.bytes, max(0, run.bytes.count - 64)..<run.bytes.count)
        guard let last = run.bytes[text].last, run.bytes[text.upperBound...].allSatisfy({ $0 != 0x0A }),
            !Self.endsSentence(last), let next = next(behind: node)
        else { return false }
        let (width, height) = renderedSize(node)
        let isSmall = [width, height].contains { if case .pixels(let side) = $0 { side <= 64 } else { false } }
        return isSmall || !InlineText.isLetter(next) || next >= 97
    }

    private static func endsSentence(_ byte: UInt8) -> Bool { [0x2E, 0x21, 0x3F, 0x3A].contains(byte) }

    /// The first byte of the text that goes on behind an element in the same line; nil when none does.
    private func next(behind node: Int32) -> UInt8? {
        let owner = marks.owners[Int(node)]
        var at = tree.following(node, within: owner)
        var left = 40
        while at >= 0, left > 0 {
            left -= 1
            let tag = tree.nodes[Int(at)].tag
            if tag == .text {
                if let first = tree.bytes[tree.text(of: at)].first(where: { !Bytes.isSpace($0) }) { return first }
            } else if tag == .br || (marks.fates[Int(at)] == .kept && tag != .img) {
                return nil
            }
            at =
                marks.fates[Int(at)] == .removed ? tree.following(at, within: owner) : tree.successor(at, within: owner)
        }
        return nil
    }

    /// Pictures that waited for the end of their sentence.
    mutating func releaseHeld() {
        let images = held
        held.removeAll()
        for image in images { write(image.url, of: image.node) }
    }
}
