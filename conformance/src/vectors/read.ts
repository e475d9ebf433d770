import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { VectorFile } from './types.ts';

/** Where vectors are committed. */
export const VECTORS_FOLDER = fileURLToPath(new URL('../../vectors/', import.meta.url));

/**
 * The committed files of vectors, by topic.
 *
 * @throws Error that names the file when one is no vector file.
 */
export function readVectorFiles(folder: string = VECTORS_FOLDER): readonly VectorFile[] {
  const names = readdirSync(folder).filter(
    (name) => name.endsWith('.json') && !name.endsWith('.schema.json') && !/^\d{4}-/.test(name),
  );
  return names.sort().map((name) => {
    let file: VectorFile;
    try {
      file = JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as VectorFile;
    } catch (error) {
      throw new Error(`conformance/vectors/${name} is no JSON: ${String(error)}`, { cause: error });
    }
    if (file.topic !== name.slice(0, -5) || !Array.isArray(file.cases))
      throw new Error(`conformance/vectors/${name} is no file of vectors of the topic ${name.slice(0, -5)}.`);
    return file;
  });
}
