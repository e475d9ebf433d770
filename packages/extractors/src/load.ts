import { EaapError, type Extractor } from '@eaap/protocol';
import { loadCode, loadJavaScript, loadPython } from './code/load.ts';
import { loadShell } from './shell/load.ts';
import { loadSql } from './sql/load.ts';

/** The dialects that are read here. */
export const DIALECTS = ['code.javascript', 'code.python', 'shell.bash', 'sql.postgresql'] as const;

/** A dialect that is read here. */
export type Dialect = (typeof DIALECTS)[number];

const LOADERS: Readonly<Record<Dialect, () => Promise<Extractor>>> = {
  'code.javascript': async () => loadJavaScript(),
  'code.python': async () => loadPython(),
  'shell.bash': async () => loadShell(await loadCode()),
  'sql.postgresql': async () => loadSql(),
};

/**
 * Loads extractors, all of them unless some are named. Grammars are WebAssembly, which is loaded asynchronously; what is
 * loaded reads synchronously. Given to a gateway, they are declared by it and are part of its engine digest.
 *
 * @throws EaapError `invalid-request` for a dialect that is not read here.
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { loadExtractors } from '@eaap/extractors';
 *
 * const extractors = await loadExtractors(['shell.bash']);
 * const reading = extractors.get('shell.bash')?.read('cd /tmp && rm -rf cache');
 * assert.ok(reading?.effects.some(({ effect, target }) => effect === 'file.delete' && target === 'path:/tmp/cache'));
 * ```
 */
export async function loadExtractors(
  dialects: readonly string[] = DIALECTS,
): Promise<ReadonlyMap<string, Extractor>> {
  const loaded = new Map<string, Extractor>();
  for (const dialect of dialects) {
    const load = Object.hasOwn(LOADERS, dialect) ? LOADERS[dialect as Dialect] : undefined;
    if (load === undefined) {
      throw new EaapError(
        'invalid-request',
        `${dialect} is no dialect that is read here. There are: ${DIALECTS.join(', ')}.`,
      );
    }
    loaded.set(dialect, await load());
  }
  return loaded;
}
