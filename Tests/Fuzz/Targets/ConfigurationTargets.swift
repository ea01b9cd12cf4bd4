import Configuration

extension FuzzTarget {
    /// YAML: what a person writes, or a corpus brings along.
    static let configurations = [
        FuzzTarget(
            "yaml",
            seeds: [
                "extract:\n  dialect: quarry\nworkers: {count: 2}\n", "a: [1, 'b', \"c\\n\", {d: |\n  e\n  f}]\n",
                "a: >-\n  b\n\n  c # d\n? e\n: - f\n  - g\n",
            ].map(utf8),
            found: [
                "pipelines/obelics.yaml", "pipelines/quarry.yaml", "pipelines/quickstart.yaml",
                "pipelines/unfiltered.yaml",
            ]
        ) { bytes in
            guard let text = String(validating: bytes, as: UTF8.self) else { return }
            _ = try? YAMLText.read(text, file: "fuzz")
            let pipeline = try Pipeline.parse(text, file: "fuzz", folder: ".")
            let again = try? Pipeline.parse(pipeline.resolved, file: "fuzz", folder: ".")
            expect(again?.resolved == pipeline.resolved, "another pipeline when it is read again")
        }
    ]
}
