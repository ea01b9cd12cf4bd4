import Platform

/// A page saved whole by a browser (MHTML, RFC 2557), as records: the page, what it shows, its frames.
///
/// What the page refers to by `cid:` gets the address that its part says, or a `data:` URL of its bytes.
struct SavedPage {
    private let file: ArchiveBlock
    private let message: MIMEParts
    private let date: String
    private let root: Int
    private let ids: [String: Int]
    /// What stands for `cid:` addresses makes a page no larger than this.
    private static let longestPage = 64 << 20
    private var next = 0

    /// Whether a file begins as a saved page does.
    static func isOne(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let head = UnsafeRawBufferPointer(rebasing: bytes.prefix(16 << 10))
        guard let first = head.first, first > 0x20, first < 0x7F, let end = head.headerEnd(from: 0) else {
            return false
        }
        let fields = HeaderFields(lines: UnsafeRawBufferPointer(rebasing: head[..<end]))
        return fields["MIME-Version"] != nil && MIMEParts.boundary(fields) != nil
    }

    /// The page in a file; nil when it has no parts.
    init?(_ file: ArchiveBlock) {
        guard let message = file.withUnsafeBytes({ MIMEParts($0) }) else { return nil }
        (self.file, self.message) = (file, message)
        date = MessageDate.iso(message.headers["Date"] ?? "")
        ids = Dictionary(
            message.parts.enumerated().compactMap { place, part in part.headers["Content-ID"].map { ($0, place) } },
            uniquingKeysWith: { first, _ in first })
        let start = MIMEParts.parameter("start", of: message.headers["Content-Type"] ?? "")
        root =
            message.parts.firstIndex { start != nil && $0.headers["Content-ID"] == start }
            ?? message.parts.firstIndex { SavedPage.isPage($0) } ?? 0
    }

    private static func isPage(_ part: MIMEParts.Part) -> Bool {
        let type = ContentType(headers: part.headers.values("Content-Type")).mime
        return type == "text/html" || type == "application/xhtml+xml"
    }

    /// The next record; nil at the end.
    mutating func record() -> ArchiveRecord? {
        guard next < message.parts.count else { return nil }
        defer { next += 1 }
        let part = message.parts[next]
        var body = body(of: part)
        if next == root { body = withoutCIDs(body) }
        let isFrame = next != root && SavedPage.isPage(part)
        var fields = [
            ("WARC-Type", isFrame ? "frame" : "resource"), ("WARC-Target-URI", address(next)),
            ("Content-Type", part.headers["Content-Type"] ?? ""),
        ]
        if !date.isEmpty { fields.append(("WARC-Date", date)) }
        if part.isCut { fields.append(("WARC-Truncated", "unspecified")) }
        let memory = InflateBuffer(capacity: max(1, body.count))
        memory.bytes.copyBytes(from: body)
        let content = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(memory.bytes)[..<body.count])
        return ArchiveRecord(
            place: .init(offset: 0, length: file.count, ordinal: next), headers: HeaderFields(fields),
            content: ArchiveBlock(content, owner: memory))
    }

    private func body(of part: MIMEParts.Part) -> [UInt8] {
        let encoding = part.headers["Content-Transfer-Encoding"] ?? ""
        return file.withUnsafeBytes { TransferEncoding.decode($0[part.body], encoding) }
    }

    /// Where a part stood: of the page, what the browser says of the whole when the part says nothing of use.
    private func address(_ part: Int) -> String {
        let own = message.parts[part].headers["Content-Location"] ?? ""
        if part != root { return SavedPage.resolved(own, against: address(root)) }
        if SavedPage.isWeb(own) { return own }
        let names = ["Snapshot-Content-Location", "Content-Location", "X-URL"]
        return names.compactMap { message.headers[$0] }.first(where: SavedPage.isWeb) ?? own
    }

    /// An address that may be written from the page's on (RFC 2557, 5), whole; dots in its path stay.
    private static func resolved(_ address: String, against page: String) -> String {
        let name = address.prefix { !"/?#".contains($0) }
        guard isWeb(page), !address.isEmpty, !name.contains(":") else { return address }
        let scheme = page.prefix { $0 != ":" }
        if address.hasPrefix("//") { return "\(scheme):\(address)" }
        let whole = page.prefix { $0 != "?" && $0 != "#" }
        let host = whole.dropFirst(scheme.count + 3).prefix { $0 != "/" }
        let origin = whole.prefix(scheme.count + 3 + host.count)
        if address.hasPrefix("/") { return "\(origin)\(address)" }
        let folder = whole.dropFirst(origin.count).lastIndex(of: "/").map { whole[..<$0] } ?? origin
        return "\(folder)/\(address)"
    }

    private static func isWeb(_ address: String) -> Bool {
        let lower = address.lowercased()
        return lower.hasPrefix("http://") || lower.hasPrefix("https://")
    }

    // MARK: cid:

    /// The page with what its `cid:` addresses stand for.
    private func withoutCIDs(_ body: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        var done = 0
        body.withUnsafeBytes { bytes in
            while let found = bytes.find("cid:", from: done) {
                let end = bytes[(found + 4)...].firstIndex {
                    $0 <= 0x20 || [0x22, 0x27, 0x29, 0x3E, 0x26].contains($0)
                }
                let name = bytes[(found + 4)..<(end ?? bytes.count)]
                out += bytes[done..<found]
                let known = out.count > SavedPage.longestPage ? nil : replacement(String(decoding: name, as: UTF8.self))
                out += known ?? Array(bytes[found..<(end ?? bytes.count)])
                done = end ?? bytes.count
            }
            out += bytes[done...]
        }
        return out
    }

    private func replacement(_ id: String) -> [UInt8]? {
        let id = id.replacing("%40", with: "@")
        guard let place = ids["<\(id)>"] else { return nil }
        let part = message.parts[place]
        if let address = part.headers["Content-Location"], SavedPage.isWeb(address) { return Array(address.utf8) }
        guard !SavedPage.isPage(part) else { return nil }
        let body = body(of: part)
        let type = ContentType(headers: part.headers.values("Content-Type")).mime
        return Array("data:\(type);base64,\(Base64.encode(body))".utf8)
    }
}

/// The date of a message (RFC 5322, 3.3).
enum MessageDate {
    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

    /// `Mon, 6 May 2024 07:08:09 -0000` as `2024-05-06T07:08:09Z`, its zone ignored; `""` for what is none.
    static func iso(_ text: String) -> String {
        let words = text.split { $0 == " " || $0 == "," }
        guard let at = words.firstIndex(where: { months.contains($0.prefix(3).lowercased()) }), at > 0,
            at + 2 < words.count, let month = months.firstIndex(of: words[at].prefix(3).lowercased()),
            let day = Int(words[at - 1]), let year = Int(words[at + 1]), (1970...9999).contains(year)
        else { return "" }
        let clock = words[at + 2].split(separator: ":").compactMap { Int($0) }
        guard clock.count >= 2 else { return "" }
        let numbers = [month + 1, day, clock[0], clock[1], clock.count > 2 ? clock[2] : 0]
        let digits = numbers.map { ($0 < 10 ? "0" : "") + String($0) }
        return "\(year)-\(digits[0])-\(digits[1])T\(digits[2]):\(digits[3]):\(digits[4])Z"
    }
}
