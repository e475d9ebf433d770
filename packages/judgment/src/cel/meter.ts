import { isCelList, isCelMap, type CelValue } from '@bufbuild/cel';
import type { Json } from '@eaap/protocol';
import { CEL_PROFILE } from './profile.ts';

/** Answers a rule's questions about facts. */
export interface FactSource {
  /** The values that the facts in force give; `null` when nothing selected them, so that none would mean nothing. */
  values(subject: string, attribute: string): readonly Json[] | null;
}

/** Why a rule could not be evaluated. */
export type RuleFault = 'cost' | 'fact' | 'failed' | 'not-boolean';

interface Run {
  left: number;
  fault: RuleFault | null;
  readonly facts: FactSource;
}

// Evaluation is synchronous, so one run at a time. The library hands functions no context of their own.
let current: Run | null = null;

/** Runs `work` with a budget. A fault stays one, even where the language would swallow an error, as in `true || x`. */
export function metered<T>(
  facts: FactSource,
  cost: number,
  work: () => T,
): { result: T; fault: RuleFault | null } {
  const before = current;
  const own: Run = { left: CEL_PROFILE.maxCost - cost, fault: null, facts };
  current = own;
  try {
    return { result: work(), fault: own.fault };
  } finally {
    current = before;
  }
}

/** Ends the evaluation of this rule for good. */
function end(fault: RuleFault): never {
  if (current !== null) current.fault ??= fault;
  throw new Error(fault);
}

export function charge(cost: number): void {
  if (current === null) return;
  current.left -= cost;
  if (current.left < 0) end('cost');
}

/** Ends the evaluation when there are more elements than a loop may go through. */
export function chargeLoop(size: number, turn: number): void {
  if (size > CEL_PROFILE.maxElements) end('cost');
  charge(size * turn);
}

/** Asks for the facts of a key; asking for what nothing selects ends the evaluation. */
export function askFacts(subject: string, attribute: string): readonly Json[] {
  charge(2);
  return current?.facts.values(subject, attribute) ?? end('fact');
}

/** Charges for going through a value: one for each element and for every sixteen characters. */
export function chargeFor(value: CelValue): void {
  if (typeof value === 'string') charge(1 + (value.length >> 4));
  else if (isCelList(value)) {
    charge(1);
    for (const element of value) chargeFor(element);
  } else if (isCelMap(value)) {
    charge(1);
    for (const [name, element] of value) {
      chargeFor(name as CelValue);
      chargeFor(element as CelValue);
    }
  } else charge(1);
}
