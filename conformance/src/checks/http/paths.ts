import type { Caller, Check, CheckContext } from '../types.ts';

/** Paths that are almost a route. */
const PATHS = [
  '/',
  '/v2',
  '/v2/none',
  '/v3/policy',
  '/v2/policy/',
  '/V2/POLICY',
  '/v2//policy',
  '/v2/ledger',
  '/v2/vault/facts',
  '/livez/extra',
] as const;

export const unknownPath: Check = {
  id: 'http.unknown-path',
  requirements: ['EAAP-0013-001'],
  title: 'A path that no route has is not found, with a key and without, whatever the method.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world({ bare: true });
    for (const path of PATHS) {
      const known = await world.send('admin', 'GET', path);
      t.answered(`GET ${path} with a key`, known, 404, 'not-found');
      t.answered(`GET ${path} without one`, await t.sut.request({ method: 'GET', path }), 404, 'not-found');
    }
    const posted = await world.send('admin', 'POST', '/v2/none', { body: {} });
    t.answered('POST /v2/none', posted, 404, 'not-found');
    const policy = await world.send('admin', 'GET', '/v2/policy');
    t.require('The path they resemble is found', policy.status === 200, { got: policy.text.slice(0, 200) });
  },
};

/** Methods that a path does not have, and those it has. */
const METHODS: readonly (readonly [method: string, path: string, allow: string])[] = [
  ['DELETE', '/v2/policy', 'GET, HEAD, PUT'],
  ['PATCH', '/v2/policy', 'GET, HEAD, PUT'],
  ['POST', '/v2/policy', 'GET, HEAD, PUT'],
  ['GET', '/v2/vault/store', 'POST'],
  ['PUT', '/v2/actions/commit', 'POST'],
  ['DELETE', '/v2/keys', 'GET, HEAD, POST'],
  ['OPTIONS', '/v2/ledger/entries', 'GET, HEAD'],
  ['POST', '/livez', 'GET, HEAD'],
];

export const otherMethod: Check = {
  id: 'http.other-method',
  requirements: ['EAAP-0013-002'],
  title: 'A method that a path does not have is refused with the methods it has.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world({ bare: true });
    for (const [method, path, allow] of METHODS)
      for (const key of [undefined, await world.key('admin')]) {
        const answer = await t.sut.request({ method, path, ...(key === undefined ? {} : { key }) });
        const what = `${method} ${path} ${key === undefined ? 'without' : 'with'} a key`;
        t.answered(what, answer, 405, 'method-not-allowed');
        t.equal(`Allow of ${what}`, answer.headers['allow'], allow);
      }
  },
};

export const head: Check = {
  id: 'http.head',
  requirements: ['EAAP-0013-003'],
  title: 'HEAD is answered with the status of GET and no body.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world({ bare: true });
    const asked: readonly (readonly [Caller, string])[] = [
      ['admin', '/livez'],
      ['admin', '/.well-known/eaap'],
      ['admin', '/v2/policy'],
      ['auditor', '/v2/ledger/entries'],
      ['auditor', '/v2/ledger/entries?limit=0'],
      ['executor', '/v2/keys'],
    ];
    for (const [as, path] of asked) {
      const [got, headed] = [await world.send(as, 'GET', path), await world.send(as, 'HEAD', path)];
      t.equal(`the status of HEAD ${path}`, headed.status, got.status);
      t.equal(`the bytes of the body of HEAD ${path}`, headed.bytes.length, 0);
    }
  },
};
