import Configuration
import Glibc
import Platform
import RemoteFiles
import Synchronization
import WebArchive

/// Looks at inputs that are not files of this machine while a run is planned: addresses, lists of archives, tables of records.
struct RemoteInputs {
    /// What an input is.
    enum Sorted {
        /// A file, folder or glob of this machine.
        case here
        /// Names of archives, in a list that the corpus calls `list`.
        case archives([String], list: String)
        case table(RecordTable)
        /// Remote archives, not looked at yet unless their store told of them.
        case files([InputFile])
    }

    private let store: RemoteStore
    /// Where names in lists of Common Crawl start.
    private let base: String

    /// A list, or a table: a dump's is 1 MB, a table of ten million records 1 GB.
    private static let listBytes = 1 << 30
    /// Files that are asked for at once: a dump has 90,000.
    private static let jobs = 32

    /// - Parameter environment: where keys and endpoints of buckets are found.
    init(_ config: PipelineConfig, environment: [String: String] = Environment.all) throws(PipelineError) {
        store = RemoteStore(try config.fetch.storePolicy(), environment: environment)
        base = config.input.commonCrawl
    }

    /// Sorts what `--input` says. `cc:NAME` is a list or table of Common Crawl, on this machine or remote; or a crawl's name.
    /// - Throws: `PipelineError.problems`.
    func sort(_ path: String) throws(PipelineError) -> Sorted {
        var rest = path
        let isCrawl = path.hasPrefix("cc:") && !Files.exists(path)
        if isCrawl {
            rest = String(path.dropFirst(3))
            if !Files.exists(rest), !RemoteAddress.isAddress(rest), rest.hasPrefix("CC-MAIN-"), !rest.contains("/") {
                rest = base + "crawl-data/\(rest)/warc.paths.gz"
            }
        }
        let name = rest.lowercased()
        if name.hasSuffix(".parquet") || name.hasSuffix(".csv") || name.hasSuffix(".csv.gz") {
            return .table(
                try withFile(rest) { (file) throws(PipelineError) in
                    try RecordTable(file: file, path: rest, names: isCrawl ? archive : resolver(rest))
                })
        }
        if isCrawl || name.hasSuffix(".paths") || name.hasSuffix(".paths.gz") {
            let resolve = isCrawl ? archive : resolver(rest)
            let names = try lines(rest).map { (name) throws(PipelineError) in try resolve(name) }
            return .archives(names, list: rest)
        }
        guard RemoteAddress.isAddress(path) else { return .here }
        return .files(try files(path))
    }

    // MARK: names

    /// What a name in one of Common Crawl's lists means.
    private func archive(_ name: String) throws(PipelineError) -> String {
        if RemoteAddress.isAddress(name) { return name }
        return base + (name.hasPrefix("/") ? String(name.dropFirst()) : name)
    }

    /// What a name in a list at `path` means: from the root of the list's host or bucket; for a list on this machine as if
    /// it were Common Crawl's, unless it is a file here.
    private func resolver(_ path: String) -> (String) throws(PipelineError) -> String {
        guard let list = RemoteAddress(path) else {
            return { (name) throws(PipelineError) in Files.exists(name) ? name : try archive(name) }
        }
        return { (name) throws(PipelineError) in
            guard let address = list.resolve(name) else {
                throw .problems(["'\(path)': '\(name)' is no name of a file"])
            }
            return "\(address)"
        }
    }

    private func address(_ path: String) throws(PipelineError) -> RemoteAddress {
        if let address = RemoteAddress(path) { return address }
        throw .problems(["'\(path)': inputs are files, folders, and addresses that begin with https:// or s3://"])
    }

    // MARK: lists

    private func lines(_ path: String) throws(PipelineError) -> [String] {
        let bytes: [UInt8]
        do {
            bytes =
                RemoteAddress.isAddress(path)
                ? try store.whole(address(path), limit: RemoteInputs.listBytes) : try Files.read(path)
        } catch { throw .problems(["\(error)"]) }
        guard let text = Archives.text(bytes, limit: RemoteInputs.listBytes) else {
            throw .problems(["'\(path)' is damaged, or too large for a list"])
        }
        let lines = text.split(separator: 0x0A).map { line in
            String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self)
        }
        if lines.isEmpty { throw .problems(["the list '\(path)' is empty"]) }
        for name in lines.prefix(1) where name.contains("/wet/") || name.contains("/wat/") {
            throw .problems(["'\(path)' lists WET or WAT files, which hold no pages: take warc.paths.gz"])
        }
        return lines
    }

    /// Gives `body` a file of this machine that has what is at `path`.
    private func withFile<T>(_ path: String, _ body: (String) throws(PipelineError) -> T) throws(PipelineError) -> T {
        guard RemoteAddress.isAddress(path) else { return try body(path) }
        let address = try address(path)
        let folder: String
        do { folder = try Files.makeTemporaryFolder("quarry-table") } catch { throw .system(error) }
        defer { try? Files.remove(folder) }
        let file = folder + "/table"
        do {
            let state = try store.state(of: address)
            let copy = try RemoteCopy(path: file, count: state.bytes)
            try copy.bring([0..<state.bytes], of: address, state, from: store, jobs: 1)
        } catch { throw .problems(["\(error)"]) }
        return try body(file)
    }

    // MARK: files

    private func files(_ path: String) throws(PipelineError) -> [InputFile] {
        let address = try address(path)
        guard address.isFolder else {
            guard InputFiles.isArchiveName(address.name) else {
                throw .problems([
                    "'\(path)': a remote input is an archive (.warc.gz, .warc, .wacz …), a list (.paths.gz), a table (.parquet, "
                        + ".csv), or a folder of s3:// (with a slash at its end)"
                ])
            }
            return [InputFile(path: path, name: address.name, bytes: 0, folder: nil)]
        }
        let listed: [(address: RemoteAddress, state: RemoteState)]
        do { listed = try store.list(address) } catch { throw .problems(["\(error)"]) }
        let files = listed.filter { InputFiles.isArchiveName($0.address.name) }.map { file in
            InputFile(
                path: "\(file.address)", name: String("\(file.address)".dropFirst(path.count)), bytes: file.state.bytes,
                folder: nil, remote: file.state)
        }
        if files.isEmpty { throw .problems(["no archive in '\(path)'"]) }
        return files
    }

    /// Asks for the size and mark of every remote file that has none yet.
    /// - Returns: what is wrong, a line a file.
    func look(at files: inout [InputFile]) throws(PipelineError) -> [String] {
        let unknown = files.indices.filter { files[$0].remote == nil && RemoteAddress.isAddress(files[$0].path) }
        guard !unknown.isEmpty else { return [] }
        let addresses = unknown.map { RemoteAddress(files[$0].path) }
        let results = Mutex<[Int: Result<RemoteState, RemoteError>]>([:])
        let store = store
        do {
            try WorkCrew.forEach(unknown.count, jobs: RemoteInputs.jobs) { index in
                guard let address = addresses[index] else { return }
                let result: Result<RemoteState, RemoteError>
                do throws(RemoteError) { result = .success(try store.state(of: address)) } catch {
                    // Without a network every file fails alike: the first says so.
                    if case .interrupted = error { throw error }
                    result = .failure(error)
                }
                results.withLock { $0[index] = result }
            }
        } catch { throw PipelineError(error) }
        var problems: [String] = []
        let found = results.withLock { $0 }
        for (index, place) in unknown.enumerated() {
            switch found[index] {
            case .success(let state): files[place] = files[place].looked(at: state)
            case .failure(let error): problems.append("\(error)")
            case nil: problems.append("'\(files[place].path)' is no address")
            }
        }
        return problems.count > 10 ? problems.prefix(10) + ["… and \(problems.count - 10) more"] : problems
    }
}

extension InputFile {
    /// The same file in a list.
    func of(_ list: String?) -> InputFile {
        var file = self
        file.list = list
        return file
    }

    fileprivate func looked(at state: RemoteState) -> InputFile {
        InputFile(path: path, name: name, bytes: state.bytes, folder: folder, list: list, remote: state)
    }

    /// Windows of about `bytes` over a remote file. Members of gzip are found from anywhere, so its size is enough; a file
    /// of another form is brought whole, and looked at then.
    func windows(of target: Int) -> [ArchiveSource] {
        func window(_ format: ArchiveFormat, _ range: Range<Int>) -> ArchiveSource {
            ArchiveSource(
                path: path, name: name, format: format, begin: range.lowerBound, end: range.upperBound,
                containerBegin: 0,
                containerEnd: bytes)
        }
        guard bytes > 0 else { return [] }
        guard name.lowercased().hasSuffix(".warc.gz") else { return [window(.unopened, 0..<bytes)] }
        return stride(from: 0, to: bytes, by: target).map { window(.warcGzip, $0..<min(bytes, $0 + target)) }
    }
}

extension ArchiveFormat {
    /// A remote file that nobody has looked at: its bytes decide when they are here.
    static let unopened = ArchiveFormat(rawValue: "unopened")
}

extension FetchConfig {
    /// How remote inputs are read in this process, until it is told to stop.
    func storePolicy() throws(PipelineError) -> RemotePolicy {
        var policy = try remotePolicy()
        policy.isStopped = { Interrupts.isRaised }
        return policy
    }
}
