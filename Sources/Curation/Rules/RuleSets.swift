package import Documents
package import Facts

/// The name of a rule and what a pipeline file gives it.
package typealias NamedRule = (name: String, parameters: RuleParameters)

/// The text rules of one scope, made once, ready for every language.
package struct TextRuleSet: Sendable {
    /// What it judges.
    package let scope: RuleScope
    /// The names of the rules, in the order of the checks.
    package let names: [String]
    /// Whether every text is taken to be in one language; then `general` has the rules for it.
    private let isOneLanguage: Bool
    private let general: [any TextRule]
    private let byLanguage: [String: [any TextRule]]
    private let neutral: [any TextRule]
    private let documentRules: [any DocumentRule]

    /// Makes the rules, in the order of the catalog, whatever order they are given in.
    /// - Throws: `RuleError`, also for a rule whose word list is not there.
    package init(scope: RuleScope, rules: [NamedRule], lists: WordLists) throws(RuleError) {
        let known = RuleCatalog.rules(for: scope)
        for rule in rules { _ = try RuleCatalog.rule(rule.name, scope: scope) }
        var made: [(descriptor: RuleDescriptor, parameters: RuleParameters)] = []
        for descriptor in known {
            guard let given = rules.last(where: { $0.name == descriptor.name }) else { continue }
            if descriptor.need == .commonWords && lists.commonWordsLanguage == nil {
                throw .missingList(rule: descriptor.name, list: RuleDescriptor.Need.commonWords.rawValue)
            }
            made.append((descriptor, given.parameters))
        }
        func texts(_ language: String, neutral: Bool) throws(RuleError) -> [any TextRule] {
            var out: [any TextRule] = []
            for (descriptor, parameters) in made where descriptor.judges == .text {
                if neutral, !TextRuleSet.holds(descriptor.need, lists, language) { continue }
                if case .text(let rule) = try descriptor.make(parameters.resolved(for: language)) { out.append(rule) }
            }
            return out
        }
        self.scope = scope
        names = made.map(\.descriptor.name)
        isOneLanguage = lists.assumedLanguage != nil
        general = try texts(lists.assumedLanguage ?? "", neutral: false)
        neutral = try texts("??", neutral: true)
        var byLanguage: [String: [any TextRule]] = [:]
        let own = made.flatMap { $0.parameters.languages.keys }
        for language in Set(lists.languages + own) { byLanguage[language] = try texts(language, neutral: true) }
        self.byLanguage = byLanguage
        var documentRules: [any DocumentRule] = []
        for (descriptor, parameters) in made {
            // Every override is checked, those of languages without a list too.
            if descriptor.judges == .text { _ = try descriptor.make(parameters) }
            guard descriptor.judges == .document, case .document(let rule) = try descriptor.make(parameters) else {
                continue
            }
            documentRules.append(rule)
        }
        self.documentRules = documentRules
    }

    private static func holds(_ need: RuleDescriptor.Need?, _ lists: WordLists, _ language: String) -> Bool {
        switch need {
        case .stopWords: lists.hasStopWords(for: language)
        case .commonWords: lists.hasCommonWords(for: language)
        case .languageModel, .perplexityModel, nil: true
        }
    }

    private func rules(_ language: String) -> [any TextRule] {
        isOneLanguage || language.isEmpty ? general : byLanguage[WordLists.listed(language)] ?? neutral
    }

    /// The first rule that fails gives the verdict. `language` (ISO 639-1, `""` when not known) chooses thresholds; a
    /// rule that counts with a list passes where the language has none.
    package func judge(_ profile: TextProfile, language: String = "") -> Verdict {
        for rule in rules(language) {
            let verdict = rule.judge(profile)
            if !verdict.isKept { return verdict }
        }
        return .keep
    }

    /// What every rule says that drops, in the order of the checks.
    package func judgeAll(_ profile: TextProfile, language: String = "") -> [Verdict] {
        rules(language).map { $0.judge(profile) }.filter { !$0.isKept }
    }

    /// The rules over the document itself (its language), after those over its text.
    package func judge(_ document: Document) -> Verdict {
        let verdict = judge(document.profile, language: document.language)
        return verdict.isKept ? judgeItself(document) : verdict
    }

    /// The rules over the document itself alone.
    package func judgeItself(_ document: Document) -> Verdict {
        documentRules.lazy.map { $0.judge(document) }.first { !$0.isKept } ?? .keep
    }
}

/// The image rules of a pipeline.
package struct ImageRuleSet: Sendable {
    /// The names of the rules, in the order of the checks.
    package let names: [String]
    private let rules: [any ImageRule]
    private let documentRules: [any DocumentRule]

    /// Makes the rules, in the order of the catalog.
    /// - Throws: `RuleError`.
    package init(rules given: [NamedRule]) throws(RuleError) {
        for rule in given { _ = try RuleCatalog.rule(rule.name, scope: .image) }
        var names: [String] = []
        var rules: [any ImageRule] = []
        var documentRules: [any DocumentRule] = []
        for descriptor in RuleCatalog.rules(for: .image) {
            guard let named = given.last(where: { $0.name == descriptor.name }) else { continue }
            names.append(descriptor.name)
            switch try descriptor.make(named.parameters) {
            case .image(let rule): rules.append(rule)
            case .document(let rule): documentRules.append(rule)
            case .text: break
            }
        }
        self.names = names
        self.rules = rules
        self.documentRules = documentRules
    }

    /// The first rule that fails gives the verdict. Before an image is measured only its URL and its rendered size are
    /// judged; the rest keeps it.
    package func judge(_ image: ImageNode) -> Verdict {
        rules.lazy.map { $0.judge(image) }.first { !$0.isKept } ?? .keep
    }

    /// What every rule says that drops, in the order of the checks.
    package func judgeAll(_ image: ImageNode) -> [Verdict] { rules.map { $0.judge(image) }.filter { !$0.isKept } }

    /// The rules over the number of images, which come before a document's text rules.
    package func judge(_ document: Document) -> Verdict {
        documentRules.lazy.map { $0.judge(document) }.first { !$0.isKept } ?? .keep
    }
}
