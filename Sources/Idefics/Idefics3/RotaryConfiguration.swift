import Glibc

/// `rope_theta` and `rope_scaling`: how fast each pair of columns of a head turns from position to position.
public struct RotaryConfiguration: Equatable, Sendable {
    /// The base of the frequencies.
    public let theta: Float
    /// Llama 3's change of the slow frequencies; nil: none.
    public let scaling: Scaling?

    /// Frequencies whose wave is longer than `positions / low` turn `factor` times slower, those whose wave is shorter than
    /// `positions / high` stay, and between them lies a ramp.
    public struct Scaling: Equatable, Sendable {
        let factor, low, high, positions: Float
    }

    init(_ text: ConfigurationFile) throws(IdeficsError) {
        theta = Float(try text.number("rope_theta", in: 1...1e12, default: 10000))
        let section = try text.section("rope_scaling")
        let type = try section.text("rope_type", default: section.text("type", default: "default"))
        switch type {
        case "default": scaling = nil
        case "llama3":
            func number(_ field: String, _ range: ClosedRange<Double>, _ fallback: Double) throws(IdeficsError) -> Float
            {
                Float(try section.number(field, in: range, default: fallback))
            }
            let (low, high) = (
                try number("low_freq_factor", 1e-3...1e3, 1), try number("high_freq_factor", 1e-3...1e3, 4)
            )
            guard low < high else { throw section.fault("low_freq_factor", "is not below high_freq_factor") }
            scaling = Scaling(
                factor: try number("factor", 1...1e6, 8), low: low, high: high,
                positions: try number("original_max_position_embeddings", 1...1e9, 8192))
        default: throw section.fault("rope_type", "is '\(type)'; known are default, llama3")
        }
    }

    /// Radians that each pair of columns turns from one position to the next, for heads of `headDimension` columns.
    func frequencies(headDimension: Int) -> [Float] {
        let plain = RotaryTable.frequencies(headDimension: headDimension, theta: theta)
        guard let scaling else { return plain }
        return plain.map { frequency in
            let wave = 2 * Float.pi / frequency
            if wave > scaling.positions / scaling.low { return frequency / scaling.factor }
            if wave < scaling.positions / scaling.high { return frequency }
            let share = (scaling.positions / wave - scaling.low) / (scaling.high - scaling.low)
            return (1 - share) * frequency / scaling.factor + share * frequency
        }
    }
}
