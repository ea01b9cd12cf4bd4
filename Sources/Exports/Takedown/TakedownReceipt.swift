import Documents
import Facts
import JSON
import Platform

/// What left by which line of a list: kept beside the export, not in it, for it names what has to be forgotten.
struct TakedownReceipt {
    private let list: TakedownList
    private var json = JSONWriter()
    private var hits: [Int]
    /// Documents and images that left.
    private(set) var documents = 0, images = 0

    init(_ list: TakedownList) {
        self.list = list
        hits = Array(repeating: 0, count: list.entries.count)
    }

    /// Notes what left by the entry of a number.
    mutating func note(_ number: Int, _ document: Document, image: ImageNode? = nil) {
        hits[number] += 1
        if image == nil { documents += 1 } else { images += 1 }
        let entry = list.entries[number]
        json.object { json in
            json.member("line", entry.line)
            json.member("entry", entry.text)
            json.member("what", image == nil ? "document" : "image")
            json.member("document", document.id)
            json.member("url", image?.url ?? document.url)
            json.member("sha256", image?.signals?.sha256 ?? "")
        }
        json.newline()
    }

    /// The receipt: a line for all that left, then one for each entry that nothing was found for.
    mutating func bytes(date: String) -> [UInt8] {
        for (number, entry) in list.entries.enumerated() where hits[number] == 0 {
            json.object { json in
                json.member("line", entry.line)
                json.member("entry", entry.text)
                json.member("what", "nothing")
            }
            json.newline()
        }
        json.object { json in
            json.member("date", date)
            json.member("list_sha256", list.digest)
            json.member("entries", list.entries.count)
            json.member("documents", documents)
            json.member("images", images)
        }
        json.newline()
        return json.bytes
    }
}
