extension Assets {
    /// The map: tiles as typed arrays drawn into one picture, names over it, a lasso, and what it holds.
    static let mapScript = #"""
        "use strict";
        (() => {
          const root = document.getElementById("map");
          if (!root) return;
          const $ = id => document.getElementById(id);
          const points = $("points"), labels = $("labels"), tip = $("tip"), found = $("found"), legend = $("legend");
          const paint = points.getContext("2d"), write = labels.getContext("2d");
          const dark = matchMedia("(prefers-color-scheme: dark)");
          const state = new URLSearchParams(location.search);
          const view = { x: .5, y: .5, scale: 1 };  // the middle, and the map's sides that fit on the screen's shorter one
          let facts, tiles = [], hits = state.size > 0 && !(state.size === 1 && state.has("focus")), drawing = null, lassoing = false;
          let pending = 0, hovered = -1;
          const inherit = () => getComputedStyle(document.documentElement);
          // An exported map has its data in the page and leads to the web's own pages.
          const inline = globalThis.quarryMap, ask = inline ? inline.fetch : path => fetch(path);
          const address = row => inline ? row.url : `/d/${row.id}`;
          const get = path => ask(path).then(r => { if (!r.ok) throw new Error(path); return r; });
          const bytes = async path => new Uint8Array(await (await get(path)).arrayBuffer());

          // 24 colours that differ from their neighbours, and a scale for numbers.
          const wheel = [...Array(24).keys()].map(i => hsl(i * 137.5 % 360, .58, i % 2 ? .62 : .5));
          const ramp = [...Array(24).keys()].map(i => mix([[68, 1, 84], [59, 82, 139], [33, 145, 140], [94, 201, 98], [253, 231, 37]], i / 23));
          function hsl(h, s, l) {
            const f = n => { const k = (n + h / 30) % 12; return Math.round(255 * (l - s * Math.min(l, 1 - l) * Math.max(-1, Math.min(k - 3, 9 - k, 1)))); };
            return [f(0), f(8), f(4)];
          }
          function mix(stops, t) {
            const p = t * (stops.length - 1), i = Math.min(stops.length - 2, Math.floor(p));
            return stops[i].map((v, c) => Math.round(v + (stops[i + 1][c] - v) * (p - i)));
          }

          const size = () => Math.min(points.width, points.height) * view.scale;
          const toScreen = (x, y) => [(x - view.x) * size() + points.width / 2, (y - view.y) * size() + points.height / 2];
          const toMap = (px, py) => [(px - points.width / 2) / size() + view.x, (py - points.height / 2) / size() + view.y];

          function resize() {
            const ratio = Math.min(2, devicePixelRatio || 1), box = root.getBoundingClientRect();
            for (const canvas of [points, labels]) { canvas.width = Math.round(box.width * ratio); canvas.height = Math.round(box.height * ratio); }
            redraw();
          }
          function redraw() { if (!pending) pending = requestAnimationFrame(() => { pending = 0; draw(); name(); }); }

          function visible(tile) {
            const side = 1 / (1 << tile.zoom), [x, y] = toScreen(tile.column * side, tile.row * side), s = side * size();
            return x < points.width && y < points.height && x + s > 0 && y + s > 0;
          }

          function draw() {
            const began = performance.now();
            const w = points.width, h = points.height, image = paint.createImageData(w, h), out = new Uint32Array(image.data.buffer);
            const isDark = dark.matches, number = $("colour").value, palette = (isNumber(number) ? ramp : wheel).map(c => 0xff000000 | c[2] << 16 | c[1] << 8 | c[0]);
            const none = isDark ? 0xff6b5a4d : 0xffc4b5a8, dim = isDark ? 0xff3a3029 : 0xffe6dfd9;
            const shown = tiles.filter(t => t.x && visible(t)), s = size();
            let count = 0;
            for (const t of shown) count += t.count;
            const r = Math.max(0, Math.min(4, Math.round(Math.sqrt(w * h / Math.max(1, count / Math.max(1, view.scale ** 2))) / 9 * Math.sqrt(view.scale)) - 1));
            for (const pass of hits ? [0, 1] : [2]) for (const t of shown) {
              const side = s / (1 << t.zoom) / 65536, [x0, y0] = toScreen(t.column / (1 << t.zoom), t.row / (1 << t.zoom));
              const xs = t.x, ys = t.y, cs = t.colour, hs = t.hit;
              for (let i = 0; i < t.count; i++) {
                if (pass < 2 && (hs ? hs[i] : 0) !== pass) continue;
                const px = x0 + xs[i] * side | 0, py = y0 + ys[i] * side | 0;
                if (px < r || py < r || px >= w - r || py >= h - r) continue;
                const c = pass === 0 ? dim : cs ? (cs[i] === 255 ? none : palette[cs[i]]) : none;
                const k = pass === 1 && r < 2 ? r + 1 : r;
                if (k === 0) out[py * w + px] = c;
                else for (let dy = -k; dy <= k; dy++) for (let dx = -k; dx <= k; dx++)
                  if (dx * dx + dy * dy <= k * k + 1 && px + dx >= 0 && px + dx < w && py + dy >= 0 && py + dy < h) out[(py + dy) * w + px + dx] = c;
              }
            }
            paint.putImageData(image, 0, 0);
            root.dataset.painted = count;
            root.dataset.drawn = (performance.now() - began).toFixed(1);
          }

          function name() {
            const ratio = Math.min(2, devicePixelRatio || 1), w = labels.width, h = labels.height;
            write.clearRect(0, 0, w, h);
            if (!facts) return;
            // A zoom with one group or two says nothing: the next finer one is taken.
            const first = Math.max(0, facts.groups.findIndex((g, i) => g.length > 4 || i === facts.groups.length - 1));
            let level = Math.max(first, view.scale < 1.7 ? 0 : view.scale < 5 ? 1 : 2);
            while (level > 0 && !facts.groups[level]?.length) level--;
            const taken = [], css = inherit();
            const order = (facts.groups[level] || []).slice().sort((a, b) => b.documents - a.documents);
            write.textAlign = "center";
            write.textBaseline = "middle";
            write.lineJoin = "round";
            for (const group of order) {
              const [x, y] = toScreen(group.x, group.y);
              if (x < 0 || y < 0 || x > w || y > h) continue;
              const font = Math.round((11 + Math.min(5, Math.log10(group.documents))) * ratio);
              write.font = `600 ${font}px system-ui, sans-serif`;
              const text = group.name.split(" · ").slice(0, 3).join(" · "), half = write.measureText(text).width / 2 + 6;
              const box = [x - half, y - font, x + half, y + font];
              if (box[0] < 0 || box[2] > w || taken.some(b => b[0] < box[2] && b[2] > box[0] && b[1] < box[3] && b[3] > box[1])) continue;
              taken.push(box);
              if (taken.length > 60) break;
              write.lineWidth = 4 * ratio;
              write.strokeStyle = css.getPropertyValue("--paper");
              write.fillStyle = css.getPropertyValue("--ink");
              write.strokeText(text, x, y);
              write.fillText(text, x, y);
            }
            if (drawing) {
              write.beginPath();
              drawing.forEach(([x, y], i) => { const p = toScreen(x, y); i ? write.lineTo(...p) : write.moveTo(...p); });
              write.closePath();
              write.lineWidth = 2 * ratio;
              write.strokeStyle = css.getPropertyValue("--accent");
              write.fillStyle = css.getPropertyValue("--accent") + "22";
              write.fill();
              write.stroke();
            }
          }

          const isNumber = column => !["group", "language", "domain", "year", "format", "reason", "dropped"].includes(column);
          async function load() {
            const wanted = tiles.filter(t => visible(t) && (t.zoom === 0 || size() / (1 << t.zoom) > 300));
            for (const t of wanted) {
              if (!t.x && !t.loading) {
                t.loading = true;
                const raw = await bytes(`/map/points?tile=${t.index}`), data = new DataView(raw.buffer);
                const x = new Uint16Array(t.count), y = new Uint16Array(t.count), n = new Uint32Array(t.count);
                for (let i = 0; i < t.count; i++) { x[i] = data.getUint16(i * 8, true); y[i] = data.getUint16(i * 8 + 2, true); n[i] = data.getUint32(i * 8 + 4, true); }
                Object.assign(t, { x, y, n });
              }
              const colour = $("colour").value;
              if (t.x && t.coloured !== colour) { t.coloured = colour; t.colour = await bytes(`/map/column?tile=${t.index}&name=${encodeURIComponent(colour)}`); }
              if (t.x && hits && t.hitsOf !== state.toString()) { t.hitsOf = state.toString(); t.hit = await bytes(`/map/hits?tile=${t.index}&${state}`); }
              redraw();
            }
            const loaded = tiles.reduce((sum, t) => sum + (t.x ? t.count : 0), 0);
            const all = tiles.reduce((sum, t) => sum + t.count, 0), gone = all - facts.documents;
            $("loaded").textContent = loaded < all ? `${loaded.toLocaleString()} of ${all.toLocaleString()}` : `${facts.documents.toLocaleString()} documents` + (gone ? ` and ${gone.toLocaleString()} dropped` : "");
            root.dataset.loaded = loaded;
            redraw();
          }

          function near(px, py) {
            const reach = 10 * Math.min(2, devicePixelRatio || 1), s = size();
            let best = reach * reach, number = -1;
            for (const t of tiles) {
              if (!t.x || !visible(t)) continue;
              const side = s / (1 << t.zoom) / 65536, [x0, y0] = toScreen(t.column / (1 << t.zoom), t.row / (1 << t.zoom));
              for (let i = 0; i < t.count; i++) {
                const dx = x0 + t.x[i] * side - px, dy = y0 + t.y[i] * side - py, d = dx * dx + dy * dy;
                if (d < best) { best = d; number = t.n[i]; }
              }
            }
            return number;
          }

          // Behind the documents of the corpus come those that were dropped.
          const about = async number => (await get(number < facts.documents ? `/d/${number}.json` : `/map/dropped.json?number=${number - facts.documents}`)).json();
          const host = url => { try { return new URL(url).hostname; } catch { return url; } };
          const open = async number => { location.href = number < facts.documents ? `/d/${number}` : `/why?q=${encodeURIComponent((await about(number)).document)}`; };
          const at = event => { const box = labels.getBoundingClientRect(), k = labels.width / box.width; return [(event.clientX - box.left) * k, (event.clientY - box.top) * k]; };
          let last = null, moved = false, waiting = 0;
          labels.addEventListener("pointerdown", event => {
            labels.setPointerCapture(event.pointerId);
            last = at(event);
            moved = false;
            if (lassoing || event.shiftKey) drawing = [toMap(...last)];
          });
          labels.addEventListener("pointermove", event => {
            const now = at(event);
            if (last && drawing) { drawing.push(toMap(...now)); moved = true; redraw(); return; }
            if (last) {
              view.x -= (now[0] - last[0]) / size();
              view.y -= (now[1] - last[1]) / size();
              moved ||= Math.hypot(now[0] - last[0], now[1] - last[1]) > 2;
              last = now;
              redraw();
              return;
            }
            clearTimeout(waiting);
            waiting = setTimeout(async () => {
              const number = near(...now);
              if (number === hovered) return;
              hovered = number;
              tip.hidden = number < 0;
              if (number < 0) return;
              const row = await about(number);
              if (hovered !== number) return;
              tip.textContent = `${row.reason ? row.reason + ": " + row.text : row.title || row.url} — ${host(row.url)}`;
              const box = root.getBoundingClientRect();
              tip.style.left = Math.min(event.clientX - box.left + 12, box.width - 330) + "px";
              tip.style.top = event.clientY - box.top + 14 + "px";
            }, 60);
          });
          labels.addEventListener("pointerup", event => {
            const [px, py] = at(event);
            if (drawing && drawing.length > 4) select(drawing);
            else if (!moved && !drawing) { const number = near(px, py); if (number >= 0 && !inline) open(number); }
            if (drawing && drawing.length <= 4) drawing = null;
            last = null;
            load();
          });
          labels.addEventListener("wheel", event => {
            event.preventDefault();
            zoom(Math.exp(-event.deltaY * .0015), ...at(event));
          }, { passive: false });
          labels.addEventListener("keydown", event => {
            const step = .1 / view.scale, moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
            if (moves[event.key]) { view.x += moves[event.key][0]; view.y += moves[event.key][1]; }
            else if (event.key === "+" || event.key === "=") zoom(1.3, points.width / 2, points.height / 2);
            else if (event.key === "-") zoom(1 / 1.3, points.width / 2, points.height / 2);
            else return;
            event.preventDefault();
            load();
          });
          let later = 0;
          function zoom(factor, px, py) {
            const [x, y] = toMap(px, py);
            view.scale = Math.max(.7, Math.min(4000, view.scale * factor));
            view.x = x - (px - points.width / 2) / size();
            view.y = y - (py - points.height / 2) / size();
            redraw();
            clearTimeout(later);
            later = setTimeout(load, 120);
          }

          async function select(line) {
            const keep = line.length > 120 ? line.filter((_, i) => i % Math.ceil(line.length / 120) === 0) : line;
            const query = new URLSearchParams(state);
            query.delete("focus");
            query.set("lasso", keep.flat().map(v => v.toFixed(4)).join(","));
            await tell(query);
          }
          async function tell(query) {
            const data = await (await get(`/map/select.json?${query}`)).json();
            found.hidden = false;
            found.replaceChildren();
            const add = (tag, text, into = found) => { const e = document.createElement(tag); if (text !== undefined) e.textContent = text; into.append(e); return e; };
            add("h2", `${data.selected.toLocaleString()} of ${data.documents.toLocaleString()} documents`);
            if (!inline) add("a", "Open as a list").href = data.list;
            for (const [name, values] of Object.entries(data.facets)) {
              if (values.length < 2 && name === "year") continue;
              add("h3", name);
              const list = add("ul");
              for (const v of values) add("li", `${v.value || "not known"}  ${v.selected.toLocaleString()} / ${v.documents.toLocaleString()}`, list);
            }
            const dropped = Object.entries(data.dropped || {});
            if (dropped.length) {
              add("h3", "dropped here");
              const list = add("ul");
              for (const [reason, count] of dropped) add("li", `${reason}  ${count.toLocaleString()}`, list);
            }
            add("h3", "a sample");
            const list = add("ul");
            for (const row of data.results) { const a = add("a", row.title || row.url, add("li", undefined, list)); a.href = address(row); if (inline) a.rel = "noreferrer noopener"; }
            for (const what of ["keep", "remove"]) { add("h3", what + " it"); add("pre", data[what]); }
            const close = add("button", "Close");
            close.addEventListener("click", () => { found.hidden = true; drawing = null; redraw(); });
            root.dataset.selected = data.selected;
          }

          async function key() {
            legend.replaceChildren();
            const colour = $("colour").value;
            if (colour === "group") return;
            const put = (rgb, text) => { const row = document.createElement("div"), dot = document.createElement("i"); dot.style.background = `rgb(${rgb})`; row.append(dot, text); legend.append(row); };
            if (colour === "dropped") return Object.entries(facts.dropped).slice(0, 23).forEach(([reason, count], i) => put(wheel[i], `${reason} ${count.toLocaleString()}`));
            const data = await (await get("/list.json")).json();
            if (isNumber(colour)) { const edges = data.histograms[colour].edges; for (const i of [0, 6, 12, 18, 23]) put(ramp[i], `≥ ${+edges[i].toPrecision(3)}`); }
            else data.facets[colour].slice(0, 12).forEach((v, i) => put(wheel[i], `${v.value || "not known"} ${v.documents.toLocaleString()}`));
          }

          $("colour").addEventListener("change", () => { key(); load(); });
          $("lasso").addEventListener("click", () => { lassoing = !lassoing; $("lasso").setAttribute("aria-pressed", lassoing); labels.classList.toggle("lasso", lassoing); });
          $("whole").addEventListener("click", () => { Object.assign(view, { x: .5, y: .5, scale: 1 }); load(); });
          dark.addEventListener("change", redraw);
          new ResizeObserver(resize).observe(root);
          (async () => {
            facts = await (await get("/map.json")).json();
            tiles = facts.tiles.map(([zoom, column, row, first, count], index) => ({ zoom, column, row, count, index }));
            resize();
            await load();
            const focus = root.dataset.focus;
            if (focus) {
              for (const t of tiles) { const i = t.n ? t.n.indexOf(+focus) : -1; if (i >= 0) Object.assign(view, { x: (t.column + t.x[i] / 65536) / (1 << t.zoom), y: (t.row + t.y[i] / 65536) / (1 << t.zoom), scale: 8 }); }
              load();
            }
            if (hits) tell(state);
          })();
        })();
        """#
}
