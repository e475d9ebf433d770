import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type BuildOptions, type Plugin } from 'esbuild';
import { OUT, ROOT } from './paths.ts';
import { verifierPage } from './verify/build.ts';

/** What of mermaid the RFCs draw with; everything else it would load when needed is left out. */
const KEPT =
  /\/(stateDiagram|flowDiagram|sequenceDiagram|classDiagram|erDiagram|dagre|defaultTheme)[\w-]*\.mjs$/;

const onlyWhatIsDrawn: Plugin = {
  name: 'only-what-is-drawn',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /.*/ }, ({ kind, importer, path }) => {
      if (kind !== 'dynamic-import' || !/node_modules\/mermaid\//.test(importer)) return undefined;
      return KEPT.test(path) ? undefined : { path, namespace: 'left-out' };
    });
    onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: 'export default {};' }));
  },
};

/** Scripts are plain ones: a page opened from a folder may not load modules. */
const COMMON: BuildOptions = {
  bundle: true,
  minify: true,
  format: 'iife',
  platform: 'browser',
  target: ['es2022'],
  conditions: ['eaap-source'],
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
  define: { 'process.env.NODE_ENV': '"production"' },
};

/** The packages whose code is in the scripts, with the text of their licences. */
function licencesOf(files: Iterable<string>): string {
  const names = new Set<string>();
  for (const file of files) {
    const [, name] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file) ?? [];
    const path = file.slice(0, file.lastIndexOf(`node_modules/${name ?? ''}/`));
    if (name !== undefined) names.add(`${path}node_modules/${name}`);
  }
  return [...names]
    .sort()
    .map((folder) => {
      const { name, version, license } = JSON.parse(
        readFileSync(join(ROOT, folder, 'package.json'), 'utf8'),
      ) as Record<string, string>;
      const text = [
        'LICENSE',
        'LICENSE.md',
        'LICENSE.txt',
        'license',
        'LICENCE',
        'LICENSE-MIT',
        'license.md',
        'license.txt',
      ]
        .map((file) => read(join(ROOT, folder, file)))
        .find((found) => found !== undefined);
      return `${name ?? ''} ${version ?? ''} (${license ?? 'see below'})\n\n${(text ?? 'No text comes with the package.').trim()}\n`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Puts the site's scripts into its folder, and beside them the licences of what is in them. */
export async function bundle(): Promise<void> {
  const assets = join(OUT, 'assets');
  mkdirSync(assets, { recursive: true });
  const inputs = new Set<string>();
  for (const [name, plugins] of [
    ['site', []],
    ['playground', []],
    ['diagrams', [onlyWhatIsDrawn]],
  ] as const) {
    const { metafile } = await build({
      ...COMMON,
      absWorkingDir: ROOT,
      entryPoints: [`docs/site/client/${name}.ts`],
      outfile: join(assets, `${name}.js`),
      plugins: [...plugins],
      inject: name === 'playground' ? ['docs/site/playground/buffer.ts'] : [],
    });
    for (const [input, { bytesInOutput }] of Object.entries(
      Object.values(metafile?.outputs ?? {})[0]?.inputs ?? {},
    )) {
      if (bytesInOutput > 0) inputs.add(input);
    }
  }
  const verifier = await verifierPage(COMMON);
  writeFileSync(join(OUT, 'verify.html'), verifier.html);
  for (const input of verifier.inputs) inputs.add(input);
  writeFileSync(join(assets, 'LICENCES.txt'), licencesOf(inputs));
}
