import type { Action, Json, JudgedFact, JudgeInput, SessionOutput } from '@eaap/protocol';
import { placesOf, segmentsOf, bind } from '../lib/pointer.ts';
import { isObject, member } from '../lib/value.ts';

/** What a user or an operator said in a session. */
export const PROMPT = 'session.prompt';
/** What a tool answered in a session. */
export const OUTPUT = 'session.output';
/** What a session may do at most. */
export const MANDATE = 'session.mandate';

/** The subject of an action's session; of one without, a subject that no session has. */
export const sessionOf = ({ session }: Pick<Action, 'session'>): string => `session:${session ?? ''}`;

/** The subject of the answers of a tool in a session. */
export const outputsOf = (session: string, tool: string): string => `${session}/${tool}`;

/** Whether what was recorded is of the sessions of this principal: nobody stands on what somebody else was told. */
const isOf = (value: Json, principal: string): boolean =>
  isObject(value) && member(value, 'agent') === principal;

/** The words of a fact of a session, or `null`: said by a person or an operator, to this principal. */
export function wordsIn(fact: JudgedFact, { principal }: Pick<JudgeInput, 'principal'>): string | null {
  const { value, source_kind } = fact;
  if (!isOf(value, principal) || !isObject(value)) return null;
  if (source_kind !== 'human' && source_kind !== 'system') return null;
  const text = member(value, 'text');
  return typeof text === 'string' ? text : null;
}

/** What a tool answered, with the parameters it was called with. */
export interface Answered {
  readonly tool: string;
  readonly parameters: Json;
  readonly output: Json;
}

/** The answer of a fact of a session, or `null`: by a tool, to this principal. */
export function answerIn(fact: JudgedFact, { principal }: Pick<JudgeInput, 'principal'>): Answered | null {
  const { value, source_kind } = fact;
  if (!isOf(value, principal) || !isObject(value) || source_kind !== 'tool') return null;
  const tool = member(value, 'tool');
  const output = member(value, 'output');
  if (typeof tool !== 'string' || output === undefined) return null;
  return { tool, output, parameters: member(value, 'parameters') ?? null };
}

/** A value in an answer, with what identifies the element it stands in. */
export interface Leaf {
  readonly value: Json;
  /** The value of `key` in the same element; `undefined` when none is asked for, `null` when there is none. */
  readonly key: Json | undefined;
}

/** The values of the field that a manifest designates. */
export function leavesOf({ output }: Answered, { field, key }: SessionOutput): Leaf[] {
  const pattern = segmentsOf(field);
  return placesOf(output, pattern).places.map(({ segments, value }) => {
    if (key === undefined) return { value, key: undefined };
    const [place, ...more] = placesOf(output, bind(segmentsOf(key), pattern, segments)).places;
    return { value, key: place === undefined || more.length > 0 ? null : place.value };
  });
}

/** Every text and number in a value, bounded. */
export function everyLeaf(value: Json): Json[] {
  const found: Json[] = [];
  const visit = (of: Json): void => {
    if (found.length >= 4096) return;
    if (Array.isArray(of)) of.forEach(visit);
    else if (isObject(of))
      Object.keys(of)
        .sort()
        .forEach((name) => visit(of[name] ?? null));
    else found.push(of);
  };
  visit(value);
  return found;
}
