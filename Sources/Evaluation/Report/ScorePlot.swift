import Platform

/// Numbers against shots as an SVG, a line a model: the picture in which the model's authors show what shots are worth.
package struct ScorePlot {
    /// The numbers of one model.
    package struct Curve: Sendable {
        /// A number with its interval.
        package struct Point: Sendable {
            /// Shots with pictures.
            package let shots: Int
            /// The number.
            package let value: Double
            /// Where it could also be.
            package let interval: ClosedRange<Double>?
        }

        /// What the legend says.
        package let name: String
        /// In any order.
        package let points: [Point]
    }

    private let title: String, metric: String
    private let curves: [Curve]
    private static let colors = ["#2166ac", "#b2182b", "#1b7837", "#762a83", "#8c510a", "#4d4d4d"]

    /// A plot of curves.
    package init(title: String, metric: String, curves: [Curve]) {
        (self.title, self.metric, self.curves) = (title, metric, curves)
    }

    /// The picture, 640 by 400.
    package var svg: String {
        let steps = Set(curves.flatMap { $0.points.map(\.shots) }).sorted()
        let values = curves.flatMap {
            $0.points.flatMap { [$0.value, $0.interval?.lowerBound, $0.interval?.upperBound] }
        }
        let frame = Frame(steps: steps, values: values.compactMap { $0 })
        var lines = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 640 400\" width=\"640\" height=\"400\" "
                + "font-family=\"sans-serif\" font-size=\"12\">",
            "<rect width=\"640\" height=\"400\" fill=\"white\"/>",
            "<text x=\"330\" y=\"24\" text-anchor=\"middle\" font-size=\"15\">\(Markup.escaped(title))</text>",
        ]
        lines += axes(frame)
        for (index, curve) in curves.enumerated() {
            lines += drawn(curve, Self.colors[index % Self.colors.count], frame, row: index)
        }
        return (lines + ["</svg>"]).joined(separator: "\n") + "\n"
    }

    private func axes(_ frame: Frame) -> [String] {
        var lines: [String] = []
        for tick in frame.ticks {
            let y = frame.y(tick)
            lines.append("<line x1=\"70\" x2=\"610\" y1=\"\(y)\" y2=\"\(y)\" stroke=\"#dddddd\"/>")
            lines.append("<text x=\"62\" y=\"\(y + 4)\" text-anchor=\"end\">\(Frame.short(tick))</text>")
        }
        for step in frame.steps {
            lines.append("<text x=\"\(frame.x(step))\" y=\"358\" text-anchor=\"middle\">\(step)</text>")
        }
        lines.append("<line x1=\"70\" x2=\"610\" y1=\"340\" y2=\"340\" stroke=\"black\"/>")
        lines.append("<text x=\"340\" y=\"384\" text-anchor=\"middle\">shots</text>")
        lines.append(
            "<text x=\"18\" y=\"190\" text-anchor=\"middle\" transform=\"rotate(-90 18 190)\">\(Markup.escaped(metric))</text>"
        )
        return lines
    }

    private func drawn(_ curve: Curve, _ color: String, _ frame: Frame, row: Int) -> [String] {
        let points = curve.points.sorted { $0.shots < $1.shots }
        let path = points.map { "\(frame.x($0.shots)),\(frame.y($0.value))" }.joined(separator: " ")
        var lines = ["<polyline points=\"\(path)\" fill=\"none\" stroke=\"\(color)\" stroke-width=\"2\"/>"]
        for point in points {
            let (x, y) = (frame.x(point.shots), frame.y(point.value))
            if let interval = point.interval {
                let (low, high) = (frame.y(interval.lowerBound), frame.y(interval.upperBound))
                lines.append("<line x1=\"\(x)\" x2=\"\(x)\" y1=\"\(low)\" y2=\"\(high)\" stroke=\"\(color)\"/>")
            }
            lines.append("<circle cx=\"\(x)\" cy=\"\(y)\" r=\"3.5\" fill=\"\(color)\"/>")
            lines.append(
                "<text x=\"\(x)\" y=\"\(y - 8)\" text-anchor=\"middle\" fill=\"\(color)\">\(Frame.short(point.value))</text>"
            )
        }
        let y = 46 + 16 * row
        lines.append("<rect x=\"80\" y=\"\(y - 9)\" width=\"10\" height=\"10\" fill=\"\(color)\"/>")
        lines.append("<text x=\"96\" y=\"\(y)\">\(Markup.escaped(curve.name))</text>")
        return lines
    }
}

/// Where values stand in the picture.
private struct Frame {
    let steps: [Int]
    let low: Double, high: Double
    let ticks: [Double]

    init(steps: [Int], values: [Double]) {
        self.steps = steps
        let (least, most) = (values.min() ?? 0, values.max() ?? 1)
        // Steps of 1, 2 or 5 times a power of ten, five of them or a few more.
        var step = 1e-9
        var index = 0
        while (most - least) / step > 6 {
            step *= index % 3 == 1 ? 2.5 : 2
            index += 1
        }
        if most - least < 1e-9 { step = max(0.1, abs(most) / 5) }
        let bottom = (least / step).rounded(.down) * step
        let top = max(bottom + step, (most / step).rounded(.up) * step)
        (low, high) = (bottom, top)
        ticks = Array(stride(from: bottom, through: top + step / 2, by: step))
    }

    func x(_ shots: Int) -> Double {
        let place = Double(steps.firstIndex(of: shots) ?? 0)
        return Frame.tenths(100 + place * 480 / Double(max(1, steps.count - 1)))
    }

    func y(_ value: Double) -> Double { Frame.tenths(340 - (value - low) / (high - low) * 270) }

    static func tenths(_ value: Double) -> Double { (value * 10).rounded() / 10 }
    static func short(_ value: Double) -> String { "\((value * 1000).rounded() / 1000)" }
}
