import JSON
import Platform

extension ScorePlot.Curve {
    /// The curve of another evaluation, from what `quarry eval --json` printed.
    /// - Throws: `EvaluationError.input` when the file is no such report; `.system`.
    package init(name: String, report path: String, metric: String) throws(EvaluationError) {
        let bytes: [UInt8]
        do throws(SystemError) { bytes = try Files.read(path) } catch { throw .system(error) }
        guard let results = (try? JSONValue(parsing: bytes))?["results"]?.array else {
            throw .input("\(path): is no report of quarry eval")
        }
        var points: [Point] = []
        for result in results {
            guard let shots = result["shots"]?.integer, let value = result[metric]?.number else {
                throw .input("\(path): a result has no \(metric)")
            }
            let bounds = result["intervals"]?[metric]?.array?.compactMap(\.number) ?? []
            let interval = bounds.count == 2 && bounds[0] <= bounds[1] ? bounds[0]...bounds[1] : nil
            points.append(Point(shots: shots, value: value, interval: interval))
        }
        self.init(name: name, points: points)
    }
}
