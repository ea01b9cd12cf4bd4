import Foundation

/// The checkout the tests run in.
public enum Repository {
    /// Its root folder.
    public static let root = URL(filePath: #filePath).deletingLastPathComponent()  // Tests/TestKit
        .deletingLastPathComponent().deletingLastPathComponent().path
}

/// A folder that is there for the time of a test.
public func withScratchFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let path = FileManager.default.temporaryDirectory.appending(path: "quarry-test-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body(path)
}
