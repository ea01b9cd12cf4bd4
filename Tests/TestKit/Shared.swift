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

    /// The path of `name` in the folder, when it is there.
    package static func path(_ name: String) -> String? {
        guard let folder, FileManager.default.fileExists(atPath: folder + "/" + name) else { return nil }
        return folder + "/" + name
    }

    /// Whether the folder has `name`.
    package static func has(_ name: String) -> Bool { path(name) != nil }

    /// The path of `name`, for a test that has the trait `.needsShared`.
    package static func require(_ name: String) throws(Missing) -> String {
        guard let path = path(name) else { throw Missing("shared data '\(name)' is not here") }
        return path
    }
}
