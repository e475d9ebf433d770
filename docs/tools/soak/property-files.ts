import { globSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** The tests of a folder that draw from fast-check, themselves or through what they import beside them. */
export function propertyFiles(root: string, globs: readonly string[]): string[] {
  const known = new Map<string, boolean>();
  const draws = (file: string): boolean => {
    const before = known.get(file);
    if (before !== undefined) return before;
    known.set(file, false); // a file on the way to itself says nothing more
    let text: string;
    try {
      text = readFileSync(file, 'utf8');
    } catch {
      return false;
    }
    const beside = [...text.matchAll(/from '(\.[^']+\.ts)'/g)].map(([, path = '']) =>
      resolve(dirname(file), path),
    );
    const does = /from 'fast-check'/.test(text) || beside.some(draws);
    known.set(file, does);
    return does;
  };
  return globs
    .flatMap((glob) => globSync(glob, { cwd: root, exclude: ['**/node_modules/**'] }))
    .sort()
    .filter((file) => draws(resolve(root, file)));
}
