/// User name, password, host and port; file URLs and their hosts.
extension URLParser {
    /// The authority, host and port states: from here to `/`, `?`, `#` or the end (`\` too in a special URL).
    mutating func authority() -> Bool {
        var end = position
        var at = -1
        while end < input.count {
            let byte = input[end]
            if byte == 0x2F || byte == 0x3F || byte == 0x23 || (byte == 0x5C && layout.scheme.isSpecial) { break }
            if byte == 0x40 { at = end }
            end += 1
        }
        openHost()
        if at >= 0 {
            guard at + 1 < end else { return false }
            credentials(end: at)
            position = at + 1
        }
        layout.hostStart = mark
        guard let colon = portColon(end: end), hostAndPort(colon: colon, end: end) else { return false }
        position = end
        return pathStart()
    }

    private mutating func openHost() {
        out.append(0x2F)
        out.append(0x2F)
        layout.hasHost = true
        layout.usernameEnd = mark
        layout.hostStart = mark
    }

    /// User name and password, from here to the `@` at `end`.
    private mutating func credentials(end: Int) {
        let userinfo = input[position..<end]
        let colon = userinfo.firstIndex(of: 0x3A) ?? end
        let hasPassword = colon + 1 < end
        guard colon > position || hasPassword else { return }
        out.append(UnsafeBufferPointer(rebasing: input[position..<colon]), encoding: .userinfo)
        layout.usernameEnd = mark
        if hasPassword {
            out.append(0x3A)
            out.append(UnsafeBufferPointer(rebasing: input[(colon + 1)..<end]), encoding: .userinfo)
        }
        out.append(0x40)
    }

    /// The colon before the port, `end` if there is none; nil when there is no host before it.
    private func portColon(end: Int) -> Int? {
        var inside = false
        for index in position..<end {
            switch input[index] {
            case 0x5B: inside = true
            case 0x5D: inside = false
            case 0x3A where !inside: return index == position ? nil : index
            default: break
            }
        }
        return end
    }

    private mutating func hostAndPort(colon: Int, end: Int) -> Bool {
        let host = UnsafeBufferPointer(rebasing: input[position..<colon])
        if host.isEmpty, layout.scheme.isSpecial { return false }
        guard HostParser.append(host, special: layout.scheme.isSpecial, to: &out) else { return false }
        layout.hostEnd = mark
        var number: Int32 = 0
        for index in min(colon + 1, end)..<end {
            guard ASCII.isDigit(input[index]) else { return false }
            number = number * 10 + Int32(input[index] - 0x30)
            guard number <= 65535 else { return false }
        }
        if colon + 1 < end, number != layout.scheme.defaultPort {
            layout.port = number
            out.append(0x3A)
            out.append(contentsOf: String(number).utf8)
        }
        layout.pathStart = mark
        return true
    }
}

// MARK: - File URLs

extension URLParser {
    /// The file and file slash states.
    mutating func file() -> Bool {
        let base = self.base.flatMap { $0.layout.scheme == .file ? $0 : nil }
        guard isSlash(current) else {
            fileHost(copying: base)
            guard let base else { return pathSegments() }
            return mergePath(of: base) { !Self.startsWithDriveLetter($0.input, at: $0.position) }
        }
        position += 1
        if isSlash(current) {
            position += 1
            return fileHost()
        }
        fileHost(copying: base)
        if let base, !Self.startsWithDriveLetter(input, at: position) {
            let path = base.bytes(base.layout.pathStart, base.layout.pathEnd(count: Int32(base.bytes.count)))
            if path.count >= 3, Self.isDriveLetter(path[1], path[2]), path.count == 3 || path[3] == 0x2F {
                out.append(contentsOf: UnsafeBufferPointer(rebasing: path[..<3]))
            }
        }
        return pathSegments()
    }

    /// `//` and the host of `base`, or an empty one.
    private mutating func fileHost(copying base: Base?) {
        openHost()
        if let base { out.append(contentsOf: base.bytes(base.layout.hostStart, base.layout.hostEnd)) }
        layout.hostEnd = mark
        layout.pathStart = mark
    }

    /// The file host state.
    private mutating func fileHost() -> Bool {
        openHost()
        var end = position
        while end < input.count, !Self.endsFileHost(input[end]) { end += 1 }
        let host = UnsafeBufferPointer(rebasing: input[position..<end])
        let isDrive = host.count == 2 && Self.isDriveLetter(host[0], host[1])
        if !isDrive, !host.isEmpty {
            guard HostParser.append(host, special: true, to: &out) else { return false }
            let start = Int(layout.hostStart)
            if ASCII.equals(out[start...], lowercase: "localhost") { out.removeLast(out.count - start) }
        }
        layout.hostEnd = mark
        layout.pathStart = mark
        if isDrive { return pathSegments() }
        position = end
        return pathStart()
    }

    private static func endsFileHost(_ byte: UInt8) -> Bool {
        byte == 0x2F || byte == 0x5C || byte == 0x3F || byte == 0x23
    }

    /// A letter and `:` or `|`.
    static func isDriveLetter(_ letter: UInt8, _ sign: UInt8) -> Bool {
        ASCII.isAlpha(letter) && (sign == 0x3A || sign == 0x7C)
    }

    /// Whether a drive letter stands at `index` and nothing else in its segment.
    static func startsWithDriveLetter(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        guard index + 1 < bytes.count, isDriveLetter(bytes[index], bytes[index + 1]) else { return false }
        return index + 2 == bytes.count || endsFileHost(bytes[index + 2])
    }
}
