import Documents
import Facts
@testable import Curation

/// One text rule, made as a pipeline makes it, asked about made-up profiles or about real text.
struct TextRuleProbe {
    private let sets: [RuleScope: TextRuleSet]
    private let lists: WordLists

    init(_ name: String, _ parameters: RuleParameters, lists: WordLists = .obelics) throws {
        self.lists = lists.commonWordsLanguage == nil ? lists.adding(commonWords: ["the"]) : lists
        var sets: [RuleScope: TextRuleSet] = [:]
        for scope in [RuleScope.paragraph, .document]
        where RuleCatalog.rules(for: scope).contains(where: { $0.name == name }) {
            sets[scope] = try TextRuleSet(scope: scope, rules: [(name, parameters)], lists: self.lists)
        }
        self.sets = sets
    }

    func judge(scope: RuleScope = .paragraph, _ change: (inout TextProfile) -> Void) -> Verdict {
        var profile = TextProfile()
        change(&profile)
        return sets[scope]?.judge(profile) ?? .keep
    }

    func reason(_ text: String, scope: RuleScope = .paragraph) -> Reason? {
        var profiler = TextProfiler(lists: lists)
        guard case .drop(let reason, _)? = sets[scope]?.judge(profiler.profile(text)) else { return nil }
        return reason
    }
}
