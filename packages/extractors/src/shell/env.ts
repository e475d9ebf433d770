import type { Node } from '../lib/grammar.ts';
import { NOWHERE, WORKDIR, type Base } from './place.ts';
import { MANY, type Value } from './value.ts';

const MOST_BASES = 6;

/** What a shell knows at one point of a script. */
export class Env {
  /** Values of variables that the script sets; `MANY` when nobody can say any more. */
  readonly vars: Map<string, Value>;
  readonly arrays: Map<string, readonly Value[]>;
  /** Bodies of functions by name; several when a name was given more than once. */
  readonly functions: Map<string, readonly Node[]>;
  /** What `$1`, `$2` … are; `null` when nobody can say. */
  params: readonly Value[] | null;
  /** The directories this may be run in. */
  bases: readonly Base[];
  /** Where a `cd` that failed would have left it. */
  failed: readonly Base[] = [];

  constructor(of?: Env) {
    this.vars = new Map(of?.vars);
    this.arrays = new Map(of?.arrays);
    this.functions = new Map(of?.functions);
    this.params = of === undefined ? [] : of.params;
    this.bases = of?.bases ?? [WORKDIR];
    this.failed = of?.failed ?? [];
  }

  /** A copy in which nothing of this one can be changed. */
  fork(): Env {
    return new Env(this);
  }

  /** Takes in what another way through the script may have left. */
  merge(other: Env): void {
    for (const name of new Set([...this.vars.keys(), ...other.vars.keys()])) {
      if (this.vars.get(name) !== other.vars.get(name)) this.vars.set(name, MANY);
    }
    for (const name of new Set([...this.arrays.keys(), ...other.arrays.keys()])) {
      if (this.arrays.get(name) !== other.arrays.get(name)) this.arrays.set(name, [MANY]);
    }
    for (const [name, bodies] of other.functions) {
      const known = this.functions.get(name) ?? [];
      this.functions.set(name, [...new Set([...known, ...bodies])]);
    }
    this.bases = union(this.bases, other.bases);
    this.failed = union(this.failed, other.failed);
  }

  /** Forgets how the last `cd` ended: it may have failed. */
  settle(): void {
    this.bases = union(this.bases, this.failed);
    this.failed = [];
  }
}

function union(a: readonly Base[], b: readonly Base[]): readonly Base[] {
  const all = new Map([...a, ...b].map((base) => [`${base.root} ${base.text}`, base]));
  return all.size > MOST_BASES ? [NOWHERE] : [...all.values()];
}
