import Foundation

/// Says, on standard error, that a test has not what it needs here and passes without having looked.
package func skipped(_ why: String) { FileHandle.standardError.write(Data("skipped: \(why)\n".utf8)) }
