import { isCelError, parse, plan, type CelInput } from '@bufbuild/cel';
import { Checker } from './check.ts';
import { ENVIRONMENT } from './env.ts';
import type { Parsed } from './expr.ts';
import { CelFault } from './fault.ts';
import { checkTokens } from './lexical.ts';
import { metered, type FactSource, type RuleFault } from './meter.ts';
import { CEL_PROFILE } from './profile.ts';
import { route } from './route.ts';
import { isOneOf } from './type.ts';

/** The variables of a rule, typed. */
export type Bindings = Record<string, CelInput>;

/** A condition ready to run. */
export interface Program {
  /** The most it may cost. */
  readonly cost: number;
  /** Its answer, or why it has none. Never throws. */
  run(bindings: Bindings, facts: FactSource): boolean | RuleFault;
}

/** The parser recurses, so what could exhaust the stack is refused before it. Brackets inside texts count too. */
function checkText(text: string): void {
  if (text.length > CEL_PROFILE.maxLength) {
    throw new CelFault('size', `it is longer than ${CEL_PROFILE.maxLength} characters`);
  }
  let depth = 0;
  for (const char of text) {
    if ('([{'.includes(char)) depth++;
    else if (')]}'.includes(char)) depth--;
    if (depth > CEL_PROFILE.maxDepth) {
      throw new CelFault('depth', `brackets are nested more than ${CEL_PROFILE.maxDepth} deep`);
    }
  }
}

function parsed(text: string): Parsed {
  checkText(text);
  const readable = checkTokens(text);
  try {
    return parse(readable);
  } catch (error) {
    const why =
      error instanceof Error && !(error instanceof RangeError) ? error.message : 'too deeply nested';
    throw new CelFault('syntax', `it does not parse: ${why.split('\n')[0] ?? ''}`);
  }
}

/**
 * Compiles a condition.
 *
 * @throws CelFault when it is not EAAP-CEL, is not true or false, or may cost too much.
 */
export function compile(text: string): Program {
  const syntax = parsed(text);
  const checker = new Checker(syntax);
  const { type, cost } = checker.check(syntax.expr, new Map());
  if (!isOneOf(type, 'bool')) throw new CelFault('type', `it is ${type.kind} and must be true or false`);
  if (cost > CEL_PROFILE.maxCost) {
    throw new CelFault(
      'estimate',
      `it may cost ${cost}; ${CEL_PROFILE.maxCost} is the most (loops inside loops multiply)`,
    );
  }
  route(syntax.expr, checker.turns);
  const evaluate = plan(ENVIRONMENT, syntax);
  // What stands outside of loops is paid at the start; loops pay by the turn.
  const outside = checker.nodes;
  return {
    cost,
    run(bindings, facts) {
      try {
        const { result, fault } = metered(facts, outside, () => evaluate(bindings));
        if (fault !== null) return fault;
        if (isCelError(result)) return 'failed';
        return typeof result === 'boolean' ? result : 'not-boolean';
      } catch {
        return 'failed';
      }
    },
  };
}

const programs = new Map<string, Program | CelFault>();
const MOST_PROGRAMS = 1024;

/** The program of a condition, or why there is none; compiled once, as long as it is among the latest used. */
export function programOf(text: string): Program | CelFault {
  let program = programs.get(text);
  if (program === undefined) {
    try {
      program = compile(text);
    } catch (error) {
      program = error instanceof CelFault ? error : new CelFault('syntax', 'it cannot be compiled');
    }
  }
  // Set again, so that the first of the map is the one used longest ago.
  programs.delete(text);
  programs.set(text, program);
  for (const oldest of programs.keys()) {
    if (programs.size <= MOST_PROGRAMS) break;
    programs.delete(oldest);
  }
  return program;
}
