import {
  appendFileSync,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
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
    ['conformance/vectors', 'vectors'],
  ] as const) {
    mkdirSync(join(OUT, to), { recursive: true });
    for (const file of globSync(`${from}/*.json`, { cwd: ROOT })) {
      cpSync(join(ROOT, file), join(OUT, to, basename(file)));
    }
  }
  const media = join(OUT, 'media');
  if (!existsSync(media)) return;
  // A link to a folder makes TypeDoc copy it; those links lead to pages.
  for (const folder of ['schemas', 'vectors', 'rfcs'])
    rmSync(join(media, folder), { recursive: true, force: true });
  for (const name of readdirSync(media)) {
    if (SHOWN_AS_TEXT.test(name)) renameSync(join(media, name), join(media, `${name}.txt`));
  }
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
  appendFileSync(
    join(OUT, 'assets/custom.css'),
    readFileSync(new URL('style/playground.css', import.meta.url), 'utf8'),
  );
  await bundle();
  return true;
}
