import { SOURCES } from '../fixtures/index.ts';
import type { Check, CheckContext } from '../types.ts';

export const inAttribute: Check = {
  id: 'ledger.pii-attribute',
  requirements: ['EAAP-0003-029'],
  title: 'An attribute that is personal data is refused.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const source = { ...SOURCES.verified, observed_at: await world.time(-1000) };
    const plain = { subject: `s-${t.random.word()}`, attribute: 'note', value: 1, source };
    t.require('Another attribute is stored.', (await world.store(plain)).status === 201);
    for (const attribute of ['ghp_abcdefghij0123456789', 'card4111111111111111', 'on.203.0.113.7']) {
      const answer = await world.store({ ...plain, subject: `s-${t.random.word()}`, attribute });
      t.answered(`${attribute} as the attribute`, answer, 400, 'invalid-request');
    }
  },
};

export const inPrincipal: Check = {
  id: 'ledger.pii-principal',
  requirements: ['EAAP-0003-030'],
  title: 'A credential whose principal is personal data is not made.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    for (const principal of ['ghp_abcdefghij0123456789', '460-89-9847', '203.0.113.7']) {
      const answer = await world.send('admin', 'POST', '/v2/keys', {
        body: { principal, owner: 'rita', roles: ['auditor'] },
      });
      t.answered(`${principal} as the principal`, answer, 400, 'invalid-request');
    }
    const named = await world.send('admin', 'POST', '/v2/keys', {
      body: { principal: `p-${t.random.word()}`, owner: 'rita', roles: ['auditor'] },
    });
    t.require('A plain principal gets a key.', named.status === 201, { got: named.text.slice(0, 300) });
  },
};
