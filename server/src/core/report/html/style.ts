/** How a report looks: by the reader's own choice of light or dark, on paper too, with no font or file from elsewhere. */
export const reportStyle = `
:root { color-scheme: light dark; --ground: #fbfbfa; --card: #ffffff; --ink: #1d2126; --soft: #5b6570; --line: #e0e3e7;
  --stripe: #f4f5f6; --good: #1a7f45; --bad: #c2322c; --bad-ground: #fdf0ee; --wait: #a86a00; --wait-ground: #f7e3bd;
  --work: #2f6fcb; --step: #9dbce8; --whole: #c3c9d1; --gate: #7a5bb5; --code: #f1f2f4; --warn-ground: #fff7e6; }
@media (prefers-color-scheme: dark) { :root { --ground: #16181b; --card: #1e2125; --ink: #e4e7ea; --soft: #9aa4af;
  --line: #32373d; --stripe: #23272b; --good: #58c585; --bad: #ff7b72; --bad-ground: #35201f; --wait: #e3ac4a;
  --wait-ground: #4b3a18; --work: #6aa5f5; --step: #3c5c8a; --whole: #4a525b; --gate: #ad91e6; --code: #282c31;
  --warn-ground: #332a17; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans CJK JP", "Hiragino Sans", sans-serif; }
main { max-width: 1060px; margin: 0 auto; padding: 32px 24px 64px; }
h1 { font-size: 25px; line-height: 1.25; margin: 6px 0 4px; overflow-wrap: anywhere; }
h2 { font-size: 17px; margin: 36px 0 10px; }
p { margin: 6px 0; }
.lead { color: var(--soft); overflow-wrap: anywhere; }
.badge { display: inline-block; padding: 1px 10px; border-radius: 999px; font-size: 13px; font-weight: 600;
  border: 1px solid currentColor; color: var(--soft); }
.badge.succeeded { color: var(--good); } .badge.failed, .badge.denied { color: var(--bad); }
.badge.awaiting_approval, .badge.cancelled, .badge.interrupted, .badge.paused { color: var(--wait); }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(200px, 1fr)); gap: 10px 24px; margin: 18px 0 0; }
.facts div { min-width: 0; } dt { color: var(--soft); font-size: 13px; } dd { margin: 0; overflow-wrap: anywhere; }
.why { border: 1px solid var(--bad); border-left-width: 5px; border-radius: 6px; background: var(--bad-ground);
  padding: 12px 18px 14px; margin-top: 24px; }
.why h2 { margin: 0 0 6px; color: var(--bad); } .why .reason { font-size: 16px; font-weight: 600; overflow-wrap: anywhere; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 10px 12px; overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th { text-align: left; color: var(--soft); font-weight: 500; font-size: 13px; }
th, td { padding: 5px 14px 5px 4px; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: break-word; }
th { white-space: nowrap; } td code { overflow-wrap: break-word; }
tr:last-child td { border-bottom: 0; } td.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
th.number { text-align: right; }
code, pre { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "Noto Sans Mono CJK JP", monospace; }
code { background: var(--code); border-radius: 3px; padding: 1px 4px; overflow-wrap: anywhere; }
pre { background: var(--code); border-radius: 6px; padding: 10px 14px; overflow-x: auto; margin: 8px 0; }
.good { color: var(--good); } .ill { color: var(--bad); } .soft { color: var(--soft); }
.note { background: var(--warn-ground); border-radius: 4px; padding: 4px 10px; font-size: 13px; display: inline-block; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 18px; font-size: 13px; color: var(--soft); margin: 0 0 6px; }
.legend svg { width: 18px; height: 12px; vertical-align: -1px; margin-right: 6px; }
.waterfall { display: block; min-width: 560px; font-size: 13px; } .waterfall text { fill: var(--ink); }
.waterfall .tick, .waterfall .took { fill: var(--soft); font-size: 12px; }
.waterfall .grid { stroke: var(--line); } .waterfall .stripe { fill: var(--stripe); }
.waterfall .label.bad { fill: var(--bad); font-weight: 600; } .waterfall .label.wait { fill: var(--wait); }
.waterfall .label.gate { fill: var(--soft); } .waterfall .label.whole { font-weight: 600; }
.bar { stroke-width: 1; } .bar.work { fill: var(--work); stroke: var(--work); } .bar.step { fill: var(--step); stroke: var(--step); }
.bar.whole { fill: var(--whole); stroke: var(--whole); } .bar.gate { fill: var(--gate); stroke: var(--gate); }
.bar.bad { fill: var(--bad); stroke: var(--bad); } .bar.bad.outer { fill: var(--bad-ground); } .bar.wait { fill: url(#wait); stroke: var(--wait); }
.bar.refused { stroke: var(--bad); } .wait-ground { fill: var(--wait-ground); } .wait-line { fill: var(--wait); }
summary { cursor: pointer; color: var(--soft); margin: 10px 0 6px; }
footer { margin-top: 40px; color: var(--soft); font-size: 13px; overflow-wrap: anywhere; }
@media print { body { background: #fff; } main { max-width: none; padding: 0; } .card, .why { break-inside: avoid-page; } }
`;
