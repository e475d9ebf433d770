import type { Json, JsonObject } from '../../model/json.ts';
import type { Mutant } from '../types.ts';
import { asked, list, object, output } from './lib/answering.ts';

const TOPIC = 'declared-forms';
const READS = 'vectors.declared-forms.0005-034';
const AGREES = 'vectors.declared-forms.0005-035';
const JUDGED = ['vectors.judgments.0005-002', 'vectors.judgments.0005-035'];

/** Reads other values than it is given, in one form. */
const reading = (form: string, change: (text: string) => string) =>
  asked(TOPIC, (input) => {
    if (input['form'] !== form) return input;
    const own = (value: Json | undefined): Json | undefined =>
      typeof value === 'string' ? change(value) : value;
    const of = (name: string): JsonObject => (name in input ? { [name]: own(input[name]) as Json } : {});
    return { ...input, ...of('value'), ...of('a'), ...of('b') };
  });

/** Judges another policy where one declares forms. */
const declaring = (change: (compare: JsonObject, document: JsonObject) => JsonObject) =>
  asked('judgments', (input) => {
    const { document } = input;
    if (typeof document !== 'object' || document === null || !('policy' in document)) return input;
    const policy = object(document as JsonObject, 'policy');
    if (!('compare' in policy)) return input;
    const compare = change(object(policy, 'compare'), document as JsonObject);
    return { ...input, document: { ...(document as JsonObject), policy: { ...policy, compare } } };
  });

/** Leaves a gate without reasons where the policy declares forms and the gate gives one of some codes. */
const letting = (gate: string, ...codes: readonly string[]) =>
  output('judgments', (judgment, input) => {
    const document = input['document'] as JsonObject;
    if (!('gates' in judgment) || !('compare' in object(document, 'policy'))) return judgment;
    const gates = list(judgment, 'gates').map((one) =>
      one['gate'] === gate && list(one, 'reasons').some(({ code }) => codes.includes(String(code)))
        ? { ...one, outcome: 'pass', reasons: [] }
        : one,
    );
    return { ...judgment, gates };
  });

/** Judges another document where a ground looks facts up. */
const lookingUp = (change: (document: JsonObject) => JsonObject) =>
  asked('judgments', (input) => {
    const { document } = input;
    if (typeof document !== 'object' || document === null || !('extraction' in document)) return input;
    const { grounds } = object(document as JsonObject, 'extraction');
    const looks = Array.isArray(grounds) && grounds.some((one) => 'lookup' in (one as JsonObject));
    return looks ? { ...input, document: change(document as JsonObject) } : input;
  });

/** Judges grounds that look facts up by other ones. */
const grounding = (change: (ground: JsonObject) => JsonObject) =>
  lookingUp((document) => {
    const extraction = object(document, 'extraction');
    const grounds = list(extraction, 'grounds').map((one) => ('lookup' in one ? change(one) : one));
    return { ...document, extraction: { ...extraction, grounds } };
  });

const LOOKS = ['vectors.judgments.0005-002', 'vectors.judgments.0005-029'];

/** Broken in the forms in which claims are compared with facts, and in what is looked up (RFC-0005 sections 14 and 15). */
export const mutants: readonly Mutant[] = [
  {
    id: 'reads-dates-with-slashes',
    breaks: ['EAAP-0005-034', 'EAAP-0005-035'],
    invariant: [2, 8],
    description: 'Takes the first number of a date with slashes for the day.',
    expected: [READS, AGREES],
    compute: reading('date', (text) => text.replace(/^(\d\d)\/(\d\d)\/(\d{4})$/, '$3-$2-$1')),
  },
  {
    id: 'takes-1000-for-1024',
    breaks: ['EAAP-0005-034', 'EAAP-0005-035'],
    invariant: [2, 8],
    description: 'Takes KiB and kB for one unit.',
    expected: [READS, AGREES],
    compute: reading('quantity', (text) => text.replace(/KiB$/, 'kB')),
  },
  {
    id: 'reads-a-point-between-thousands',
    breaks: ['EAAP-0005-034', 'EAAP-0005-035'],
    invariant: [2, 8],
    description: 'Takes 1.234 for a number with a fraction, whoever wrote it.',
    expected: [READS, AGREES],
    compute: reading('quantity', (text) => text.replace(/^(\d{1,3}\.\d{3}) /, '$10 ')),
  },
  {
    id: 'takes-every-dollar-for-one',
    breaks: ['EAAP-0005-034', 'EAAP-0005-035'],
    invariant: [2, 8],
    description: 'Takes the dollar sign for the dollar of the United States.',
    expected: [READS, AGREES],
    compute: reading('amount', (text) => text.replace('$', 'USD ')),
  },
  {
    id: 'folds-what-looks-alike',
    breaks: ['EAAP-0005-034', 'EAAP-0005-035'],
    invariant: [2],
    description: 'Takes a Cyrillic capital A for a Latin one, and a square for a digit.',
    expected: [READS, AGREES],
    compute: reading('name', (text) => text.replaceAll('\u0410', 'A').replaceAll('\u00b2', '2')),
  },
  {
    id: 'takes-a-day-for-its-midnight',
    breaks: ['EAAP-0005-035'],
    invariant: [2],
    description: 'Takes a day and the first instant of it in UTC for the same.',
    expected: [AGREES],
    compute: asked(TOPIC, (input) =>
      input['form'] === 'date' && 'a' in input && 'b' in input
        ? { ...input, b: String(input['b']).replace(/T00:00:00Z$/, '') }
        : input,
    ),
  },
  {
    id: 'takes-unread-values-for-one',
    breaks: ['EAAP-0005-035'],
    invariant: [2],
    description: 'Takes two values for the same when its form reads neither.',
    expected: [AGREES],
    compute: (next) => async (topic, input) => {
      const answer = await next(topic, input);
      const { form, a, b, claimed } = input as JsonObject;
      if (topic !== TOPIC || form === undefined || a === undefined || b === undefined) return answer;
      if (claimed !== undefined) return answer;
      const none = await Promise.all([a, b].map((value) => next(topic, { form, value })));
      return none.every((one) => 'refused' in one) ? { output: { agree: true } } : answer;
    },
  },
  {
    id: 'declares-no-forms',
    breaks: ['EAAP-0005-035'],
    invariant: [2],
    description: 'Compares claims by bytes, whatever the policy declares.',
    expected: [
      'vectors.judgments.0005-019',
      'vectors.judgments.0005-024',
      'vectors.judgments.0005-036',
      ...JUDGED,
    ],
    compute: declaring(() => ({})),
  },
  {
    id: 'declares-forms-for-everything',
    breaks: ['EAAP-0005-035'],
    invariant: [2],
    description: 'Takes the first declared form for that of every attribute.',
    expected: JUDGED,
    compute: declaring((compare, document) => {
      const [form] = Object.values(compare);
      const claims = list(object(document, 'extraction'), 'claims');
      return form === undefined
        ? compare
        : Object.fromEntries(claims.map((claim) => [String(claim['attribute']), form]));
    }),
  },
  {
    id: 'unlocks-by-another-spelling',
    breaks: ['EAAP-0005-036'],
    invariant: [2, 10],
    description: 'Lets a claim in another spelling pass a locked fact.',
    expected: ['vectors.judgments.0005-002', 'vectors.judgments.0005-019', 'vectors.judgments.0005-036'],
    compute: letting('constraints', 'locked-fact'),
  },
  {
    id: 'grounds-by-another-spelling',
    breaks: ['EAAP-0005-036'],
    invariant: [2],
    description: 'Grounds a parameter on a fact that has it in another spelling.',
    expected: ['vectors.judgments.0005-002', 'vectors.judgments.0005-036'],
    compute: letting('grounding', 'contradicted', 'over-ground', 'ungrounded'),
  },
  {
    id: 'relies-on-equal-facts-alone',
    breaks: ['EAAP-0005-024'],
    invariant: [9],
    description: 'Asks for no confidence in a fact that agrees in another spelling.',
    expected: ['vectors.judgments.0005-002', 'vectors.judgments.0005-024'],
    compute: letting('confidence', 'below-minimum', 'expired-fact'),
  },
  {
    id: 'looks-up-hearsay',
    breaks: ['EAAP-0005-029'],
    invariant: [2, 13],
    description: 'Asks for no trust in the facts that a ground looks up.',
    expected: LOOKS,
    compute: lookingUp((document) => ({
      ...document,
      facts: list(document, 'facts').map((fact) => ({ ...fact, trust: 'verified' })),
    })),
  },
  {
    id: 'supports-by-whatever-it-looks-up',
    breaks: ['EAAP-0005-029'],
    invariant: [2, 13],
    description: 'Takes any fact that a ground looks up for its support, asked for the least of them.',
    expected: ['vectors.judgments.0005-024', ...LOOKS],
    compute: grounding((ground) => ({
      ...ground,
      derive: [...(ground['derive'] as readonly string[]).filter((way) => way !== 'lookup'), 'lookup'],
    })),
  },
  {
    id: 'looks-nothing-up',
    breaks: ['EAAP-0005-029'],
    invariant: [2, 13],
    description: 'Leaves out what a ground looks up.',
    expected: ['vectors.judgments.0005-024', 'vectors.judgments.0005-028', ...LOOKS],
    compute: grounding((ground) =>
      Object.fromEntries(Object.entries(ground).filter(([name]) => name !== 'lookup')),
    ),
  },
  {
    id: 'selects-no-looked-up-facts',
    breaks: ['EAAP-0005-028'],
    invariant: [8, 11],
    description: 'Grounds by facts that it looks up and does not select.',
    expected: ['vectors.extraction.0005-028', 'vectors.extraction.0006-011'],
    compute: output('extraction', (read) => {
      if (!('grounds' in read) || !('selectors' in read)) return read;
      const keys = list(read, 'grounds').flatMap((one) => ('lookup' in one ? list(one, 'lookup') : []));
      const isKey = (selector: JsonObject): boolean =>
        keys.some(
          (key) => key['subject'] === selector['subject'] && key['attribute'] === selector['attribute'],
        );
      return { ...read, selectors: list(read, 'selectors').filter((one) => !isKey(one)) };
    }),
  },
];
