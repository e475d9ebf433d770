import { actions, SOURCES } from '../fixtures/index.ts';
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
    for (const attribute of ['ghp_abcdefghij0123456789', 'card4111111111111111', 'ip-203.0.113.7']) {
      const answer = await world.store({ ...plain, subject: `s-${t.random.word()}`, attribute });
      t.answered(`${attribute} as the attribute`, answer, 400, 'invalid-request');
    }
  },
};

export const inExecutor: Check = {
  id: 'ledger.pii-executor',
  requirements: ['EAAP-0003-030'],
  title: 'An evaluation for an executor whose name is personal data is refused.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const evaluate = (executor: string) =>
      world.send('agent', 'POST', '/v2/actions/evaluate', {
        body: { action: actions.read('rec-1'), executor },
      });
    for (const executor of ['ghp_abcdefghij0123456789', '460-89-9847', '203.0.113.7'])
      t.answered(`${executor} as the executor`, await evaluate(executor), 400, 'invalid-request');
    const plain = await evaluate('executor');
    t.require('A plain executor is judged.', plain.status === 200, { got: plain.text.slice(0, 300) });
  },
};
