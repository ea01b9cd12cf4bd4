package import Facts
package import JSON

extension Drop {
    /// Writes the drop as `schemas/drop.schema.json` has it, without a line feed.
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("unit", reason.unit.rawValue)
            json.member("reason", reason.rawValue)
            json.member("detail", detail)
            json.member("document", document)
            json.member("url", url)
            json.member("ordinal", ordinal)
            json.member("page", page)
            json.member("path", path)
            json.member("text", text)
        }
    }

    /// Reads a drop back; nil when a key is missing or the reason is unknown. Logs of format 1.1 and before have no `page`,
    /// `path` and `text`.
    package init?(_ json: JSONValue) {
        guard let reason = json["reason"]?.string.flatMap(Reason.init(rawValue:)), let detail = json["detail"]?.string,
            let document = json["document"]?.string, let url = json["url"]?.string,
            let ordinal = json["ordinal"]?.integer
        else { return nil }
        self.init(reason, detail: detail, document: document, url: url, ordinal: ordinal)
        page = json["page"]?.string ?? ""
        path = json["path"]?.string ?? ""
        text = json["text"]?.string ?? ""
    }
}

extension Ledger {
    /// Writes `{"record": {"born", "written", "dropped": {reason: n}}, …}`; reasons in byte order of their labels. When
    /// anything was replaced, `"replaced": {kind: n}` follows.
    package func write(to json: inout JSONWriter) {
        json.object { json in
            for unit in Unit.allCases {
                json.key(unit.rawValue)
                json.object { json in
                    json.member("born", self[unit].born)
                    json.member("written", self[unit].written)
                    json.key("dropped")
                    json.object(self[unit].sortedReasons.lazy.map { ($0.reason.rawValue, $0.count) })
                }
            }
            guard !replaced.isEmpty else { return }
            json.key("replaced")
            json.object(sortedReplacements.lazy.map { ($0.kind, $0.count) })
        }
    }

    /// What was replaced, by kind in byte order.
    package var sortedReplacements: [(kind: String, count: Int)] {
        replaced.map { ($0.key, $0.value) }.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }
    }

    /// Reads a ledger back; nil when a unit is missing or a reason is unknown.
    package init?(_ json: JSONValue) {
        self.init()
        for unit in Unit.allCases {
            guard let account = json[unit.rawValue], let born = Ledger.count(account["born"]),
                let written = Ledger.count(account["written"]), let dropped = account["dropped"]?.members
            else { return nil }
            self[unit].born = born
            self[unit].written = written
            for member in dropped {
                guard let reason = Reason(rawValue: member.key), let count = Ledger.count(member.value) else {
                    return nil
                }
                self[unit].dropped[reason] = count
            }
        }
        for member in json["replaced"]?.members ?? [] {
            guard let count = Ledger.count(member.value) else { return nil }
            replaced(member.key, count)
        }
    }

    /// No run counts more; sums of what somebody else wrote must not overflow.
    private static func count(_ json: JSONValue?) -> Int? {
        json?.integer.flatMap { (0...1 << 42).contains($0) ? $0 : nil }
    }
}

extension Ledger.Account {
    /// The reasons with their counts, by label in byte order.
    package var sortedReasons: [(reason: Reason, count: Int)] {
        dropped.map { ($0.key, $0.value) }.sorted { $0.0.rawValue.utf8.lexicographicallyPrecedes($1.0.rawValue.utf8) }
    }
}
