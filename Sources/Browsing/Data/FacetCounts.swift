import JSON
import Reports

/// How the documents of a selection are distributed over every facet.
struct FacetCounts: Sendable {
    /// A value of a category: how many of the selection, how many of all.
    struct Value: Sendable, Equatable {
        let name: String
        let selected: Int
        let total: Int
    }

    /// By category: values, most of the selection first.
    let categories: [(name: String, values: [Value], distinct: Int)]
    /// By number: the selection's share of each bin.
    let bins: [[Int]]

    init(_ selection: Selection, _ store: ColumnStore, most: Int = 12) {
        let isAll = selection.count == selection.total
        categories = store.categories.map { column in
            var counts = column.totals
            if !isAll {
                counts = [Int](repeating: 0, count: column.values.count)
                column.codes.withUnsafeBufferPointer { codes in
                    selection.forEach { number in
                        counts[Int(codes[number])] += 1
                        return true
                    }
                }
            }
            let values = FacetCounts.greatest(most, of: counts).map {
                Value(name: column.values[$0], selected: counts[$0], total: column.totals[$0])
            }
            return (column.name, values, counts.count { $0 > 0 })
        }
        bins = store.numbers.map { column in
            guard !isAll else { return column.bins.totals }
            // The place 255 is for documents without a number.
            var counts = [Int](repeating: 0, count: 256)
            column.places.withUnsafeBufferPointer { bins in
                selection.forEach { number in
                    counts[Int(bins[number])] += 1
                    return true
                }
            }
            return Array(counts.prefix(Bins.count))
        }
    }

    /// Places of the greatest counts above 0, the greatest first, then the first: there may be as many domains as documents.
    static func greatest(_ limit: Int, of counts: [Int]) -> [Int] {
        var best: [Int] = []
        for place in counts.indices where counts[place] > 0 {
            guard best.count < limit || counts[place] > counts[best[best.count - 1]] else { continue }
            if best.count == limit { best.removeLast() }
            let at = best.lastIndex { counts[$0] >= counts[place] }.map { $0 + 1 } ?? 0
            best.insert(place, at: at)
        }
        return best
    }
}

extension FacetCounts {
    /// Writes the categories: `{"language": [{"value", "selected", "documents"}, …], …}`.
    func writeCategories(to json: inout JSONWriter) {
        json.object { json in
            for category in categories {
                json.key(category.name)
                json.array { json in
                    for value in category.values {
                        json.object { json in
                            json.member("value", value.name)
                            json.member("selected", value.selected)
                            json.member("documents", value.total)
                        }
                    }
                }
            }
        }
    }
}
