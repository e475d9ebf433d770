import { createIds, draw, EaapError, type Clock, type Entropy, type Ids } from '@eaap/protocol';
import { checkNamespace } from '../lib/shape.ts';
import type { KeyEntry, KeyPurpose, KeyStore, StoredKey } from '../types/key-store.ts';
import { checkPurpose, checkText } from './check.ts';
import { KEY_BYTES } from './wrap.ts';

interface Held extends KeyEntry {
  readonly namespace: string;
  readonly key: Uint8Array;
}

class MemoryKeyStore implements KeyStore {
  readonly #entropy: Entropy;
  readonly #ids: Ids;
  readonly #held = new Map<string, Held>();
  #open = true;

  constructor(parts: { entropy: Entropy; clock: Clock }) {
    this.#entropy = parts.entropy;
    this.#ids = createIds(parts.clock, parts.entropy);
  }

  async ensure(namespace: string, purpose: KeyPurpose, name: string): Promise<StoredKey> {
    const found = this.#find(namespace, purpose, name);
    if (found !== undefined) return found;
    const kid = this.#ids();
    const key = draw(this.#entropy, KEY_BYTES);
    this.#held.set(kid, { namespace, purpose, name, kid, key: Uint8Array.from(key) });
    return { kid, key };
  }

  async find(namespace: string, purpose: KeyPurpose, name: string): Promise<StoredKey | undefined> {
    return this.#find(namespace, purpose, name);
  }

  async get(namespace: string, kid: string): Promise<Uint8Array | undefined> {
    this.#check(namespace);
    const held = this.#held.get(checkText('kid', kid));
    return held?.namespace === namespace ? Uint8Array.from(held.key) : undefined;
  }

  async destroy(namespace: string, kids: readonly string[]): Promise<void> {
    this.#check(namespace);
    for (const kid of kids) {
      const held = this.#held.get(checkText('kid', kid));
      if (held?.namespace !== namespace) continue;
      held.key.fill(0);
      this.#held.delete(kid);
    }
  }

  async list(namespace: string): Promise<KeyEntry[]> {
    this.#check(namespace);
    const own = [...this.#held.values()].filter((held) => held.namespace === namespace);
    return own.map(({ kid, purpose, name }) => ({ kid, purpose, name }));
  }

  files(): string[] {
    return [];
  }

  async close(): Promise<void> {
    this.#open = false;
    for (const held of this.#held.values()) held.key.fill(0);
    this.#held.clear();
  }

  #find(namespace: string, purpose: KeyPurpose, name: string): StoredKey | undefined {
    this.#check(namespace);
    checkPurpose(purpose);
    checkText('name', name);
    for (const held of this.#held.values()) {
      if (held.namespace === namespace && held.purpose === purpose && held.name === name) {
        return { kid: held.kid, key: Uint8Array.from(held.key) };
      }
    }
    return undefined;
  }

  #check(namespace: string): void {
    if (!this.#open) throw new EaapError('key-store-unavailable', 'The key store is closed.');
    checkNamespace(namespace);
  }
}

/**
 * A key store that ends with the process, for a database in memory and for tests.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { memoryKeyStore } from '@eaap/store';
 * import { systemClock, systemEntropy } from '@eaap/protocol';
 *
 * const keys = memoryKeyStore({ entropy: systemEntropy(), clock: systemClock() });
 * const { kid } = await keys.ensure('acme', 'root', 'index');
 * await keys.destroy('acme', [kid]);
 * assert.equal(await keys.get('acme', kid), undefined);
 * ```
 */
export function memoryKeyStore(parts: { readonly entropy: Entropy; readonly clock: Clock }): KeyStore {
  return new MemoryKeyStore(parts);
}
