import { actions } from '../fixtures/index.ts';
import { evaluationOf } from '../read.ts';
import type { CheckContext, World } from '../types.ts';
import type { SutAnswer } from '../../sut/types.ts';

/** A request that is to be refused, and what came. */
export interface Refused {
  readonly what: string;
  readonly answer: SutAnswer;
}

const json = { 'content-type': 'application/json' };
const NOBODY = '019b76da-0000-7000-8000-000000000000';

/** Bodies that are no JSON to be had. */
const BODIES: Readonly<Record<string, string | Uint8Array>> = {
  'an empty body': '',
  'a body that breaks off': '{"subject":',
  'a body of two values': '{} {}',
  'a name twice': '{"subject":"a","subject":"b"}',
  'a number that is none of I-JSON': '{"confidence":1e400}',
  'malformed UTF-8': Uint8Array.of(0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d),
  'a body nested deeply': '['.repeat(100_000) + ']'.repeat(100_000),
  'a body of zeros': new Uint8Array(64),
  'an array': '[]',
  null: 'null',
  'a body of two million bytes': `{"subject":"${'a'.repeat(2_000_000)}"}`,
};

/** Requests that never get as far as a handler. */
export async function refusedAtTheDoor(t: CheckContext, world: World): Promise<Refused[]> {
  const { sut } = t;
  const [recorder, agent] = [await world.key('recorder'), await world.key('agent')];
  const path = '/v2/vault/store';
  const refused: Refused[] = [];
  const ask = async (what: string, answer: Promise<SutAnswer>): Promise<void> => {
    refused.push({ what, answer: await answer });
  };
  for (const [what, body] of Object.entries(BODIES))
    await ask(what, sut.request({ method: 'POST', path, key: recorder, headers: json, body }));
  const plain = { ...json, 'content-type': 'text/plain' };
  await ask(
    'a body of another type',
    sut.request({ method: 'POST', path, key: recorder, headers: plain, body: '{}' }),
  );
  await ask('no key', sut.request({ method: 'POST', path, body: {} }));
  await ask('a key that is none', sut.request({ method: 'POST', path, key: 'nonsense', body: {} }));
  await ask('another role', sut.request({ method: 'PUT', path: '/v2/policy', key: agent, body: {} }));
  await ask('no such route', sut.request({ method: 'GET', path: '/v2/nothing/of/this/name', key: agent }));
  await ask('no such method', sut.request({ method: 'DELETE', path, key: recorder }));
  await ask('an id that is none', world.fact('not-an-id'));
  await ask('an id nobody has', world.fact(NOBODY));
  await ask('a cursor that is none', world.send('auditor', 'GET', '/v2/ledger/entries?cursor=%00x'));
  await ask('a limit that is none', world.send('auditor', 'GET', '/v2/ledger/entries?limit=-1'));
  await ask('an entry that is not there', world.send('auditor', 'GET', '/v2/ledger/proof?seq=999999'));
  await ask('sizes that are not there', world.send('auditor', 'GET', '/v2/ledger/consistency?from=9&to=3'));
  return refused;
}

/** Requests that are understood, and refused for what they ask. */
export async function refusedWithin(world: World): Promise<Refused[]> {
  const refused: Refused[] = [];
  const ask = async (what: string, answer: Promise<SutAnswer>): Promise<void> => {
    refused.push({ what, answer: await answer });
  };
  const fact = await world.stored({ subject: 'order-1', attribute: 'status', value: 'paid' });
  const put = (path: string, body: unknown): Promise<SutAnswer> => world.send('admin', 'PUT', path, { body });
  const about = { subject: 'order-9', attribute: 'status', value: 'paid' };
  await ask('a store without source', world.store({ ...about, source: null }));
  await ask(
    'a source of the future',
    world.store({
      ...about,
      source: { kind: 'system', id: 'registry', observed_at: await world.time(3_600_000) },
    }),
  );
  await ask('a source of somebody else', world.store(about, 'agent'));
  await ask(
    'another namespace',
    world.send('recorder', 'POST', '/v2/vault/store', { body: { ...about, namespace: 'elsewhere' } }),
  );
  await ask('a contradiction', world.store({ subject: 'order-1', attribute: 'status', value: 'open' }));
  await ask('a change without version', lock(world, fact.id));
  await ask('a change of another version', lock(world, fact.id, '"99"'));
  await ask(
    'roles that do not go together',
    world.credential({ principal: 'both', owner: 'bo', roles: ['agent', 'executor'] }),
  );
  await ask(
    'a policy that does not load',
    world.setPolicy((policy) => ({
      ...policy,
      rules: [{ id: 'r', description: 'No rule.', when: 'nothing(', outcome: 'block' }],
    })),
  );
  await ask('a policy that is none', put('/v2/policy', { v: 1 }));
  await ask('a trust table that is none', put('/v2/trust', { v: 7 }));
  await ask('a manifest that is none', put('/v2/manifests/records.read', { v: 1, tool: 'records.read' }));
  await ask('a BLOCK', world.evaluate(actions.notGranted()));
  const escalated = await world.evaluate(actions.send());
  await ask('an ESCALATE', Promise.resolve(escalated));
  const escalation = evaluationOf(escalated)?.escalation;
  await ask('an approval by an owner of the proposer', world.approve(String(escalation), 'insider'));
  await ask('an unknown token', world.commit({ token: 'A'.repeat(43), action: actions.read() }));
  const action = actions.read();
  const { token, evaluation } = await world.allowed(action);
  await ask('an outcome without a commit', world.outcome(evaluation.id, 'executed'));
  await ask('another action at commit', world.commit({ token, action: actions.read('rec-2') }));
  const { token: spent } = await world.allowed(action);
  await world.commit({ token: spent, action });
  await ask('a token a second time', world.commit({ token: spent, action }));
  await ask('a conflict nobody has', world.conflict(NOBODY));
  await ask(
    'a namespace that is there already',
    world.send('admin', 'POST', '/v2/namespaces', {
      body: { namespace: world.namespace, admin: 'a', owner: 'o' },
    }),
  );
  return refused;
}

function lock(world: World, id: string, version?: string): Promise<SutAnswer> {
  return world.send('approver', 'POST', `/v2/vault/facts/${id}/lock`, {
    body: { reason: 'conformance' },
    ...(version === undefined ? {} : { headers: { 'if-match': version } }),
  });
}
