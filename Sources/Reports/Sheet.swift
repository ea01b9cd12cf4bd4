/// The style of the pages.
package enum Sheet {
    /// One sheet for all pages: light and dark, from 390 pixels to the widest, and print.
    package static let pages = #"""
        :root { color-scheme: light dark; --ink: #1b2430; --soft: #5d6b7e; --faint: #93a0b2; --line: #e3e7ed;
          --paper: #fff; --back: #f5f6f8; --accent: #2257c5; --accent-soft: #e6edfb; --mark: #ffe58a; --mark-ink: #3b2d00;
          --written: #2f9e6e; --policy: #4c7bd9; --failure: #d2593b; --cascade: #b3994f; --pale: #cfd7e3;
          --gone: #f0f1f4; --radius: 10px; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e4e9f1; --soft: #9aa7ba; --faint: #6d7a8e; --line: #2b3442;
          --paper: #181f29; --back: #10151c; --accent: #8db4ff; --accent-soft: #1f2d47; --mark: #6b5710;
          --mark-ink: #fff3c4; --pale: #3a4557; --gone: #1d242f; } }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; scroll-padding-top: 64px; }
        body { margin: 0; background: var(--back); color: var(--ink);
          font: 15px/1.55 system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif; }
        a { color: var(--accent); text-decoration: none; } a:hover { text-decoration: underline; }
        :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
        h1, h2, h3, p, ol, ul, dl, figure, table, pre { margin: 0; }
        h1 { font-size: 24px; line-height: 1.25; letter-spacing: -.01em; overflow-wrap: anywhere; }
        h2 { font-size: 17px; line-height: 1.35; overflow-wrap: anywhere; } h3 { font-size: 12px; color: var(--soft);
          text-transform: uppercase; letter-spacing: .06em; margin-bottom: 8px; }
        mark { background: var(--mark); color: var(--mark-ink); border-radius: 3px; padding: 0 2px; }
        code, pre, kbd { font: 13px/1.5 ui-monospace, "DejaVu Sans Mono", monospace; }
        kbd { border: 1px solid var(--line); border-radius: 5px; padding: 1px 6px; background: var(--back); }
        button, select, input, textarea { font: inherit; color: inherit; background: var(--paper);
          border: 1px solid var(--line); border-radius: 8px; padding: 6px 10px; }
        button { cursor: pointer; } button:hover { border-color: var(--accent); }
        .soft { color: var(--soft); } .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .url { font-size: 13px; overflow-wrap: anywhere; } .plain { list-style: none; padding: 0; }
        .skip { position: absolute; left: -999px; } .skip:focus { left: 12px; top: 12px; z-index: 9; }
        .top { position: sticky; top: 0; z-index: 5; display: flex; align-items: center; gap: 16px; padding: 10px 24px;
          background: var(--paper); border-bottom: 1px solid var(--line); }
        .brand { color: var(--ink); white-space: nowrap; } .brand span { color: var(--soft); }
        .top .search { flex: 1; max-width: 640px; } .top .search input { width: 100%; border-radius: 20px; padding: 7px 16px;
          background: var(--back); }
        .top nav { display: flex; gap: 4px; margin-left: auto; } .top nav a { padding: 6px 10px; border-radius: 8px;
          color: var(--soft); } .top nav a[aria-current] { background: var(--accent-soft); color: var(--accent); }
        main { max-width: 1320px; margin: 0 auto; padding: 24px; } main.narrow { max-width: 640px; }
        main.whole { max-width: none; padding: 0; }
        main > h1 { margin-bottom: 12px; } main > h2 { margin: 28px 0 8px; } main > p { margin: 8px 0; }
        .columns { display: grid; grid-template-columns: 272px minmax(0, 1fr); gap: 28px; align-items: start; }
        .columns.document { grid-template-columns: minmax(0, 1fr) 300px; }
        .facets, .document aside { position: sticky; top: 76px; max-height: calc(100vh - 92px); overflow: auto;
          scrollbar-width: thin; }
        .facets summary { font-weight: 600; cursor: pointer; margin-bottom: 10px; } .facets section { margin-bottom: 18px; }
        .facets ul { list-style: none; padding: 0; } .facets li a { display: grid; grid-template-columns: 1fr auto;
          column-gap: 8px; padding: 3px 6px; border-radius: 6px; color: var(--ink); font-size: 14px; }
        .facets li a:hover { background: var(--accent-soft); text-decoration: none; }
        .facets li a[aria-current] { background: var(--accent-soft); color: var(--accent); font-weight: 600; }
        .facets .name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; } .facets .n i { color: var(--faint);
          font-style: normal; }
        .share { grid-column: 1 / -1; width: 100%; height: 3px; display: block; margin-top: 2px; border-radius: 2px; }
        fieldset { border: 0; padding: 0; margin: 0 0 14px; } legend { padding: 0; font-size: 13px; color: var(--soft); }
        .histogram { width: 100%; height: 44px; display: block; cursor: crosshair; touch-action: none; }
        rect { fill: var(--policy); } rect.total { fill: var(--pale); } rect.selected { fill: var(--policy); }
        rect.written { fill: var(--written); } rect.failure { fill: var(--failure); } rect.cascade { fill: var(--cascade); }
        .ends { display: flex; gap: 6px; } .ends input, .sql input { width: 100%; padding: 3px 8px; font-size: 13px;
          min-width: 0; } .sql { display: block; margin-bottom: 10px; font-size: 13px; color: var(--soft); }
        .ranges button { width: 100%; }
        .bar { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 8px 16px;
          margin-bottom: 12px; } .count { font-weight: 400; font-size: 18px; color: var(--soft); } .count b {
          color: var(--ink); }
        .tools { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; } .tool { padding: 5px 10px;
          border-radius: 8px; color: var(--soft); } .tool[aria-current], .tool:hover { background: var(--accent-soft);
          color: var(--accent); text-decoration: none; } .sort select { max-width: 220px; padding: 4px 8px; }
        .chips { display: flex; flex-wrap: wrap; gap: 6px; margin-bottom: 12px; } .chip { background: var(--accent-soft);
          color: var(--accent); border-radius: 14px; padding: 3px 12px; font-size: 13px; overflow-wrap: anywhere; }
        .chip.all { background: none; } .command { margin-bottom: 14px; font-size: 13px; } .command pre { background:
          var(--paper); border: 1px solid var(--line); border-radius: var(--radius); padding: 10px 12px; white-space:
          pre-wrap; overflow-wrap: anywhere; max-height: 160px; overflow: auto; }
        .list { list-style: none; padding: 0; display: grid; grid-template-columns: minmax(0, 1fr); gap: 12px; }
        .card, .drop, .step, .funnel, .document aside section, .found { background: var(--paper); border: 1px solid
          var(--line); border-radius: var(--radius); padding: 16px 18px; }
        .card.here, .card:focus { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); outline: 0; }
        .card .snippet { margin: 6px 0; overflow-wrap: anywhere; } .facts { font-size: 13px; }
        .thumbs { display: flex; gap: 6px; overflow-x: auto; align-items: center; margin: 8px 0; scrollbar-width: thin; }
        .thumb img { display: block; height: 76px; width: auto; max-width: 180px; object-fit: cover; border-radius: 6px;
          background: var(--gone); }
        .grid { display: flex; flex-wrap: wrap; gap: 8px; } .grid .thumb { flex: 1 1 auto; max-width: 420px; } .grid .thumb
          img { height: 170px; width: 100%; max-width: none; }
        .blurred img { filter: blur(22px); } body.bare .blurred img { filter: none; }
        .pager { display: flex; gap: 16px; margin: 20px 0; align-items: center; }
        article { background: var(--paper); border: 1px solid var(--line); border-radius: var(--radius);
          padding: 28px clamp(18px, 5vw, 56px) 20px; } article > * { max-width: 720px; margin-left: auto; margin-right: auto; }
        article h1 { font-size: 28px; margin-top: 10px; } article > .url { margin-bottom: 22px; }
        article h2 { margin: 20px auto 8px; }
        article .text { font-size: 17px; line-height: 1.65; margin-bottom: 1em; white-space: pre-wrap; overflow-wrap:
          anywhere; } article ol { padding-left: 22px; }
        .way { display: flex; gap: 16px; font-size: 13px; } .way a:first-child { margin-right: auto; }
        figure { margin: 22px auto; } figure img, .alone img { max-width: 100%; height: auto; max-height: 80vh; width: auto;
          display: block; margin: 0 auto; border-radius: 8px; background: var(--gone); }
        figcaption { margin-top: 8px; font-size: 14px; overflow-wrap: anywhere; } .tag { font-size: 11px; border: 1px solid
          var(--line); border-radius: 4px; padding: 0 5px; color: var(--soft); }
        article > .original { max-width: none; margin-top: 20px; } .original iframe { width: 100%; height: 70vh; border: 1px
          solid var(--line); border-radius: 8px; background: #fff; margin-top: 10px; }
        hr { border: 0; border-top: 1px solid var(--line); margin: 28px auto; width: 40%; } .end { text-align: center; }
        .left { background: var(--gone); border-left: 3px solid var(--pale); color: var(--soft); border-radius: 0 6px 6px 0;
          padding: 8px 12px; margin: 10px auto; font-size: 14px; overflow-wrap: anywhere; white-space: pre-wrap; }
        .left b { color: var(--policy); font-weight: 600; } .left code { display: block; font-size: 12px; color:
          var(--faint); white-space: pre-wrap; } .stretch { margin: 12px auto; font-size: 13px; color: var(--soft); }
          .stretch summary { border-left: 3px solid var(--pale); padding: 4px 12px; background: var(--gone);
          border-radius: 0 6px 6px 0; } .drop { margin-bottom: 10px; } .drop .left { margin: 0 0 6px; }
        .document aside { display: grid; gap: 12px; } .document aside section { padding: 14px 16px; }
        .signals { width: 100%; border-collapse: collapse; font-size: 13px; } .signals th { text-align: left; font-weight:
          400; padding: 2px 8px 2px 0; } .signals td { padding: 2px 0 2px 6px; } .spark { width: 72px; height: 16px;
          display: block; margin-left: auto; }
        dl { display: grid; grid-template-columns: auto 1fr; gap: 3px 12px; font-size: 13px; } dt { color: var(--soft); }
        dd { margin: 0; overflow-wrap: anywhere; } .links { display: flex; flex-wrap: wrap; gap: 4px 14px; margin-top: 10px;
          font-size: 13px; } .scores { white-space: pre-wrap; overflow-wrap: anywhere; font-size: 12px; }
        .note { display: grid; gap: 6px; } .note textarea { resize: vertical; }
        .funnel { margin: 12px 0; overflow-x: auto; } .funnel h2::first-letter { text-transform: capitalize; } .funnel h2 { margin-bottom: 8px; }
        .funnel table { width: 100%; border-collapse: collapse; } .funnel th { font-weight: 400; text-align: left;
          padding: 3px 12px 3px 0; white-space: nowrap; width: 1%; } .funnel td { padding: 3px 10px; width: 1%; }
        .funnel td.wide { width: auto; min-width: 90px; } .funnel .share { height: 12px; border-radius: 3px; }
        .verdict { font-size: 17px; } .step { margin: 12px 0; } .event { padding: 4px 0 4px 12px; border-left: 3px solid
          var(--written); margin: 4px 0; overflow-wrap: anywhere; } .event.out { border-color: var(--failure); color:
          var(--soft); } .event.note { border-color: var(--pale); }
        .small-multiples { display: grid; grid-template-columns: repeat(auto-fill, minmax(190px, 1fr)); gap: 16px;
          margin: 16px 0; } .small-multiples figure { margin: 0; } .small-multiples figcaption { font-size: 13px;
          color: var(--soft); }
        .problem { background: var(--paper); border: 1px solid var(--line); border-left: 3px solid var(--failure);
          border-radius: var(--radius); padding: 14px 16px; overflow-wrap: anywhere; white-space: pre-wrap; }
        dialog { border: 1px solid var(--line); border-radius: var(--radius); background: var(--paper); color: var(--ink);
          padding: 20px 24px; } dialog::backdrop { background: rgb(0 0 0 / .35); } dialog dl { margin: 12px 0; }
        .map { position: relative; height: calc(100vh - 55px); min-height: 420px; overflow: hidden; background:
          var(--paper); } .map canvas { position: absolute; inset: 0; width: 100%; height: 100%; } #labels { cursor: grab;
          touch-action: none; } #labels.lasso { cursor: crosshair; } .map-tools { position: absolute; left: 6px; top: 6px;
          display: flex; flex-wrap: wrap; gap: 8px; align-items: center; font-size: 13px; background: var(--paper);
          border-radius: 8px; padding: 6px; } .map-tools button,
          .map-tools select { padding: 4px 10px; } button[aria-pressed="true"] { background: var(--accent-soft); color:
          var(--accent); border-color: var(--accent); }
        .groups { padding: 16px 20px; } .groups table { border-collapse: collapse; margin-top: 12px; } .groups th, .groups td {
          text-align: left; padding: 4px 16px 4px 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
        .legend { position: absolute; left: 12px; bottom: 12px; font-size: 12px; background: var(--paper); border: 1px solid
          var(--line); border-radius: 8px; padding: 6px 10px; max-height: 40%; overflow: auto; max-width: 220px; }
        .legend:empty { display: none; } .legend i { display: inline-block; width: 10px; height: 10px; border-radius: 3px;
          margin-right: 6px; } .tip { position: absolute; pointer-events: none; background: var(--ink); color: var(--paper);
          border-radius: 6px; padding: 5px 9px; font-size: 12px; max-width: 320px; z-index: 3; overflow-wrap: anywhere; }
        .found { position: absolute; right: 12px; top: 12px; bottom: 12px; width: 340px; max-width: calc(100% - 24px);
          overflow: auto; } .found h2 { margin-bottom: 6px; } .found h3 { margin: 14px 0 4px; } .found ul { list-style: none;
          padding: 0; font-size: 13px; } .found li { padding: 3px 0; border-top: 1px solid var(--line); overflow-wrap:
          anywhere; } .found pre { white-space: pre-wrap; overflow-wrap: anywhere; max-height: 84px; overflow: auto;
          background: var(--back); border-radius: 6px; padding: 8px; font-size: 12px; }
        @media (max-width: 960px) { .columns, .columns.document { grid-template-columns: minmax(0, 1fr); }
          .facets, .document aside { position: static; max-height: none; } .top { flex-wrap: wrap; padding: 10px 16px;
          gap: 8px 12px; position: static; } .top .search { order: 3; flex-basis: 100%; max-width: none; }
          main { padding: 16px; } .map { height: calc(100vh - 104px); } .found { top: auto; height: 46%; width: auto;
          left: 12px; } .legend { display: none; } article { padding: 18px 16px; } article h1 { font-size: 23px; } }
        @media (max-width: 480px) { .top nav a { padding: 5px 6px; } .brand span { display: none; } .funnel th { white-space:
          normal; width: auto; padding-right: 4px; font-size: 14px; } .funnel td.wide { min-width: 40px; width: 22%; }
          .funnel td { padding: 3px 4px; font-size: 14px; } .funnel { padding: 14px; } }
        @media print { .top, .facets, .tools, .pager, .way, .note, .command, .map-tools { display: none; } body { background:
          #fff; } .columns, .columns.document { display: block; } article, .card { border: 0; padding: 0; }
          .document aside { position: static; max-height: none; } }
        @media (prefers-reduced-motion: no-preference) { .card, .tool, .facets li a { transition: background .12s,
          border-color .12s; } }
        """#

    /// What the report has besides.
    static let report = #"""
        .report main { max-width: 1080px; } .masthead { margin: 8px 0 20px; } .masthead h1 { font-size: 30px; }
        .masthead nav { display: flex; flex-wrap: wrap; gap: 4px 18px; margin-top: 10px; }
        .report h2 { font-size: 22px; margin: 40px 0 8px; letter-spacing: -.01em; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; }
        .tiles div { background: var(--paper); border: 1px solid var(--line); border-radius: var(--radius); padding: 14px 18px; }
        .tiles b { display: block; font-size: 26px; font-variant-numeric: tabular-nums; letter-spacing: -.02em; }
        .tiles span { color: var(--soft); } .key { display: flex; flex-wrap: wrap; gap: 4px 16px; margin-bottom: 12px; }
        .dot::before { content: ""; display: inline-block; width: 10px; height: 10px; border-radius: 3px; margin-right: 6px;
          background: var(--policy); } .dot.written::before { background: var(--written); } .dot.failure::before {
          background: var(--failure); } .dot.cascade::before { background: var(--cascade); }
        .multiples { display: grid; grid-template-columns: repeat(auto-fill, minmax(230px, 1fr)); gap: 12px; }
        .multiples figure { margin: 0; background: var(--paper); border: 1px solid var(--line); border-radius: var(--radius);
          padding: 12px 14px 8px; } .multiples figcaption { margin: 0 0 8px; } .axis { display: flex; justify-content:
          space-between; font-size: 12px; } .multiples .histogram { cursor: default; height: 56px; }
        .shares { grid-template-columns: repeat(auto-fit, minmax(290px, 1fr)); margin-top: 12px; } .shares .funnel { margin: 0; }
        .shares .funnel td.wide { min-width: 32px; }
        .shares th { max-width: 180px; overflow: hidden; text-overflow: ellipsis; }
        .gallery { display: grid; grid-template-columns: repeat(auto-fill, minmax(280px, 1fr)); gap: 14px; margin-top: 12px; }
        .report .page { padding: 0 0 12px; overflow: hidden; } .report .page > * { margin: 0; max-width: none; }
        .report .page h3 { text-transform: none; letter-spacing: 0; font-size: 15px; color: var(--ink); padding: 10px 16px 0;
          overflow-wrap: anywhere; } .report .page p { padding: 4px 16px 0; }
        .excerpt { font-size: 13px; color: var(--soft); display: -webkit-box; -webkit-line-clamp: 4; -webkit-box-orient:
          vertical; overflow: hidden; white-space: pre-line; overflow-wrap: anywhere; }
        .strip { display: grid; grid-template-columns: 2fr 1fr; gap: 2px; height: 180px; background: var(--gone); }
        .strip.n0 { display: none; } .strip.n1 { grid-template-columns: 1fr; } .strip img { width: 100%; height: 100%;
          object-fit: cover; min-height: 0; border-radius: 0; max-height: none; } .strip.n2 img { grid-row: 1; }
        .strip.n3 img:first-child { grid-row: 1 / 3; } .strip.n3 { grid-template-rows: 1fr 1fr; }
        .reason-examples { margin: 12px 0; } summary { cursor: pointer; } .reason-examples .left { margin: 8px 0; }
        .quantiles { margin-top: 12px; } .quantiles th.n { text-align: right; color: var(--soft); }
        .clusters td.wide { white-space: normal; overflow-wrap: anywhere; } .report details pre { background: var(--paper); border: 1px solid var(--line); border-radius: var(--radius);
          padding: 14px; margin-top: 10px; }
        @media print { .report .page, .tiles div, .funnel { break-inside: avoid; } .masthead nav { display: none; } }
        """#
}
