package import Facts
import JSON

/// What a cascade spared a model, and why: documents are not scored where something else decides.
package struct CascadeReport: Sendable {
    /// The signals of the stage.
    package let signals: Set<ScoreSignal>
    /// Documents that were asked for and their words; of those the ones that the model did not have to read.
    package internal(set) var documents = 0, words = 0, spared = 0, sparedWords = 0
    /// Spared because they are kept, whatever the model says.
    package internal(set) var kept = 0
    /// Spared because a condition is false, by the first such condition.
    package internal(set) var lost: [(condition: String, documents: Int)] = []

    init(signals: Set<ScoreSignal>) { self.signals = signals }

    /// The share of the words that the model did not have to read.
    package var share: Double { Double(sparedWords) / Double(max(1, words)) }

    private var names: [String] { ScoreSignal.allCases.filter(signals.contains).map(\.rawValue) }

    /// `image-gain, perplexity: 66 of 120 documents spared (52.1 % of the words): 60 lost to 'words > 20', 6 kept anyway`.
    package var text: String {
        var reasons = lost.filter { $0.documents > 0 }.map { "\($0.documents) lost to '\($0.condition)'" }
        if kept > 0 { reasons.append("\(kept) kept anyway") }
        let percent = (share * 1000).rounded() / 10
        return
            "\(names.joined(separator: ", ")): \(spared) of \(documents) documents spared (\(percent) % of the words)"
            + (reasons.isEmpty ? "" : ": " + reasons.joined(separator: ", "))
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.key("signals")
            json.array { json in for name in names { json.value(name) } }
            json.member("documents", documents)
            json.member("spared", spared)
            json.member("spared_share_of_words", (share * 1e6).rounded() / 1e6)
            json.member("kept", kept)
            json.key("lost")
            json.array { json in
                for (condition, count) in lost {
                    json.object { json in
                        json.member("condition", condition)
                        json.member("documents", count)
                    }
                }
            }
        }
    }
}
