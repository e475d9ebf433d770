import type { Manifest, ParameterSpec } from '@eaap/protocol';
import { byCodeUnit } from '../lib/rank.ts';
import { segmentsOf } from '../lib/pointer.ts';

/** What a manifest says about one place in the parameters. */
export interface Description {
  readonly spec: ParameterSpec | null;
  /** The pattern that leads here, as segments. */
  readonly pattern: readonly string[];
  readonly children: ReadonlyMap<string, Description>;
  readonly star: Description | null;
  /** Whether something required lies here or below it by names alone. */
  readonly required: boolean;
}

interface Draft {
  spec: ParameterSpec | null;
  readonly pattern: readonly string[];
  readonly children: Map<string, Draft>;
  star: Draft | null;
  required: boolean;
}

const draft = (pattern: readonly string[]): Draft => ({
  spec: null,
  pattern,
  children: new Map(),
  star: null,
  required: false,
});

function step(from: Draft, segment: string): Draft {
  if (segment === '*') return (from.star ??= draft([...from.pattern, segment]));
  let child = from.children.get(segment);
  if (child === undefined) from.children.set(segment, (child = draft([...from.pattern, segment])));
  return child;
}

/** The parameters of a manifest as a tree, in an order that does not depend on how the manifest was written. */
export function describe(parameters: Manifest['parameters']): Description {
  const root = draft([]);
  for (const pointer of Object.keys(parameters).sort(byCodeUnit)) {
    const spec = parameters[pointer];
    if (spec === undefined) continue;
    const required = spec.required !== false;
    // A star may stand for nothing, so what is required below one is required of each element, not of the parent;
    // the parent itself still has to be there.
    let at = root;
    at.required ||= required;
    for (const segment of segmentsOf(pointer)) {
      at = step(at, segment);
      at.required ||= required;
    }
    at.spec = spec;
  }
  return root;
}
