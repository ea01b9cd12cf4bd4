import ArgumentParser

/// Release benchmarks: each prints both sides from one run.
@main
struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quarry-bench", abstract: "Benchmarks of Quarry beside the limits of the machine.",
        subcommands: [
            CrawlBench.self, ExtractBench.self, CompareBench.self, FloodBench.self, ProfileBench.self, ImageBench.self,
            HashBench.self, DuplicatesBench.self, FetchBench.self, StorageBench.self, ModelBench.self,
            ParquetBench.self, MapBench.self, LookBench.self,
        ])
}
