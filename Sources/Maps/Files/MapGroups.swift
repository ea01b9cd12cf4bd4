import CorpusFiles
import JSON
import Platform

/// The groups of a map as people name them: `2.17` is the group 17 of the zoom 2, the finest.
package struct MapGroups: Sendable {
    /// A group.
    package struct Group: Sendable {
        /// `2.17`.
        package let id: String
        /// Its name, how many documents it has and how alike they are.
        package let cluster: MapClusters.Cluster

        /// What share of a document's words most of the group have: `89 %`.
        package var share: String { "\(Int((cluster.shared * 100).rounded())) %" }
    }

    /// By zoom, coarse to fine, as the map has them: the largest first.
    package let zooms: [[Group]]

    /// The groups of a map.
    package init(_ zooms: [[MapClusters.Cluster]]) {
        self.zooms = zooms.enumerated().map { zoom, clusters in
            clusters.enumerated().map { Group(id: "\(zoom).\($0)", cluster: $1) }
        }
    }

    /// The groups of the finest zoom, those first whose documents are most alike.
    package var finest: [Group] { MapGroups.byLikeness(zooms.last ?? []) }

    /// Those of the finest zoom of which a page's words are mostly those of the others.
    package var alike: [Group] { finest.filter { $0.cluster.shared >= 0.5 } }

    private static func byLikeness(_ groups: [Group]) -> [Group] {
        groups.sorted { $0.cluster.shared > $1.cluster.shared }
    }

    /// All of them, those of a zoom by how alike their documents are.
    package var text: String {
        let names = ["coarse", "middle", "fine"]
        return zooms.enumerated().map { zoom, groups in
            "\(zoom < names.count ? names[zoom] : "zoom \(zoom)")\n" + MapGroups.table(MapGroups.byLikeness(groups))
        }.joined(separator: "\n\n")
    }

    /// A line each: number, documents, words in common, name: `2.17  104  89 %  generalizations · kwds · noncentral`.
    package static func table(_ groups: some Collection<Group>) -> String {
        let rows = groups.map { group in
            ["", group.id, group.cluster.size.grouped, group.share, Terminal.safe(group.cluster.name)]
        }
        return Terminal.table(rows, left: [4])
    }

    /// For `--json`: `{"groups": [{"group", "name", "documents", "shared"}]}`, coarse to fine.
    package var json: String {
        var json = JSONWriter()
        json.object { json in
            json.key("groups")
            MapGroups.write(zooms.joined(), to: &json)
        }
        return json.text
    }

    /// A list of groups.
    static func write(_ groups: some Sequence<Group>, to json: inout JSONWriter) {
        json.array { json in
            for group in groups {
                json.object { json in
                    json.member("group", group.id)
                    json.member("name", group.cluster.name)
                    json.member("documents", group.cluster.size)
                    json.member("shared", group.cluster.shared)
                }
            }
        }
    }
}

extension MapFiles {
    /// The numbers of the corpus' documents in a group, rising; nil where there is no such group.
    /// - Parameter id: as `MapGroups.Group.id`.
    package func numbers(ofGroup id: String) -> [Int]? {
        let parts = id.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let zoom = parts[0], let group = parts[1], zooms.indices.contains(zoom),
            zooms[zoom].indices.contains(group)
        else { return nil }
        return (0..<documents).filter { labels[zoom][$0] == Int32(group) }
    }
}
