/// What a start tag does in the body: one small number per tag, so that dispatch is a jump.
enum StartAction: UInt8 {
    case ordinary, block, heading, preformatted, form, listItem, definition, plaintext, button, link, noBreak
    case formatting, marker, table, void, rule, image, rawText, rawBlock, referencedText, select, option, foreign
    case tablePart, html, body, head, frameset, inHead, template, input

    /// The action of each tag, by raw number.
    static let byTag: [StartAction] = {
        var table = [StartAction](repeating: .ordinary, count: 256)
        func set(_ action: StartAction, _ tags: [Tag]) { for tag in tags { table[Int(tag.rawValue)] = action } }
        for (index, traits) in TagTraits.table.enumerated() {
            if traits.contains(.closesParagraph) { table[index] = .block }
            if traits.contains(.formatting) { table[index] = .formatting }
            if traits.contains(.void) { table[index] = .void }
            if traits.contains(.heading) { table[index] = .heading }
            if traits.contains(.tablePart) { table[index] = .tablePart }
        }
        set(.preformatted, [.pre, .listing])
        set(.form, [.form])
        set(.listItem, [.li])
        set(.definition, [.dd, .dt])
        set(.plaintext, [.plaintext])
        set(.button, [.button])
        set(.link, [.a])
        set(.noBreak, [.nobr])
        set(.marker, [.applet, .marquee, .object])
        set(.table, [.table])
        set(.rule, [.hr])
        set(.image, [.image])
        set(.rawText, [.iframe, .noembed])
        set(.rawBlock, [.xmp])
        set(.referencedText, [.textarea])
        set(.select, [.select])
        set(.option, [.option, .optgroup])
        set(.foreign, [.svg, .math])
        set(.html, [.html])
        set(.body, [.body])
        set(.head, [.head])
        set(.frameset, [.frameset, .frame])
        set(.inHead, [.base, .basefont, .bgsound, .link, .meta, .title, .noframes, .script, .style])
        set(.template, [.template])
        set(.input, [.input, .keygen])
        return table
    }()
}

/// What an end tag does in the body.
enum EndAction: UInt8 {
    case ordinary, block, heading, paragraph, listItem, definition, formatting, marker, lineBreak, template, table
    case tablePart, select, option, ignored

    /// The action of each tag, by raw number.
    static let byTag: [EndAction] = {
        var table = [EndAction](repeating: .ordinary, count: 256)
        func set(_ action: EndAction, _ tags: [Tag]) { for tag in tags { table[Int(tag.rawValue)] = action } }
        for (index, traits) in TagTraits.table.enumerated() {
            if traits.contains(.blockEnd) { table[index] = .block }
            if traits.contains(.formatting) { table[index] = .formatting }
            if traits.contains(.void) { table[index] = .ignored }
            if traits.contains(.heading) { table[index] = .heading }
            if traits.contains(.tablePart) { table[index] = .tablePart }
        }
        set(.paragraph, [.p])
        set(.listItem, [.li])
        set(.definition, [.dd, .dt])
        set(.marker, [.applet, .marquee, .object])
        set(.lineBreak, [.br])
        set(.template, [.template])
        set(.table, [.table])
        set(.select, [.select])
        set(.option, [.option, .optgroup])
        set(.ignored, [.html, .body, .head, .frameset])
        return table
    }()
}
