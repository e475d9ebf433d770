import type { JsonObject } from '../../model/json.ts';
import type { CaseSource } from '../types.ts';
import { action, manifest, written } from './reading.ts';

const ID = { type: 'identifier' };
const target = (param: string, kind: string, prefix?: string): JsonObject => ({
  param,
  kind,
  ...(prefix === undefined ? {} : { prefix }),
});
const effects = (...all: readonly JsonObject[]): JsonObject => ({ effects: all });
const FETCH = manifest(
  { '/url': { type: 'url' } },
  effects({ effect: 'network.call', target: target('/url', 'host') }),
);
const WRITE = manifest(
  { '/path': { type: 'path' } },
  effects({ effect: 'file.write', target: target('/path', 'path') }),
);
const ITEMS = manifest(
  { '/items/*/sku': ID },
  effects({ effect: 'data.write', target: target('/items/*/sku', 'resource') }),
);
const PLAIN = manifest({ '/a': ID });
const skus = (n: number): JsonObject => ({
  items: Array.from({ length: n }, (_, at) => ({ sku: `s${at}` })),
});

/** Every effect of the taxonomy, rated at its floor. */
const FLOORS = [
  'compute',
  'data.read',
  'data.write',
  'data.delete',
  'data.schema',
  'money.move',
  'message.draft',
  'message.send',
  'network.call',
  'file.read',
  'file.write',
  'file.delete',
  'repo.read',
  'repo.write',
  'repo.propose',
  'repo.merge',
  'tests.run',
  'artifact.build',
  'deploy',
  'access.grant',
  'access.revoke',
  'secret.read',
  'code.execute',
];

/** What version 2 of the taxonomy adds, in a list of its own so that the cases of version 1 stay what they were. */
const FLOORS_2 = ['repo.discard', 'system.read', 'system.change'];

/** Effects and their targets. */
export const EFFECT_CASES: readonly CaseSource[] = written([
  {
    id: 'taxonomy-first-half',
    title: 'The floors of the first effects',
    of: [12],
    action: action({}),
    manifest: manifest({}, effects(...FLOORS.slice(0, 12).map((effect) => ({ effect })))),
  },
  {
    id: 'taxonomy-second-half',
    title: 'The floors of the other effects',
    of: [12],
    action: action({}),
    manifest: manifest({}, effects(...FLOORS.slice(12).map((effect) => ({ effect })))),
  },
  {
    id: 'taxonomy-version-2',
    title: 'The floors of the effects that version 2 of the taxonomy adds',
    of: [12],
    action: action({}),
    manifest: manifest({}, effects(...FLOORS_2.map((effect) => ({ effect })))),
  },
  {
    id: 'raised',
    title: 'A manifest that rates its effects higher',
    of: [12],
    action: action({}),
    manifest: manifest({}, { risk: 'high', reversibility: 'irreversible' }),
  },
  {
    id: 'not-lowered',
    title: 'A manifest that rates its effects lower',
    of: [12],
    action: action({}),
    manifest: manifest(
      {},
      { ...effects({ effect: 'money.move' }), risk: 'low', reversibility: 'reversible' },
    ),
  },
  {
    id: 'raised-one-of-two',
    title: 'A rating between the floors of two effects',
    of: [12],
    action: action({}),
    manifest: manifest({}, { ...effects({ effect: 'data.read' }, { effect: 'deploy' }), risk: 'medium' }),
  },
  {
    id: 'declared',
    title: 'A declared effect is added',
    of: [13],
    action: action({ a: 'x' }, { effects: [{ effect: 'money.move' }] }),
    manifest: PLAIN,
  },
  {
    id: 'declared-target',
    title: 'A declared effect with a target',
    of: [13],
    action: action({ a: 'x' }, { effects: [{ effect: 'network.call', target: 'host:example.com' }] }),
    manifest: PLAIN,
  },
  {
    id: 'declared-stated',
    title: 'A declaration of what the manifest states adds nothing',
    of: [13],
    action: action({ a: 'x' }, { effects: [{ effect: 'data.read' }] }),
    manifest: PLAIN,
  },
  {
    id: 'declared-stated-target',
    title: 'One without a target beside a stated one with a target',
    of: [13],
    action: action(
      { items: [{ sku: 's' }] },
      { effects: [{ effect: 'data.write' }, { effect: 'data.write', target: 'resource:s' }] },
    ),
    manifest: ITEMS,
  },
  {
    id: 'declared-other-target',
    title: 'The stated effect on another target',
    of: [13],
    action: action({ items: [{ sku: 's' }] }, { effects: [{ effect: 'data.write', target: 'resource:t' }] }),
    manifest: ITEMS,
  },
  {
    id: 'declared-twice',
    title: 'The same declared twice',
    of: [13],
    action: action({ a: 'x' }, { effects: [{ effect: 'deploy' }, { effect: 'deploy' }] }),
    manifest: PLAIN,
  },
  {
    id: 'declared-lower',
    title: 'A declaration replaces nothing',
    of: [12, 13],
    action: action({}, { effects: [{ effect: 'compute' }] }),
    manifest: manifest({}, effects({ effect: 'code.execute' })),
  },
  {
    id: 'declared-not-raised',
    title: 'What the manifest rates is no rating of what is declared',
    of: [12, 13],
    action: action({}, { effects: [{ effect: 'compute' }] }),
    manifest: manifest({}, { risk: 'critical' }),
  },
  {
    id: 'declared-unknown',
    title: 'A declared unknown',
    of: [13],
    action: action({ a: 'x' }, { effects: [{ effect: 'unknown' }] }),
    manifest: PLAIN,
  },
  {
    id: 'literal',
    title: 'A literal target',
    of: [9],
    action: action({ a: 'x' }),
    manifest: manifest({ '/a': ID }, effects({ effect: 'data.read', target: { literal: 'resource:crm' } })),
  },
  {
    id: 'resource-prefix',
    title: 'A prefix before a resource',
    of: [9],
    action: action({ a: 'x' }),
    manifest: manifest(
      { '/a': ID },
      effects({ effect: 'data.read', target: target('/a', 'resource', 'crm/') }),
    ),
  },
  {
    id: 'resource-integer',
    title: 'A number as a resource',
    of: [9],
    action: action({ n: -7 }),
    manifest: manifest(
      { '/n': { type: 'integer' } },
      effects({ effect: 'data.read', target: target('/n', 'resource', 'row:') }),
    ),
  },
  {
    id: 'resource-mail',
    title: 'A mail token as a resource',
    of: [9],
    action: action({ to: '[PII:email:0123456789abcdef0123456789abcdef]' }),
    manifest: manifest(
      { '/to': { type: 'mail' } },
      effects({ effect: 'message.send', target: target('/to', 'resource') }),
    ),
  },
  {
    id: 'url',
    title: 'A URL',
    of: [7, 9],
    action: action({ url: 'https://API.example.com:8443/x?y' }),
    manifest: FETCH,
  },
  { id: 'path', title: 'A path', of: [8, 9], action: action({ path: '/srv/data/x' }), manifest: WRITE },
  {
    id: 'path-prefix',
    title: 'A prefix before a path',
    of: [9],
    action: action({ path: '/x' }),
    manifest: manifest(
      { '/path': { type: 'path' } },
      effects({ effect: 'file.read', target: target('/path', 'path', '/srv') }),
    ),
  },
  {
    id: 'several-targets',
    title: 'An effect for each place',
    of: [9, 10],
    action: action(skus(3)),
    manifest: ITEMS,
  },
  {
    id: 'two-effects',
    title: 'Two effects on one parameter',
    of: [9],
    action: action({ path: '/srv/x' }),
    manifest: manifest(
      { '/path': { type: 'path' } },
      effects(
        { effect: 'file.read', target: target('/path', 'path') },
        { effect: 'file.delete', target: target('/path', 'path') },
      ),
    ),
  },
  {
    id: 'members-sorted',
    title: 'Targets in the order of names, however the object was written',
    of: [9, 10],
    action: action({ tags: { b: 'x', a: 'y', B: 'z' } }),
    manifest: manifest(
      { '/tags/*': ID },
      effects({ effect: 'data.read', target: target('/tags/*', 'resource') }),
    ),
  },
  { id: 'effects-128', title: '128 effects', of: [18], action: action(skus(128)), manifest: ITEMS },

  {
    id: 'url-http',
    title: 'A URL without TLS',
    of: [7, 9],
    action: action({ url: 'http://example.com/' }),
    manifest: FETCH,
    refused: 'url-scheme',
  },
  {
    id: 'url-inside',
    title: 'A metadata service',
    of: [6, 7],
    action: action({ url: 'https://169.254.169.254/latest' }),
    manifest: FETCH,
    refused: 'internal-address',
  },
  {
    id: 'url-credentials',
    title: 'A URL with credentials',
    of: [7],
    action: action({ url: 'https://a:b@example.com/' }),
    manifest: FETCH,
    refused: 'url-credentials',
  },
  {
    id: 'url-idn',
    title: 'A host that is not ASCII',
    of: [7],
    action: action({ url: 'https://ex\u00e4mple.com/' }),
    manifest: FETCH,
    refused: 'url-idn',
  },
  {
    id: 'url-repaired',
    title: 'A URL that a browser would repair',
    of: [7],
    action: action({ url: 'https:\\\\example.com' }),
    manifest: FETCH,
    refused: 'unreadable-url',
  },
  {
    id: 'url-too-long',
    title: 'A URL that is too long',
    of: [7],
    action: action({ url: `https://example.com/${'a'.repeat(2048)}` }),
    manifest: FETCH,
    refused: 'too-large',
  },
  {
    id: 'path-parent',
    title: 'A path with a parent',
    of: [8],
    action: action({ path: '/srv/../etc' }),
    manifest: WRITE,
    refused: 'unreadable-path',
  },
  {
    id: 'path-prefix-parent',
    title: 'A prefix does not make a path of what is none',
    of: [8, 9],
    action: action({ path: '../etc' }),
    manifest: manifest(
      { '/path': { type: 'path' } },
      effects({ effect: 'file.read', target: target('/path', 'path', '/srv/') }),
    ),
    refused: 'unreadable-path',
  },
  {
    id: 'prefix-slash',
    title: 'A prefix with a slash before a path: two slashes',
    of: [9],
    action: action({ path: '/x' }),
    manifest: manifest(
      { '/path': { type: 'path' } },
      effects({ effect: 'file.read', target: target('/path', 'path', '/srv/') }),
    ),
    refused: 'unresolved-target',
    mistake: 'joined paths instead of texts',
  },
  {
    id: 'target-absent',
    title: 'Nothing names the target',
    of: [9, 19],
    action: action({}),
    manifest: manifest(
      { '/a': { type: 'identifier', required: false } },
      effects({ effect: 'data.read', target: target('/a', 'resource') }),
    ),
    refused: 'unresolved-target',
    mistake: 'took no target for no effect',
  },
  {
    id: 'target-empty-list',
    title: 'An empty list of targets',
    of: [9, 19],
    action: action(skus(0)),
    manifest: ITEMS,
    refused: 'unresolved-target',
    mistake: 'took an empty list for no effect',
  },
  {
    id: 'declared-malformed',
    title: 'A declared target that is none',
    of: [13, 19],
    action: action({ a: 'x' }, { effects: [{ effect: 'deploy', target: 'host:EXAMPLE.com' }] }),
    manifest: PLAIN,
    refused: 'unresolved-target',
    mistake: 'lower-cased it',
  },
  {
    id: 'declared-hidden',
    title: 'A declared target with a character nobody sees',
    of: [13, 19],
    action: action({ a: 'x' }, { effects: [{ effect: 'deploy', target: 'resource:a\u200bb' }] }),
    manifest: PLAIN,
    refused: 'unresolved-target',
  },
  {
    id: 'target-not-told-twice',
    title: 'A parameter that cannot be read is told once, by the better reason',
    of: [9],
    action: action({ items: [{ sku: '' }] }),
    manifest: ITEMS,
    refused: 'wrong-type',
  },
  {
    id: 'target-not-read-document',
    title: 'The extraction of a URL that cannot be read',
    of: [9, 19],
    document: true,
    action: action({ url: 'http://example.com/' }),
    manifest: FETCH,
  },
  {
    id: 'target-absent-document',
    title: 'The extraction when nothing names the target',
    of: [9, 19],
    document: true,
    action: action({}),
    manifest: manifest(
      { '/a': { type: 'identifier', required: false } },
      effects({ effect: 'data.read', target: target('/a', 'resource') }),
    ),
  },
  {
    id: 'effects-129',
    title: '129 effects: more than an extraction holds',
    of: [18, 19],
    action: action(skus(129)),
    manifest: ITEMS,
    refused: 'too-large',
    mistake: 'cut the list in silence',
  },
  {
    id: 'effects-127-and-unknown',
    title: '127 effects and something unread: the unknown is the last',
    of: [18, 19],
    document: true,
    action: action({ ...skus(127), x: 1 }),
    manifest: ITEMS,
  },
  {
    id: 'effects-128-and-unknown',
    title: '128 effects and something unread: the unknown takes the place of the last',
    of: [18, 19],
    document: true,
    action: action({ ...skus(128), x: 1 }),
    manifest: ITEMS,
  },
  {
    id: 'unnamed-two',
    title: 'Two declared targets that are none are one entry',
    of: [19],
    document: true,
    action: action(
      { a: 'x' },
      {
        effects: [
          { effect: 'deploy', target: 'host:A.example' },
          { effect: 'data.delete', target: 'path:../x' },
        ],
      },
    ),
    manifest: PLAIN,
  },
]);
