import type { Json, JsonObject } from '../../model/json.ts';
import { loadManifest, type ManifestFault } from '../../model/manifest.ts';
import { LOOKED, TYPED_WRONGLY } from '../lib/typed-authorities.ts';
import type { CaseSource, Topic } from '../types.ts';

const REFUSED = 'EAAP-0006-001';
const CLOSED = 'EAAP-0001-006';

const BASE: JsonObject = {
  v: 1,
  tool: 'billing.refund',
  version: '1',
  description: 'Refunds a payment.',
  effects: [{ effect: 'money.move', target: { param: '/account', kind: 'resource' } }],
  parameters: {
    '/account': { type: 'identifier' },
    '/amount': { type: 'money' },
    '/customer': { type: 'identifier' },
  },
};
const { parameters: BASE_PARAMETERS } = BASE as { parameters: JsonObject };

const having = (parameters: JsonObject, change: JsonObject = {}): JsonObject => ({
  ...BASE,
  parameters: { ...BASE_PARAMETERS, ...parameters },
  ...change,
});
const doing = (...effects: readonly JsonObject[]): JsonObject => ({ ...BASE, effects });
const authority = (change: JsonObject = {}): JsonObject => ({
  authority: {
    subject: { param: '/customer', prefix: 'customer:' },
    attribute: 'refund.limit',
    relation: 'equal',
    ...change,
  },
});
const target = (param: string, kind: string): JsonObject => ({
  effects: [{ effect: 'network.call', target: { param, kind } }],
});
const without = (name: string): JsonObject =>
  Object.fromEntries(Object.entries(BASE).filter(([member]) => member !== name));

type Row = readonly [id: string, title: string, manifest: Json, mistake?: string];

const accepted = (rows: readonly Row[]): CaseSource[] =>
  rows.map(([id, title, manifest]) => ({ id, title, requirements: [REFUSED], input: { manifest } }));
const refused = (reason: ManifestFault, rows: readonly Row[], requirement: string = REFUSED): CaseSource[] =>
  rows.map(([id, title, manifest, mistake]) => ({
    id,
    title,
    requirements: [requirement],
    input: { manifest },
    refused: reason,
    ...(mistake === undefined ? {} : { mistake }),
  }));

const good = (): CaseSource[] =>
  accepted([
    ['refund', 'a tool that moves money', BASE],
    [
      'no-parameters',
      'a tool without parameters',
      { ...BASE, effects: [{ effect: 'compute' }], parameters: {} },
    ],
    ['no-effects', 'a tool that states no effect: every action with it is unknown', doing()],
    [
      'with-authority',
      'a parameter that carries authority',
      having({ '/amount': { type: 'money', ...authority({ relation: 'at_most', trust: 'authoritative' }) } }),
    ],
    ['with-cost', 'a cost', { ...BASE, cost: { amount: '/amount' } }],
    [
      'with-rows',
      'rows that are selected and written',
      {
        ...BASE,
        selects: [{ subject: { literal: 'release' }, attribute: 'freeze' }],
        writes: [
          { subject: { param: '/customer' }, attribute: 'refund.last', value: '/amount' },
          { subject: { param: '/customer' }, attribute: 'note' },
        ],
      },
    ],
    [
      'stars',
      'two stars that do not meet',
      having({ '/items/*/sku': { type: 'identifier' }, '/items/*/price': { type: 'money' } }),
    ],
    [
      'typed-lookup',
      'authorities that look facts up',
      having({
        '/amount': {
          type: 'money',
          authority: { kinds: ['amount'], derive: ['min', 'product'], lookup: [...LOOKED, ...LOOKED] },
        },
        '/memo': { type: 'text', authority: { kinds: ['host'], derive: ['lookup'], lookup: LOOKED } },
      }),
    ],
    [
      'typed',
      'authorities of a session',
      having({
        '/amount': {
          type: 'number',
          authority: { kinds: ['amount'], derive: ['sum', 'percent'], unit: 'EUR', trust: 'authoritative' },
        },
        '/memo': {
          type: 'text',
          authority: {
            carries: ['host', 'mail'],
            outputs: [
              {
                tool: 'web.get',
                field: '/*/url',
                kinds: ['host'],
                within: true,
                key: '/*/name',
                named: '/url',
              },
            ],
          },
        },
      }),
    ],
    ['code', 'code in a dialect', having({ '/query': { type: 'code', dialect: 'sql.postgresql' } })],
    [
      'url-and-path',
      'a URL and a path, each the target of an effect',
      having(
        { '/url': { type: 'url' }, '/file': { type: 'path' } },
        {
          effects: [
            { effect: 'network.call', target: { param: '/url', kind: 'host' } },
            { effect: 'file.write', target: { param: '/file', kind: 'path', prefix: '/srv' } },
          ],
        },
      ),
    ],
    [
      'literal-targets',
      'targets that are written out',
      doing(
        { effect: 'network.call', target: { literal: 'host:api.example.com:8443' } },
        { effect: 'file.read', target: { literal: 'path:/etc/hosts' } },
        { effect: 'deploy', target: { literal: 'resource:production' } },
      ),
    ],
    ['secret', 'reading secrets may be stated, and blocks', doing({ effect: 'secret.read' })],
    [
      'escaped-names',
      'names with a slash and a tilde',
      having({ '/a~1b': { type: 'text' }, '/a~0b': { type: 'text' } }),
    ],
    ['longest-pointer', 'a pointer of 512 units', having({ [`/${'a'.repeat(511)}`]: { type: 'text' } })],
    ['optional', 'a parameter that may be absent', having({ '/memo': { type: 'text', required: false } })],
    [
      'raised',
      'risk and reversibility above the floor',
      { ...BASE, risk: 'critical', reversibility: 'irreversible' },
    ],
    [
      'integer-at-most',
      'an integer that is at most a fact',
      having({ '/count': { type: 'integer', ...authority({ relation: 'at_most' }) } }),
    ],
    [
      'subject-mail',
      'a subject that is a mail address',
      having(
        { '/mail': { type: 'mail' } },
        { selects: [{ subject: { param: '/mail', prefix: 'person:' }, attribute: 'consent' }] },
      ),
    ],
    [
      'resource-integer',
      'a resource that is a number',
      having(
        { '/id': { type: 'integer' } },
        { effects: [{ effect: 'data.write', target: { param: '/id', kind: 'resource', prefix: 'row:' } }] },
      ),
    ],
    [
      'attribute-alone',
      'a subject that is written out for an authority',
      having({ '/amount': { type: 'money', ...authority({ subject: { literal: 'policy' } }) } }),
    ],
    [
      'same-length',
      'pointers of one length that differ in their last name',
      having({ '/a/b': { type: 'text' }, '/a/c': { type: 'text' } }),
    ],
  ]);

const bad = (): CaseSource[] => [
  ...refused('pointer-too-long', [
    ['pointer-too-long', 'a pointer of 513 units', having({ [`/${'a'.repeat(512)}`]: { type: 'text' } })],
  ]),
  ...refused('dialect', [
    [
      'text-with-dialect-empty',
      'a text in a language without a name',
      having({ '/query': { type: 'text', dialect: '' } }),
      'took an empty dialect for none',
    ],
    [
      'code-without-dialect',
      'code in no language',
      having({ '/query': { type: 'code' } }),
      'left it to the extractor to guess',
    ],
    [
      'text-with-dialect',
      'a text in a language',
      having({ '/query': { type: 'text', dialect: 'sql.postgresql' } }),
    ],
  ]),
  ...refused('undeclared-parameter', [
    [
      'lookup-undeclared',
      'a key that is looked up by no parameter',
      having({
        '/memo': {
          type: 'text',
          authority: {
            kinds: ['name'],
            derive: ['lookup'],
            lookup: [{ subject: { param: '/nobody' }, attribute: 'tier' }],
          },
        },
      }),
      'found out when the first action came',
    ],
    [
      'target-undeclared',
      'a target that is no parameter',
      doing({ effect: 'money.move', target: { param: '/acount', kind: 'resource' } }),
      'found out when the first action came',
    ],
    [
      'subject-undeclared',
      'a subject that is no parameter',
      { ...BASE, selects: [{ subject: { param: '/client' }, attribute: 'tier' }] },
    ],
    [
      'write-undeclared',
      'a written value that is no parameter',
      { ...BASE, writes: [{ subject: { literal: 'x' }, attribute: 'last', value: '/total' }] },
      'took the write for one to nobody knows what',
    ],
    ['cost-undeclared', 'a cost that is no parameter', { ...BASE, cost: { amount: '/total' } }],
    [
      'authority-undeclared',
      'an authority whose subject is no parameter',
      having({ '/amount': { type: 'money', ...authority({ subject: { param: '/client' } }) } }),
    ],
    [
      'declared-as-a-star',
      'one element of a list that is described as a whole',
      having(
        { '/ids/*': { type: 'identifier' } },
        { selects: [{ subject: { param: '/ids/0' }, attribute: 'tier' }] },
      ),
      'matched the pointer with the pattern',
    ],
    ['prototype', 'a name of the runtime', { ...BASE, cost: { amount: '/constructor' } }],
  ]),
  ...refused('subject-type', [
    [
      'lookup-text',
      'a key that is looked up by a text',
      having({
        '/memo': {
          type: 'text',
          authority: {
            kinds: ['name'],
            derive: ['lookup'],
            lookup: [{ subject: { param: '/memo' }, attribute: 'tier' }],
          },
        },
      }),
    ],
    [
      'subject-text',
      'a subject that is a text',
      having(
        { '/name': { type: 'text' } },
        { selects: [{ subject: { param: '/name' }, attribute: 'tier' }] },
      ),
    ],
    [
      'subject-money',
      'a subject that is money',
      { ...BASE, writes: [{ subject: { param: '/amount' }, attribute: 'last' }] },
    ],
    [
      'authority-subject-text',
      'an authority whose subject is a text',
      having({
        '/name': { type: 'text' },
        '/amount': { type: 'money', ...authority({ subject: { param: '/name' } }) },
      }),
    ],
  ]),
  ...refused('target-type', [
    [
      'host-of-a-text',
      'a host out of a text',
      having({ '/url': { type: 'text' } }, target('/url', 'host')),
      'read a text as a URL',
    ],
    [
      'path-of-an-identifier',
      'a path out of an identifier',
      doing({ effect: 'file.read', target: { param: '/account', kind: 'path' } }),
    ],
    [
      'resource-of-money',
      'a resource out of money',
      doing({ effect: 'money.move', target: { param: '/amount', kind: 'resource' } }),
    ],
    [
      'resource-of-a-url',
      'a resource out of a URL',
      having({ '/url': { type: 'url' } }, target('/url', 'resource')),
    ],
  ]),
  ...refused('target-malformed', [
    [
      'host-upper-case',
      'a host in upper case',
      doing({ effect: 'network.call', target: { literal: 'host:API.example.com' } }),
    ],
    [
      'host-pattern',
      'a pattern in the place of a target',
      doing({ effect: 'network.call', target: { literal: 'host:*.example.com' } }),
      'took a pattern for a target',
    ],
    [
      'path-upwards',
      'a path that goes up',
      doing({ effect: 'file.read', target: { literal: 'path:/srv/../etc' } }),
    ],
    [
      'resource-hidden',
      'a character nobody sees',
      doing({ effect: 'deploy', target: { literal: 'resource:prod\u200b' } }),
    ],
  ]),
  ...refused('host-prefix', [
    [
      'host-prefix',
      'a host with a prefix',
      having(
        { '/url': { type: 'url' } },
        { effects: [{ effect: 'network.call', target: { param: '/url', kind: 'host', prefix: 'api.' } }] },
      ),
    ],
    [
      'host-prefix-empty',
      'a host with a prefix that is empty',
      having(
        { '/url': { type: 'url' } },
        { effects: [{ effect: 'network.call', target: { param: '/url', kind: 'host', prefix: '' } }] },
      ),
      'took an empty prefix for none',
    ],
  ]),
  ...refused('unknown-effect', [
    [
      'states-unknown',
      'it states that it does something unknown',
      doing({ effect: 'unknown' }),
      'let a manifest state what is left unstated',
    ],
  ]),
  ...refused('untrusted-authority', [
    [
      'untrusted-authority',
      'a fact of any trust supports it',
      having({ '/amount': { type: 'money', ...authority({ trust: 'untrusted' }) } }),
      'let an agent ground its own parameter',
    ],
  ]),
  ...refused('at-most-type', [
    [
      'at-most-identifier',
      'an identifier that is at most a fact',
      having({ '/account': { type: 'identifier', ...authority({ relation: 'at_most' }) } }),
    ],
    [
      'at-most-text',
      'a text that is at most a fact',
      having({ '/memo': { type: 'text', ...authority({ relation: 'at_most' }) } }),
    ],
  ]),
  ...refused(
    'typed-authority',
    TYPED_WRONGLY.map(([id, title, parameters, ...mistake]) => [id, title, having(parameters), ...mistake]),
  ),
  ...refused('overlap', [
    ['inside', 'a parameter inside another', having({ '/account/id': { type: 'identifier' } })],
    [
      'star-and-index',
      'a star and an index',
      having({ '/items/*': { type: 'text' }, '/items/0': { type: 'text' } }),
      'let the first description win',
    ],
    [
      'stars-crossed',
      'stars that meet crosswise',
      having({ '/a/*/c': { type: 'text' }, '/a/b/*': { type: 'text' } }),
    ],
    ['star-over-all', 'a star for everything', having({ '/*': { type: 'json' } })],
  ]),
  ...refused('unnamed-target', [
    [
      'url-without-effect',
      'a URL that nothing is done with',
      having({ '/url': { type: 'url' } }),
      'let the agent choose a host that no grant sees',
    ],
    ['path-without-effect', 'a path that nothing is done with', having({ '/file': { type: 'path' } })],
  ]),
  ...refused('cost-type', [
    ['cost-identifier', 'a cost that is no money', { ...BASE, cost: { amount: '/account' } }],
    [
      'cost-star',
      'a cost of many',
      having({ '/items/*/price': { type: 'money' } }, { cost: { amount: '/items/*/price' } }),
      'counted the first of them',
    ],
  ]),
  ...refused(
    'invalid',
    [
      [
        'unknown-member',
        'a member there is not',
        { ...BASE, trusted: true },
        'passed over a member it did not know',
      ],
      ['unknown-type', 'a type of parameter there is not', having({ '/x': { type: 'html' } })],
      [
        'tool-line-feed',
        'a line feed behind the tool',
        { ...BASE, tool: 'billing.refund\n' },
        'let $ stand before a line feed at the end',
      ],
      ['tool-upper-case', 'a tool in upper case', { ...BASE, tool: 'Billing.refund' }],
      ['pointer-without-slash', 'a parameter that is no pointer', having({ memo: { type: 'text' } })],
      [
        'whole-parameters',
        'the parameters as a whole',
        having({ '': { type: 'json' } }),
        'let one description cover everything',
      ],
      [
        'target-of-another-kind',
        'a target of a kind there is not',
        doing({ effect: 'deploy', target: { literal: 'cluster:a' } }),
      ],
      ['effects-missing', 'no list of effects', without('effects')],
    ],
    CLOSED,
  ),
];

export const topic: Topic = {
  name: 'manifests',
  title: 'Tool manifests',
  specified: 'RFC-0006 section 3',
  input: 'manifest: the document that is pinned for its tool. No personal data is in it.',
  output: 'digest: the digest EAAP-MANIFEST-v1 of a manifest that is accepted.',
  reasons: {
    invalid:
      'it does not match schemas/manifest.json (on the wire invalid-request, the others invalid-manifest)',
    'pointer-too-long': 'a pointer of parameters is longer than 512',
    dialect: 'code without a dialect, or a dialect without code',
    'undeclared-parameter': 'it points to what is not among its parameters',
    'subject-type': 'a subject points to a parameter that names none',
    'target-type': 'a target points to a parameter that its kind does not read',
    'target-malformed': 'a literal target has a fault',
    'host-prefix': 'a target of kind host has a prefix',
    'unknown-effect': 'it states the effect unknown',
    'untrusted-authority': 'an authority asks for no more than untrusted',
    'at-most-type': 'what is at_most is neither integer nor money',
    'typed-authority':
      'an authority of a session that says both or neither of kinds and carries, or what its type cannot be',
    overlap: 'two pointers describe one place',
    'unnamed-target': 'a URL or path is the target of no effect',
    'cost-type': 'the cost is no money, or many',
  },
  cases: () => [...good(), ...bad()],
  answer(input) {
    const loaded = loadManifest((input as { manifest: Json }).manifest);
    return 'faults' in loaded ? { refused: loaded.faults } : { output: { digest: loaded.digest } };
  },
};
