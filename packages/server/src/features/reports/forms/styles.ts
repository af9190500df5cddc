/** Of a report as HTML: paper, on the screen as well. */
export const STYLES = `
:root { color-scheme: light; --ink: #1d2229; --soft: #424850; --muted: #60676f; --line: #dfe1e5; --good: #1e7d32; --bad: #c4242c; }
* { box-sizing: border-box; }
body { margin: 0; background: #fbfcfd; color: var(--ink); font: 14px/1.5 system-ui, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif; font-variant-numeric: tabular-nums; }
main { max-width: 800px; margin: 0 auto; padding: 32px 40px; }
header { border-bottom: 1px solid var(--line); padding-bottom: 12px; }
h1 { margin: 4px 0; font-size: 24px; line-height: 1.25; }
h2 { margin: 28px 0 8px; font-size: 15px; }
p { margin: 4px 0; overflow-wrap: anywhere; white-space: pre-line; }
.project, .about, .note, footer { color: var(--muted); }
.period { color: var(--soft); font-weight: 600; }
.about { font-size: 12px; }
.good { color: var(--good); }
.bad { color: var(--bad); }
.findings { margin: 0; padding: 0; list-style: none; }
.findings li { padding: 3px 0 3px 20px; text-indent: -20px; color: var(--ink); }
.findings b { display: inline-block; width: 20px; text-indent: 0; font-size: 10px; color: var(--muted); }
.findings .good b { color: var(--good); }
.findings .bad b { color: var(--bad); }
.figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(170px, 1fr)); gap: 16px; margin: 0; }
.figures dt { color: var(--muted); font-size: 12px; }
.figures dd { margin: 0; }
.figures b { margin-right: 8px; font-size: 20px; font-weight: 600; }
figure { margin: 0; }
figure svg { display: block; max-width: 100%; height: auto; }
.wide { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 13px; }
th { color: var(--muted); font-size: 12px; font-weight: 500; text-align: left; vertical-align: bottom; }
th, td { padding: 5px 10px 5px 0; border-bottom: 1px solid var(--line); }
td { overflow-wrap: anywhere; }
th:first-child, td:first-child { min-width: 130px; }
th:last-child, td:last-child { padding-right: 0; }
.number { text-align: right; white-space: nowrap; }
th.number { white-space: normal; }
footer { margin-top: 32px; border-top: 1px solid var(--line); padding-top: 8px; font-size: 12px; }
@media (max-width: 600px) { main { padding: 16px; } }
@media print {
  @page { size: A4; margin: 16mm; }
  body { background: none; font-size: 12px; }
  main { max-width: none; padding: 0; }
  h2, thead { break-after: avoid; }
  figure, tr, .figures div, .findings li { break-inside: avoid; }
  .wide { overflow: visible; }
}
`.trim();
