import type { Json, JsonObject } from '../../model/json.ts';
import { judge, type Judgment } from '../../model/judge/judge.ts';
import { outcomeOf, verdictOf } from '../../model/judge/reason.ts';
import type { CaseSource } from '../types.ts';
import { asInput, document, type Change } from './refund.ts';

/** What somebody gets wrong: the input as they see it, or what they make of the right judgment. */
export interface Mistaken {
  readonly id: string;
  readonly mistake: string;
  /** The document as it is judged by mistake. */
  readonly as?: (right: JsonObject) => JsonObject;
  /** The judgment that is made by mistake. */
  readonly says?: (right: Judgment) => Partial<Judgment>;
}

/** A judgment as its author writes it: the refund that is allowed, changed. */
export interface Judged {
  readonly id: string;
  readonly title: string;
  /** Numbers of RFC-0005, or whole ids. */
  readonly of: readonly (number | string)[];
  readonly change?: Change;
  readonly wrong?: readonly Mistaken[];
}

const idOf = (one: number | string): string =>
  typeof one === 'string' ? one : `EAAP-0005-${String(one).padStart(3, '0')}`;

/** Of the judgments for which nobody named a mistake, every so many are claimed by one who overlooks the last reason. */
const EVERY = 3;

function overlooked(right: JsonObject): readonly Mistaken[] {
  const { gates } = judge(asInput(right));
  const last = gates.findLast(({ reasons }) => reasons.length > 0);
  const reason = last?.reasons.at(-1);
  if (last === undefined || reason === undefined) return [];
  const reasons = last.reasons.slice(0, -1);
  const says = ({ gates: all }: Judgment): Partial<Judgment> => {
    const left = all.map((one) =>
      one.gate === last.gate ? { ...one, outcome: outcomeOf(reasons), reasons } : one,
    );
    return { gates: left, verdict: verdictOf(left.map(({ outcome }) => outcome)) };
  };
  return [{ id: 'overlooked', mistake: `overlooked ${reason.code}`, says }];
}

/** The cases of some judgments: each right one, and what is claimed of it by mistake. */
export const judged = (all: readonly Judged[]): CaseSource[] =>
  all.flatMap(({ id, title, of, change, ...rest }, index): CaseSource[] => {
    const right = document(change);
    const wrong = rest.wrong ?? (index % EVERY === 0 ? overlooked(right) : []);
    const requirements = [...new Set(['EAAP-0005-002', ...of.map(idOf)])];
    return [
      { id, title, requirements, input: { document: right } },
      ...wrong.map(({ id: name, mistake, as, says }): CaseSource => {
        const judgment = judge(asInput(as === undefined ? right : as(right)));
        const claimed = { ...judgment, ...says?.(judgment) } as unknown as Json;
        const input = { document: right, claimed };
        return {
          id: `${id}-claimed-${name}`,
          title: `${title}: a wrong judgment`,
          requirements,
          input,
          refused: 'mismatch',
          mistake,
        };
      }),
    ];
  });

/** A document with other members. */
export const having =
  (members: JsonObject) =>
  (right: JsonObject): JsonObject => ({ ...right, ...members });

/** A document whose member is changed. */
export const of =
  (name: string, change: (member: Json) => Json) =>
  (right: JsonObject): JsonObject => ({ ...right, [name]: change(right[name] ?? null) });

/** A document with other members of its policy. */
export const inPolicy = (members: JsonObject): ((right: JsonObject) => JsonObject) =>
  of('policy', (policy) => ({ ...(policy as JsonObject), ...members }));

/** A document with its facts changed. */
export const facts = (change: (fact: JsonObject) => JsonObject | null): ((right: JsonObject) => JsonObject) =>
  of('facts', (all) => (all as unknown as readonly JsonObject[]).map(change).filter((one) => one !== null));

/** A judgment whose gate says something else. */
export const gate =
  (name: string, change: (gate: Judgment['gates'][number]) => Partial<Judgment['gates'][number]>) =>
  (right: Judgment): Partial<Judgment> => ({
    gates: right.gates.map((one) => (one.gate === name ? { ...one, ...change(one) } : one)),
  });
