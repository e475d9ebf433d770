import type { Action, Conflict, Escalation, Fact, Json } from '@eaap/protocol';
import { reasonsLines } from './denial.ts';
import type { Output } from './output.ts';

/** A value as a person reads it: money as money, else JSON on one line. */
export function valueText(value: Json): string {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
    const { amount, currency } = value as { amount?: Json; currency?: Json };
    if (Object.keys(value).length === 2 && typeof amount === 'string' && typeof currency === 'string') {
      return `${minorUnits(amount, currency)} (${JSON.stringify(value)})`;
    }
  }
  return JSON.stringify(value);
}

/** Money in minor units as it is usually written, for currencies of two places; others stay in minor units. */
export function minorUnits(amount: string, currency: string): string {
  if (!/^\d+$/.test(amount) || !/^(EUR|USD|GBP|CHF)$/.test(currency)) return `${amount} ${currency}`;
  const digits = amount.padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)} ${currency}`;
}

/** Enough of a digest to tell it from others; `--json` has all of it. */
export const shortDigest = (digest: string): string => `${digest.slice(0, 23)}…`;

/** Basis points as percent. */
export const percent = (points: number): string => `${(points / 100).toFixed(points % 100 === 0 ? 0 : 2)} %`;

/** An action in full. */
export function actionLines(out: Output, action: Action, indent = 2): string[] {
  return out.pairs(
    [
      ['tool', `${action.tool} in ${action.environment}`],
      ...Object.entries(action.parameters).map(([name, value]) => [name, valueText(value)] as const),
      action.intent === undefined ? undefined : ['intent', action.intent],
      ...(action.claims ?? []).map(
        (claim) => ['claims', `${claim.subject} ${claim.attribute} = ${valueText(claim.value)}`] as const,
      ),
      ...(action.effects ?? []).map((effect) => ['declares', JSON.stringify(effect)] as const),
      action.session === undefined ? undefined : ['session', action.session],
      action.model === undefined ? undefined : ['model', action.model],
    ],
    indent,
  );
}

/** A fact in full. */
export function factLines(out: Output, fact: Fact): string[] {
  const { colours } = out;
  return [
    `${colours.bold(fact.subject)} ${fact.attribute} = ${valueText(fact.value)}`,
    ...out.pairs([
      ['id', `${fact.id}, version ${fact.version}`],
      ['status', `${fact.status}${fact.locked ? ', locked' : ''}`],
      fact.statement === undefined ? undefined : ['statement', fact.statement],
      ['source', `${fact.source.kind}:${fact.source.id}, observed ${fact.source.observed_at}`],
      ['trust', `${fact.trust}, confidence ${percent(fact.confidence)}`],
      fact.valid_until === undefined ? undefined : ['valid until', fact.valid_until],
    ]),
  ];
}

/** A conflict in full. */
export function conflictLines(out: Output, conflict: Conflict): string[] {
  const { colours } = out;
  const colour = conflict.status === 'open' ? colours.yellow : colours.green;
  return [
    `${colour(conflict.status)}  ${conflict.subject} ${conflict.attribute}`,
    ...out.pairs([
      ['id', `${conflict.id}, version ${conflict.version}`],
      ['incumbent', conflict.incumbent],
      ['challenger', conflict.challenger],
      ['opened', conflict.opened_at],
      conflict.resolution === undefined
        ? undefined
        : [
            'resolved',
            `${conflict.resolution} by ${conflict.resolver ?? 'nobody'}, ${conflict.resolved_at ?? ''}`,
          ],
    ]),
  ];
}

const STATUS_COLOURS = {
  pending: 'yellow',
  approved: 'green',
  consumed: 'green',
  denied: 'red',
  expired: 'red',
  erased: 'dim',
} as const satisfies Record<Escalation['status'], string>;

/** An escalation in full: what a person decides on. */
export function escalationLines(out: Output, escalation: Escalation): string[] {
  const { colours } = out;
  return [
    `${colours[STATUS_COLOURS[escalation.status]](escalation.status)}  proposed by ${escalation.proposer}, for ${escalation.target}`,
    ...(escalation.action === null ? ['  The action was erased.'] : actionLines(out, escalation.action)),
    ...reasonsLines(out, escalation.reasons),
    '',
    ...out.pairs([
      ['id', `${escalation.id}, version ${escalation.version}`],
      ['evaluation', escalation.evaluation],
      escalation.decided_by === undefined
        ? ['decide by', escalation.expires_at]
        : ['decided by', `${escalation.decided_by}, ${escalation.decided_at ?? ''}`],
      escalation.status === 'pending' ? ['challenge', escalation.challenge] : undefined,
    ]),
  ];
}
