package import CorpusFiles
import Documents
import Facts
import Inspection
import JSON
import Maps
import Platform
import Reports

/// A map as one HTML file: points, groups, titles and the page's own script, and nothing else.
package enum MapExport {
    /// Documents at most: a file of more would be too large for a browser to open with pleasure.
    package static let most = 100_000

    /// The page.
    /// - Throws: `InspectionError.unanswerable` without a map or with too many documents; `StorageError`.
    package static func page(_ corpus: Corpus, title: String) throws -> String {
        guard let map = try MapFiles.read(corpus) else {
            throw InspectionError.unanswerable("there is no map yet: quarry map \(corpus.folder)")
        }
        guard map.layout.count <= most else {
            throw InspectionError.unanswerable(
                "\(map.layout.count) documents are more than \(most), which one file can show; quarry serve shows them all"
            )
        }
        let site = try Site(corpus)
        var html = HTMLWriter()
        html.markup("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
        html.markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
        html.markup("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ")
        html.markup("style-src 'unsafe-inline'; script-src 'unsafe-inline'\">")
        html.element("title", text: title)
        html.markup("<style>")
        html.append(Sheet.pages)
        html.markup(".map{height:100vh}</style></head><body>")
        MapPage.canvas(&html, columns: MapPage.names(map, site.store), focus: "")
        html.markup("<script type=\"application/json\" id=\"data\">")
        html.append(try data(site, map))
        html.markup("</script><script>")
        html.append(script)
        html.append(Assets.mapScript)
        html.markup("</script></body></html>\n")
        return html.html
    }

    /// JSON that no end of a script can stand in.
    private static func data(_ site: Site, _ map: MapFiles) throws -> String {
        var json = JSONWriter()
        var rows: [DocumentRow] = []
        try site.corpus.index.forEachDocument { rows.append($0) }
        let drops = try (0..<(map.dropped?.count ?? 0)).compactMap { try map.dropped?.drop($0) }
        json.object { json in
            json.key("map")
            json.raw(Array(MapPage.facts(map).utf8))
            json.member("points", Base64.encode(map.points))
            json.member("group", Base64.encode(MapPage.groupColours(map, Array(map.layout.indices))))
            json.key("titles")
            json.array { json in
                for row in rows { json.value(row.title.isEmpty ? row.url : String(row.title.prefix(120))) }
                for drop in drops { json.value("\(drop.reason.rawValue): \(drop.text.prefix(100))") }
            }
            json.key("urls")
            json.array { json in for url in rows.map(\.url) + drops.map(\.url) { json.value(url) } }
            if let dropped = map.dropped { json.member("reasons", Base64.encode(dropped.codes.map { min($0, 22) })) }
            json.key("columns")
            json.object { json in
                for column in site.store.categories {
                    json.key(column.name)
                    json.object { json in
                        json.key("values")
                        json.array { json in for value in column.values { json.value(value) } }
                        json.key("codes")
                        json.array { json in for code in column.codes { json.value(Int(code)) } }
                        json.member("ranks", Base64.encode(MapPage.ranks(column)))
                    }
                }
            }
        }
        return json.text.replacing("<", with: "\\u003c")
    }

    /// Answers the map's questions from the data in the page.
    private static let script = #"""
        "use strict";
        globalThis.quarryMap = (() => {
          const data = JSON.parse(document.getElementById("data").textContent);
          const bytes = text => Uint8Array.from(atob(text), c => c.charCodeAt(0));
          const points = bytes(data.points), view = new DataView(points.buffer), group = bytes(data.group);
          const count = points.length / 8, number = i => view.getUint32(i * 8 + 4, true);
          for (const column of Object.values(data.columns)) column.ranks = bytes(column.ranks);
          const kept = data.map.documents, reasons = data.reasons ? bytes(data.reasons) : [], names = Object.keys(data.map.dropped || {});
          const json = value => new Response(JSON.stringify(value));
          const row = n => ({ id: n, number: n, title: data.titles[n], url: data.urls[n] });
          const inside = (line, x, y) => {
            let is = false;
            for (let i = 0, j = line.length - 2; i < line.length; j = i, i += 2)
              if ((line[i + 1] > y) !== (line[j + 1] > y) && x < (line[j] - line[i]) * (y - line[i + 1]) / (line[j + 1] - line[i + 1]) + line[i]) is = !is;
            return is;
          };
          const facets = chosen => Object.fromEntries(Object.entries(data.columns).map(([name, column]) => {
            const all = column.values.map(() => 0), some = column.values.map(() => 0);
            column.codes.forEach((c, n) => { all[c]++; if (!chosen || chosen.has(n)) some[c]++; });
            return [name, column.values.map((value, i) => ({ value, selected: some[i], documents: all[i] })).filter(v => v.selected).sort((a, b) => b.selected - a.selected).slice(0, 12)];
          }));
          const select = line => {
            const chosen = new Set();
            data.map.tiles.forEach(([zoom, column, line_, first, size]) => {
              const side = 1 / (1 << zoom);
              for (let i = first; i < first + size; i++)
                if (inside(line, (column + view.getUint16(i * 8, true) / 65536) * side, (line_ + view.getUint16(i * 8 + 2, true) / 65536) * side)) chosen.add(number(i));
            });
            const list = [...chosen].filter(n => n < kept).sort((a, b) => a - b), dropped = {};
            for (const n of chosen) if (n >= kept) { const name = names[reasons[n - kept]]; dropped[name] = (dropped[name] || 0) + 1; }
            const where = `number IN (${list.slice(0, 2000).join(", ")})`;
            const command = text => list.length > 2000 ? "# too many to be named one by one" : `quarry select CORPUS --where '${text}' --output selected`;
            return { selected: list.length, documents: kept, dropped, facets: facets(chosen), results: list.filter((_, i) => i % Math.ceil(list.length / 12) === 0).map(row), keep: command(where), remove: command(`NOT (${where})`) };
          };
          const answer = path => {
            const url = new URL(path, "http://map"), ask = url.searchParams, tile = data.map.tiles[+ask.get("tile")];
            const of = pick => new Response(Uint8Array.from({ length: tile[4] }, (_, i) => pick(number(tile[3] + i))));
            switch (url.pathname) {
              case "/map.json": return json(data.map);
              case "/map/points": return new Response(points.slice(tile[3] * 8, (tile[3] + tile[4]) * 8));
              case "/map/column": {
                const column = data.columns[ask.get("name")];
                if (ask.get("name") === "dropped") return of(n => n < kept ? 255 : reasons[n - kept]);
                return of(n => column ? column.ranks[column.codes[n]] ?? 255 : group[n]);
              }
              case "/map/select.json": return json(select(ask.get("lasso").split(",").map(Number)));
              case "/list.json": return json({ facets: facets(), histograms: {} });
              case "/map/dropped.json": { const n = kept + +ask.get("number"); return json({ ...row(n), text: data.titles[n] }); }
              default: return json(row(+url.pathname.split("/")[2].split(".")[0]));
            }
          };
          return { fetch: path => Promise.resolve(answer(path)) };
        })();
        """#
}
