import ArgumentParser
import Glibc
import Maps

/// How fast vectors are laid out; the layout goes into a file for the scripts that judge it beside other tools.
struct MapBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "map", abstract: "The layout of a map: CPU seconds and memory; prints one JSON object.")

    @Argument(help: "Vectors, a .npy file of float32 rows.")
    var vectors: String

    @Argument(help: "Where the points go, a .npy file.")
    var output: String

    @Option(help: "tsne or pacmap.")
    var layout = "tsne"

    @Option(help: "Threads.")
    var jobs = 1

    func run() throws {
        guard let method = MapLayout.Method(rawValue: layout) else { throw ValidationError("--layout: tsne or pacmap") }
        let table = try NPYFile.read(vectors)
        var began = timespec()
        clock_gettime(CLOCK_MONOTONIC, &began)
        let before = CPUClock.seconds
        let points = MapLayout(method, jobs: jobs).run(consume table)
        let seconds = CPUClock.seconds - before
        var ended = timespec()
        clock_gettime(CLOCK_MONOTONIC, &ended)
        try NPYFile.write(points: points, to: output)
        var hash: UInt64 = 1_469_598_103_934_665_603
        for point in points {
            for bits in [point.x.bitPattern, point.y.bitPattern] { hash = (hash ^ UInt64(bits)) &* 1_099_511_628_211 }
        }
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let wall = Double(ended.tv_sec - began.tv_sec) + Double(ended.tv_nsec - began.tv_nsec) / 1e9
        print(
            """
            {"tool":"quarry \(layout)","n":\(points.count),"jobs":\(jobs),"cpu_s":\((seconds * 100).rounded() / 100),\
            "wall_s":\((wall * 100).rounded() / 100),"rss_mb":\(usage.ru_maxrss / 1024),\
            "hash":"\(String(hash, radix: 16))"}
            """)
    }
}
