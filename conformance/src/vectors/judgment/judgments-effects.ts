import type { JsonObject } from '../../model/json.ts';
import {
  COVERING,
  MISTAKE_ORDER,
  STRANGER,
  UNKNOWN,
  declares,
  effect,
  grant,
  granted,
  reversed,
  unread,
  without,
} from './action-changes.ts';
import { gate, of, type Judged } from './judging.ts';
import { MANIFEST, uuid } from './refund.ts';

/** Judgments of the gate effects. */
export const EFFECT_JUDGMENTS: readonly Judged[] = [
  {
    id: 'no-manifest',
    title: 'No manifest: told once',
    of: [15, 'EAAP-0001-069'],
    change: { manifest: null },
    wrong: [
      {
        id: 'twice',
        mistake: 'told it as unread as well',
        says: gate('effects', ({ reasons }) => ({
          reasons: reasons.flatMap((one) => [one, { ...one, code: 'unread', value: 'no-manifest' }]),
        })),
      },
    ],
  },
  {
    id: 'manifest-mismatch',
    title: 'The manifest of another tool, and the unread entry it makes',
    of: [15],
    change: { manifest: { ...(MANIFEST as unknown as JsonObject), tool: 'billing.charge' } },
    wrong: [
      {
        id: 'allowed',
        mistake: 'did not look whose manifest it is',
        as: of('manifest', () => MANIFEST as unknown as JsonObject),
      },
    ],
  },
  {
    id: 'unread',
    title: 'What is unread, in the order of the extraction',
    of: [15, 'EAAP-0001-070'],
    change: { parameters: { zz: 1, memo: 'x', account: 7 } },
    wrong: [
      {
        id: 'order',
        mistake: 'sorted what is unread by code',
        says: gate('effects', ({ reasons }) => ({
          reasons: [...reasons].sort((a, b) => (String(a.value) < String(b.value) ? -1 : 1)),
        })),
      },
      {
        id: 'escalate',
        mistake: 'asked a person about what is unread',
        says: (right) => ({
          verdict: 'ESCALATE',
          ...gate('effects', ({ reasons }) => ({
            outcome: 'escalate',
            reasons: reasons.map((one) => ({ ...one, outcome: 'escalate' })),
          }))(right),
        }),
      },
    ],
  },
  {
    id: 'unread-no-manifest-entry',
    title: 'An entry no-manifest beside a manifest of the tool is told',
    of: [15],
    change: { extraction: { unread: [unread('no-manifest', null), unread('too-large', null)] } },
  },
  {
    id: 'secret',
    title: 'A secret is read, as the agent declares',
    of: ['EAAP-0001-071'],
    change: { action: declares('secret.read'), ...COVERING },
    wrong: [
      { id: 'granted', mistake: 'took a secret for an effect like any other', says: without('effects') },
    ],
  },
  {
    id: 'secret-target',
    title: 'A secret with its target',
    of: ['EAAP-0001-071'],
    change: { action: { effects: [{ effect: 'secret.read', target: 'path:/etc/key' }] } },
  },
  {
    id: 'unknown-declared',
    title: 'An unknown effect that is declared',
    of: [15],
    change: { action: declares('unknown') },
  },
  {
    id: 'unknown-extracted',
    title: 'An unknown effect that was extracted, and nothing unread',
    of: [15],
    change: { extraction: { effects: [UNKNOWN], risk: 'critical', reversibility: 'irreversible' } },
    wrong: [
      {
        id: 'passed',
        mistake: 'passed over an unknown effect that explains nothing',
        says: without('effects'),
      },
    ],
  },
  {
    id: 'unknown-both',
    title: 'A declared unknown beside one that is explained',
    of: [15],
    change: { action: declares('unknown'), parameters: { memo: 'x' } },
  },
  {
    id: 'no-effects',
    title: 'No effects',
    of: [15],
    change: { extraction: { effects: [], risk: 'low', reversibility: 'reversible' } },
    wrong: [{ id: 'passed', mistake: 'took no effect for no harm', says: without('effects') }],
  },
  {
    id: 'below-floor-risk',
    title: 'A risk below the floor',
    of: [16],
    change: {
      extraction: {
        effects: [effect('money.move', { risk: 'low', target: 'resource:acct_1', field: '/account' })],
        risk: 'high',
        reversibility: 'irreversible',
      },
    },
    wrong: [{ id: 'believed', mistake: 'believed the extraction', says: without('effects') }],
  },
  {
    id: 'below-floor-reversibility',
    title: 'A reversibility below the floor',
    of: [16],
    change: {
      extraction: {
        effects: [
          effect('money.move', { risk: 'high', reversibility: 'recoverable', target: 'resource:acct_1' }),
        ],
        risk: 'high',
        reversibility: 'recoverable',
      },
    },
  },
  {
    id: 'below-floor-whole',
    title: 'An extraction rated below one of its effects',
    of: [16],
    change: { extraction: { risk: 'medium' } },
  },
  {
    id: 'above-floor',
    title: 'Above its floor',
    of: [16],
    change: {
      extraction: {
        effects: [effect('money.move', { target: 'resource:acct_1' })],
        risk: 'critical',
        reversibility: 'irreversible',
      },
      ...granted(grant({ risk: 'critical' })),
    },
  },
  {
    id: 'effects-order',
    title: 'Mismatch, unread, floor, then effects in their order',
    of: [15, 16],
    change: {
      manifest: { ...(MANIFEST as unknown as JsonObject), tool: 'billing.charge' },
      extraction: {
        effects: [effect('secret.read', { risk: 'low' }), effect('unknown'), effect('data.read')],
        unread: [unread('no-manifest', null)],
        risk: 'critical',
      },
    },
    wrong: [{ id: 'order', mistake: MISTAKE_ORDER, says: reversed('effects') }],
  },
  {
    id: 'block-approved',
    title: 'An approval of a block is none',
    of: [4, 5],
    change: { input: { executor: 'stranger', approvals: [{ escalation: uuid(90), reasons: [STRANGER] }] } },
    wrong: [
      {
        id: 'approved',
        mistake: 'let an approval cover a block',
        says: (right) => ({
          verdict: 'ALLOW',
          approvals: [uuid(90)],
          ...gate('authority', ({ reasons }) => ({
            outcome: 'pass',
            reasons: reasons.map((one) => ({ ...one, approved: uuid(90) })),
          }))(right),
        }),
      },
    ],
  },
];
