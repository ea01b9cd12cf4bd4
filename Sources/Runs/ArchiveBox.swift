import JSON
import Platform

/// Folders of ArchiveBox, which keeps every page in many forms: one of them is an input, or each page would be many.
enum ArchiveBox {
    /// The names of a folder's files and folders that are looked at. Of a snapshot (its `index.json` names the page's `url`
    /// and `timestamp`) its WARC, else SingleFile's page, else the rendered page; of the collection not the tool's own
    /// pages. Of any other folder all.
    static func chosen(_ names: [String], in folder: String) -> [String] {
        if names.contains("ArchiveBox.conf") { return names.filter { !$0.hasSuffix(".html") } }
        guard names.contains("index.json"), isSnapshot(folder + "/index.json") else { return names }
        if names.contains("warc"), let inside = try? Files.list(folder + "/warc"), !inside.isEmpty { return ["warc"] }
        for form in ["singlefile.html", "output.html"] where names.contains(form) { return [form] }
        return names.filter { $0 != "index.html" }
    }

    private static func isSnapshot(_ path: String) -> Bool {
        guard let size = try? Files.size(path), size < 16 << 20, let bytes = try? Files.read(path),
            let json = try? JSONValue(parsing: bytes)
        else { return false }
        return json["url"]?.string != nil && json["timestamp"]?.string != nil
    }
}
