/** A sequence that a seed determines. Not for secrets. */
export interface Random {
  /** A whole number from 0 to `below` − 1. */
  int(below: number): number;
  pick<T>(list: readonly T[]): T;
  /** A word that nothing else in a run is likely to be. */
  word(): string;
  /** The same members in another order. */
  shuffled<T>(list: readonly T[]): T[];
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** Mulberry32: 32 bits of state, the same on every machine. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (below: number): number => Math.floor(next() * below);
  const pick = <T>(list: readonly T[]): T => {
    const found = list[int(list.length)];
    if (found === undefined) throw new RangeError('Nothing to pick from.');
    return found;
  };
  return {
    int,
    pick,
    word: () => Array.from({ length: 6 }, () => LETTERS.charAt(int(26))).join(''),
    shuffled(list) {
      const mixed = [...list];
      for (let i = mixed.length - 1; i > 0; i -= 1) {
        const j = int(i + 1);
        const [a, b] = [mixed[i], mixed[j]];
        if (a !== undefined && b !== undefined) [mixed[i], mixed[j]] = [b, a];
      }
      return mixed;
    },
  };
}
