/// Abbreviations that keep their full stop, as the published grammar lists them.
enum PTBAbbreviations {
    /// In any case of letters.
    static let all = words(
        """
        mr mrs ms dr drs prof profs sen sens rep reps atty attys lt col gen messrs gov govs adm rev maj sgt cpl pvt mt capt st
        ste ave pres lieut hon brig cmdr comdr pfc spc supt supts det invt elec natl mfg mtg jan feb mar apr jun jul aug sep
        sept oct nov dec mon tue tues wed thu thurs fri ala ariz calif colo conn ct dak fla ga ind kan kans ky md mich minn mo
        mont neb nev okla penn tenn va vt wis wisc wyo inc co cos corp pty ptys ptes ltd plc bancorp dept bhd assn univ intl
        sys ph jr sr bros blvd rd esq etc al seq vs alex wm jos cie cf treas bldg ft sq est assoc tel ext
        """)
    /// Only with a capital: in lower case they are words.
    static let capitalized = words("miss az ark del ill la mass ore pa tex wash")
    /// Only before a number.
    static let beforeNumbers = words("no nos prop fig figs art pp op ca")

    /// Words that begin a sentence; a letter with a full stop before one of them has ended the last.
    static let sentenceStarts = words(
        """
        A About According Additionally After An As At But Earlier He Her Here However If In It Last Many Now Once One Other Our
        Since She So Some Such That The Their Then There These They This We What When While Yet You
        """)

    /// Endings of files.
    static let fileEndings = [
        "bat", "bmp", "class", "cgi", "cpp", "dll", "doc", "docx", "exe", "gif", "gz", "htm", "html", "jar", "java",
        "jpeg",
        "jpg", "mov", "mp3", "mp4", "mpg", "pdf", "php", "pl", "png", "ppt", "ps", "py", "sql", "tar", "txt", "wav",
        "xml",
        "zip", "3gp", "wma", "wmv", "avi", "flv",
    ]

    private static func words(_ text: String) -> Set<String> {
        Set(text.split { $0 == " " || $0 == "\n" }.map(String.init))
    }
}
