/// Every rule there is. The order is the order of the checks, which is the published one: the first rule that fails
/// gives the reason. (The reference's own output names flagged words before stop words, so they stand there.)
package enum RuleCatalog {
    /// All descriptors, in the order of the checks within a scope.
    package static let all: [RuleDescriptor] =
        [
            BannedURLWords.descriptor, ImageFormat.descriptor, ImageSide.descriptor, RenderedSide.descriptor,
            AspectRatio.descriptor, BlankImage.descriptor, NSFWImage.descriptor, NSFWDocument.descriptor,
            ImagesPerDocument.descriptor,
        ]
        + [RuleScope.paragraph, .document].flatMap { scope in
            [WordCount.descriptor(scope)] + TextRatio.all.compactMap { $0.descriptor(scope) }
        } + [SpamWordRatio.descriptor, AllowedLanguages.descriptor, Perplexity.descriptor]

    /// The rules of a scope, in the order of the checks.
    package static func rules(for scope: RuleScope) -> [RuleDescriptor] { all.filter { $0.scope == scope } }

    /// The rule called `name` in a scope.
    /// - Throws: `RuleError.unknownRule` with the names there are.
    package static func rule(_ name: String, scope: RuleScope) throws(RuleError) -> RuleDescriptor {
        let known = rules(for: scope)
        guard let found = known.first(where: { $0.name == name }) else {
            throw .unknownRule(name, scope: scope, known: known.map(\.name))
        }
        return found
    }
}
