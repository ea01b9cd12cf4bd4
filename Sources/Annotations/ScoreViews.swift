import CorpusFiles
import Facts

/// The two tables a predicate sees, as common table expressions over the index and the annotations.
struct ScoreViews: Sendable {
    typealias Column = (name: String, expression: String)

    let documents: [Column]
    let images: [Column]
    /// The model whose signals have the plain names.
    let plain: [ScoreSignal: String]
    private let joins: (documents: String, images: String)

    /// - Parameter pending: signals that `chosen` has not got but will have: columns of NULL.
    init(_ models: [(name: String, signals: [ScoreSignal])], chosen: String?, pending: Set<ScoreSignal> = []) {
        let known = models.first { $0.name == chosen }?.signals ?? []
        let pending = pending.subtracting(known)
        var documents: [Column] = [("id", "lower(hex(d.id))")]
        documents += CorpusSchema.documentColumns.dropFirst().map { ($0, "d.\"\($0)\"") }
        var images: [Column] = [
            ("document", "lower(hex(o.document))"), ("number", "d.number"), ("position", "o.position"),
            ("url", "o.url"), ("sha256", "lower(hex(o.image))"), ("format", "i.format"), ("width", "i.width"),
            ("height", "i.height"), ("bytes", "i.length"), ("language", "d.language"), ("domain", "d.domain"),
        ]
        images += CorpusSchema.imageDetails.map { ($0.name, "i.\($0.name)") }
        var joins = (documents: "", images: "")
        var plain: [ScoreSignal: String] = [:]
        for signal in ScoreSignal.allCases {
            let having = models.filter { $0.signals.contains(signal) }.map(\.name)
            guard !pending.contains(signal) else { continue }
            plain[signal] = chosen.map { having.contains($0) ? $0 : nil } ?? (having.count == 1 ? having.first : nil)
        }
        for (number, model) in models.enumerated() {
            let prefix = ScoreModel(name: model.name, checkpoint: "", dtype: "").columnPrefix
            joins.documents +=
                " LEFT JOIN scores.documents s\(number) ON s\(number).document = d.id AND s\(number).model = \(number)"
            joins.images +=
                " LEFT JOIN scores.images s\(number) ON s\(number).document = o.document"
                + " AND s\(number).position = o.position AND s\(number).model = \(number)"
            for signal in model.signals {
                let value = "s\(number).\(signal.column)"
                for name in (plain[signal] == model.name ? [signal.column] : [])
                    + (models.count > 1 || !pending.isEmpty ? ["\(prefix)_\(signal.column)"] : [])
                {
                    if signal.isNumber { documents.append((name, value)) }
                    if signal.isOfImages { images.append((name, value)) }
                }
            }
            if models.count == 1 || chosen == model.name { documents.append(("tokens", "s\(number).tokens")) }
        }
        let prefix = ScoreModel(name: chosen ?? "", checkpoint: "", dtype: "").columnPrefix
        for signal in ScoreSignal.allCases where pending.contains(signal) {
            let columns: [Column] = [(signal.column, "NULL"), ("\(prefix)_\(signal.column)", "NULL")]
            if signal.isNumber { documents += columns }
            if signal.isOfImages { images += columns }
        }
        (self.documents, self.images, self.plain, self.joins) = (documents, images, plain, joins)
    }

    /// `WITH documents AS (…), images AS (…)`.
    /// - Parameter part: a condition on `d.id` that leaves a part of the documents.
    func sql(withQuality: Bool, part: String = "") -> String {
        var columns = documents
        var joins = joins
        if withQuality {
            columns.append(("quality", "q.quality"))
            joins.documents += " LEFT JOIN temp.quality q ON q.number = d.number"
        }
        return """
            WITH documents AS (SELECT \(ScoreViews.list(columns)) FROM main.documents d\(joins.documents)\(part)),
            images AS (SELECT \(ScoreViews.list(images)) FROM main.occurrences o
            JOIN main.documents d ON d.id = o.document LEFT JOIN main.images i ON i.sha256 = o.image\(joins.images))
            """
    }

    private static func list(_ columns: [Column]) -> String {
        columns.map { "\($0.expression) AS \"\($0.name)\"" }.joined(separator: ", ")
    }
}
