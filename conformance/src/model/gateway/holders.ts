import type { Json } from '../json.ts';
import { tokensIn } from './tokens.ts';

/** What an erasure finds. */
export type Kind = 'fact' | 'conflict' | 'evaluation' | 'escalation';

/** Whom each record is about and which tokens it holds, and which subjects have a key (RFC-0012 sections 4.1 and 6.2). */
export class Holders {
  readonly #about = new Map<string, { readonly kind: Kind; readonly id: string; readonly by: Set<string> }>();
  readonly #keys = new Set<string>();

  /** Tells of a record that was sealed. */
  tell(kind: Kind, id: string, subjects: readonly string[], payload: unknown): void {
    const key = `${kind} ${id}`;
    const held = this.#about.get(key) ?? { kind, id, by: new Set<string>() };
    this.#about.set(key, held);
    for (const subject of subjects) {
      held.by.add(`subject ${subject}`);
      this.#keys.add(subject);
    }
    for (const token of tokensIn(payload as Json)) held.by.add(`token ${token}`);
  }

  /** Whom a record is about. */
  subjectsOf(kind: Kind, id: string): string[] {
    const by = this.#about.get(`${kind} ${id}`)?.by ?? new Set<string>();
    return [...by].filter((one) => one.startsWith('subject ')).map((one) => one.slice(8));
  }

  /** The ids of records about a subject, or holding one of some tokens. */
  find(subject: string, tokens: readonly string[]): Record<Kind, Set<string>> {
    const wanted = [`subject ${subject}`, ...tokens.map((token) => `token ${token}`)];
    const found: Record<Kind, Set<string>> = {
      fact: new Set(),
      conflict: new Set(),
      evaluation: new Set(),
      escalation: new Set(),
    };
    for (const { kind, id, by } of this.#about.values())
      if (wanted.some((one) => by.has(one))) found[kind].add(id);
    return found;
  }

  /** Takes a record out. */
  forget(kind: Kind, id: string): void {
    this.#about.delete(`${kind} ${id}`);
  }

  /** Destroys the key of a subject: how many there were. */
  destroyKey(subject: string): number {
    return this.#keys.delete(subject) ? 1 : 0;
  }
}
