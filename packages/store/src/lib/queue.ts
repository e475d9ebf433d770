/**
 * Waiting work, first come first served within a namespace, and round-robin between namespaces: one that floods the
 * storage delays the others by at most one group each.
 */
export class FairQueue<T> {
  readonly #lines = new Map<string, T[]>();

  get empty(): boolean {
    return this.#lines.size === 0;
  }

  push(namespace: string, item: T): void {
    const line = this.#lines.get(namespace);
    if (line === undefined) this.#lines.set(namespace, [item]);
    else line.push(item);
  }

  /** The next group: up to `most` items of the namespace whose turn it is. */
  take(most: number): { namespace: string; items: T[] } | undefined {
    const next = this.#lines.entries().next();
    if (next.done === true) return undefined;
    const [namespace, line] = next.value;
    // Taken out and put back at the end: a Map keeps the order of insertion, which is the order of turns.
    this.#lines.delete(namespace);
    if (line.length > most) this.#lines.set(namespace, line.slice(most));
    return { namespace, items: line.slice(0, most) };
  }
}
