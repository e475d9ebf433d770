import { canonical, type Json } from '../json.ts';
import { countOf, estimateOf, faultsOf } from './check.ts';
import { Ended, evaluate } from './evaluate.ts';
import { parse } from './parser.ts';
import { SyntaxFault, type Expr, type LoadFault } from './syntax.ts';
import { toValue } from './value.ts';

export type { LoadFault } from './syntax.ts';

/** What a condition is evaluated over (RFC-0007 section 5.3). */
export interface Activation {
  readonly action: {
    readonly tool: string;
    readonly parameters: { readonly [name: string]: Json };
    readonly environment: string;
    readonly session?: string;
  };
  /** With these four members and no others. */
  readonly effects: readonly {
    readonly effect: string;
    readonly target: string | null;
    readonly risk: string;
    readonly reversibility: string;
  }[];
  readonly principal: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The keys that are selected, with the values of the facts in force of trust `verified` or more, in the order of their ids. */
  readonly facts: readonly {
    readonly subject: string;
    readonly attribute: string;
    readonly values: readonly Json[];
  }[];
}

/** Why a condition that loads has no answer (RFC-0007 section 5.9). */
export type RunFault = 'cost' | 'fact' | 'failed' | 'not-boolean';

/** The keys a rule has asked for, in order, each once; what it asked for is relied on whatever it answered. */
export interface Asked {
  readonly asked: readonly { readonly subject: string; readonly attribute: string }[];
}

const MOST_UNITS = 2048;
const MOST_BRACKETS = 32;
const MOST_EXPRESSIONS = 512;
const MOST_ESTIMATE = 100_000;

/** A condition that may be evaluated, with its estimated cost; or everything for which it is refused. */
export function loadRule(text: string): { expr: Expr; estimate: number } | { faults: readonly LoadFault[] } {
  const faults: LoadFault[] = [];
  if (text.length > MOST_UNITS) faults.push('size');
  if (deepest(text) > MOST_BRACKETS) return { faults: [...faults, 'depth'] };
  try {
    const expr = parse(text);
    faults.push(...faultsOf(expr));
    if (countOf(expr) > MOST_EXPRESSIONS) faults.push('size');
    const estimate = estimateOf(expr);
    if (estimate > MOST_ESTIMATE) faults.push('estimate');
    return faults.length > 0 ? { faults } : { expr, estimate };
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error;
    return { faults: [...faults, 'syntax'] };
  }
}

/** The deepest place of the brackets of a text, those inside texts and those of the wrong kind included. */
function deepest(text: string): number {
  let depth = 0;
  let most = 0;
  for (const char of text) {
    if ('([{'.includes(char)) depth += 1;
    else if (')]}'.includes(char)) depth -= 1;
    most = Math.max(most, depth);
  }
  return most;
}

/**
 * Evaluates a condition: true or false, or the one reason for which it has no value. A condition that does not load
 * answers `load`.
 */
export function evaluateRule(
  text: string,
  activation: Activation,
): ({ readonly value: boolean } | { readonly error: RunFault | 'load' }) & Asked {
  const loaded = loadRule(text);
  if ('faults' in loaded) return { error: 'load', asked: [] };
  const asked = new Map<string, { subject: string; attribute: string }>();
  const facts = (subject: string, attribute: string): readonly Json[] | null => {
    const row = activation.facts.find((one) => one.subject === subject && one.attribute === attribute);
    if (row !== undefined) asked.set(canonical([subject, attribute]), { subject, attribute });
    return row?.values ?? null;
  };
  const { tool, parameters, environment, session } = activation.action;
  const variables = {
    action: toValue({ tool, parameters, environment, ...(session === undefined ? {} : { session }) }),
    effects: toValue(activation.effects as unknown as Json),
    principal: activation.principal,
    now: BigInt(activation.now),
  };
  try {
    const value = evaluate(loaded.expr, variables, facts);
    const done = [...asked.values()];
    if (value === undefined) return { error: 'failed', asked: done };
    return typeof value === 'boolean' ? { value, asked: done } : { error: 'not-boolean', asked: done };
  } catch (error) {
    if (error instanceof Ended) return { error: error.why, asked: [...asked.values()] };
    throw error;
  }
}
