/// What the published profile reaches on the goldens, and on which goldens: the floors only go up.
enum GoldenFloors {
    /// SHA-256 over the pages and the reference's documents, in the order of their names.
    static let digest = "c0440ad8ac62c544c13a3718a59dd6f8dd7057deb76281663300131044883569"
    static let paragraphs = 0.994
    static let images = 0.999_999
    static let order = 0.999_999
}
