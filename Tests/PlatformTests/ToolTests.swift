import Platform
import TestKit
import Testing

@Suite struct ToolTests {
    @Test func theVersionHasItsSectionInTheChangelog() throws {
        let changelog = try Files.readText(Repository.root + "/CHANGELOG.md")
        #expect(changelog.contains("\n## \(Tool.version)\n"))
        #expect(Tool.version.split(separator: ".").compactMap { Int($0) }.count == 3)
    }
}
