/** The style of the page: light or dark as the reader's system is, one column on a narrow screen. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --dim: #59636e; --back: #fff; --soft: #f4f6f8; --line: #d5dae0;
  --pass: #116329; --fail: #b3151f; --warn: #7d4e00; --none: #59636e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebee; --dim: #a0aab4; --back: #14171a; --soft: #1e2327;
  --line: #39414a; --pass: #6fd08a; --fail: #ff8a84; --warn: #e8b75c; --none: #a0aab4; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 68rem; padding: 1.5rem 1rem 4rem; background: var(--back); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
p { margin: .4rem 0; } .said { font-size: 1.15rem; font-weight: 600; }
.dim, dt { color: var(--dim); } code, pre { font: .85em/1.45 ui-monospace, monospace; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: 1rem 0; } dd { margin: 0; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem .6rem; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; }
th:first-child, td:first-child { text-align: left; }
.PASS { color: var(--pass); } .FAIL { color: var(--fail); } .INCONCLUSIVE, .NOT_EVIDENCED { color: var(--warn); }
.NOT_APPLICABLE { color: var(--none); }
.verdict { font-weight: 600; font-size: .85em; white-space: nowrap; }
form { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: .5rem; align-items: center;
  padding: .6rem 0; background: var(--back); border-bottom: 1px solid var(--line); }
input, select { font: inherit; color: inherit; background: var(--soft); border: 1px solid var(--dim); border-radius: 4px;
  padding: .3rem .5rem; min-height: 2.25rem; max-width: 100%; } input { flex: 1 1 14rem; min-width: 0; }
output { color: var(--dim); }
details { border-bottom: 1px solid var(--line); } summary { padding: .5rem 0; cursor: pointer; }
summary:focus-visible, input:focus-visible, select:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
.sentence { display: block; } .inner { padding: 0 0 .8rem 1rem; border-left: 2px solid var(--line); margin-left: .3rem; }
.inner details { border: 0; } .inner summary { padding: .25rem 0; }
pre { background: var(--soft); padding: .5rem; margin: .3rem 0; white-space: pre-wrap; overflow-wrap: anywhere; }
[hidden] { display: none; }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .4rem; } .inner { padding-left: .5rem; }
  form { position: static; } }
`;
