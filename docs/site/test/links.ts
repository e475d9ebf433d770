import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { OUT } from '../paths.ts';

/** Every page of the site, relative to it. */
export const pagesOfSite = (): string[] => globSync('**/*.html', { cwd: OUT }).sort();

const unescape = (text: string): string => text.replaceAll('&amp;', '&').replaceAll('&quot;', '"');

/** Links, scripts and pictures that lead nowhere within the site, as `page: link`. */
export function deadLinks(pages: readonly string[]): string[] {
  const ids = new Map<string, Set<string>>();
  const idsOf = (page: string): Set<string> => {
    let found = ids.get(page);
    if (found === undefined) {
      const html = readFileSync(join(OUT, page), 'utf8');
      found = new Set([...html.matchAll(/\sid="([^"]+)"/g)].map(([, id = '']) => unescape(id)));
      ids.set(page, found);
    }
    return found;
  };
  const dead: string[] = [];
  for (const page of pages) {
    const html = readFileSync(join(OUT, page), 'utf8');
    for (const link of new Set(
      [...html.matchAll(/\s(?:href|src)="([^"]*)"/g)].map(([, to = '']) => unescape(to)),
    )) {
      // Icons are put into the page by a script; what has a scheme is elsewhere.
      if (/^[a-z]+:/.test(link) || /^#icon-/.test(link) || link === '' || link === '#') continue;
      const [path = '', fragment] = link.split('#');
      const file = path === '' ? page : normalize(join(dirname(page), decodeURIComponent(path)));
      if (!existsSync(join(OUT, file)) || statSync(join(OUT, file)).isDirectory())
        dead.push(`${page}: ${link}`);
      else if (fragment !== undefined && fragment !== '' && file.endsWith('.html')) {
        if (!/^[ps]=/.test(fragment) && !idsOf(file).has(decodeURIComponent(fragment)))
          dead.push(`${page}: ${link}`);
      }
    }
  }
  return dead;
}
