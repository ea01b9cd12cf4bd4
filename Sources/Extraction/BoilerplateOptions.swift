/// What is left out as the page's frame: navigation, share bars, related links, comments.
public struct BoilerplateOptions: Sendable, Equatable {
    /// Share of a block's text inside links above which the block is navigation.
    public var maximumLinkDensity = 0.5

    /// The default rules.
    public init() {}
}
