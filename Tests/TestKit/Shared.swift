import Foundation

/// Third-party data that stays outside the repository: `../shared` beside the checkout, or `QUARRY_SHARED`.
package enum Shared {
    /// The folder, when it is there.
    package static let folder: String? = {
        let environment = ProcessInfo.processInfo.environment
        let beside = URL(filePath: #filePath).deletingLastPathComponent()  // Tests/TestKit
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "shared").path
        let path = environment["QUARRY_SHARED"] ?? beside
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }()

    /// The path of `name` in the folder, or nil (and said).
    package static func path(_ name: String) -> String? {
        guard let folder, FileManager.default.fileExists(atPath: folder + "/" + name) else {
            skipped("shared data '\(name)' is not here")
            return nil
        }
        return folder + "/" + name
    }
}
