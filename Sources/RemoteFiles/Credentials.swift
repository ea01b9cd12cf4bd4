import Platform

/// A key of an object store. Its description says nothing of the secret.
struct Credentials: Sendable, Equatable, CustomStringConvertible {
    let key: String
    let secret: String
    /// Goes with the others when they are for a while only.
    var token: String?
    /// Seconds since 1970 at which they end; nil for never.
    var end: Int?

    var description: String { "credentials \(key)" }
}

/// What AWS' own programs find in the environment and in `~/.aws`, in their order: variables, then the token of a web
/// identity, then files. A machine's or container's own metadata service is not asked.
struct CloudSettings: Sendable {
    private let environment: [String: String]
    /// `~/.aws/credentials` and `~/.aws/config`, the sections of the profile.
    private let profile: [String: String]

    init(environment: [String: String]) {
        self.environment = environment
        let home = environment["HOME"].map { $0 + "/.aws/" } ?? ""
        let name = environment["AWS_PROFILE"] ?? "default"
        var profile: [String: String] = [:]
        let config = environment["AWS_CONFIG_FILE"] ?? home + "config"
        let credentials = environment["AWS_SHARED_CREDENTIALS_FILE"] ?? home + "credentials"
        for (path, section) in [(config, name == "default" ? name : "profile " + name), (credentials, name)] {
            guard let text = try? Files.readText(path) else { continue }
            profile.merge(CloudSettings.section(section, of: text)) { $1 }
        }
        self.profile = profile
    }

    private func value(_ variable: String, _ key: String? = nil) -> String? {
        if let value = environment[variable], !value.isEmpty { return value }
        return key.flatMap { profile[$0] }
    }

    /// The key that stays, from variables or files; nil when there is none.
    var fixed: Credentials? {
        if let key = value("AWS_ACCESS_KEY_ID"), let secret = value("AWS_SECRET_ACCESS_KEY") {
            return Credentials(key: key, secret: secret, token: value("AWS_SESSION_TOKEN"))
        }
        guard identity == nil, let key = profile["aws_access_key_id"], let secret = profile["aws_secret_access_key"]
        else {
            return nil
        }
        return Credentials(key: key, secret: secret, token: profile["aws_session_token"])
    }

    /// The token of a web identity, as clusters give it to their containers: its file, the role, the session's name.
    var identity: (file: String, role: String, session: String)? {
        guard let file = value("AWS_WEB_IDENTITY_TOKEN_FILE", "web_identity_token_file"),
            let role = value("AWS_ROLE_ARN", "role_arn")
        else { return nil }
        return (file, role, value("AWS_ROLE_SESSION_NAME", "role_session_name") ?? "quarry")
    }

    /// The region that requests are signed for.
    var region: String { value("AWS_REGION") ?? value("AWS_DEFAULT_REGION", "region") ?? "us-east-1" }

    /// Another store than AWS', for `service` (`s3`, `sts`); without a slash at its end.
    func endpoint(_ service: String) -> String? {
        let own = value("AWS_ENDPOINT_URL_\(service.uppercased())") ?? value("AWS_ENDPOINT_URL", "endpoint_url")
        return own.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
    }

    /// The keys of a section of an INI file; comments are whole lines.
    static func section(_ name: String, of text: String) -> [String: String] {
        var keys: [String: String] = [:]
        var isInside = false
        for line in text.split(whereSeparator: \.isNewline) {
            let line = line.trimmingSpaces
            if line.hasPrefix("#") || line.hasPrefix(";") { continue }
            if line.hasPrefix("["), let end = line.firstIndex(of: "]") {
                isInside = line[line.index(after: line.startIndex)..<end].trimmingSpaces == name
            } else if isInside, let equals = line.firstIndex(of: "=") {
                let value = line[line.index(after: equals)...].trimmingSpaces
                keys[line[..<equals].trimmingSpaces.lowercased()] = value
            }
        }
        return keys
    }
}

extension Substring {
    fileprivate var trimmingSpaces: String {
        let front = drop(while: \.isWhitespace)
        return String(front[..<(front.lastIndex { !$0.isWhitespace }.map(front.index(after:)) ?? front.startIndex)])
    }
}

extension String {
    fileprivate var trimmingSpaces: String { self[...].trimmingSpaces }
}
