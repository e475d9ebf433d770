import { hasHidden, isDisguised } from '../lib/text.ts';

/**
 * What keeps a text from being an absolute POSIX path with one meaning, or `null`. Whatever a shell, a library or a
 * web server would still resolve, expand or decode is refused, so that a prefix of the text is a prefix of the path.
 */
export function pathFault(path: string): string | null {
  if (!path.startsWith('/')) return 'is not absolute';
  if (path.length > 1000) return 'is too long';
  if (hasHidden(path)) return 'holds characters nobody sees';
  if (isDisguised(path)) return 'holds personal data that is not written as itself';
  if (path.includes('\\')) return 'holds a backslash';
  if (path.includes('%')) return 'holds a percent sign, which may decode to something else';
  for (const segment of path.slice(1).split('/')) {
    if (segment === '') return 'has an empty segment';
    if (segment === '.' || segment === '..') return `has the segment ${segment}`;
    if (segment.startsWith('~')) return 'has a segment that starts with ~';
  }
  return null;
}
