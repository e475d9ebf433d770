import { readHostPort } from '../extract/host.ts';
import { pathFault } from '../extract/path.ts';
import { hasHidden } from '../lib/text.ts';
import { matchesName } from './name.ts';

function split(target: string): [kind: string, rest: string] {
  const colon = target.indexOf(':');
  return colon === -1 ? [target, ''] : [target.slice(0, colon), target.slice(colon + 1)];
}

/** `*.example.com` covers what stands before whole labels, never `example.com` itself nor `badexample.com`. */
function matchesHost(pattern: string, host: string): boolean {
  if (pattern === '*' || pattern === host) return true;
  return pattern.startsWith('*.') && host.length > pattern.length - 1 && host.endsWith(pattern.slice(1));
}

/**
 * Whether `pattern` covers `target`. A target of `null` (an effect on nobody knows what) needs `*`. A host with a port
 * needs a pattern with that port; a path pattern that ends in `/` covers what lies below it.
 *
 * @see RFC-0001 section 8.2
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { matchesTarget } from '@eaap/judgment';
 *
 * assert.ok(matchesTarget('host:*.example.com', 'host:api.example.com'));
 * assert.ok(!matchesTarget('host:*.example.com', 'host:badexample.com'));
 * assert.ok(matchesTarget('path:/srv/', 'path:/srv/data/x'));
 * assert.ok(!matchesTarget('resource:*', null));
 * ```
 */
export function matchesTarget(pattern: string, target: string | null): boolean {
  if (pattern === '*') return true;
  if (target === null) return false;
  const [kind, wanted] = split(pattern);
  const [is, value] = split(target);
  if (kind !== is) return false;
  switch (kind) {
    case 'host':
      return matchesHost(wanted, value);
    case 'path':
      return wanted.endsWith('/') ? value.startsWith(wanted) && value !== wanted : wanted === value;
    case 'resource':
      return matchesName(wanted, value);
    default:
      return false;
  }
}

/** What is wrong with a target, or `null`. */
export function targetFault(target: string): string | null {
  const [kind, value] = split(target);
  if (kind === 'host') return readHostPort(value) === null ? 'is not a plain host name' : null;
  if (kind === 'path') return pathFault(value);
  if (kind === 'resource' && value === '') return 'names nothing';
  if (kind === 'resource') return hasHidden(value) ? 'holds characters nobody sees' : null;
  return 'is neither host:, path: nor resource:';
}

/** What is wrong with a target pattern, or `null`. A pattern that can never match is a mistake worth telling. */
export function targetPatternFault(pattern: string): string | null {
  if (pattern === '*') return null;
  const [kind, value] = split(pattern);
  if (kind === 'host') {
    if (value === '*') return null;
    const name = value.startsWith('*.') ? value.slice(2) : value;
    return readHostPort(name) === null ? 'is not a lower-case host name, with *. before it or not' : null;
  }
  if (kind === 'path') {
    if (value === '/') return null;
    return pathFault(value.endsWith('/') ? value.slice(0, -1) : value);
  }
  return targetFault(pattern);
}
