import Configuration
import Glibc
import JSON
import Platform
import Runs

/// Several scorers at work: every request goes to one that has room, answers come back in any order.
///
/// A scorer that dies or is silent for too long is started again. What it had is asked again, request by request alone, so
/// that the one that kills scorers is found: that one is answered as failed, everything else is answered. A scorer that
/// answers what it was not asked, or what cannot be, ends the run: nothing it says can be trusted.
final class ScorerPool {
    /// How scorers are run.
    struct Options {
        /// A command of the shell.
        var command: String
        /// How many run at a time.
        var count = 1
        /// Seconds in which something has to be answered.
        var timeout = 600.0
    }

    /// Deaths in a row, without an answer between, after which no scorer is started again.
    private static let patience = 5
    /// Bytes that may wait for a scorer that is busy.
    private static let buffer = 8 << 20

    private final class Slot {
        var process: ScorerProcess?
        var greeted = false
        var inFlight: [Int: ScorerRequest] = [:]
        var since = ContinuousClock.now
    }

    private let options: Options
    private let image: (String) throws -> ScorerImage
    private let slots: [Slot]
    /// What they said of themselves.
    private(set) var hello: ScorerHello?
    private var deaths = 0
    private var waiting: [ScorerRequest] = []
    /// Requests that a scorer died with; they go alone.
    private var suspects: [ScorerRequest] = []
    private var tried: [Int: Int] = [:]
    /// Scorers that were started again.
    private(set) var restarts = 0

    /// Starts scorers and waits until one has said what it is.
    /// - Parameter image: the bytes of a picture, or their path when the scorer wants one, by SHA-256.
    /// - Throws: `PipelineError`.
    init(_ options: Options, image: @escaping (String, Bool) throws -> ScorerImage) throws {
        signal(SIGPIPE, SIG_IGN)  // writing to a scorer that has gone is an error, not our end
        self.options = options
        slots = (0..<options.count).map { _ in Slot() }
        var takesPaths = false
        self.image = { try image($0, takesPaths) }
        for slot in slots { try start(slot) }
        while hello == nil { try step { _, _ in } }
        takesPaths = hello?.takesPaths ?? false
    }

    /// Asks everything and gives each answer to `receive`, with its request.
    /// - Throws: `PipelineError.damaged` when a scorer lies or none stays alive, `.interrupted`; what `receive` throws.
    func run(_ requests: [ScorerRequest], receive: (ScorerRequest, ScorerAnswer) throws -> Void) throws {
        waiting += requests
        while !waiting.isEmpty || !suspects.isEmpty || slots.contains(where: { !$0.inFlight.isEmpty }) {
            if Interrupts.isRaised { throw PipelineError.interrupted }
            for slot in slots where slot.process == nil { try start(slot) }
            for slot in slots { try hand(slot) }
            try step(receive)
        }
    }

    // MARK: Work

    private func start(_ slot: Slot) throws {
        do throws(SystemError) { slot.process = try ScorerProcess(options.command) } catch {
            throw PipelineError.problems(["the scorer '\(options.command)' does not start: \(error)"])
        }
        (slot.greeted, slot.since) = (false, .now)
        slot.process?.send(.members(["hello": .integer(ScorerHello.version)]))
    }

    /// Gives a scorer what it has room for.
    private func hand(_ slot: Slot) throws {
        guard let process = slot.process, slot.greeted, let hello else { return }
        while slot.inFlight.count < hello.batch, process.waiting < Self.buffer {
            if !suspects.isEmpty {
                guard slot.inFlight.isEmpty else { return }
                try give(suspects.removeFirst(), to: slot, process)
                return
            }
            // Nothing is put beside a request that may kill.
            guard !waiting.isEmpty, !slot.inFlight.keys.contains(where: { tried[$0] != nil }) else { return }
            try give(waiting.removeFirst(), to: slot, process)
        }
    }

    private func give(_ request: ScorerRequest, to slot: Slot, _ process: ScorerProcess) throws {
        if slot.inFlight.isEmpty { slot.since = .now }
        slot.inFlight[request.id] = request
        process.send(try request.json(image))
    }

    /// Waits a moment for something to happen and takes what came.
    private func step(_ receive: (ScorerRequest, ScorerAnswer) throws -> Void) throws {
        var descriptors: [pollfd] = []
        for slot in slots {
            guard let process = slot.process else { continue }
            descriptors.append(pollfd(fd: process.output, events: Int16(POLLIN), revents: 0))
            if process.waiting > 0 { descriptors.append(pollfd(fd: process.input, events: Int16(POLLOUT), revents: 0)) }
        }
        _ = poll(&descriptors, nfds_t(descriptors.count), 200)
        for slot in slots {
            guard let process = slot.process else { continue }
            process.flush()
            let (lines, isAtEnd) = try checked { () throws(ScorerFault) in try process.receive() }
            for line in lines { try take(line, slot, receive) }
            if isAtEnd {
                try bury(slot, why: process.end(), receive)
            } else if !slot.greeted || !slot.inFlight.isEmpty,
                ContinuousClock.now - slot.since > .seconds(options.timeout)
            {
                process.end()
                try bury(slot, why: "was silent for \(Int(options.timeout)) s", receive)
            }
        }
    }

    private func take(
        _ line: [UInt8], _ slot: Slot, _ receive: (ScorerRequest, ScorerAnswer) throws -> Void
    ) throws {
        slot.since = .now
        let json = try checked { () throws(ScorerFault) -> JSONValue in
            do throws(JSONError) { return try JSONValue(parsing: line) } catch {
                throw ScorerFault(
                    "it wrote a line that is not JSON: \(error) ('\(String(decoding: line.prefix(80), as: UTF8.self))')"
                )
            }
        }
        guard slot.greeted else { return try greet(json, slot) }
        guard let id = json["id"]?.integer, let request = slot.inFlight[id] else {
            throw fault("it answered '\(json["id"]?.text ?? "nothing")', which it was not asked")
        }
        let answer = try checked { () throws(ScorerFault) in try ScorerAnswer(json, to: request) }
        slot.inFlight[id] = nil
        deaths = 0
        try receive(request, answer)
    }

    private func greet(_ json: JSONValue, _ slot: Slot) throws {
        let found = try checked { () throws(ScorerFault) in try ScorerHello(json) }
        if let hello, found != hello {
            throw fault("it is another one now: \(found.json.text), before \(hello.json.text)")
        }
        hello = found
        slot.greeted = true
    }

    /// A scorer has died: what it had is asked again alone, and failed when that killed one before.
    private func bury(
        _ slot: Slot, why: String, _ receive: (ScorerRequest, ScorerAnswer) throws -> Void
    ) throws {
        let lost = slot.inFlight.values.sorted { $0.id < $1.id }
        let neverSpoke = !slot.greeted
        (slot.process, slot.inFlight, slot.greeted) = (nil, [:], false)
        deaths += 1
        restarts += 1
        guard deaths < Self.patience, !(neverSpoke && hello == nil) else {
            throw fault(
                "it \(why)" + (neverSpoke ? " before it said what it is" : ", \(deaths) times without an answer"))
        }
        for request in lost {
            tried[request.id, default: 0] += 1
            if tried[request.id, default: 0] > 1 {
                deaths = 0
                try receive(request, ScorerAnswer(.failed("the scorer \(why) over it, twice")))
            } else {
                suspects.append(request)
            }
        }
    }

    private func fault(_ problem: String) -> PipelineError {
        .damaged("the scorer '\(options.command)': \(problem); what is sealed stays")
    }

    private func checked<R>(_ body: () throws(ScorerFault) -> R) throws -> R {
        do throws(ScorerFault) { return try body() } catch { throw fault(error.description) }
    }
}
