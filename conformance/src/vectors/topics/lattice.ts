import type { Json } from '../../model/json.ts';
import { outcomeOf, verdictOf } from '../../model/judge/reason.ts';
import type { CaseSource, Finding, Topic } from '../types.ts';

interface Stated {
  readonly outcome: string;
  readonly covered: boolean;
}

const APPROVED = 'approved';

function joined(input: { reasons?: readonly Stated[]; outcomes?: readonly string[] }): Json {
  if (input.outcomes !== undefined) return { verdict: verdictOf(input.outcomes) };
  const reasons = (input.reasons ?? []).map(({ outcome, covered }) => ({
    outcome,
    // What an approval covers is only ever an escalation (RFC-0005 section 3.2).
    approved: covered && outcome === 'escalate' ? APPROVED : null,
  }));
  return { outcome: outcomeOf(reasons) };
}

function answer(input: Json): Finding {
  const { claimed, ...rest } = input as { claimed?: Json; reasons?: Stated[]; outcomes?: string[] };
  const output = joined(rest);
  if (claimed === undefined) return { output };
  const said = Object.values(output as { readonly [name: string]: Json })[0];
  return said === claimed ? { output } : { refused: ['mismatch'] };
}

const KINDS: readonly (readonly [name: string, reason: Stated])[] = [
  ['shadow', { outcome: 'shadow', covered: false }],
  ['escalate', { outcome: 'escalate', covered: false }],
  ['covered', { outcome: 'escalate', covered: true }],
  ['block', { outcome: 'block', covered: false }],
  ['block-approved', { outcome: 'block', covered: true }],
  ['shadow-approved', { outcome: 'shadow', covered: true }],
];
const OUTCOMES = ['pass', 'escalate', 'block'];

/** The mistake by which a gate comes out less strict than it is. */
const LOOSER: Readonly<Record<string, readonly [claimed: string, mistake: string]>> = {
  block: ['escalate', 'let an escalation or an approval stand in for a block'],
  escalate: ['pass', 'took an escalation for covered'],
  pass: ['escalate', 'counted a shadow or covered reason, or none'],
};

function gates(): CaseSource[] {
  const cases: CaseSource[] = [];
  for (let set = 0; set < 2 ** KINDS.length; set++) {
    const chosen = KINDS.filter((_, index) => (set >> index) % 2 === 1);
    const reasons = chosen.map(([, reason]) => reason);
    const id = chosen.length === 0 ? 'none' : chosen.map(([name]) => name).join('-and-');
    const told = chosen.length === 0 ? 'no reason' : chosen.map(([name]) => name).join(', ');
    const input = { reasons: reasons as unknown as Json };
    const requirements = ['EAAP-0005-005', ...(id.includes('approved') ? ['EAAP-0005-004'] : [])];
    cases.push({ id: `gate-${id}`, title: `A gate with ${told}`, requirements, input });
    const { outcome } = joined({ reasons }) as { outcome: string };
    const [claimed, mistake] = LOOSER[outcome] ?? ['', ''];
    cases.push({
      id: `gate-${id}-claimed-${claimed}`,
      title: `A gate with ${told}, said to ${claimed}`,
      requirements,
      input: { ...input, claimed },
      refused: 'mismatch',
      mistake,
    });
  }
  return cases;
}

const VERDICTS = ['ALLOW', 'ESCALATE', 'BLOCK'];

function verdicts(): CaseSource[] {
  const requirements = ['EAAP-0005-006', 'EAAP-0001-066'];
  const all: (readonly [id: string, outcomes: readonly string[]])[] = [
    ['none', []],
    ...OUTCOMES.map((one): readonly [string, string[]] => [`one-${one}`, [one]]),
    ...OUTCOMES.flatMap((one) =>
      OUTCOMES.map((other): readonly [string, string[]] => [`${one}-then-${other}`, [one, other]]),
    ),
    ...OUTCOMES.map((one): readonly [string, string[]] => [
      `nine-last-${one}`,
      [...Array<string>(8).fill('pass'), one],
    ]),
    ...OUTCOMES.map((one): readonly [string, string[]] => [
      `nine-first-${one}`,
      [one, ...Array<string>(8).fill('pass')],
    ]),
    ['nine-escalate', Array<string>(9).fill('escalate')],
    ['block-among-escalate', ['escalate', 'block', 'escalate']],
    ['unknown', ['pass', 'defer']],
    ['unknown-alone', ['allow']],
    ['unknown-among-escalate', ['escalate', 'warn', 'pass']],
    ['shadow', ['pass', 'shadow']],
    ['capitals', ['PASS', 'PASS']],
    ['empty-text', ['pass', '']],
  ];
  const seen = new Set<string>();
  return all
    .filter(([, outcomes]) => !seen.has(outcomes.join()) && seen.add(outcomes.join()))
    .flatMap(([id, outcomes]): CaseSource[] => {
      const { verdict } = joined({ outcomes }) as { verdict: string };
      const claimed = verdict === 'ALLOW' ? 'ESCALATE' : VERDICTS[VERDICTS.indexOf(verdict) - 1];
      const title = `The verdict over ${outcomes.length === 0 ? 'nothing' : outcomes.map((one) => one || '""').join(', ')}`;
      return [
        { id: `verdict-${id}`, title, requirements, input: { outcomes } },
        {
          id: `verdict-${id}-claimed-${(claimed ?? '').toLowerCase()}`,
          title: `${title}, said to be ${claimed ?? ''}`,
          requirements,
          input: { outcomes, claimed: claimed ?? '' },
          refused: 'mismatch',
          mistake:
            verdict === 'ALLOW'
              ? 'asked a person about what passes'
              : 'joined to something lower than the highest, or ignored an outcome it does not know',
        },
      ];
    });
}

export const topic: Topic = {
  name: 'lattice',
  title: 'Outcomes and verdicts',
  specified: 'RFC-0005 section 3.3',
  input:
    'Either `reasons` of one gate, each an `outcome` and whether an approval lists its digest (`covered`); or `outcomes` of gates in order. `claimed`, if there, is what somebody says comes of it.',
  output: '`outcome` of the gate, or the `verdict` over the gates.',
  reasons: { mismatch: 'What is claimed is not what comes of it.' },
  cases: () => [...gates(), ...verdicts()],
  answer,
};
