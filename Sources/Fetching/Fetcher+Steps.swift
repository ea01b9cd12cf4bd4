import CCurl
import Facts
import Glibc
import Platform

/// The way of one job: in, through the gate, out.
extension Fetcher {
    /// Takes a request on.
    func admit(_ request: FetchRequest) {
        outstanding += 1
        started += 1
        do throws(Refusal) {
            let target = try Target(request.url)
            enter(Job(.request(request), target: target, order: started, policy: policy), now: MonotonicClock.now)
        } catch {
            finish(request, target: nil, job: nil, .failed(error.fault, detail: error.detail), body: [])
        }
    }

    /// Brings a job to the gate, through all that is asked before every hop: opt-out, the name, what the site allows.
    func enter(_ job: Job, now: Double) {
        if let entry = policy.optOut.match(job.target) { return fail(job, Refusal(.optedOut, entry), now: now) }
        switch names.look(up: job.target, now: now) {
        case .addresses: break
        case .no(let refusal): return fail(job, refusal, now: now)
        case .wait: return names.park(job, host: job.target.host)
        }
        if case .request = job.purpose {
            switch manners.judge(job.target, now: now) {
            case .yes: break
            case .no(let refusal): return fail(job, refusal, now: now)
            case .ask(let documents):
                manners.park(job, origin: job.target.origin)
                for document in documents { ask(document, origin: job.target.origin, now: now) }
                return
            }
        }
        if !gate.add(job, host: job.target.hostKey) {
            fail(job, Refusal(.hostGivenUp, "no answer \(policy.hostFailureLimit) times in a row"), now: now)
        }
    }

    private func ask(_ document: SiteDocument, origin: String, now: Double) {
        started += 1
        do throws(Refusal) {
            let target = try Target(origin + document.path)
            let purpose = Job.Purpose.document(document, origin: origin)
            enter(Job(purpose, target: target, order: started, policy: documentPolicy), now: now)
        } catch {
            release(document, origin: origin, .failure(error), now: now)
        }
    }

    /// A transfer ended, by itself (`code`) or by our verdict.
    func end(_ transfer: Transfer, code: CURLcode?, now: Double) {
        defer { transfers.put(transfer) }
        guard let job = transfer.job else { return }
        job.spent = transfer.clock.spent(now: now)
        let (head, wanted) = (transfer.head, transfer.wantsBody)
        if head.isComplete { (job.status, job.contentType) = (head.status, head.contentType) }
        let broken = breakage(of: transfer, code: code)
        let ranOut = transfer.openError == EMFILE || transfer.openError == ENFILE
        if transfer.isStale { job.needsOwnConnection = true }
        let again = ranOut || transfer.isStale
        let body = transfer.release()
        leaveGate(job, silent: !again && head.bytes == 0 && broken?.fault.isSilence == true, now: now)
        if ranOut { capacity = max(1, min(capacity - 1, transfers.active.count)) }
        if again { return delayed.insert(job, at: ranOut ? now + 0.1 : now) }
        if broken?.fault != .privateAddress { job.requests += 1 }
        if let broken, !(broken.fault == .tooLarge && job.keepsPrefix), !(head.isComplete && !wanted) {
            return proceed(job, job.retry.handle(.broke(broken.fault), timeLeft: hasTime(job)), broken.detail, now: now)
        }
        answered(job, head, body, now: now)
    }

    /// Why the transfer did not end well, nil when it did.
    private func breakage(of transfer: Transfer, code: CURLcode?) -> Refusal? {
        if code == CURLE_OK { return nil }
        if let verdict = transfer.verdict { return verdict }
        guard let code else { return Refusal(.timeout) }
        let words = transfer.words.isEmpty ? String(cString: curl_easy_strerror(code)) : transfer.words
        return Refusal(CurlCode.fault(transfer.evidence(code)), words)
    }

    private func hasTime(_ job: Job) -> Bool { job.spent < job.policy.totalTimeout }

    private func answered(_ job: Job, _ head: ResponseHead, _ body: [UInt8], now: Double) {
        if [301, 302, 303, 307, 308].contains(head.status) { return follow(job, head, now: now) }
        if HTTPStatus.hasContent(head.status), let refusal = job.refusal(head) { return fail(job, refusal, now: now) }
        let wait = RetryAfter.seconds(head.retryAfter, now: WallClock.seconds)
        let action = job.retry.handle(.answered(status: head.status, retryAfter: wait), timeLeft: hasTime(job))
        guard action == .accept else { return proceed(job, action, "\(head.status)", now: now) }
        do throws(Refusal) {
            let decoded =
                head.encodings.isEmpty
                ? body : try ContentDecoding.decode(body, encodings: head.encodings, limit: job.maximumBytes)
            succeed(job, decoded, now: now)
        } catch {
            fail(job, error, now: now)
        }
    }

    private func follow(_ job: Job, _ head: ResponseHead, now: Double) {
        guard let location = head.location, !location.isEmpty else {
            return fail(job, Refusal(.badRedirect, "\(head.status) without a location"), now: now)
        }
        guard job.redirects < job.policy.maximumRedirects else {
            return fail(job, Refusal(.redirectLimit, "more than \(job.policy.maximumRedirects)"), now: now)
        }
        do throws(Refusal) {
            job.target = try Target(location: location, base: job.target)
        } catch {
            return fail(job, error, now: now)
        }
        job.redirects += 1
        guard hasTime(job) else { return fail(job, Refusal(.timeout, "redirects"), now: now) }
        enter(job, now: now)
    }

    private func proceed(_ job: Job, _ action: RetryMachine.Action, _ detail: String, now: Double) {
        switch action {
        case .accept: break
        case .giveUp(let fault): fail(job, Refusal(fault, detail), now: now)
        case .again(let seconds, let wholeHost):
            if wholeHost { gate.holdBack(host: job.target.hostKey, until: now + seconds) }
            delayed.insert(job, at: now + seconds)
        }
    }

    /// Lets the gate know that a job has left it, and ends those whose host is given up by that.
    func leaveGate(_ job: Job, silent: Bool, now: Double) {
        for other in gate.finished(host: job.target.hostKey, silent: silent, now: now) {
            fail(other, Refusal(.hostGivenUp, "no answer \(policy.hostFailureLimit) times in a row"), now: now)
        }
    }

    /// Ends a job with a fault.
    func fail(_ job: Job, _ refusal: Refusal, now: Double) {
        switch job.purpose {
        case .document(let document, let origin): release(document, origin: origin, .failure(refusal), now: now)
        case .request(let request):
            finish(request, target: job.target, job: job, .failed(refusal.fault, detail: refusal.detail), body: [])
        }
    }

    private func succeed(_ job: Job, _ body: [UInt8], now: Double) {
        switch job.purpose {
        case .document(let document, let origin): release(document, origin: origin, .success(body), now: now)
        case .request(let request):
            let outcome: FetchOutcome = body.isEmpty ? .failed(.empty, detail: "") : .fetched
            finish(request, target: job.target, job: job, outcome, body: body)
        }
    }

    /// A document of a site is there: those who waited for it go on.
    private func release(_ document: SiteDocument, origin: String, _ result: Result<[UInt8], Refusal>, now: Double) {
        let waiters = manners.receive(document, origin: origin, result)
        if document == .robots, let delay = manners.crawlDelay(origin: origin), delay > 0,
            let host = try? Target(origin).hostKey
        {
            gate.slowDown(host: host, gap: min(delay, policy.crawlDelayMaximum))
        }
        for job in waiters { enter(job, now: now) }
    }

    private func finish(_ request: FetchRequest, target: Target?, job: Job?, _ outcome: FetchOutcome, body: [UInt8]) {
        outstanding -= 1
        finished.append(
            FetchResult(
                id: request.id, url: request.url, outcome: outcome, finalURL: target?.url ?? "",
                redirects: job?.redirects ?? 0, status: job?.status ?? 0, contentType: job?.contentType ?? "",
                body: body, digest: SHA256.hash(body), attempts: (job?.requests ?? 0) - (job?.redirects ?? 0),
                milliseconds: Int((job?.spent ?? 0) * 1000)))
    }
}
