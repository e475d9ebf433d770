const MOST = 10_000;

/** Unwrapped keys by namespace and id. What leaves it is overwritten, so that a destroyed key is gone from memory too. */
export class KeyCache {
  readonly #keys = new Map<string, Uint8Array>();

  get(namespace: string, kid: string): Uint8Array | undefined {
    const key = this.#keys.get(placeOf(namespace, kid));
    return key === undefined ? undefined : Uint8Array.from(key);
  }

  set(namespace: string, kid: string, key: Uint8Array): void {
    if (this.#keys.size >= MOST) this.clear();
    this.#keys.set(placeOf(namespace, kid), Uint8Array.from(key));
  }

  delete(namespace: string, kid: string): void {
    const place = placeOf(namespace, kid);
    this.#keys.get(place)?.fill(0);
    this.#keys.delete(place);
  }

  clear(): void {
    for (const key of this.#keys.values()) key.fill(0);
    this.#keys.clear();
  }
}

/** U+0000 occurs in neither part. */
function placeOf(namespace: string, kid: string): string {
  return `${namespace}\0${kid}`;
}
