import {
  appendFileSync,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { bundle } from './bundle.ts';
import { writePages } from './pages/write.ts';
import { OUT, ROOT } from './paths.ts';
import { isValid, openTypeDoc } from './typedoc/app.ts';
import { SHOWN_AS_TEXT } from './typedoc/pages.ts';

/** Files that pages link to by name. */
function copyData(): void {
  for (const [from, to] of [
    ['schemas', 'schemas'],
    ['schemas/examples', 'schemas/examples'],
    ['schemas/tables', 'schemas/tables'],
    ['conformance/vectors', 'vectors'],
  ] as const) {
    mkdirSync(join(OUT, to), { recursive: true });
    for (const file of globSync(`${from}/*.json`, { cwd: ROOT })) {
      cpSync(join(ROOT, file), join(OUT, to, basename(file)));
    }
  }
  const media = join(OUT, 'media');
  if (!existsSync(media)) return;
  for (const name of readdirSync(media)) {
    if (SHOWN_AS_TEXT.test(name)) renameSync(join(media, name), join(media, `${name}.txt`));
  }
}

/** A page for a folder that a document links to: a browser would show the files of a folder, but no web server has to. */
function listFolder(path: string): void {
  const folder = join(OUT, path);
  const items = readdirSync(folder)
    .filter((name) => name !== 'index.html')
    .map((name) => `<li><a href="${name}">${name}</a></li>`);
  writeFileSync(
    join(folder, 'index.html'),
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${path} | EAAP</title>` +
      '<meta name="viewport" content="width=device-width, initial-scale=1">' +
      '<link rel="stylesheet" href="../../assets/style.css"><link rel="stylesheet" href="../../assets/custom.css">' +
      `</head><body><div class="container tsd-typography"><h1>${path}</h1><ul>${items.join('')}</ul>` +
      '<p><a href="../../index.html">EAAP</a></p></div></body></html>\n',
  );
}

/** Makes the whole site; false when something in it is wrong, which was then printed. */
export async function buildSite(): Promise<boolean> {
  await writePages();
  const app = await openTypeDoc();
  const project = await app.convert();
  if (project === undefined) return false;
  if (!isValid(app, project)) return false;
  await app.generateOutputs(project);
  if (app.logger.hasErrors()) return false;
  copyData();
  listFolder('schemas/tables');
  listFolder('schemas/examples');
  appendFileSync(
    join(OUT, 'assets/custom.css'),
    readFileSync(new URL('style/playground.css', import.meta.url), 'utf8'),
  );
  await bundle();
  return true;
}
