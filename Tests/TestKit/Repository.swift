import Foundation

/// The checkout the tests run in.
package enum Repository {
    /// Its root folder.
    package static let root = URL(filePath: #filePath).deletingLastPathComponent()  // Tests/TestKit
        .deletingLastPathComponent().deletingLastPathComponent().path

    /// The small trained checkpoint, which knows emoji.
    package static let emojiModel = root + "/Tests/Models/idefics-emoji"
    /// The small trained SmolVLM.
    package static let smolModel = root + "/Tests/Models/smolvlm-emoji"
}
