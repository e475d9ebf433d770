/** Numbers drawn from a text: the same text, the same numbers, on any machine. */
export class Random {
  private state: number;

  constructor(seed: string) {
    // FNV-1a; the mulberry32 below is then as good as is needed to draw inputs.
    let hash = 0x811c9dc5;
    for (let at = 0; at < seed.length; at++) hash = Math.imul(hash ^ seed.charCodeAt(at), 0x01000193);
    this.state = hash >>> 0;
  }

  /** A whole number below `below`. */
  below(below: number): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000) * below);
  }

  /** Whether one of so many happens. */
  oneIn(many: number): boolean {
    return this.below(many) === 0;
  }

  /** One of some things, of which there is one at least. */
  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)] as T;
  }
}
