import { actions, manifests, SOURCES } from '../fixtures/index.ts';
import type { Check, CheckContext } from '../types.ts';
import type { SutAnswer } from '../../sut/types.ts';
import { dataOf } from './personal.ts';

export const inProblems: Check = {
  id: 'ledger.pii-in-problems',
  requirements: ['EAAP-0001-037'],
  title: 'No problem repeats personal data of the request it refuses.',
  grade: 'E1',
  needs: [],
  negative: true,
  // Over a hundred requests, one after the other.
  timeoutMs: 120_000,
  async run(t: CheckContext) {
    const world = await t.world();
    const observed_at = await world.time(-1000);
    const source = { ...SOURCES.verified, observed_at };
    const json = { 'content-type': 'application/json' };
    for (const { type, text } of dataOf(t.random)) {
      const path = encodeURIComponent(text);
      const store = (changed: object): Promise<SutAnswer> =>
        world.send('recorder', 'POST', '/v2/vault/store', {
          body: { subject: 'order-1', attribute: 'note', value: 1, source, ...changed },
        });
      const locked = await world.stored({ subject: `locked ${text}`, attribute: 'note', value: text });
      t.require('A fact is locked.', (await world.change('lock', locked.id)).status === 200);
      const verified = await world.stored({
        subject: `claimed ${type}`,
        attribute: 'note',
        value: `it is ${text}`,
      });
      const claims = [{ subject: verified.subject, attribute: 'note', value: `not ${text}` }];
      const { token } = await world.allowed(actions.read('rec-1'));
      const narrow = await world.credential({
        principal: `p-${t.random.word()}`,
        owner: 'rita',
        roles: ['recorder'],
      });
      const problems: readonly (readonly [string, SutAnswer])[] = [
        ['an unknown member', await store({ [text]: text })],
        ['a value of the wrong type', await store({ subject: { it: text } })],
        ['an attribute out of form', await store({ attribute: text })],
        ['a time out of form', await store({ source: { ...source, observed_at: text } })],
        ['a confidence out of form', await store({ confidence: text })],
        ['a kind of source that is none', await store({ source: { ...source, kind: text } })],
        ['another namespace', await store({ namespace: text })],
        ['a contradiction of a locked fact', await store({ subject: `locked ${text}`, value: `no ${text}` })],
        ['a contradiction', await store({ subject: verified.subject, value: `${text}!` })],
        [
          'JSON that is none',
          await world.send('recorder', 'POST', '/v2/vault/store', {
            body: `{"a":"${text}" ${text}`,
            headers: json,
          }),
        ],
        [
          'a name twice',
          await world.send('recorder', 'POST', '/v2/vault/store', {
            body: `{"${text}":1,"${text}":2}`,
            headers: json,
          }),
        ],
        [
          'a source that is not permitted',
          await t.sut.request({
            method: 'POST',
            path: '/v2/vault/store',
            key: narrow.body.key,
            body: { subject: text, attribute: 'note', value: text, source: { ...source, id: text } },
          }),
        ],
        ['an id that is none', await world.send('recorder', 'GET', `/v2/vault/facts/${path}`)],
        ['a query out of form', await world.send('auditor', 'GET', `/v2/escalations?status=${path}`)],
        ['a route that is none', await world.send('auditor', 'GET', `/v2/${path}`)],
        [
          'a tag out of form',
          await world.send('approver', 'POST', `/v2/vault/facts/${locked.id}/unlock`, {
            body: { reason: text },
            headers: { 'if-match': `"${text}"` },
          }),
        ],
        ['an action that is blocked', await world.evaluate({ ...actions.notGranted(text), intent: text })],
        [
          'an action with an unread parameter',
          await world.evaluate({ ...actions.read(), parameters: { record: 'r', [text]: text } }),
        ],
        ['a tool out of form', await world.evaluate({ ...actions.read(), tool: text })],
        ['a claim that a fact contradicts', await world.evaluate({ ...actions.read(), claims })],
        ['an action that is escalated', await world.evaluate(actions.send(`Dear ${text}`))],
        ['an ungrounded parameter', await world.evaluate(actions.refund(text, text))],
        ['another action at commit', await world.commit({ token, action: actions.read(text, text) })],
        ['a token out of form', await world.commit({ token: text, action: actions.read(text) })],
        [
          'a principal out of form',
          await world.send('admin', 'POST', '/v2/keys', {
            body: { principal: text, owner: text, roles: [text] },
          }),
        ],
        [
          'a manifest that does not load',
          await world.setManifest({ ...manifests.READ, cost: { amount: `/${text}` } }),
        ],
        [
          'a manifest with a parameter out of form',
          await world.setManifest({
            ...manifests.READ,
            parameters: { [`/${text}`]: { type: text as never } },
          }),
        ],
        [
          'a policy that does not load',
          await world.setPolicy((policy) => ({
            ...policy,
            rules: [{ id: 'r', description: text, when: `"${text}" ==`, outcome: 'block' }],
          })),
        ],
        ['a key that is none', await t.sut.request({ method: 'GET', path: '/v2/policy', key: text })],
      ];
      for (const [name, answer] of problems) {
        t.require(`A problem for ${name}.`, answer.status >= 400, { got: answer.text.slice(0, 300) });
        t.expect(
          `${type} in the problem for ${name}`,
          !answer.text.includes(text) && !answer.text.includes(path),
          {
            got: answer.text.replaceAll(text, '<it>').slice(0, 300),
          },
        );
      }
    }
  },
};
