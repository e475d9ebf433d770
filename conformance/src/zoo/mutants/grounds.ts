import type { JudgedFact, JudgeInput } from '@eaap/protocol';
import type { Mutant } from '../types.ts';
import { misread, overlooking } from './lib/deciding.ts';

const factsOf = (input: JudgeInput, change: (fact: JudgedFact) => JudgedFact): JudgeInput => ({
  ...input,
  facts: input.facts.map(change),
});

/** The attack of the study: an id found in a sentence. */
const foundInText = (input: JudgeInput): JudgeInput =>
  factsOf(input, (fact) => {
    const ground = input.extraction.grounds.find(
      ({ subject, attribute }) => subject === fact.subject && attribute === fact.attribute,
    );
    const isFound = typeof ground?.value === 'string' && JSON.stringify(fact.value).includes(ground.value);
    return isFound ? { ...fact, value: ground.value } : fact;
  });

const inAnyCurrency = (input: JudgeInput): JudgeInput =>
  factsOf(input, (fact) =>
    typeof fact.value === 'object' && fact.value !== null && 'currency' in fact.value
      ? { ...fact, value: { ...fact.value, currency: 'EUR' } }
      : fact,
  );

const locked = new Set<string>();

/** Broken gateways of RFC-0001 sections 8.4 to 8.7: broken in what they make of facts. */
export const GROUNDS_MUTANTS: readonly Mutant[] = [
  {
    id: 'acts-on-disputed-facts',
    breaks: ['EAAP-0001-072'],
    invariant: [5],
    description: 'Relies on facts without asking whether they are in conflict.',
    expected: [
      'judgment.open-conflict',
      'judgment.open-conflict-on-ground',
      'admission.approved-against-a-lock',
      'judgment.flooded-conflict',
    ],
    change: overlooking('open-conflict'),
  },
  {
    id: 'believes-claims',
    breaks: ['EAAP-0001-073'],
    invariant: [2],
    description: 'Does not hold the claims of an action against the facts.',
    expected: ['judgment.claim-contradicted', 'judgment.claim-of-another-type'],
    change: overlooking('claim-contradicts-fact'),
  },
  {
    id: 'writes-over-locks',
    breaks: ['EAAP-0001-074'],
    invariant: [10],
    description: 'Lets an action change a locked fact.',
    expected: [
      'judgment.locked-fact',
      'judgment.locked-fact-unknown-value',
      'admission.approved-against-a-lock',
    ],
    change: overlooking('locked-fact'),
  },
  {
    id: 'locks-for-good',
    breaks: ['EAAP-0001-075'],
    invariant: [10],
    description: 'Remembers a lock that it has once seen after it was taken off.',
    expected: ['judgment.unlocked-fact'],
    change: misread((input) =>
      factsOf(input, (fact) => {
        if (fact.locked) locked.add(fact.id);
        return { ...fact, locked: locked.has(fact.id) };
      }),
    ),
  },
  {
    id: 'believes-parameters',
    breaks: ['EAAP-0001-076'],
    invariant: [2, 13],
    description: 'Asks for no ground of a parameter that carries authority.',
    expected: [
      'judgment.ungrounded',
      'judgment.ground-contradicted',
      'judgment.ground-in-another-currency',
      'judgment.untrusted-ground',
      'judgment.agent-grounds-nothing',
      'judgment.ground-of-another-subject',
      'judgment.ground-of-another-type',
      'judgment.retracted-ground',
      'judgment.expired-ground',
    ],
    change: overlooking('ungrounded', 'untrusted-ground', 'contradicted', 'over-ground'),
  },
  {
    id: 'grounds-on-hearsay',
    breaks: ['EAAP-0001-076'],
    invariant: [2, 13],
    description: 'Takes an untrusted fact for a ground.',
    expected: ['judgment.untrusted-ground', 'judgment.agent-grounds-nothing'],
    change: overlooking('untrusted-ground'),
  },
  {
    id: 'grounds-on-text',
    breaks: ['EAAP-0001-076'],
    invariant: [2, 13],
    description: 'Takes a value for supported when it occurs in the text of a fact.',
    expected: ['judgment.ground-of-another-type'],
    change: misread(foundInText),
  },
  {
    id: 'grounds-in-any-currency',
    breaks: ['EAAP-0001-076'],
    invariant: [2, 13],
    description: 'Compares amounts without their currencies.',
    expected: ['judgment.ground-in-another-currency'],
    change: misread(inAnyCurrency),
  },
  {
    id: 'relies-on-the-faded',
    breaks: ['EAAP-0001-077'],
    invariant: [9],
    description: 'Does not ask how much of a confidence is left.',
    expected: [
      'judgment.faded-ground',
      'judgment.weak-ground',
      'judgment.faded-claim',
      'judgment.ground-fades-by-itself',
      'admission.faded-since',
      'judgment.reinforced-ground',
    ],
    change: overlooking('below-minimum'),
  },
  {
    id: 'judges-without-decay',
    breaks: ['EAAP-0001-077'],
    invariant: [9],
    description: 'Judges by the confidence a fact once had.',
    expected: [
      'judgment.faded-ground',
      'judgment.faded-claim',
      'judgment.ground-fades-by-itself',
      'admission.faded-since',
      'judgment.reinforced-ground',
    ],
    change: misread((input) => factsOf(input, (fact) => ({ ...fact, observed_at: input.now }))),
  },
];
