/// This program: the one home of its name and version.
///
/// What raises which part of the version is said in CHANGELOG.md.
package enum Tool {
    /// What it is called on the command line, in manifests and in `User-Agent`.
    package static let name = "quarry"
    /// The version, as `quarry --version` prints it.
    package static let version = "0.1.0"
}
