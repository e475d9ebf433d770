import { isHostPort, isPath } from './value.ts';
import { hasHidden } from './text.ts';

/** Whether a name pattern covers a name, by trying each split of a star (RFC-0005 section 5.1). */
export function coversName(pattern: string, name: string): boolean {
  let open = new Set([0]);
  for (const one of pattern.split('')) {
    const next = new Set<number>();
    for (const at of open) {
      if (one !== '*') {
        if (name[at] === one) next.add(at + 1);
      } else for (let end = at; end <= name.length; end++) next.add(end);
    }
    open = next;
  }
  return open.has(name.length);
}

const divided = (text: string): readonly [kind: string, rest: string] => {
  const colon = text.indexOf(':');
  return colon < 0 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1)];
};

/** Why a target pattern does not cover a target, or `null` when it does (RFC-0005 section 5.2). */
export function uncovered(pattern: string, target: string | null): 'no-target' | 'kind' | 'rest' | null {
  if (pattern === '*') return null;
  if (target === null) return 'no-target';
  const [kind, wanted] = divided(pattern);
  const [is, rest] = divided(target);
  if (kind !== is) return 'kind';
  let covers = false;
  if (kind === 'host') {
    const suffix = wanted.slice(1);
    covers =
      wanted === '*' ||
      wanted === rest ||
      (wanted.startsWith('*.') && rest.endsWith(suffix) && rest.length > suffix.length);
  } else if (kind === 'path') {
    covers = wanted.endsWith('/') ? rest.startsWith(wanted) && rest !== wanted : rest === wanted;
  } else if (kind === 'resource') covers = coversName(wanted, rest);
  return covers ? null : 'rest';
}

/** Whether one of some patterns covers a target. */
export const isCovered = (patterns: readonly string[], target: string | null): boolean =>
  patterns.some((pattern) => uncovered(pattern, target) === null);

/** Whether a target pattern is without fault (RFC-0005 section 5.2). */
export function isPattern(pattern: string): boolean {
  if (pattern === '*') return true;
  const [kind, rest] = divided(pattern);
  if (kind === 'host') return rest === '*' || isHostPort(rest.startsWith('*.') ? rest.slice(2) : rest);
  if (kind === 'path') return rest === '/' || isPath(rest.endsWith('/') ? rest.slice(0, -1) : rest);
  return kind === 'resource' && rest !== '' && !hasHidden(rest);
}
