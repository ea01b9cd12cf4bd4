import ArgumentParser
import Parquet
import Platform

/// Parquet files of interleaved documents: CPU seconds to read every value, and to write them again.
struct ParquetBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parquet",
        abstract: "Read OBELICS' four columns and write them again: CPU seconds of both, bytes.")

    @Argument(help: "A Parquet file with images, metadata, general_metadata and texts.")
    var input: String

    @Argument(help: "The file to write.")
    var output: String

    @Option(help: "zstd's level.")
    var level = ParquetLayout().level

    @Option(help: "Bytes of a page in the mean, before compression.")
    var pageBytes = ParquetLayout().pageBytes

    @Option(help: "The same of the texts.")
    var textPageBytes = ParquetLayout().proseBytes

    @Option(help: "Passes; the fastest counts.")
    var passes = 3

    func run() throws {
        let names = ["images", "metadata", "general_metadata", "texts"]
        let fields = names.map {
            ParquetField(
                $0, ["images", "texts"].contains($0) ? .texts : .text, isProse: $0 == "texts")
        }
        var layout = ParquetLayout()
        (layout.level, layout.pageBytes, layout.proseBytes) = (level, pageBytes, textPageBytes)
        var (reading, writing) = (Double.infinity, Double.infinity)
        var (rows, bytes) = (0, 0)
        for _ in 0..<max(1, passes) {
            var cells: [[ParquetCell]] = []
            let start = CPUClock.seconds
            try ParquetFile(path: input).forEachRow(of: names) { _, values in cells.append(values.map(Self.cell)) }
            let middle = CPUClock.seconds
            var file = try ParquetWriter(path: output, fields: fields, layout: layout)
            for row in cells { try file.append(row) }
            bytes = try file.commit().bytes
            reading = min(reading, middle - start)
            writing = min(writing, CPUClock.seconds - middle)
            rows = cells.count
        }
        print("{\"rows\":\(rows),\"bytes\":\(bytes),\"read_cpu_s\":\(reading),\"write_cpu_s\":\(writing)}")
    }

    private static func cell(_ value: ParquetValue) -> ParquetCell {
        if case .list(let elements) = value { return .texts(elements.map(\.text)) }
        return .text(value.text)
    }
}
