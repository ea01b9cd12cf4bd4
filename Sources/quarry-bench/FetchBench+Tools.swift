import ArgumentParser
import Fetching
import Glibc
import Platform

/// CPU, wall time and peak memory of something that handles images.
struct Measure {
    let images: Int
    let bytes: Int
    /// User and system seconds.
    let cpu: Double
    let wall: Double
    /// Kilobytes; of a child its own peak, of ourselves the peak since the start of the measurement.
    let peak: Int

    var perSecond: Double { Double(images) / max(cpu, 1e-9) }

    static func own(_ body: () throws -> (images: Int, bytes: Int)) throws -> Measure {
        resetPeak()
        return try measure(RUSAGE_SELF, peak: { Self.status("VmHWM") }, body)
    }

    static func child(_ body: () throws -> (images: Int, bytes: Int)) throws -> Measure {
        try measure(RUSAGE_CHILDREN, peak: { usage(RUSAGE_CHILDREN).ru_maxrss }, body)
    }

    private static func measure(
        _ who: __rusage_who, peak: () -> Int, _ body: () throws -> (images: Int, bytes: Int)
    ) throws -> Measure {
        let (before, start) = (seconds(usage(who)), wallClock())
        let (images, bytes) = try body()
        let (cpu, wall) = (seconds(usage(who)) - before, wallClock() - start)
        return Measure(images: images, bytes: bytes, cpu: round(cpu), wall: round(wall), peak: peak())
    }

    private static func round(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }

    private static func usage(_ who: __rusage_who) -> rusage {
        var usage = rusage()
        getrusage(__rusage_who_t(who.rawValue), &usage)
        return usage
    }

    private static func seconds(_ usage: rusage) -> Double {
        Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
            + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6
    }

    private static func wallClock() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    /// Writing 5 there sets the peak back to what is resident now.
    private static func resetPeak() {
        let descriptor = open("/proc/self/clear_refs", O_WRONLY)
        guard descriptor >= 0 else { return }
        _ = write(descriptor, "5", 1)
        close(descriptor)
    }

    static func status(_ field: String) -> Int {
        var buffer = [UInt8](repeating: 0, count: 8192)
        let descriptor = open("/proc/self/status", O_RDONLY)
        guard descriptor >= 0 else { return 0 }
        defer { close(descriptor) }
        let text = String(decoding: buffer[..<max(0, read(descriptor, &buffer, 8192))], as: UTF8.self)
        let line = text.split(separator: "\n").first { $0.hasPrefix(field + ":") } ?? ""
        return Int(line.filter(\.isNumber)) ?? 0
    }
}

/// A program started beside us.
final class Command {
    private var pid: pid_t = 0
    /// Most bytes of memory that it had at once; known when it has ended.
    private(set) var peak = 0

    init(_ path: String, _ arguments: [String]) throws {
        var argv = ([path] + arguments).map { strdup($0) }
        argv.append(nil)
        defer { for argument in argv { free(argument) } }
        let code = posix_spawn(&pid, path, nil, nil, argv, environ)
        guard code == 0 else { throw SystemError("start", path: path, code: code) }
    }

    /// Its exit code, when it has ended.
    func wait() throws -> Int32 {
        var status: Int32 = 0
        var usage = rusage()
        while wait4(pid, &status, 0, &usage) < 0 {
            guard errno == EINTR else { throw SystemError("wait", path: "child") }
        }
        peak = usage.ru_maxrss << 10
        return status >> 8 & 0xFF
    }

    func stop() {
        kill(pid, SIGTERM)
        _ = try? wait()
    }
}

/// nginx on the loopback, with a configuration and a folder of its own.
final class WebServer {
    private let command: Command

    init(nginx: String, root: String, work: String, port: Int) throws {
        let configuration = """
            pid \(work)/nginx.pid; error_log \(work)/nginx.err; worker_processes 1; daemon off;
            \(getuid() == 0 ? "user root;" : "")
            events { worker_connections 8192; }
            http {
              types { image/png png; image/jpeg jpg jpeg; image/gif gif; image/webp webp; }
              access_log off; sendfile on; keepalive_requests 1000000; client_body_temp_path \(work)/body;
              proxy_temp_path \(work)/proxy; fastcgi_temp_path \(work)/fcgi;
              uwsgi_temp_path \(work)/uwsgi; scgi_temp_path \(work)/scgi;
              server { listen 127.0.0.1:\(port) backlog=4096; root \(root); }
            }
            """
        try Files.write(configuration, to: work + "/nginx.conf")
        command = try Command(nginx, ["-c", work + "/nginx.conf", "-e", work + "/nginx.err"])
        for _ in 0..<100 where !Files.exists(work + "/nginx.pid") { usleep(20_000) }
        usleep(100_000)
    }

    func stop() { command.stop() }
}

/// Members of a ustar file, fixed dates and owners.
struct TarPack: ~Copyable {
    private var file: AtomicFile

    init(path: String) throws { file = try AtomicFile(path: path) }

    mutating func add(_ name: String, _ body: [UInt8]) throws {
        var header = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, at offset: Int) {
            for (index, byte) in text.utf8.enumerated() { header[offset + index] = byte }
        }
        func octal(_ value: Int, _ width: Int) -> String {
            let digits = String(value, radix: 8)
            return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
        }
        put(name, at: 0)
        put("0000444\u{0}0000000\u{0}0000000\u{0}" + octal(body.count, 11) + "\u{0}00000000000\u{0}        0", at: 100)
        put("ustar\u{0}00", at: 257)
        put(octal(header.reduce(0) { $0 + Int($1) }, 6) + "\u{0} ", at: 148)
        try file.write(header)
        try file.write(body)
        try file.write([UInt8](repeating: 0, count: (512 - body.count % 512) % 512))
    }

    consuming func close() throws {
        try file.write([UInt8](repeating: 0, count: 1024))
        try file.commit()
    }
}

/// 1,000 host names on a server that thinks 300 ms before each answer.
struct SlowHosts {
    let work: String
    let connections: Int

    private static let script = """
        import asyncio, sys
        now = most = served = 0
        async def serve(r, w):
            global now, most, served
            try:
                while True:
                    line = (await r.readuntil(b'\\r\\n\\r\\n')).split(b' ', 2)[1]
                    if line == b'/most':
                        body = b'%d %d' % (most, served)
                    else:
                        now += 1; most = max(most, now)
                        await asyncio.sleep(0.3)
                        now -= 1; served += 1; body = b'x' * 2000
                    code = b'200 OK' if line.startswith(b'/i') or line == b'/most' else b'404 Not Found'
                    w.write(b'HTTP/1.1 ' + code + b'\\r\\nContent-Length: %d\\r\\n\\r\\n' % len(body) + body)
            except Exception: pass
            finally: w.close()
        async def main():
            s = await asyncio.start_server(serve, '127.0.0.1', int(sys.argv[1]), backlog=4096)
            open(sys.argv[2], 'w').close()
            await s.serve_forever()
        asyncio.run(main())
        """

    func run() throws {
        let port = 18_094
        try Files.write(Self.script, to: work + "/slow.py")
        let server = try Command("/usr/bin/env", ["python3", work + "/slow.py", "\(port)", work + "/slow.ready"])
        defer { server.stop() }
        for _ in 0..<400 where !Files.exists(work + "/slow.ready") { usleep(20_000) }
        var policy = FetchPolicy()
        policy.connections = connections
        policy.connectionsPerHost = 4
        policy.minimumGapPerHost = 0
        policy.lookahead = 16_384
        policy.allowedAddresses = CIDR("127.0.0.1:\(port)").map { [$0] } ?? []
        let total = 16_000
        var (index, failures, most) = (0, 0, "")
        let measure = try Measure.own {
            let fetcher = try Fetcher(policy: policy)
            try fetcher.run(
                next: {
                    defer { index += 1 }
                    return index < total
                        ? FetchRequest(id: index, url: "http://h\(index % 1000).localhost:\(port)/i\(index)") : nil
                }, deliver: { if $0.outcome != .fetched { failures += 1 } })
            try fetcher.run([FetchRequest(id: 0, url: "http://127.0.0.1:\(port)/most")]) {
                most = String(decoding: $0.body, as: UTF8.self)
            }
            return (total, total * 2000)
        }
        print(
            "1,000 hosts of 300 ms: \(total) answers, \(failures) failures, most at once and served: \(most); "
                + "\(Int(measure.perSecond)) per CPU second, wall \(measure.wall) s, peak RSS \(measure.peak >> 10) MB")
    }
}
