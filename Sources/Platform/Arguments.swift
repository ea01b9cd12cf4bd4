import CSandbox

/// What the kernel handed to `main`. The standard library's `CommandLine.arguments` reads `/proc/self/cmdline`, which is not
/// everywhere: a verb without its arguments would print the help and succeed.
package enum Arguments {
    /// The program's name and its arguments; bytes that are no UTF-8 become U+FFFD.
    package static let all: [String] = {
        var count: Int32 = 0
        guard let values = sandbox_arguments(&count) else { return [] }
        return (0..<Int(count)).compactMap { values[$0].map { String(cString: $0) } }
    }()

    /// The path that the kernel was asked to start; nil where it does not say.
    static let executable: String? = sandbox_executable().map { String(cString: $0) }
}
