import { actions, MANIFESTS, POLICY, SOURCES, TRUST } from '../fixtures/index.ts';
import type { Check, CheckContext } from '../types.ts';
import { nothingStored, sendRaw, storeText } from './raw.ts';

const MIB = 1_048_576;

export const tooLarge: Check = {
  id: 'bytes.too-large',
  requirements: ['EAAP-0001-005'],
  title: 'A body over 1048576 bytes is refused, and one of exactly that size is read.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const padded = (text: string, bytes: number): string =>
      text + ' '.repeat(bytes - Buffer.byteLength(text));
    const fits = await sendRaw(world, padded(await storeText(world, t.random.word(), '1'), MIB));
    t.require('A body of 1048576 bytes is taken.', fits.status === 201, { got: fits.text.slice(0, 300) });

    const subject = `large-${t.random.word()}`;
    const text = await storeText(world, subject, '1');
    const over = await sendRaw(world, padded(text, MIB + 1));
    t.answered('a body of 1048577 bytes', over, 413, 'payload-too-large');
    const filled = `{"action":{"tool":"records.read","parameters":{"record":"${'x'.repeat(MIB)}"},"environment":"none"}}`;
    const evaluated = await sendRaw(world, filled, '/v2/actions/evaluate', 'agent');
    t.answered('an action over 1 MiB', evaluated, 413, 'payload-too-large');
    // In characters this is under the limit; in bytes it is not.
    const wide = await sendRaw(world, await storeText(world, subject, `"${'\u20ac'.repeat(MIB / 2)}"`));
    t.answered('a body under the limit in characters and over it in bytes', wide, 413, 'payload-too-large');
    await nothingStored(t, world, subject);
  },
};

export const unknownMember: Check = {
  id: 'bytes.unknown-member',
  requirements: ['EAAP-0001-006'],
  title: 'A store request or search with a member that its schema does not name is refused.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const subject = `closed-${t.random.word()}`;
    const source = { ...SOURCES.verified, observed_at: await world.time(-1000) };
    const body = { subject, attribute: 'note', value: 1, source };
    const store = (changed: unknown) => world.send('recorder', 'POST', '/v2/vault/store', { body: changed });
    const plain = await store({ ...body, subject: t.random.word() });
    t.require('The request is taken as it is.', plain.status === 201, { got: plain.text.slice(0, 300) });

    for (const name of ['extra', 'trust', 'status', 'locked', 'version', 'Subject'])
      t.answered(`a store request with ${name}`, await store({ ...body, [name]: 1 }), 400, 'invalid-request');
    const inSource = await store({ ...body, source: { ...source, trust: 'authoritative' } });
    t.answered('a source with trust', inSource, 400, 'invalid-request');
    // Names that a careless reader finds on every object.
    for (const name of ['__proto__', 'constructor', 'toString', '']) {
      const text = `${JSON.stringify(body).slice(0, -1)},${JSON.stringify(name)}:{}}`;
      t.answered(
        `a store request with ${name || 'the empty name'}`,
        await sendRaw(world, text),
        400,
        'invalid-request',
      );
    }
    const search = await world.search({ subject, order: 'asc' });
    t.answered('a search with an unknown member', search, 400, 'invalid-request');
    await nothingStored(t, world, subject);
  },
};

export const unknownInAction: Check = {
  id: 'bytes.unknown-member-action',
  requirements: ['EAAP-0001-006'],
  title: 'An evaluate, commit or outcome request with a member that its schema does not name is refused.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const action = actions.read();
    const { token, evaluation } = await world.allowed(action);
    const evaluate = (body: unknown) => world.send('agent', 'POST', '/v2/actions/evaluate', { body });
    const cases: readonly (readonly [string, unknown])[] = [
      ['a request with `verdict`', { action, verdict: 'ALLOW' }],
      ['a request with `now`', { action, now: 0 }],
      ['an action with `risk`', { action: { ...action, risk: 'low' } }],
      ['an action with `confidence`', { action: { ...action, confidence: 10_000 } }],
      [
        'a claim with `trust`',
        { action: { ...action, claims: [{ subject: 's', attribute: 'a', value: 1, trust: 'verified' }] } },
      ],
      [
        'a declared effect with `risk`',
        { action: { ...action, effects: [{ effect: 'data.read', risk: 'low' }] } },
      ],
    ];
    for (const [name, body] of cases) t.answered(name, await evaluate(body), 400, 'invalid-request');

    const commit = { token, action, audience: 'target', confirmation_key: world.confirmationKey };
    const committed = await world.send('executor', 'POST', '/v2/actions/commit', {
      body: { ...commit, force: true },
    });
    t.answered('a commit with `force`', committed, 400, 'invalid-request');
    const reported = await world.send('executor', 'POST', '/v2/actions/outcome', {
      body: { evaluation: evaluation.id, status: 'executed', at: await world.time() },
    });
    t.answered('an outcome with `at`', reported, 400, 'invalid-request');
  },
};

export const unknownInConfiguration: Check = {
  id: 'bytes.unknown-member-configuration',
  requirements: ['EAAP-0001-006'],
  title:
    'A policy, trust table, manifest or key request with a member that its schema does not name is refused.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const put = (path: string, body: unknown) => world.send('admin', 'PUT', path, { body });
    const before = await world.send('admin', 'GET', '/v2/policy');
    t.require('The policy can be read.', before.status === 200);
    const [grant, ...grants] = POLICY.grants;
    const [rule, ...rules] = POLICY.rules;
    const [entry, ...sources] = TRUST.sources;
    const [manifest] = MANIFESTS;
    const policies: readonly (readonly [string, unknown])[] = [
      ['a policy with `mode`', { ...POLICY, mode: 'permissive' }],
      ['a grant with `deny`', { ...POLICY, grants: [{ ...grant, deny: true }, ...grants] }],
      ['a rule with `unless`', { ...POLICY, rules: [{ ...rule, unless: 'true' }, ...rules] }],
      ['a threshold with `maximum`', { ...POLICY, confidence: { minimum: 5000, maximum: 1 } }],
    ];
    for (const [name, body] of policies)
      t.answered(name, await put('/v2/policy', body), 400, 'invalid-request');
    const after = await world.send('admin', 'GET', '/v2/policy');
    t.equal('the policy in force', after.json, before.json);

    t.answered(
      'a trust table with `default`',
      await put('/v2/trust', { ...TRUST, default: 'verified' }),
      400,
      'invalid-request',
    );
    const believed = { ...TRUST, sources: [{ ...entry, always: true }, ...sources] };
    t.answered('an entry of trust with `always`', await put('/v2/trust', believed), 400, 'invalid-request');
    const pinned = { ...manifest, trusted: true };
    t.answered(
      'a manifest with `trusted`',
      await put('/v2/manifests/records.read', pinned),
      400,
      'invalid-request',
    );
    const key = { principal: 'p', owner: 'o', roles: ['auditor'], namespaces: ['*'] };
    const made = await world.send('admin', 'POST', '/v2/keys', { body: key });
    t.answered('a key request with `namespaces`', made, 400, 'invalid-request');
  },
};
