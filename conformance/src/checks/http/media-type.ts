import { actions, POLICY } from '../fixtures/index.ts';
import type { Caller, Check, CheckContext } from '../types.ts';

const TYPES: Readonly<Record<string, string | undefined>> = {
  'no media type': undefined,
  'plain text': 'text/plain',
  'a form': 'application/x-www-form-urlencoded',
  'a form in parts': 'multipart/form-data; boundary=x',
  'another JSON type': 'application/json-patch+json',
  'a longer name': 'application/jsonx',
  'JSON among text': 'text/json',
  'a name within a parameter': 'text/plain; profile="application/json"',
  bytes: 'application/octet-stream',
};

export const mediaType: Check = {
  id: 'http.media-type',
  requirements: ['EAAP-0001-155'],
  title:
    'A body that is not declared as application/json is refused, whatever it holds, on every kind of route.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const source = { kind: 'system', id: 'registry', observed_at: await world.time(-1000) };
    const subject = `typed-${t.random.word()}`;
    const routes: readonly (readonly [Caller, string, string, unknown])[] = [
      ['recorder', 'POST', '/v2/vault/store', { subject, attribute: 'note', value: 1, source }],
      ['agent', 'POST', '/v2/actions/evaluate', { action: actions.read() }],
      ['admin', 'PUT', '/v2/policy', { ...POLICY, version: 'untyped' }],
      ['admin', 'POST', '/v2/control/halt', { scope: 'namespace', reason: 'conformance' }],
    ];
    const send = (as: Caller, method: string, path: string, body: unknown, type: string | undefined) =>
      world.send(as, method, path, {
        body: Buffer.from(JSON.stringify(body)),
        ...(type === undefined ? {} : { headers: { 'content-type': type } }),
      });
    for (const [as, method, path, body] of routes)
      for (const [name, type] of Object.entries(TYPES)) {
        const answer = await send(as, method, path, body, type);
        t.answered(`${method} ${path} with ${name}`, answer, 415, 'unsupported-media-type');
      }
    const search = await world.search({ subject });
    t.require('The subject can be searched for.', search.status === 200, { got: search.text.slice(0, 300) });
    t.equal('facts stored', search.body.snapshot.facts, []);
    await world.allowed(actions.read());
    const policy = await world.send<{ policy: { version: string } }>('admin', 'GET', '/v2/policy');
    t.equal('version of the policy in force', policy.body.policy.version, POLICY.version);

    const [as, method, path, body] = routes[0] ?? (['recorder', 'POST', '', {}] as const);
    const declared = await send(as, method, path, body, 'application/json; charset=utf-8');
    t.require('The body is taken when it is declared.', declared.status === 201, {
      got: declared.text.slice(0, 300),
    });
  },
};
