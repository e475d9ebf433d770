import type { Json } from '../../model/json.ts';
import { FLOORS, floorOf } from '../../model/judge/taxonomy.ts';
import { uncovered } from '../../model/judge/pattern.ts';
import type { CaseSource, Finding, Topic } from '../types.ts';

/** `effect target`, the target `-` for null, `!risk` behind where it is more than the floor; in what is allowed, a pattern. */
type Effects = readonly string[];

/** Texts of a dialect, each with what it does by its meaning, written by hand. */
export interface DialectCases {
  readonly dialect: string;
  /** What a text does at most: an extractor that reads it in full finds nothing else. */
  readonly admitted: readonly (readonly [id: string, text: string, does: Effects])[];
  /** What a text does at least, or that it cannot be read; and what is allowed, `*` for everything. */
  readonly stopped: readonly (readonly [
    id: string,
    text: string,
    does: Effects | 'unread',
    allowed: Effects,
    mistake?: string,
  ])[];
}

interface Entry {
  readonly effect: string;
  readonly target: string;
  readonly risk: string;
}

const RISKS = ['low', 'medium', 'high', 'critical'];

function entryOf(effect: string): Entry {
  const [name = '', target = '', risk] = effect.split(/[ !]/);
  if (!(name in FLOORS)) throw new Error(`${name} is no effect.`);
  return { effect: name, target, risk: risk ?? floorOf(name).risk };
}

const EVERYTHING: readonly Entry[] = Object.keys(FLOORS).map((effect) => ({
  effect,
  target: '*',
  risk: 'critical',
}));

const entriesOf = (allowed: Effects): readonly Entry[] =>
  allowed.length === 1 && allowed[0] === '*' ? EVERYTHING : allowed.map(entryOf);

/** Whether an effect is among what is allowed (RFC-0006 section 8.5). */
const isWithin = (does: Entry, allowed: readonly Entry[]): boolean =>
  allowed.some(
    ({ effect, target, risk }) =>
      effect === does.effect &&
      uncovered(target, does.target === '-' ? null : does.target) === null &&
      RISKS.indexOf(risk) >= RISKS.indexOf(does.risk),
  );

/** The topic of the texts of a dialect. */
export function dialectTopic(
  name: string,
  title: string,
  { dialect, admitted, stopped }: DialectCases,
): Topic {
  const meaning = new Map<string, Effects | 'unread'>([
    ...admitted.map(([, text, does]) => [text, does] as const),
    ...stopped.map(([, text, does]) => [text, does] as const),
  ]);
  return {
    name,
    title,
    dialect,
    specified: 'RFC-0006 section 8.5',
    input:
      '`text`, in the dialect; `allowed`, entries of an `effect`, a pattern over targets and the highest `risk`. What the text does by its meaning stands in the title.',
    output: '`{"admitted": true}`: it was read in full, and all that it does is allowed.',
    reasons: { stopped: 'It does something that is not allowed, or was not read in full.' },
    cases: () => [
      ...admitted.map(([id, text, does]): CaseSource => ({
        id,
        title: `No more than ${does.join(', ')}`,
        requirements: ['EAAP-0006-025'],
        input: { text, allowed: entriesOf(does) as unknown as Json },
      })),
      ...stopped.map(([id, text, does, allowed, mistake]): CaseSource => ({
        id: `stopped-${id}`,
        title: does === 'unread' ? 'Not to be read in full' : `At least ${does.join(', ')}`,
        requirements: ['EAAP-0006-024'],
        input: { text, allowed: entriesOf(allowed) as unknown as Json },
        refused: 'stopped',
        ...(mistake === undefined ? {} : { mistake }),
      })),
    ],
    answer(input: Json): Finding {
      const { text, allowed } = input as unknown as { text: string; allowed: readonly Entry[] };
      const does = meaning.get(text) ?? 'unread';
      // What a text may do is a pattern, which covers itself where it is one text.
      const isAdmitted =
        does !== 'unread' &&
        does.every(
          (one) =>
            allowed.some((entry) => JSON.stringify(entry) === JSON.stringify(entryOf(one))) ||
            isWithin(entryOf(one), allowed),
        );
      return isAdmitted ? { output: { admitted: true } } : { refused: ['stopped'] };
    },
  };
}
