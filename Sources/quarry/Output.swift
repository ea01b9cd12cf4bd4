import Glibc
import Platform
import Synchronization

/// Standard output. Unlike `print` it notices when nothing arrives: a full disk is an error, a reader that has gone
/// ends the program.
enum Output {
    /// Whether somebody looks: then every line is handed on at once.
    static let isTerminal = isatty(1) == 1

    /// What the output is written on: a terminal is as wide as it says (`COLUMNS` has the last word), and shows grey unless
    /// `NO_COLOR` is set.
    static let screen: Screen = {
        var size = winsize()
        var width = isTerminal && ioctl(1, UInt(TIOCGWINSZ), &size) == 0 ? Int(size.ws_col) : 0
        if let columns = getenv("COLUMNS").flatMap({ Int(String(cString: $0)) }), columns > 0 { width = columns }
        return Screen(width: width > 0 ? width : 100, hasColours: isTerminal && getenv("NO_COLOR") == nil)
    }()

    private static let waiting = Mutex<[UInt8]>([])

    /// Opens what the caller closed, so that no file of ours takes the number of a standard stream, and writes what is
    /// left when the program ends, however it ends.
    static func begin() {
        // What was closed cannot be written to: the null device opened for reading says so, and standard error swallows.
        for (descriptor, mode) in [(Int32(0), O_RDONLY), (1, O_RDONLY), (2, O_WRONLY)]
        where fcntl(descriptor, F_GETFD) < 0 && errno == EBADF {
            _ = open("/dev/null", mode)
        }
        atexit { Output.flush() }
    }

    /// Writes a line; `now` hands it on at once, as results that took long deserve.
    static func line(_ text: String, now: Bool = false) { write(text + "\n", now: now) }

    /// Writes a piece of a line. What nobody made safe for a terminal does not reach one.
    static func write(_ text: String, now: Bool = false) {
        write(raw: isTerminal ? Terminal.shown(text) : text, now: now)
    }

    /// Writes what has control characters of ours: pictures.
    static func write(raw text: String, now: Bool = false) {
        let isFull = waiting.withLock { bytes in
            bytes += text.utf8
            return bytes.count >= 1 << 16
        }
        if now || isTerminal || isFull { flush() }
    }

    /// Writes what waits.
    private static func flush() {
        let bytes = waiting.withLock { bytes in
            defer { bytes = [] }
            return bytes
        }
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { raw in
                Glibc.write(1, raw.baseAddress.map { $0 + done }, bytes.count - done)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { end(errno) }
            done += count
        }
    }

    /// Nothing more can be said: `_exit`, since this may run while the program ends.
    private static func end(_ error: Int32) -> Never {
        if error == EPIPE { _exit(0) }  // the reader has what it wanted (`| head`)
        Failure.say("quarry: standard output: \(String(cString: strerror(error)))")
        _exit(74)
    }
}
