/// Short texts that speak of the site and not of the page's subject, known by their words in a dozen languages: labels of
/// adverts, credits of pictures, rights, invitations to subscribe, disclosures of affiliate links.
enum SiteLines {
    /// What the words of a line speak of.
    private struct Subject: OptionSet {
        let rawValue: UInt8
        static let advert = Subject(rawValue: 1)
        static let picture = Subject(rawValue: 2)
        static let rights = Subject(rawValue: 4)
        static let reserved = Subject(rawValue: 8)
        static let newsletter = Subject(rawValue: 16)
        static let joining = Subject(rawValue: 32)
        static let affiliate = Subject(rawValue: 64)
        static let agency = Subject(rawValue: 128)
    }

    /// Characters, white space aside, up to which a text can be such a line.
    static let longest: Int32 = 300
    /// Bytes up to which a text can be a credit; what has more characters has more bytes.
    static let longestCredit: Int32 = 90
    /// In the order of `Subject`.
    private static let words = ElementWords(lists)
    /// Those without which a longer text is no such line.
    private static let longLines = ElementWords([lists[2], lists[4], lists[6]])
    private static let lists = [
        [
            "advertisement", "advertisment", "advertising", "anzeige", "werbung", "reklama", "publicidad", "publicité",
            "pubblicità", "publicidade", "advertentie", "reclame", "annons", "annonse", "mainos", "реклама", "Реклама",
            "РЕКЛАМА", "reklam",
        ],
        [
            "foto", "fotos", "photo", "photos", "bild", "bilder", "image", "images", "picture", "quelle", "source",
            "fuente", "fonte", "credit", "credits", "crédito", "créditos", "crédit", "źródło", "Źródło", "fot",
            "copyright",
            "titelbild", "beitragsbild", "bildquelle", "fotografie", "photograph", "photography", "imagen", "zdjęcie",
            "фото", "Фото", "ФОТО", "symbolbild", "symbolfoto", "archivbild", "bildnachweis",
        ],
        [
            "rights", "rechte", "rechten", "derechos", "droits", "prawa", "prawem", "direitos", "diritti", "права",
            "Права",
        ],
        [
            "reserved", "vorbehalten", "voorbehouden", "reservados", "réservés", "zastrzeżone", "riservati", "защищены",
            "Защищены",
        ],
        ["newsletter", "newsletters"],
        [
            "subscribe", "sign", "join", "receive", "inbox", "anmelden", "anmeldung", "abonnieren", "abonniere",
            "erhalten", "registrieren", "abonnement", "abonnez", "inscrivez", "suscríbete", "suscribirse", "zapisz",
            "iscriviti", "inscreva", "assine",
        ],
        ["affiliate", "affiliates", "affiliatelinks", "afiliados"],
        [
            "shutterstock", "getty", "gettyimages", "istock", "istockphoto", "fotolia", "pixabay", "unsplash", "pexels",
            "adobestock", "flickr", "dpa", "afp", "reuters", "imago",
        ],
    ]
    private static let payments = ElementWords([
        ["link", "links", "enlaces", "anzeige", "werbung", "provision", "commission", "program", "programm", "partner"]
    ])

    /// Whether a block's text, its ends stripped, is such a line.
    static func isOne(_ text: Span<UInt8>) -> Bool {
        // Most texts are longer than the lines that are short, and most words belong to those.
        if text.count > longestCredit, !canBeLong(text) { return false }
        let found = Subject(rawValue: words.find(text, 0..<text.count))
        if isCredit(text, found) { return true }
        if found.contains(.advert), text.count <= 30, count(text) <= 3 { return true }
        if found.contains([.rights, .reserved]) || found.contains([.newsletter, .joining]) {
            return text.count <= 300
        }
        return found.contains(.affiliate) && text.count <= 700 && payments.find(text, 0..<text.count) != 0
    }

    /// Whether a text has one of the words without which a longer line is none about the site.
    static func canBeLong(_ text: Span<UInt8>) -> Bool { longLines.find(text, 0..<text.count) != 0 }

    /// Whether a text names who made or sold a picture and says nothing else: `Foto: dpa`, `© A. Name`, `(Bild: Name)`.
    static func isCredit(_ text: [UInt8]) -> Bool {
        guard text.count <= longestCredit else { return false }
        return isCredit(text.span, Subject(rawValue: words.find(text, 0..<text.count)))
    }

    private static func isCredit(_ text: Span<UInt8>, _ found: Subject) -> Bool {
        guard text.count <= longestCredit else { return false }
        if text.count > 1 && text[0] == 0xC2 && text[1] == 0xA9 || found.contains(.picture) && isLabelled(text) {
            return true
        }
        return found.contains(.agency) && text.count <= 50 && text[text.count - 1] != 0x2E
    }

    /// Whether a text begins with a word for a picture or a source, and a colon or a stroke behind at most three words.
    private static func isLabelled(_ text: Span<UInt8>) -> Bool {
        let start = !text.isEmpty && (text[0] == 0x28 || text[0] == 0x5B) ? 1 : 0
        var end = start
        while end < text.count, ![0x3A, 0x2F, 0x7C].contains(text[end]) { end += 1 }
        let label = start..<end
        return end < text.count && label.count <= 24 && count(text.extracting(label)) <= 3
            && Subject(rawValue: words.find(text, label)).contains(.picture)
    }

    /// Words of a text.
    private static func count(_ text: Span<UInt8>) -> Int {
        var count = 0
        var isInside = false
        for at in text.indices {
            let isLetter = InlineText.isLetter(text[at]) || text[at] >= 0x80
            if isLetter, !isInside { count += 1 }
            isInside = isLetter
        }
        return count
    }
}
