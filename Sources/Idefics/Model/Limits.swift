/// Bounds of what a configuration may ask for: far above any model, far below what would overflow.
enum Limits {
    static let vocabulary = 1 << 24
    static let width = 1 << 20
    static let heads = 1 << 12
    static let headWidth = 1 << 12
    static let layers = 4096
    static let positions = 1 << 24
    static let pixels = 1 << 14
}
