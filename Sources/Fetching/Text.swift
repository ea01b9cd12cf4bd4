extension StringProtocol {
    /// Without ASCII spaces and tabs at both ends.
    var trimmed: String {
        let blank: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\r" }
        let front = drop(while: blank)
        return String(front.reversed().drop(while: blank).reversed())
    }
}

extension String {
    /// Header bytes as text (invalid UTF-8 replaced, control characters taken out), at most
    /// `limit` scalars.
    init(header bytes: some Sequence<UInt8>, limit: Int = 200) {
        let text = String(decoding: Array(bytes), as: UTF8.self)
        self.init(
            String.UnicodeScalarView(text.unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }.prefix(limit)))
    }
}
