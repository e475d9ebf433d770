import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import { build, type BuildOptions, type Plugin } from 'esbuild';
import { CHECKS } from '../../../conformance/src/checks/index.ts';
import { STYLE } from '../../../conformance/src/report/page/style.ts';
import { ROOT } from '../paths.ts';

const OWN = `
.claim { font-weight: 600; } .note { color: var(--warn); } li { margin: .3rem 0; }
#drop { border: 2px dashed var(--dim); border-radius: 6px; padding: 1.2rem 1rem; margin: 1rem 0; background: var(--soft); }
#drop.over { border-style: solid; } label { display: block; margin: .6rem 0 .2rem; }
textarea { font: .85em/1.45 ui-monospace, monospace; color: inherit; background: var(--back); border: 1px solid var(--dim);
  border-radius: 4px; padding: .4rem; width: 100%; min-height: 4.2rem; }
input[type=file] { width: 100%; padding: .6rem; } a { color: inherit; }
textarea:focus-visible, a:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
`;

/** The form of a report, compiled beforehand: a page that may not make code cannot compile it. */
function compiledShape(): string {
  const schema = JSON.parse(readFileSync(join(ROOT, 'conformance/report.schema.json'), 'utf8')) as object;
  const ajv = new Ajv2020({ strict: false, code: { source: true, esm: true } });
  const code = (standalone as unknown as (ajv: Ajv2020, validate: unknown) => string)(
    ajv,
    ajv.compile(schema),
  );
  return `${code}
export function misshapen(value) {
  if (validate(value)) return undefined;
  return validate.errors.map(({ instancePath, message }) => 'report' + instancePath + ' ' + message).join(', ');
}`;
}

/** Node's modules, and what reads the schema from a file, are others in a page. */
const inPage: Plugin = {
  name: 'in-page',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:/ }, () => ({ path: join(ROOT, 'docs/site/verify/node.ts') }));
    onResolve({ filter: /^\.\/shape\.ts$/ }, () => ({ path: 'shape', namespace: 'compiled' }));
    onLoad({ filter: /.*/, namespace: 'compiled' }, () => ({ contents: compiledShape(), resolveDir: ROOT }));
  },
};

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** The page that verifies reports, as one file, and the sources that are in it. */
export async function verifierPage(
  common: BuildOptions,
): Promise<{ html: string; inputs: readonly string[] }> {
  const { outputFiles, metafile } = await build({
    ...common,
    absWorkingDir: ROOT,
    entryPoints: ['docs/site/verify/page.ts'],
    inject: ['docs/site/verify/bytes.ts'],
    plugins: [inPage],
    metafile: true,
    write: false,
  });
  const script = (outputFiles[0]?.text ?? '').replaceAll('</script', '<\\/script');
  const set = JSON.parse(readFileSync(join(ROOT, 'conformance/requirements.json'), 'utf8')) as unknown;
  const checks = CHECKS.map(({ id, grade, requirements, needs }) => ({ id, grade, requirements, needs }));
  const data = JSON.stringify({ set, checks }).replaceAll('<', '\\u003c');
  const style = STYLE + OWN;
  const policy = `default-src 'none'; img-src data:; style-src ${hashOf(style)}; script-src ${hashOf(script)}; base-uri 'none'; form-action 'none'`;
  const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>Verify a conformance report | EAAP</title>
<style>${style}</style></head><body>
<header><h1>Verify a conformance report</h1>
<p>Recomputes a report in this page, as <code>eaap-conformance verify</code> does and by the same code: digest, claim, verdicts,
and what went over the wire. It asks no host for anything, and what you open stays here. <a href="index.html">EAAP</a></p></header>
<main>
<div id="drop"><label for="file">A report, as <code>run --report</code> wrote it; choose it or drop it here</label>
<input id="file" type="file" accept=".json,application/json">
<label for="signer">It has to be signed by this public key (PEM, or as a report writes it); empty for anybody or nobody</label>
<textarea id="signer" spellcheck="false" autocomplete="off"></textarea></div>
<noscript><p>This page computes, and needs scripts for it.</p></noscript>
<div id="out" role="status"></div>
<p class="dim">Known here: <span id="known"></span>. A report that holds was not necessarily run: whoever makes all of one up,
consistently, and signs it, has one that holds. Only running it again shows more.</p>
</main>
<script type="application/json" id="data">${data}</script>
<script>${script}</script>
</body></html>
`;
  const [output] = Object.values(metafile.outputs);
  const inputs = Object.entries(output?.inputs ?? {}).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  return { html, inputs: inputs.map(([input]) => input) };
}
