/**
 * Whether `pattern` covers `name`. `*` stands for any run of characters, none included; all else stands for itself.
 * Takes the earliest place for each piece between stars, which is right whenever any is, so nothing is tried twice.
 *
 * @see RFC-0001 section 8.2
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { matchesName } from '@eaap/judgment';
 *
 * assert.ok(matchesName('billing.*', 'billing.refund'));
 * assert.ok(!matchesName('billing.*', 'billing'));
 * ```
 */
export function matchesName(pattern: string, name: string): boolean {
  const pieces = pattern.split('*');
  const head = pieces[0] ?? '';
  if (pieces.length === 1) return pattern === name;
  const tail = pieces[pieces.length - 1] ?? '';
  if (name.length < head.length + tail.length || !name.startsWith(head) || !name.endsWith(tail)) return false;
  const end = name.length - tail.length;
  let at = head.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = name.indexOf(piece, at);
    if (found === -1 || found + piece.length > end) return false;
    at = found + piece.length;
  }
  return true;
}
