import { fileURLToPath } from 'node:url';

/** The repository. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Where the site is made. */
export const OUT = `${ROOT}site/`;
/** Pages that are made for TypeDoc to read; git-ignored. */
export const GENERATED = fileURLToPath(new URL('generated/', import.meta.url));

/** Where the page of a markdown file is, without `.html`: addresses are kept short, and do not change with titles. */
export function addressOf(name: string): string {
  if (name === 'rfcs/README') return 'rfcs/index';
  if (name.startsWith('rfcs/')) return name;
  if (name === 'docs/site/generated/schemas') return 'schemas/index';
  return name.replace(/^docs\/(site\/(generated|pages)\/)?/, '');
}

/** The address of one page as seen from another; both relative to the site. */
export function relative(from: string, to: string): string {
  const up = from.split('/').length - 1;
  return `${'../'.repeat(up)}${to}`;
}
