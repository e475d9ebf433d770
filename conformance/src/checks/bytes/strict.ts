import { actions } from '../fixtures/index.ts';
import type { Caller, Check, CheckContext } from '../types.ts';
import { nothingStored, refusedValues, sendRaw, storeText, taken } from './raw.ts';

export const duplicateNames: Check = {
  id: 'bytes.json-duplicate-names',
  requirements: ['EAAP-0001-002'],
  title: 'A name that occurs twice is refused at every depth, however it is escaped.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await taken(t, world, '{"a":{"b":1},"b":{"b":1},"A":1}');
    await refusedValues(t, world, {
      'a name twice': '{"a":1,"a":2}',
      'a name twice with the same value': '{"a":1,"a":1}',
      'a name twice, once escaped': '{"a":1,"\\u0061":2}',
      'a name twice, deeply nested': '[{"x":[{"a":1,"b":2,"a":1}]}]',
      'the empty name twice': '{"":1,"":2}',
      '__proto__ twice': '{"__proto__":1,"__proto__":2}',
      'a name with an escaped pair twice': '{"\u{1f600}":1,"\\ud83d\\ude00":2}',
    });
    const subject = `twice-${t.random.word()}`;
    const text = await storeText(world, subject, '1');
    for (const extra of [',"value":2}', ',"value":1}', ',"\\u0076alue":2}', `,"subject":"other-${subject}"}`])
      t.answered(
        `a request ending ${extra}`,
        await sendRaw(world, text.slice(0, -1) + extra),
        400,
        'malformed-json',
      );
    await nothingStored(t, world, subject);
    await nothingStored(t, world, `other-${subject}`);
  },
};

export const duplicateInAction: Check = {
  id: 'bytes.json-duplicate-in-action',
  requirements: ['EAAP-0001-002'],
  title: 'An action with a parameter given twice is refused and not judged.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await world.allowed(actions.read('rec-1'));
    const text = (parameters: string): string =>
      `{"action":{"tool":"records.read","parameters":${parameters},"environment":"production"}}`;
    for (const parameters of [
      '{"record":"rec-1","record":"rec-2"}',
      '{"record":"rec-1","record":"rec-1"}',
      '{"record":"rec-1","\\u0072ecord":"rec-2"}',
    ]) {
      const answer = await sendRaw(world, text(parameters), '/v2/actions/evaluate', 'agent');
      t.answered(`parameters ${parameters}`, answer, 400, 'malformed-json');
    }
    const tools =
      '{"action":{"tool":"vault.peek","tool":"records.read","parameters":{},"environment":"none"}}';
    const answer = await sendRaw(world, tools, '/v2/actions/evaluate', 'agent');
    t.answered('a tool given twice', answer, 400, 'malformed-json');
  },
};

export const inexactNumbers: Check = {
  id: 'bytes.json-inexact-numbers',
  requirements: ['EAAP-0001-003'],
  title: 'A number that its canonical form would change is refused.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await taken(t, world, '[0.1,1.50,1e2,9007199254740991,1E-3,5e-324]');
    await refusedValues(t, world, {
      '2^53+1': '9007199254740993',
      'a fraction with more digits than are kept': '0.1000000000000000055511151231257827',
      'an integer with a fraction too small to be kept': '9007199254740991.25',
      'a third with twenty digits': '0.33333333333333333333',
      'a number that would become zero': '1e-400',
      'half of the least number': '2e-324',
      'a sum no machine number holds': '4503599627370497.3',
      'an inexact number in a list': '[1,[{"a":9007199254740993}]]',
    });
  },
};

export const nesting: Check = {
  id: 'bytes.json-nesting',
  requirements: ['EAAP-0001-004'],
  title: 'A body nested deeper than 64 levels is refused.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const lists = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    const objects = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
    await taken(t, world, lists(60));
    await taken(t, world, objects(60));
    await refusedValues(t, world, {
      // 65 within the request's own object: too deep whether that is counted or not.
      '65 lists in the value': lists(65),
      '65 objects in the value': objects(65),
      '1000 lists in the value': lists(1000),
      '100000 lists in the value': lists(100_000),
      '100000 lists that do not end': '['.repeat(100_000),
    });
  },
};

export const everyRoute: Check = {
  id: 'bytes.json-every-route',
  requirements: ['EAAP-0001-001', 'EAAP-0001-002'],
  title: 'Every route that takes a body refuses one that is malformed.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const fact = await world.stored({ subject: 'order-1', attribute: 'status', value: 'paid' });
    const conflict = await world.contradicted(fact, 'open');
    const { escalation } = await world.escalated(actions.send());
    const routes: readonly (readonly [Caller, string, string])[] = [
      ['recorder', 'POST', '/v2/vault/store'],
      ['auditor', 'POST', '/v2/vault/search'],
      ['approver', 'POST', `/v2/vault/facts/${fact.id}/lock`],
      ['approver', 'POST', `/v2/vault/facts/${fact.id}/unlock`],
      ['approver', 'POST', `/v2/vault/facts/${fact.id}/retract`],
      ['approver', 'POST', `/v2/vault/conflicts/${conflict.id}/resolve`],
      ['admin', 'POST', '/v2/vault/erase'],
      ['agent', 'POST', '/v2/actions/evaluate'],
      ['executor', 'POST', '/v2/actions/commit'],
      ['executor', 'POST', '/v2/actions/outcome'],
      ['approver', 'POST', `/v2/escalations/${escalation}/approve`],
      ['approver', 'POST', `/v2/escalations/${escalation}/deny`],
      ['admin', 'POST', '/v2/control/halt'],
      ['admin', 'POST', '/v2/control/resume'],
      ['admin', 'POST', '/v2/control/rebase-clock'],
      ['admin', 'PUT', '/v2/policy'],
      ['admin', 'PUT', '/v2/trust'],
      ['admin', 'PUT', '/v2/manifests/records.read'],
      ['admin', 'POST', '/v2/keys'],
    ];
    const headers = { 'content-type': 'application/json', 'if-match': '"1"' };
    for (const [as, method, path] of routes)
      for (const [name, body] of [
        ['is cut off', '{"reason":"x"'],
        ['has a name twice', '{"reason":"x","reason":"y"}'],
      ] as const)
        t.answered(
          `a body that ${name}, at ${method} ${path}`,
          await world.send(as, method, path, { body, headers }),
          400,
          'malformed-json',
        );
    const named = await t.system('POST', '/v2/namespaces', {
      body: '{"namespace":"n","namespace":"n"}',
      headers,
    });
    t.answered('a body that has a name twice, at POST /v2/namespaces', named, 400, 'malformed-json');
  },
};
