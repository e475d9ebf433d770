import { createSealer, type Sealer } from '@eaap/ledger';
import type { KeyStore, StoredKey } from '@eaap/store';

/** A key and where it stands in a key store. */
export interface GivenKey extends StoredKey {
  readonly purpose: 'root' | 'subject';
  readonly name: string;
}

/** The reference's sealer over keys and entropy that are given. */
export function sealerOver(keys: readonly GivenKey[], drawn: Uint8Array = new Uint8Array(32)): Sealer {
  const at = (purpose: string, name: string): StoredKey | undefined =>
    keys.find((key) => key.purpose === purpose && key.name === name);
  const store: KeyStore = {
    async ensure(_namespace, purpose, name) {
      const found = at(purpose, name);
      if (found === undefined) throw new Error(`The vector gives no key of ${name}.`);
      return found;
    },
    find: async (_namespace, purpose, name) => at(purpose, name),
    get: async (_namespace, kid) => keys.find((key) => key.kid === kid)?.key,
    destroy: async () => {},
    list: async () => [],
    files: () => [],
    close: async () => {},
  };
  return createSealer({ keys: store, entropy: { bytes: (n) => drawn.slice(0, n) } });
}
