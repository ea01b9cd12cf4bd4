package import Documents
import Foundation
import GRDB
import JSON
import Platform

/// What the index knows of the near-duplicates for which a document stays.
package struct ClusterRow: Sendable, Equatable {
    /// The document's id.
    package var document: String
    /// Documents, the one that stays included.
    package var size: Int
    /// The dates of the oldest and the newest capture, 14 digits each, `""` when unknown.
    package var first: String
    package var last: String
    /// How many domains they are of.
    package var domainCount: Int
    /// At most ten of the domains.
    package var domains: [String]

    /// What the record of a document says (`extra.near_duplicates`); nil when it stays for no other.
    package init?(of document: Document) {
        // Most records have none, and parsing each would cost more than the row.
        guard document.extra.contains("near_duplicates"),
            let facts = (try? JSONValue(parsing: document.extra))?["near_duplicates"],
            let size = facts["size"]?.integer
        else { return nil }
        self.document = document.id
        self.size = size
        first = facts["first"]?.string ?? ""
        last = facts["last"]?.string ?? ""
        domainCount = facts["domain_count"]?.integer ?? 0
        domains = (facts["domains"]?.array ?? []).compactMap(\.string)
    }

    /// A row of the table.
    init(document: String, size: Int, first: String, last: String, domainCount: Int, domains: String) {
        (self.document, self.size, self.first, self.last) = (document, size, first, last)
        self.domainCount = domainCount
        self.domains = domains.split(separator: " ").map(String.init)
    }

    /// A row of the table.
    /// - Throws: `StorageError.corrupt` for values of other types.
    init(row: Row) throws(StorageError) {
        self.init(
            document: Hex.encode(try row.get("document") as Data), size: try row.amount("size"),
            first: try row.get("first"), last: try row.get("last"), domainCount: try row.amount("domain_count"),
            domains: try row.get("domains"))
    }
}
