import Foundation

/// The checkout the tests run in.
public enum Repository {
    /// Its root folder.
    public static let root = URL(filePath: #filePath).deletingLastPathComponent()  // Tests/TestKit
        .deletingLastPathComponent().deletingLastPathComponent().path

    /// The small trained checkpoint, which knows emoji.
    public static let emojiModel = root + "/Tests/Models/idefics-emoji"
}
