import type { JsonObject } from '../../model/json.ts';
import type { CaseSource } from '../types.ts';

export const ROOT = Buffer.alloc(32, 0x44);
export const OTHER = Buffer.alloc(32, 0x45);
export const AT = { root: ROOT.toString('hex'), namespace: 'acme' } as const;
export const KEY = Buffer.from(Array.from({ length: 32 }, (_, i) => i));

const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  keyed: ['EAAP-0002-012'],
  index: ['EAAP-0002-015', 'EAAP-0002-014'],
  subject: ['EAAP-0002-015', 'EAAP-0002-014'],
  attribute: ['EAAP-0002-015'],
  value: ['EAAP-0002-015'],
  token: ['EAAP-0002-015'],
  mac: ['EAAP-0002-014'],
  pii: ['EAAP-0002-016', 'EAAP-0001-029'],
  written: ['EAAP-0002-016'],
  'action-key': ['EAAP-0002-017'],
  'loop-key': ['EAAP-0002-018'],
};

/** A case that is answered. */
export const plain = (
  id: string,
  title: string,
  input: JsonObject,
  requirements?: readonly string[],
): CaseSource => ({
  id,
  title,
  requirements: requirements ?? REQUIRED[String(input['op'])] ?? [],
  input,
});

/** A case that claims what a mistake makes. */
export const claim = (
  id: string,
  title: string,
  input: JsonObject,
  claimed: string,
  mistake: string,
): CaseSource => ({
  ...plain(`claim-${id}`, title, { ...input, claimed }),
  refused: 'mismatch',
  mistake,
});

export const SUBJECT = { op: 'subject', ...AT, subject: 'customer:42' } as const;
export const VALUE = {
  op: 'value',
  ...AT,
  attribute: 'refund.limit',
  value: { currency: 'EUR', amount: '5000' },
} as const;
export const MAIL = { op: 'pii', ...AT, type: 'email', normalised: 'ada@example.org' } as const;
export const WRITTEN = { op: 'written', ...AT, type: 'email', spelling: 'a%64a@example.org' } as const;
export const ACTION = {
  tool: 'billing.refund',
  parameters: { amount: { amount: '2500', currency: 'EUR' }, customer: 'customer:42' },
  environment: 'production',
} as const;
export const ACTION_KEY = { op: 'action-key', ...AT, principal: 'agent', action: ACTION } as const;
export const LOOP = {
  op: 'loop-key',
  ...AT,
  principal: 'agent',
  tool: 'mail.send',
  effects: [
    { effect: 'network.call', target: 'host:mail.example' },
    { effect: 'message.send', target: null },
  ],
} as const;
export const KEYED = {
  op: 'keyed',
  key: KEY.toString('hex'),
  label: 'subject',
  value: 'customer:42',
} as const;
