import Glibc

/// Where the person stands who gives a command.
enum WorkingFolder {
    /// Its path; `.` when it is gone.
    static var path: String {
        guard let found = getcwd(nil, 0) else { return "." }
        defer { free(found) }
        return String(cString: found)
    }
}
