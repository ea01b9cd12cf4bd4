import Foundation
package import Testing

/// What a test needs that is not in the repository. Without it the test is skipped, and counted as skipped.
extension Trait where Self == ConditionTrait {
    /// Files or folders of the shared data.
    package static func needsShared(_ names: String...) -> Self {
        .enabled(if: names.allSatisfy(Shared.has), "needs \(names.joined(separator: ", ")) in ../shared")
    }

    /// Programs on the search path.
    package static func needsProgram(_ names: String...) -> Self {
        .enabled(if: names.allSatisfy { Command.path(of: $0) != nil }, "needs \(names.joined(separator: ", "))")
    }

    /// The faulty server of the shared data, a Python script.
    package static var needsFaultyServer: Self {
        .enabled(
            if: Shared.has(FaultyServer.script) && Command.path(of: "python3") != nil,
            "needs \(FaultyServer.script) in ../shared, and python3")
    }

    /// nginx.
    package static var needsWebServer: Self { .enabled(if: WebServer.program != nil, "needs nginx") }
}

/// Something that a test needs is not there although its traits let it run.
package struct Missing: Error, CustomStringConvertible {
    /// What is missing.
    package let description: String

    /// - Parameter description: what is missing.
    package init(_ description: String) { self.description = description }
}
