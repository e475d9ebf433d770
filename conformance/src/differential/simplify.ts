import type { Json, JsonObject } from '../model/json.ts';
import type { Step } from './steps.ts';

/** Members a step can do without. */
const OPTIONAL = [
  ...['confidence', 'half_life_ms', 'valid_for', 'statement', 'about', 'namespace', 'version', 'challenge'],
  ...['subject', 'attribute', 'query', 'limit', 'ago', 'executor', 'token', 'other', 'key', 'audience'],
  ...['identifiers', 'status'],
];
const OF_ACTION = ['intent', 'claims', 'effects', 'session'];
const NEEDED: { readonly [kind: string]: readonly string[] } = {
  store: ['subject', 'attribute'],
  erase: ['subject'],
  report: ['status'],
};
const WAITS = [0, 1, 1000, 60_000];

const without = (of: JsonObject, name: string): JsonObject =>
  Object.fromEntries(Object.entries(of).filter(([other]) => other !== name));

/** Simpler steps than a step, the same ones each time, so that a choice among them is a number. */
export function simpler(step: Step): Step[] {
  const of = step as unknown as JsonObject;
  const found: JsonObject[] = [];
  for (const name of OPTIONAL)
    if (name in of && NEEDED[step.do]?.includes(name) !== true) found.push(without(of, name));
  const action = of['action'] as JsonObject | undefined;
  for (const name of OF_ACTION)
    if (action !== undefined && name in action) found.push({ ...of, action: without(action, name) });
  for (const name of ['fact', 'conflict', 'evaluation', 'escalation', 'ref'])
    for (const ref of [{ fit: 0 }, { back: 0 }] satisfies Json[])
      if (name in of && isLess(ref, of[name] as JsonObject)) found.push({ ...of, [name]: ref });
  if (typeof of['age'] === 'number' && of['age'] !== 0) found.push({ ...of, age: 0 });
  if (typeof of['ms'] === 'number')
    for (const ms of WAITS) if (ms < Number(of['ms'])) found.push({ ...of, ms });
  if ('until' in of) for (const ms of [1000, 20_000, 30_000, 120_000]) found.push({ do: 'wait', ms });
  if (typeof of['back'] === 'number' && of['back'] > 0) found.push({ ...of, back: 0 });
  return found as unknown as Step[];
}

/** What fits before what is newest, before anything else. */
function isLess(ref: JsonObject, than: JsonObject): boolean {
  const rank = (one: JsonObject): number =>
    'fit' in one ? Number(one['fit']) : 'back' in one ? 10 + Number(one['back']) : 100;
  return rank(ref) < rank(than);
}
