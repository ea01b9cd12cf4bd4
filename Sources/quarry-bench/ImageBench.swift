import ArgumentParser
import Glibc
import Imaging
import Platform

/// Facts and hash of pictures beside the limit of libjpeg-turbo in C and beside imagehash, from one run.
struct ImageBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "images",
        abstract: "Measures pictures, one core, in memory; and how far the hash is from imagehash.",
        discussion: """
            --limit names the program built from shared/bench/peers/limits_jpeg.c, --python a Python that has \
            imagehash. Each repeat runs all that is given, in turn; the figures are CPU seconds, medians of the repeats.
            """)

    @Argument(help: "Folders, files, and archives (.warc.gz) whose images are taken.") var paths: [String]
    @Option(help: "Runs of each side.") var repeats = 3
    @Option(help: "The C program for the limit (JPEG only).") var limit: String?
    @Option(help: "A Python with imagehash and Pillow.") var python: String?
    @OptionGroup var checks: CheckOptions
    @Flag(help: "Compare hashes with imagehash's instead of timing.") var compare = false

    func run() throws {
        let work = try Files.makeTemporaryFolder("quarry-bench")
        defer { try? Files.remove(work) }
        let files = try paths.flatMap { try Self.files($0, work) }
        let contents = try files.map { try Files.read($0) }
        if compare {
            try compareHashes(files, contents, work)
        } else {
            try time(files, contents)
        }
    }

    /// All files under a path; those of an archive are written to `work` first.
    private static func files(_ path: String, _ work: String) throws -> [String] {
        if path.hasSuffix(".warc.gz") {
            let folder = "\(work)/\((path.split(separator: "/").last ?? "").prefix { $0 != "." })"
            try Files.makeFolder(folder)
            var count = 0
            try ArchiveImages.forEach(path) { bytes, type in
                try Files.write(bytes, to: "\(folder)/\(count).\(type)")
                count += 1
            }
            return try files(folder, work)
        }
        guard Files.isFolder(path) else { return [path] }
        return try Files.list(path).flatMap { try files("\(path)/\($0)", work) }
    }

    // MARK: Time

    private func time(_ files: [String], _ contents: [[UInt8]]) throws {
        var thresholds = try Thresholds("images", checks)
        var sides: [(name: String, seconds: [Double])] = [("quarry facts + hash", [])]
        if limit != nil { sides.append(("C limit: gray 1/8 + hash", [])) }
        if python != nil { sides.append(("imagehash.phash", [])) }
        for _ in 0..<repeats {
            for index in sides.indices {
                sides[index].seconds.append(try seconds(sides[index].name, files, contents))
            }
        }
        let medians = sides.map { $0.seconds.sorted()[repeats / 2] }
        for (side, median) in zip(sides, medians) {
            let rate = Double(files.count) / median
            print(
                "\(side.name): \(fixed(rate, 1)) pictures per CPU-s, \(fixed(1000 * median / Double(files.count), 4)) ms"
            )
        }
        for (side, median) in zip(sides, medians).dropFirst() {
            print("quarry / \(side.name): \(fixed(median / medians[0], 2))")
            thresholds.note("facts and hash / \(side.name), pictures a CPU second", median / medians[0])
        }
        try thresholds.finish()
    }

    private func seconds(_ side: String, _ files: [String], _ contents: [[UInt8]]) throws -> Double {
        let names = files.map(Self.quoted).joined(separator: " ")
        switch side {
        case "C limit: gray 1/8 + hash":
            let line = try Self.output("\(Self.quoted(limit ?? "")) 1 g8phash \(names)")
            guard let tail = line.components(after: "\"cpu_s\":"), let value = Double(tail.prefix { $0 != "," }) else {
                throw ValidationError("the limit program printed: \(line)")
            }
            return value
        case "imagehash.phash":
            let script = """
                import io,sys,time,imagehash
                from PIL import Image
                data=[open(f,'rb').read() for f in sys.argv[1:]]
                imagehash.phash(Image.open(io.BytesIO(data[0])))
                t=time.process_time()
                for b in data: imagehash.phash(Image.open(io.BytesIO(b)))
                print(time.process_time()-t)
                """
            let line = try Self.output("\(Self.quoted(python ?? "")) -c \(Self.quoted(script)) \(names)")
            guard let value = Double(line.prefix { $0 != "\n" }) else {
                throw ValidationError("python printed: \(line)")
            }
            return value
        default:
            let start = Self.cpuSeconds()
            for content in contents { _ = try? ImageProbe.measure(content) }
            return Self.cpuSeconds() - start
        }
    }

    // MARK: Distance

    private func compareHashes(_ files: [String], _ contents: [[UInt8]], _ work: String) throws {
        guard let python else { throw ValidationError("--compare needs --python") }
        let script = """
            import sys,imagehash,warnings
            from PIL import Image
            warnings.simplefilter('ignore')
            Image.MAX_IMAGE_PIXELS=None
            for f in sys.stdin.read().splitlines():
                try: print(imagehash.phash(Image.open(f)),flush=True)
                except Exception: print('-',flush=True)
            """
        let list = work + "/list.txt"
        try Files.write(files.joined(separator: "\n"), to: list)
        let lines = try Self.output("\(Self.quoted(python)) -c \(Self.quoted(script)) < \(list)")
            .split(separator: "\n").map { UInt64($0, radix: 16) }
        guard lines.count == files.count else { throw ValidationError("imagehash answered for \(lines.count) files") }
        var full: [Int] = []
        var reduced: [Int] = []
        var between: [Int] = []
        for (index, content) in contents.enumerated() {
            guard let theirs = lines[index], let ours = try? ImageProbe.measure(content, detail: .full),
                let small = try? ImageProbe.measure(content)
            else { continue }
            full.append(PerceptualHash.distance(ours.perceptualHash, theirs))
            reduced.append(PerceptualHash.distance(small.perceptualHash, theirs))
            between.append(PerceptualHash.distance(small.perceptualHash, ours.perceptualHash))
            if (full.last ?? 0) > 4 || (reduced.last ?? 0) > 8 {
                print(
                    "\(files[index]) full \(full.last ?? 0) reduced \(reduced.last ?? 0) entropy \(fixed(ours.entropy, 2))"
                )
            }
        }
        var thresholds = try Thresholds("images", checks)
        thresholds.note("full decode within 4 bits of imagehash, share", within(4, full))
        thresholds.note("reduced decode within 4 bits of imagehash, share", within(4, reduced))
        report("full decode - imagehash", full)
        report("reduced decode - imagehash", reduced)
        report("reduced decode - full decode", between)
        try thresholds.finish()
    }

    private func within(_ limit: Int, _ distances: [Int]) -> Double {
        Double(distances.filter { $0 <= limit }.count) / Double(max(1, distances.count))
    }

    private func report(_ name: String, _ distances: [Int]) {
        let sorted = distances.sorted()
        guard !sorted.isEmpty else { return }
        let share = { (limit: Int) in fixed(100 * within(limit, sorted), 1) }
        let mean = Double(sorted.reduce(0, +)) / Double(sorted.count)
        print(
            "\(name): \(sorted.count) pictures, equal \(share(0)) %, <= 2 bits \(share(2)) %, <= 4 bits \(share(4)) %,",
            "<= 8 bits \(share(8)) %, mean \(fixed(mean, 2)), 99 % at \(sorted[sorted.count * 99 / 100]), most",
            sorted[sorted.count - 1])
    }

    // MARK: Helpers

    private func fixed(_ value: Double, _ digits: Int) -> String {
        let scale = pow(10, Double(digits))
        return "\((value * scale).rounded() / scale)"
    }

    private static func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }

    private static func output(_ command: String) throws -> String {
        guard let pipe = popen(command, "r") else { throw SystemError("run", path: command) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&buffer, 1, buffer.count, pipe), count > 0 { bytes += buffer[..<count] }
        guard pclose(pipe) == 0 else { throw SystemError("run", path: String(command.prefix(80)), code: ECHILD) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func cpuSeconds() -> Double {
        var usage = rusage()
        getrusage(RUSAGE_SELF.rawValue, &usage)
        let seconds = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
        return Double(seconds) + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
    }
}

extension String {
    /// What follows the first `mark`.
    fileprivate func components(after mark: String) -> Substring? {
        firstRange(of: mark).map { self[$0.upperBound...] }
    }
}
