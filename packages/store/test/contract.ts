import type { Store } from '../src/index.ts';
import { groups } from './contract/groups.ts';
import { isolation } from './contract/isolation.ts';
import { lifetime } from './contract/lifetime.ts';
import { rows } from './contract/rows.ts';

/** What the contract needs of an engine: a new, empty store each time. */
export interface Subject {
  readonly name: string;
  readonly open: (options?: { workLimitMs?: number }) => Promise<Store>;
}

/** What every engine does. It is written against the interface alone, so that each engine runs the same. */
export function contract(subject: Subject): void {
  rows(subject);
  groups(subject);
  isolation(subject);
  lifetime(subject);
}
