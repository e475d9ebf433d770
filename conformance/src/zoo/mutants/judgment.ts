import { extract } from '@eaap/judgment';
import { EFFECT_NAMES, EFFECTS, type JudgeInput } from '@eaap/protocol';
import type { Mutant } from '../types.ts';
import { misjudge, misread, overlooking, rejudged, withEngine } from './lib/deciding.ts';

const grants = (
  input: JudgeInput,
  change: (all: JudgeInput['policy']['grants']) => typeof all,
): JudgeInput => ({
  ...input,
  policy: { ...input.policy, grants: change(input.policy.grants) },
});

let judged = 0;

/** Broken gateways of RFC-0001 sections 8.1 to 8.3: broken in what they make of an action. */
export const JUDGMENT_MUTANTS: readonly Mutant[] = [
  {
    id: 'judges-by-intent',
    breaks: ['EAAP-0001-063'],
    invariant: [8],
    description: 'Believes an intent that says the action was approved.',
    expected: ['judgment.intent-ignored', 'admission.denied-stays-denied'],
    change: misjudge((judgment, { action }) =>
      /approved|ALLOW/.test(action.intent ?? '')
        ? rejudged(judgment, (reason) => ({ ...reason, outcome: 'shadow' }))
        : judgment,
    ),
  },
  {
    id: 'judges-by-model',
    breaks: ['EAAP-0001-063'],
    invariant: [8],
    description: 'Trusts a model of a well-known name with what it would ask a person about.',
    expected: ['judgment.telemetry-ignored'],
    change: misjudge((judgment, { action }) =>
      action.model?.startsWith('trusted') === true
        ? rejudged(judgment, (reason) => (reason.outcome === 'escalate' ? undefined : reason))
        : judgment,
    ),
  },
  {
    id: 'judges-by-chance',
    breaks: ['EAAP-0001-062'],
    invariant: [8],
    description: 'Gives a judgment in which something differs every time.',
    expected: [
      'judgment.same-state',
      'judgment.same-state-at-once',
      'judgment.intent-ignored',
      'judgment.telemetry-ignored',
    ],
    change: misjudge((judgment) => ({ ...judgment, needs: [...judgment.needs, `sample ${(judged += 1)}`] })),
  },
  {
    id: 'gates-out-of-order',
    breaks: ['EAAP-0001-065'],
    invariant: [8],
    description: 'Answers the gates in another order.',
    expected: ['judgment.nine-gates'],
    change: misjudge((judgment) => ({ ...judgment, gates: [...judgment.gates].reverse() })),
  },
  {
    id: 'stops-at-the-first-gate',
    breaks: ['EAAP-0001-065'],
    invariant: [8],
    description: 'Takes the gates after one that blocks for passed, without running them.',
    expected: [
      'judgment.nine-gates',
      'judgment.block-over-escalate',
      'judgment.secret-read',
      'judgment.secret-read-declared',
    ],
    change: (parts) =>
      misjudge((judgment) => {
        const stop = judgment.gates.findIndex(({ outcome }) => outcome === 'block');
        return stop < 0 ? judgment : { ...judgment, gates: judgment.gates.slice(0, stop + 1) };
      })({ ...parts, checkResponses: false }),
  },
  {
    id: 'last-gate-wins',
    breaks: ['EAAP-0001-066'],
    invariant: [8],
    description: 'Takes the outcome of the last gate that objects for the verdict.',
    expected: [
      'judgment.highest-outcome',
      'judgment.block-over-escalate',
      'judgment.open-conflict-on-ground',
      'admission.halted',
    ],
    change: misjudge((judgment) => {
      const last = judgment.gates.findLast(({ outcome }) => outcome !== 'pass');
      return last?.outcome === 'escalate' ? { ...judgment, verdict: 'ESCALATE' } : judgment;
    }),
  },
  {
    id: 'shadow-blocks',
    breaks: ['EAAP-0001-066', 'EAAP-0007-004'],
    invariant: [8],
    description: 'Blocks for a shadow rule.',
    expected: ['judgment.shadow-only-reports'],
    change: misjudge((judgment) =>
      rejudged(judgment, (reason) =>
        reason.outcome === 'shadow' ? { ...reason, outcome: 'block' } : reason,
      ),
    ),
  },
  {
    id: 'explains-nothing',
    breaks: ['EAAP-0001-067'],
    invariant: [13],
    description: 'Denies without saying what would be admissible.',
    expected: ['judgment.reasons-explain'],
    change: misjudge((judgment) => rejudged(judgment, (reason) => ({ ...reason, admissible: '' }))),
  },
  {
    id: 'allows-by-default',
    breaks: ['EAAP-0001-068'],
    invariant: [8],
    description: 'Takes what no grant mentions for granted.',
    expected: [
      'judgment.not-granted',
      'judgment.default-deny',
      'judgment.grant-falls-short',
      'judgment.declared-effect-not-granted',
      'judgment.declaration-lowers-nothing',
      'judgment.grants-do-not-add-up',
    ],
    change: misread((input) =>
      grants(input, (all) => [
        ...all,
        {
          id: 'default',
          principals: ['*'],
          tools: ['*'],
          effects: [...EFFECT_NAMES],
          targets: ['*'],
          risk: 'critical',
          environment: 'production',
        },
      ]),
    ),
  },
  {
    id: 'grants-to-everybody',
    breaks: ['EAAP-0001-068'],
    invariant: [8],
    description: 'Looks at the tool of a grant and not at its principals.',
    expected: ['judgment.grant-falls-short'],
    change: misread((input) => grants(input, (all) => all.map((one) => ({ ...one, principals: ['*'] })))),
  },
  {
    id: 'grants-add-up',
    breaks: ['EAAP-0001-068'],
    invariant: [8],
    description: 'Adds the targets and environments of several grants for one tool.',
    expected: ['judgment.grants-do-not-add-up'],
    change: misread((input) =>
      grants(input, (all) =>
        all.map((one) => {
          const alike = all.filter(({ tools }) => tools.join() === one.tools.join());
          const environment = alike.some((other) => other.environment === 'production');
          return {
            ...one,
            targets: alike.flatMap(({ targets }) => targets),
            ...(environment ? { environment: 'production' as const } : {}),
          };
        }),
      ),
    ),
  },
  {
    id: 'declaration-replaces-manifest',
    breaks: ['EAAP-0001-068'],
    invariant: [8],
    description: 'Judges an action by the effects it declares, where it declares any.',
    expected: ['judgment.declaration-lowers-nothing'],
    change: withEngine({
      extract: (action, manifest, policy) => {
        const extraction = extract(action, manifest, policy);
        const [first] = extraction.effects;
        if (action.effects === undefined || first === undefined) return extraction;
        const effects = action.effects.map(({ effect, target }) => {
          const { risk, reversibility } = EFFECTS[effect];
          return { ...first, effect, target: target ?? first.target, risk, reversibility };
        });
        const [risk, reversibility] = [effects[0]?.risk ?? 'low', effects[0]?.reversibility ?? 'reversible'];
        return { ...extraction, effects, risk, reversibility };
      },
    }),
  },
  {
    id: 'runs-without-manifest',
    breaks: ['EAAP-0001-069'],
    invariant: [8],
    description: 'Takes a tool without a manifest for harmless.',
    expected: ['judgment.no-manifest', 'judgment.no-manifest-declared'],
    change: overlooking('no-manifest'),
  },
  {
    id: 'skips-what-it-cannot-read',
    breaks: ['EAAP-0001-070'],
    invariant: [8],
    description: 'Passes over parameters that nobody described.',
    expected: ['judgment.unread-parameter', 'judgment.unread-inside'],
    change: overlooking('unread'),
  },
  {
    id: 'reads-secrets',
    breaks: ['EAAP-0001-071'],
    invariant: [8],
    description: 'Takes a secret for an effect like any other.',
    expected: ['judgment.secret-read', 'judgment.secret-read-declared'],
    change: overlooking('secret-read'),
  },
];
