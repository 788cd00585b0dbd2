/** The style of the supervisor's pages: the colours of the app (renderer/ui/tokens.css), the fonts of the machine. */
export const supervisorStyle = `
:root {
  color-scheme: light dark;
  --surface: #ffffff; --ground: #f5f6f8; --line: #d9dde3; --control-line: #7b8593;
  --text: #16202b; --muted: #55606e; --accent: #1f5fbf; --on-accent: #ffffff;
  --good: #176f41; --attention: #8c5200; --stop: #b3261e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --surface: #151b23; --ground: #0e1319; --line: #2c3642; --control-line: #768291;
    --text: #e8edf3; --muted: #9ba7b4; --accent: #7fb0ff; --on-accent: #0e1319;
    --good: #5cc98f; --attention: #f0b352; --stop: #ff8a80;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 1rem/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
header, main { max-width: 80rem; margin: 0 auto; padding: 1rem 1.5rem; }
h1 { font-size: 1.75rem; margin: 0.5rem 0; }
h2 { font-size: 1.25rem; margin: 1.5rem 0 0.5rem; }
p { margin: 0.5rem 0; }
a { color: var(--accent); }
.muted { color: var(--muted); }
.good { color: var(--good); }
.attention { color: var(--attention); font-weight: 600; }
.stop { color: var(--stop); font-weight: 600; }
.wide { overflow-x: auto; background: var(--surface); border: 1px solid var(--line); border-radius: 0.5rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.5rem 0.75rem; border-bottom: 1px solid var(--line); }
thead th { color: var(--muted); font-size: 0.8125rem; font-weight: 600; }
tbody tr:last-child > * { border-bottom: 0; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
time { white-space: nowrap; }
label { display: block; font-weight: 600; margin: 1rem 0 0.25rem; }
input { font: inherit; color: inherit; background: var(--surface); border: 1px solid var(--control-line); border-radius: 0.5rem; min-height: 2.75rem; padding: 0 0.75rem; width: min(100%, 28rem); }
button { font: inherit; font-weight: 600; color: var(--on-accent); background: var(--accent); border: 0; border-radius: 0.5rem; min-height: 2.75rem; padding: 0 1.25rem; margin-top: 1rem; cursor: pointer; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
`;
