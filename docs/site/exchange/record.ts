import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { confirmationKey, type JsonObject } from '@eaap/protocol';
import { ROOT } from '../paths.ts';
import { openRecordedGateway, type Exchange } from './gateway.ts';

const KEYS: readonly JsonObject[] = [
  {
    principal: 'crm',
    owner: 'operator',
    roles: ['recorder'],
    sources: [
      { kind: 'system', id: 'crm' },
      { kind: 'system', id: 'erp' },
    ],
  },
  { principal: 'agent', owner: 'operator', roles: ['agent'] },
  { principal: 'executor', owner: 'operator', roles: ['executor'] },
  { principal: 'reviewer', owner: 'reviewers', roles: ['approver'] },
  { principal: 'auditor', owner: 'audit', roles: ['auditor'] },
];

const example = JSON.parse(
  readFileSync(join(ROOT, 'conformance/vectors/0001-worked-example.json'), 'utf8'),
) as { documents: { policy: JsonObject; manifest: JsonObject; trust: JsonObject } };

const refund = (amount: string): JsonObject => ({
  tool: 'billing.refund',
  parameters: { customer: 'customer:42', amount: { amount, currency: 'EUR' } },
  environment: 'production',
  intent: 'Refund for the broken lamp.',
});
const source = (id: string): JsonObject => ({ kind: 'system', id, observed_at: '2026-01-31T09:00:00.000Z' });
const limitOf = (amount: string, id: string): JsonObject => ({
  subject: 'customer:42',
  attribute: 'refund.limit',
  value: { amount, currency: 'EUR' },
  source: source(id),
  confidence: 9000,
});
const ofId = (id: unknown) => ({ id: String(id) });
const version = (n: unknown) => ({ 'if-match': `"${String(n)}"` });

/**
 * Plays the worked example of RFC-0001, and every other route once, against the reference gateway, and returns what was
 * said. Nothing in it is written by hand.
 */
export async function recordExchanges(): Promise<readonly Exchange[]> {
  const gateway = await openRecordedGateway();
  const { call, systemKey, clock } = gateway;
  try {
    await call('discovery');
    await call('livez');
    await call('readyz');
    const made = await call('create-namespace', {
      key: systemKey,
      body: { namespace: 'acme', admin: 'admin', owner: 'operator' },
    });
    const admin = String(made['key']);
    const keys = new Map<string, string>();
    for (const [at, body] of KEYS.entries()) {
      const { key } = await call('create-key', { key: admin, body, quiet: at > 0 });
      keys.set(String(body['principal']), String(key));
    }
    const as = (name: string) => ({ key: keys.get(name) ?? '' });
    const { policy, manifest, trust } = example.documents;
    const erp = {
      kind: 'system',
      id: 'erp',
      trust: 'verified',
      max_confidence: 9500,
      max_half_life_ms: 31_536_000_000,
    };
    await call('set-trust', { key: admin, body: { ...trust, sources: [...(trust['sources'] as []), erp] } });
    await call('trust', { key: admin });
    await call('set-policy', { key: admin, body: policy });
    await call('policy', { key: admin });
    await call('set-manifest', { key: admin, params: { tool: 'billing.refund' }, body: manifest });
    await call('manifests', as('agent'));

    const stored = await call('store', { ...as('crm'), body: limitOf('5000', 'crm') });
    const fact = stored['fact'] as JsonObject;
    await call('search', {
      ...as('agent'),
      body: { query: 'refund limit', subject: 'customer:42', limit: 20 },
    });
    await call('fact', { ...as('crm'), params: ofId(fact['id']) });

    clock.advance(12_000);
    const action = refund('2500');
    const evaluated = await call('evaluate', { ...as('agent'), title: 'Allowed', body: { action } });
    const evaluation = String((evaluated['evaluation'] as JsonObject)['id']);
    await call('evaluation', { ...as('agent'), params: { id: evaluation } });
    const confirmation_key = confirmationKey({ bytes: (n) => new Uint8Array(n).fill(0x55) }).publicKey;
    const commit = { token: evaluated['token'] ?? null, audience: 'billing', confirmation_key };
    await call('commit', {
      ...as('executor'),
      title: 'Another action',
      body: { ...commit, action: refund('2600') },
    });
    await call('commit', { ...as('executor'), title: 'Committed', body: { ...commit, action } });
    const artifacts = [{ name: 'receipt', digest: `sha256:${'ab'.repeat(32)}` }];
    await call('outcome', { ...as('executor'), body: { evaluation, status: 'executed', artifacts } });

    const tooMuch = await call('evaluate', {
      ...as('agent'),
      title: 'Escalated',
      body: { action: refund('9000') },
    });
    const escalation = String(tooMuch['escalation']);
    await call('evaluate', {
      ...as('agent'),
      title: 'Blocked',
      body: { action: { ...refund('2500'), tool: 'billing.payout' } },
    });
    await call('escalations', { ...as('reviewer'), query: '?status=pending' });
    const open = await call('escalation', { ...as('reviewer'), params: { id: escalation } });
    await call('approve', {
      ...as('reviewer'),
      params: { id: escalation },
      headers: version(open['version']),
      body: { challenge: open['challenge'] ?? '', reason: 'Checked against the order.' },
    });
    const another = await call('evaluate', { ...as('agent'), quiet: true, body: { action: refund('8000') } });
    await call('deny', {
      ...as('reviewer'),
      params: { id: String(another['escalation']) },
      headers: version(1),
      body: { reason: 'The order was never delivered.' },
    });

    const refused = await call('store', {
      ...as('crm'),
      title: 'Contradicted',
      body: limitOf('1000', 'erp'),
    });
    const conflict = String(refused['conflict_id']);
    const opened = await call('conflict', { ...as('reviewer'), params: { id: conflict } });
    await call('resolve', {
      ...as('reviewer'),
      params: { id: conflict },
      headers: version(opened['version']),
      body: { resolution: 'keep', reason: 'The limit was confirmed by telephone.' },
    });
    const versionOf = async () =>
      version((await call('fact', { ...as('crm'), quiet: true, params: ofId(fact['id']) }))['version']);
    for (const [route, reason] of [
      ['lock', 'Agreed with the customer in writing.'],
      ['unlock', 'The agreement has ended.'],
      ['retract', 'Entered for the wrong customer.'],
    ] as const) {
      const headers = await versionOf();
      await call(route, { ...as('reviewer'), params: ofId(fact['id']), headers, body: { reason } });
    }
    await call('halt', {
      key: admin,
      body: { scope: 'agent', agent: 'agent', reason: 'It repeats itself.' },
    });
    await call('control', { key: admin });
    await call('resume', {
      key: admin,
      body: { scope: 'agent', agent: 'agent', reason: 'The prompt was corrected.' },
    });
    await call('rebase', {
      key: systemKey,
      body: { reason: 'The time server was wrong and has been put right.' },
    });
    await call('erase', {
      key: admin,
      body: { subject: 'customer:42', reason: 'Request of the data subject.' },
    });
    const listed = await call('keys', as('auditor'));
    const [first] = (listed['credentials'] ?? []) as readonly JsonObject[];
    await call('revoke-key', { key: admin, params: { id: String(first?.['id']) } });
    const query = '?limit=2';
    const page = await call('entries', { ...as('auditor'), query });
    await call('checkpoint', as('auditor'));
    void page;
    await call('proof', { ...as('auditor'), query: '?seq=3' });
    await call('consistency', { ...as('auditor'), query: '?from=4&to=8' });
    await call('metrics', { ...as('auditor') });
    return gateway.exchanges;
  } finally {
    await gateway.close();
  }
}
