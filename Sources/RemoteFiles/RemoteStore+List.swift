import Platform

extension RemoteStore {
    /// The files below a folder of a bucket, in the order of their keys (`ListObjectsV2`, a thousand a request).
    /// - Throws: `RemoteError`.
    package func list(_ folder: RemoteAddress) throws(RemoteError) -> [(address: RemoteAddress, state: RemoteState)] {
        guard let bucket = RemoteAddress("s3://\(folder.authority)/"), folder.scheme == .s3 else {
            throw .malformed(folder, detail: "only folders of s3:// can be listed")
        }
        var files: [(RemoteAddress, RemoteState)] = []
        var next: String?
        var tokens: Set<String> = []
        repeat {
            var ask = Ask(
                address: bucket, query: [("encoding-type", "url"), ("list-type", "2"), ("prefix", folder.rest)])
            if let next { ask.query.append(("continuation-token", next)) }
            let page = try page(ask, of: folder)
            files += page.files
            // A store that goes on where it was would go on for ever.
            if let token = page.next, !tokens.insert(token).inserted {
                throw .malformed(folder, detail: "its list does not end")
            }
            next = page.next
        } while next != nil
        return files
    }

    private func page(
        _ ask: Ask, of folder: RemoteAddress
    ) throws(RemoteError) -> (files: [(RemoteAddress, RemoteState)], next: String?) {
        var body: [UInt8] = []
        // A page that broke off is asked for again from its beginning.
        for _ in 0..<policy.attempts {
            body = []
            let answer = try send(ask) { _, bytes in
                body.append(contentsOf: bytes)
                return body.count < 64 << 20
            }
            if answer.status == 200 { break }
        }
        guard let leaves = XMLLeaves.read(body) else { throw .malformed(folder, detail: "its list is no XML") }
        var files: [(RemoteAddress, RemoteState)] = []
        var (key, etag, next) = ("", "", String?.none)
        for leaf in leaves {
            switch leaf.name {
            case "Key": (key, etag) = (Percent.decode(leaf.text), "")
            case "ETag": etag = leaf.text
            case "Size":
                // Keys that end in a slash stand for folders that a person made by hand.
                guard let bytes = Int(leaf.text), !key.hasSuffix("/"),
                    let address = RemoteAddress("s3://\(folder.authority)/\(key)")
                else { continue }
                files.append((address, RemoteState(bytes: bytes, etag: etag)))
            case "NextContinuationToken": next = leaf.text
            default: break
            }
        }
        return (files, next)
    }
}
