/// Which elements an end tag closes for the published OBELICS code, which first reads a page with Beautiful Soup over
/// Python's `html.parser` and writes it anew: an end tag closes everything down to the last open element of its name, and
/// is left out when there is none; `<x/>` closes itself whatever `x` is; nothing else is ever implied.
///
/// One defect shows in the text: after a `<br>`, Beautiful Soup takes the end of the next `<br/>` for the end of the
/// first. The second stays open, and where something closes it a `</br>` is written, which counts as another break.
struct PublishedNesting {
    private var stack: [Tag] = []
    private var counts: [Tag: Int] = [:]
    /// `<br>` tags whose end tag would be passed over.
    private var closedBreaks = 0

    mutating func removeAll() {
        stack.removeAll(keepingCapacity: true)
        counts.removeAll(keepingCapacity: true)
        closedBreaks = 0
    }

    mutating func open(_ tag: Tag) {
        stack.append(tag)
        counts[tag, default: 0] += 1
    }

    mutating func breakLine(isSelfClosing: Bool) {
        if !isSelfClosing {
            closedBreaks += 1
        } else if closedBreaks > 0 {
            closedBreaks -= 1
            open(.br)
        }
    }

    /// Calls `end` for every element that the end tag of `tag` closes, the innermost first.
    mutating func close(_ tag: Tag, _ end: (Tag) -> Void) {
        if tag == .br, closedBreaks > 0 {
            closedBreaks -= 1
            return
        }
        guard counts[tag, default: 0] > 0 else { return }
        while let last = stack.popLast() {
            counts[last, default: 1] -= 1
            end(last)
            if last == tag { return }
        }
    }
}
