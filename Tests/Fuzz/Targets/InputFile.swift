import Glibc
import Platform

/// The file of an input, for parsers that read files: one of each name in a process, replaced by every input.
enum InputFile {
    /// The folder of this process; it is removed when the process ends.
    static let folder: String = {
        let parent = Files.isFolder("/dev/shm") ? "/dev/shm" : nil
        guard let folder = try? Files.makeTemporaryFolder("quarry-fuzz", in: parent) else {
            fatalError("no folder for inputs")
        }
        atexit { try? Files.remove(InputFile.folder) }
        return folder
    }()

    /// The path of a file that holds these bytes.
    static func path(of bytes: [UInt8], name: String = "input") throws -> String {
        let path = folder + "/" + name
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        guard descriptor >= 0 else { throw SystemError("open", path: path) }
        defer { close(descriptor) }
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else { throw SystemError("write", path: path) }
        return path
    }
}
