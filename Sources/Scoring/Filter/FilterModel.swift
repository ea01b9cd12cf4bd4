import Configuration
import CorpusFiles
import JSON
import Platform

/// A fitted filter as it stands in its file: readable JSON with every weight.
struct FilterModel: Sendable {
    let features: FilterFeatures
    let regression: LogisticRegression
    /// For people: n-grams with the greatest and least weights.
    var words: (positive: [String], negative: [String]) = ([], [])

    private static let format = "quarry-filter-1"

    /// Writes the file.
    func write(to path: String, _ report: FilterReport) throws(StorageError) {
        var json = JSONWriter()
        json.object { json in
            json.member("format", FilterModel.format)
            json.key("held_out")
            report.write(to: &json)
            json.member("bias", regression.bias)
            json.key("features")
            json.array { json in
                for (index, name) in features.names.enumerated() {
                    json.object { json in
                        json.member("name", name)
                        json.member("weight", regression.weights[index])
                        json.member("mean", regression.means[index])
                        json.member("deviation", regression.deviations[index])
                    }
                }
            }
            json.key("strongest_words")
            json.object { json in
                json.key("positive")
                json.array { json in for word in words.positive { json.value(word) } }
                json.key("negative")
                json.array { json in for word in words.negative { json.value(word) } }
            }
            json.key("ngrams")
            json.object { json in
                json.member("order", features.order)
                json.member("bits", features.bits)
                json.member("hash", "xxh3-64 of the words, blanks between; the lowest bits are the bucket")
                json.key("weights")
                json.object { json in
                    for (bucket, weight) in regression.buckets.sorted(by: { $0.key < $1.key }) where weight != 0 {
                        json.key(String(bucket))
                        json.value(weight)
                    }
                }
            }
        }
        try OutputFile.write(PrettyJSON.format(json.bytes), to: path)
    }

    /// Reads a file.
    /// - Throws: `PipelineError.problems` when it is not there or not a filter.
    init(path: String) throws(PipelineError) {
        let bytes: [UInt8]
        do { bytes = try Files.read(path) } catch { throw .problems(["filter: \(error)"]) }
        guard let json = try? JSONValue(parsing: bytes), json["format"]?.string == FilterModel.format,
            let list = json["features"]?.array, let bias = json["bias"]?.number, let ngrams = json["ngrams"],
            let order = ngrams["order"]?.integer, let bits = ngrams["bits"]?.integer, (1...8).contains(order),
            (1...30).contains(bits)
        else { throw .problems(["\(path) is not a filter of quarry train-filter"]) }
        let names = list.compactMap { $0["name"]?.string }
        let columns = names.filter { !FilterFeatures.imageFacts.contains($0) }
        features = FilterFeatures(columns: columns, order: order, bits: bits)
        var regression = LogisticRegression(
            means: list.compactMap { $0["mean"]?.number }, deviations: list.compactMap { $0["deviation"]?.number },
            weights: list.compactMap { $0["weight"]?.number })
        guard names == features.names, regression.means.count == names.count,
            regression.deviations.count == names.count, regression.weights.count == names.count,
            regression.deviations.allSatisfy({ $0 > 0 })
        else { throw .problems(["\(path): its features are not whole"]) }
        regression.bias = bias
        for member in ngrams["weights"]?.members ?? [] {
            guard let bucket = Int(member.key), let weight = member.value.number else { continue }
            regression.buckets[bucket] = weight
        }
        self.regression = regression
    }

    init(_ features: FilterFeatures, _ regression: LogisticRegression) {
        (self.features, self.regression) = (features, regression)
    }
}
