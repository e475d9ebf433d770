import { canonicalize, digest, type Json, type State } from '@eaap/protocol';

/** One object of a state: type, id, version, commitment. */
export type StateObject = [type: string, id: string, version: number, commitment: string];

/** The stored start of the window that `now` falls in; it is never computed again at commit. */
export function windowStart(now: number, width: number): number {
  return now - (now % width);
}

const order = (a: StateObject, b: StateObject): number =>
  a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0;

/** Objects sorted by type, then id, by code unit. */
export function sortObjects(objects: readonly StateObject[]): StateObject[] {
  return [...objects].sort(order);
}

/**
 * The digest that binds a decision to the state of the world it was made in.
 *
 * @see RFC-0001 section 9.2
 */
export function stateHash(state: State): `sha256:${string}` {
  return digest('EAAP-STATE-v1', state as unknown as Json);
}

/** What differs between two states, in words a person can act on: `fact:<id> 1→2`, `policy`, `selectors`. */
export function changesBetween(then: State, now: State): string[] {
  const changes: string[] = [];
  if (then.policy !== now.policy) changes.push('policy');
  if (then.engine !== now.engine) changes.push('engine');
  if (canonicalize(then.selectors) !== canonicalize(now.selectors)) changes.push('selectors');
  const before = new Map(then.objects.map((object) => [`${object[0]}:${object[1]}`, object]));
  const after = new Map(now.objects.map((object) => [`${object[0]}:${object[1]}`, object]));
  for (const [name, object] of before) {
    const other = after.get(name);
    if (other === undefined) changes.push(`${name} ${object[2]}→none`);
    else if (other[2] !== object[2]) changes.push(`${name} ${object[2]}→${other[2]}`);
    else if (other[3] !== object[3]) changes.push(`${name} commitment`);
  }
  for (const [name, object] of after) if (!before.has(name)) changes.push(`${name} none→${object[2]}`);
  return changes.slice(0, 64);
}
