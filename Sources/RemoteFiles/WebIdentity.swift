import Platform

/// Credentials for the token that a cluster gives its containers (`AssumeRoleWithWebIdentity`, not signed).
enum WebIdentity {
    static func credentials(
        _ identity: (file: String, role: String, session: String), store: RemoteStore, for address: RemoteAddress
    ) throws(RemoteError) -> Credentials {
        let token: String
        do { token = try Files.readText(identity.file, limit: 1 << 16) } catch { throw .system(error) }
        let query = [
            ("Action", "AssumeRoleWithWebIdentity"), ("RoleArn", identity.role), ("RoleSessionName", identity.session),
            ("Version", "2011-06-15"), ("WebIdentityToken", String(token.filter { !$0.isWhitespace })),
        ]
        let endpoint = store.settings.endpoint("sts") ?? "https://sts.\(store.settings.region).amazonaws.com"
        let url = endpoint + "/?" + query.map { "\($0)=\(Percent.encode($1))" }.joined(separator: "&")
        var body: [UInt8] = []
        _ = try store.retrying(address) { (_) throws(RemoteError) in
            body = []
            return store.perform(RemoteTransfer.Request(url: url)) { _, bytes in
                body.append(contentsOf: bytes)
                return body.count < 1 << 20
            }
        }
        let leaves = XMLLeaves.read(body) ?? []
        func text(_ name: String) -> String? { leaves.first { $0.name == name }?.text }
        guard let key = text("AccessKeyId"), let secret = text("SecretAccessKey"), let session = text("SessionToken")
        else {
            throw .refused(address, detail: "no credentials came for the token of \(identity.file)")
        }
        return Credentials(key: key, secret: secret, token: session, end: text("Expiration").flatMap(seconds))
    }

    /// `2026-03-01T12:00:00Z` as seconds since 1970; days by the civil calendar. nil for anything else: it is an answer of
    /// somebody else's machine.
    static func seconds(_ date: String) -> Int? {
        let numbers = date.split { !$0.isNumber }.compactMap { Int($0) }
        let limits = [1...9999, 1...12, 1...31, 0...23, 0...59, 0...60]
        guard numbers.count >= 6, date.hasSuffix("Z"), zip(limits, numbers).allSatisfy({ $0.contains($1) }) else {
            return nil
        }
        // A year that begins in March has its leap day at the end.
        let (year, month) = (numbers[1] > 2 ? numbers[0] : numbers[0] - 1, (numbers[1] + 9) % 12)
        let days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + numbers[2] - 1 - 719_468
        return days * 86_400 + numbers[3] * 3600 + numbers[4] * 60 + numbers[5]
    }
}
