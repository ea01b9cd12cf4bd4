/// The scripts of the pages.
enum Assets {
    /// Keys, lists that submit themselves, histograms that are drawn over, texts that are copied.
    static let script = #"""
        "use strict";
        (() => {
          const $ = (s, e = document) => e.querySelector(s), $$ = (s, e = document) => [...e.querySelectorAll(s)];
          const link = rel => $(`link[rel=${rel}]`)?.getAttribute("href");
          const cards = $$(".card");
          let here = -1;
          const go = step => {
            if (!cards.length) { const to = link(step > 0 ? "next" : "prev"); if (to) location.href = to; return; }
            if (here + step >= cards.length) { const to = link("next"); if (to) location.href = to; return; }
            if (here + step < 0) { const to = link("prev"); if (to && here >= 0) location.href = to; return; }
            cards[here]?.classList.remove("here");
            here += step;
            cards[here].classList.add("here");
            cards[here].focus({ preventScroll: true });
            cards[here].scrollIntoView({ block: "nearest" });
          };
          addEventListener("keydown", event => {
            if (event.ctrlKey || event.metaKey || event.altKey) return;
            const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? "");
            if (event.key === "Escape") {
              if (typing) return document.activeElement.blur();
              const back = $("[data-back]");
              if (back && !$("dialog[open]")) location.href = back.getAttribute("href");
              return;
            }
            if (typing || $("dialog[open]")) return;
            const keys = {
              j: () => go(1), k: () => go(-1), "/": () => $("#q")?.focus(),
              f: () => { const all = $(".facets .all"); if (all) { all.open = !all.open; $("summary", all).focus(); } },
              o: () => { const a = $(".open", cards[here] ?? document); if (a) location.href = a.getAttribute("href"); },
              b: () => document.body.classList.toggle("bare"), "?": () => $("#help")?.showModal(),
            };
            if (event.key === "Enter" && here >= 0 && document.activeElement === cards[here]) keys.o();
            if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
          });
          if (matchMedia("(max-width: 960px)").matches) { const all = $(".facets .all"); if (all) all.open = false; }
          for (const select of $$("[data-submit]")) select.addEventListener("change", () => select.form.submit());
          for (const form of $$("form.ranges")) form.addEventListener("submit", () => {
            for (const input of $$("input", form)) if (!input.value) input.disabled = true;
          });
          for (const pre of $$("[data-copy]")) {
            const button = document.createElement("button");
            button.type = "button";
            button.textContent = "Copy";
            button.addEventListener("click", async () => {
              await navigator.clipboard.writeText(pre.textContent);
              button.textContent = "Copied";
            });
            pre.after(button);
          }
          for (const field of $$("fieldset[data-column]")) {
            const svg = $("svg", field), [low, high] = $$("input", field), edges = svg.dataset.edges.split(" ");
            let from = -1;
            const bin = event => {
              const box = svg.getBoundingClientRect();
              return Math.max(0, Math.min(edges.length - 2, Math.floor((event.clientX - box.left) / box.width * (edges.length - 1))));
            };
            const show = to => {
              const a = Math.min(from, to), b = Math.max(from, to);
              low.value = a === 0 ? "" : edges[a];
              high.value = b === edges.length - 2 ? "" : edges[b + 1];
            };
            svg.addEventListener("pointerdown", event => { from = bin(event); svg.setPointerCapture(event.pointerId); show(from); });
            svg.addEventListener("pointermove", event => { if (from >= 0) show(bin(event)); });
            svg.addEventListener("pointerup", event => { show(bin(event)); from = -1; field.form.requestSubmit(); });
          }
        })();
        """#
}
