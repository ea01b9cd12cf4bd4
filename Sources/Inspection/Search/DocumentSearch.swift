package import CorpusFiles

/// The documents that a question finds.
package struct DocumentSearch {
    /// The best first, as many as were wanted: those that show letter by letter what was typed, those that have its words
    /// side by side, the others.
    package let hits: [SearchHit]
    /// What matches, in the index; nil where nothing does.
    private let expression: String?
    /// Numbers of documents that match besides: they show the question's runs, cut into other words.
    private let beside: [Int]

    /// Documents looked through letter by letter at most, of those that were found and of those that have some word.
    private static let looked = (found: 50, any: 200)

    /// Searches a corpus.
    /// - Throws: `StorageError`.
    package init(_ question: SearchInspection.Question, in corpus: Corpus) throws {
        let (query, index) = (question.query, corpus.index)
        // What is shown first must not depend on how much is shown.
        let wanted = max(question.offset + question.limit, Self.looked.found)
        func ranked(_ expression: String, _ limit: Int = wanted) throws -> [SearchHit] {
            try index.ranked(expression, where: question.predicate, limit: limit)
        }
        let strict = query.expressions.first
        var hits = try query.phrase.map { try ranked($0) } ?? []
        if let strict { hits = hits.followed(by: try ranked(strict)) }
        hits = try hits.prefix(Self.looked.found).closest(to: query, in: corpus).followed(by: hits)
        var exact: [SearchHit] = []
        if !query.unspacedRuns.isEmpty, try !hits.prefix(1).hasRuns(of: query, in: corpus) {
            for expression in [try query.cuts(index.isAnywhere), query.anyWord] where exact.isEmpty {
                guard let expression else { continue }
                exact = try ranked(expression, Self.looked.any).filter { try [$0].hasRuns(of: query, in: corpus) }
            }
        }
        expression = try query.expressions.first {
            // Looser expressions are for what nothing else finds.
            try ($0 == strict || exact.isEmpty) && index.isAnywhere($0)
        }
        if let expression, expression != strict { hits = try ranked(expression) }
        self.hits = Array(exact.followed(by: hits).prefix(question.offset + question.limit))
        let matching = expression
        beside = try exact.map(\.number).filter { number in
            try matching.map { try !index.isMatch($0, number: number) } ?? true
        }
    }

    /// The numbers of all that match, rising.
    /// - Throws: `StorageError`.
    package func numbers(in corpus: Corpus) throws -> [Int] {
        (try expression.map { try corpus.index.matches($0) } ?? [] + beside).sorted()
    }

    /// How many match; counting ends one beyond `CorpusIndex.rankedMatches`.
    func count(in corpus: Corpus) throws -> Int {
        try (expression.map { try corpus.index.matchCount($0) } ?? 0) + beside.count
    }
}

extension Sequence<SearchHit> {
    /// These, then those of `others` that are not among them.
    fileprivate func followed(by others: [SearchHit]) -> [SearchHit] {
        let seen = Set(map(\.number))
        return self + others.filter { !seen.contains($0.number) }
    }
}

extension Collection<SearchHit> {
    /// In another order: who shows all that was typed letter by letter, then who shows at least its runs without blanks.
    fileprivate func closest(to query: SearchQuery, in corpus: Corpus) throws -> [SearchHit] {
        let (literals, runs) = (query.literals, query.unspacedRuns)
        guard !literals.isEmpty, count > 1 else { return Array(self) }
        let texts = try texts(in: corpus)
        let whole = zip(self, texts).filter { $1.contains(all: literals) }.map(\.0)
        let partly = runs.isEmpty ? [] : zip(self, texts).filter { $1.contains(all: runs) }.map(\.0)
        return whole.followed(by: partly).followed(by: Array(self))
    }

    /// Whether all of them show the question's runs letter by letter; not where there is none.
    fileprivate func hasRuns(of query: SearchQuery, in corpus: Corpus) throws -> Bool {
        try !isEmpty && texts(in: corpus).allSatisfy { $0.contains(all: query.unspacedRuns) }
    }

    private func texts(in corpus: Corpus) throws -> [String] {
        try corpus.index.documents(numbers: map(\.number)).map { row in
            try corpus.document(of: row).searchTexts.map(SearchQuery.folded).joined(separator: "\n")
        }
    }
}

extension String {
    fileprivate func contains(all parts: [String]) -> Bool { parts.allSatisfy { contains($0) } }
}
