import { judge } from '@eaap/judgment';
import { GATES, REASON_CODES, type Gate, type Json, type Reason } from '@eaap/protocol';
import { GATE_QUESTIONS } from '@eaap/policies';
import { REASON_MEANING } from '../errors/reasons.ts';
import { REFUND } from './example.ts';
import { REASONS, type Entry } from './reasons.ts';

/** The codes of a gate, with what is said about each. */
export const entriesOf = (gate: Gate): (readonly [code: string, meaning: string, entry: Entry])[] =>
  REASON_CODES[gate].map((code) => {
    const meaning = (REASON_MEANING[gate] as Readonly<Record<string, string>>)[code] ?? '';
    const entry = (REASONS[gate] as Readonly<Record<string, Entry>>)[code];
    if (entry === undefined) throw new Error(`${gate}/${code} is not in the catalogue.`);
    return [code, meaning, entry] as const;
  });

/** The reason that the example of an entry really has; none where none can be given. */
export function reasonOf(gate: Gate, code: string, { input }: Entry): Reason | undefined {
  const found = judge(input()).gates.find((one) => one.gate === gate);
  return found?.reasons.find((reason) => reason.code === code);
}

/** A sentence of a reason as it stands in a page. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');

function section(gate: Gate, code: string, meaning: string, entry: Entry): string {
  const reason = reasonOf(gate, code, entry);
  const told =
    reason === undefined
      ? [`*For example:* ${entry.example}`]
      : [
          `*For example:* ${entry.example} The judge says (\`${reason.outcome}\`):`,
          '',
          `> ${cell(reason.message)}`,
          ...(reason.admissible === '' ? [] : ['>', `> ${cell(reason.admissible)}`]),
        ];
  return [
    `### ${gate}/${code}`,
    '',
    `${meaning} ${entry.why}`,
    '',
    `*Admissible:* ${entry.then}`,
    '',
    ...told,
  ].join('\n');
}

/** The page, whole. */
export function reasonsPage(): string {
  const gates = GATES.map((gate) =>
    [
      `## ${gate}`,
      GATE_QUESTIONS[gate],
      ...entriesOf(gate).map(([code, meaning, entry]) => section(gate, code, meaning, entry)),
    ].join('\n\n'),
  );
  return `<!-- Made by docs/tools/reasons/main.ts from the catalogue beside it: \`npm run docs:reasons\`. Do not edit. -->

# Reasons

Why an action is not admissible, one reason code after the other: what it means, why a gateway stops for it, what makes the
action admissible, and an example that the judge was really asked. The list is closed and the codes are stable; the
sentences are for people and may change. In a file of cases a reason is named \`gate/code\`, or \`gate/code:rule\` for that of one
rule, grant or limit.

A reason has an outcome: \`block\` cannot be approved, \`escalate\` can, \`shadow\` decides nothing. All gates report; the verdict is the
worst of them. \`eaap policy explain\` shows for an action what each gate, grant, rule and limit says.

Each example is this refund, which is allowed under the policy pack \`payments\` with the account and a limit of EUR 50.00 on
record, with one thing changed:

\`\`\`json
${JSON.stringify(REFUND.action as unknown as Json, null, 2)}
\`\`\`

${gates.join('\n\n')}
`;
}
