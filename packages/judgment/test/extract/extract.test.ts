import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  Extraction,
  validate,
  type Action,
  type Extraction as Extracted,
  type Json,
  type Manifest,
  type Policy,
} from '@eaap/protocol';
import { extract, EXTRACTION_LIMITS } from '../../src/index.ts';
import { action, manifest, policy } from '../fixture.ts';

const read = (
  change: { action?: Partial<Action>; manifest?: Manifest | null; policy?: Partial<Policy> } = {},
): Extracted =>
  validate(
    Extraction,
    extract({ ...action, ...change.action }, change.manifest === undefined ? manifest : change.manifest, {
      ...policy,
      ...change.policy,
    }),
  );

const basket: Manifest = {
  v: 1,
  tool: 'shop.order',
  version: '1',
  description: 'Orders items.',
  effects: [{ effect: 'data.write', target: { param: '/items/*/sku', kind: 'resource' } }],
  parameters: {
    '/items/*/sku': { type: 'identifier' },
    '/items/*/price': {
      type: 'integer',
      authority: {
        subject: { param: '/items/*/sku', prefix: 'sku:' },
        attribute: 'price',
        relation: 'equal',
      },
    },
    '/items/*/gift': { type: 'boolean', required: false },
  },
  writes: [
    { subject: { param: '/items/*/sku', prefix: 'sku:' }, attribute: 'sold', value: '/items/*/price' },
  ],
};
const order = (items: Json): Action => ({
  tool: 'shop.order',
  environment: 'production',
  parameters: { items },
});

describe('extract', () => {
  it('reads the whole of a refund', () => {
    assert.deepEqual(read(), {
      effects: [
        {
          effect: 'money.move',
          target: 'resource:account/acc-1',
          reversibility: 'irreversible',
          risk: 'high',
          origin: 'manifest',
          field: '/account',
        },
      ],
      unread: [],
      claims: [],
      grounds: [
        {
          field: '/account',
          value: 'acc-1',
          subject: 'customer:42',
          attribute: 'account',
          relation: 'equal',
          trust: 'verified',
        },
        {
          field: '/amount',
          value: { amount: '1250', currency: 'EUR' },
          subject: 'order:7',
          attribute: 'total',
          relation: 'at_most',
          trust: 'verified',
        },
      ],
      writes: [],
      selectors: [
        { subject: 'customer:42', attribute: 'account' },
        { subject: 'order:7', attribute: 'total' },
      ],
      cost: { amount: 1250, currency: 'EUR' },
      risk: 'high',
      reversibility: 'irreversible',
    });
  });

  it('is the same whatever the order of members', () => {
    const back = <T extends object>(value: T): T => Object.fromEntries(Object.entries(value).reverse()) as T;
    const other = extract(
      back({ ...action, parameters: back(action.parameters) }),
      back({ ...manifest, parameters: back(manifest.parameters) }),
      back(policy),
    );
    assert.equal(JSON.stringify(other), JSON.stringify(read()));
  });

  it('knows nothing without a manifest, or with that of another tool', () => {
    for (const [stated, detail] of [
      [null, 'The tool has no manifest.'],
      [{ ...manifest, tool: 'billing.read' }, 'The manifest is that of billing.read.'],
    ] as const) {
      const { unread, effects, risk, reversibility, grounds } = read({ manifest: stated });
      assert.deepEqual(unread, [{ code: 'no-manifest', field: null, detail }]);
      assert.deepEqual(
        effects.map(({ effect, origin }) => [effect, origin]),
        [['unknown', 'extracted']],
      );
      assert.deepEqual([risk, reversibility, grounds], ['critical', 'irreversible', []]);
    }
  });

  it('takes a manifest without effects for unknown', () => {
    assert.deepEqual(read({ manifest: { ...manifest, effects: [] } }).unread, [
      { code: 'no-effect', field: null, detail: 'The manifest does not say what the tool does.' },
    ]);
  });

  describe('declared effects', () => {
    it('raise risk and never lower it', () => {
      const raised = read({ action: { effects: [{ effect: 'code.execute' }] } });
      assert.deepEqual(
        raised.effects.map(({ effect, origin, risk }) => [effect, origin, risk]),
        [
          ['money.move', 'manifest', 'high'],
          ['code.execute', 'declared', 'critical'],
        ],
      );
      assert.equal(raised.risk, 'critical');
      assert.equal(read({ action: { effects: [{ effect: 'compute' }] } }).risk, 'high');
    });

    it('add nothing when the manifest says the same', () => {
      assert.deepEqual(read({ action: { effects: [{ effect: 'money.move' }] } }), read());
      const elsewhere = read({
        action: { effects: [{ effect: 'money.move', target: 'resource:account/acc-9' }] },
      });
      assert.deepEqual(
        elsewhere.effects.map(({ target }) => target),
        ['resource:account/acc-1', 'resource:account/acc-9'],
      );
    });

    it('are unread when their target is', () => {
      for (const target of ['host:EXAMPLE.com', 'host:a b', 'path:/srv/../etc', 'resource:a\u200bb']) {
        const { unread, effects } = read({ action: { effects: [{ effect: 'network.call', target }] } });
        assert.equal(unread[0]?.code, 'unresolved-target', target);
        assert.equal(effects.find(({ effect }) => effect === 'network.call')?.target, null);
      }
    });
  });

  describe('targets', () => {
    it('are resolved by kind', () => {
      const web: Manifest = {
        ...basket,
        tool: 'web.save',
        effects: [
          { effect: 'network.call', target: { param: '/url', kind: 'host' } },
          { effect: 'file.write', target: { param: '/path', kind: 'path', prefix: '/srv' } },
          { effect: 'data.write', target: { literal: 'resource:pages' } },
          { effect: 'data.read', target: { param: '/id', kind: 'resource', prefix: 'page-' } },
        ],
        parameters: { '/url': { type: 'url' }, '/path': { type: 'path' }, '/id': { type: 'integer' } },
        writes: [],
      };
      const parameters = { url: 'https://Example.com:8443/x', path: '/a/b', id: 7 };
      const { effects, unread } = extract({ tool: 'web.save', environment: 'none', parameters }, web, policy);
      assert.deepEqual(unread, []);
      assert.deepEqual(
        effects.map(({ target }) => target),
        ['host:example.com:8443', 'path:/srv/a/b', 'resource:pages', 'resource:page-7'],
      );
    });

    it('that are absent or no target are told', () => {
      const optional: Manifest = {
        ...manifest,
        parameters: { '/account': { type: 'text', required: false } },
      };
      delete (optional as { cost?: unknown }).cost;
      const notes = (parameters: Action['parameters']): unknown =>
        extract({ ...action, parameters }, optional, policy).unread.map(({ code, field, detail }) => [
          code,
          field,
          detail,
        ]);
      assert.deepEqual(notes({}), [
        ['unresolved-target', '/account', 'Nothing names what money.move touches.'],
      ]);
      assert.deepEqual(notes({ account: 'a\nb' }), [
        ['unresolved-target', '/account', 'It does not name what money.move touches.'],
      ]);
      assert.deepEqual(
        read({ action: { parameters: { ...action.parameters, account: 5 } } }).unread.map(({ code }) => code),
        ['wrong-type'],
      );
    });

    it('that a URL has and no effect names are told', () => {
      const blind: Manifest = {
        ...manifest,
        parameters: { ...manifest.parameters, '/hook': { type: 'url', required: false } },
      };
      assert.deepEqual(read({ manifest: blind }).unread, []);
      const hooked = read({
        manifest: blind,
        action: { parameters: { ...action.parameters, hook: 'https://example.com/' } },
      });
      assert.deepEqual(hooked.unread, [
        {
          code: 'unresolved-target',
          field: '/hook',
          detail: 'No effect of the manifest says what is done with it.',
        },
      ]);
    });
  });

  describe('lists', () => {
    it('go element by element: each price with its own sku', () => {
      const { effects, grounds, writes, unread, selectors } = extract(
        order([
          { sku: 'b', price: 2 },
          { sku: 'a', price: 1, gift: true },
        ]),
        basket,
        policy,
      );
      assert.deepEqual(unread, []);
      assert.deepEqual(
        effects.map(({ target, field }) => [target, field]),
        [
          ['resource:b', '/items/0/sku'],
          ['resource:a', '/items/1/sku'],
        ],
      );
      assert.deepEqual(
        grounds.map(({ field, subject, value }) => [field, subject, value]),
        [
          ['/items/0/price', 'sku:b', 2],
          ['/items/1/price', 'sku:a', 1],
        ],
      );
      assert.deepEqual(
        writes.map(({ field, subject, value }) => [field, subject, value]),
        [
          ['/items/0/price', 'sku:b', 2],
          ['/items/1/price', 'sku:a', 1],
        ],
      );
      assert.deepEqual(selectors, [
        { subject: 'sku:a', attribute: 'price' },
        { subject: 'sku:a', attribute: 'sold' },
        { subject: 'sku:b', attribute: 'price' },
        { subject: 'sku:b', attribute: 'sold' },
      ]);
    });

    it('miss what an element misses, and refuse what nobody described', () => {
      const fields = (items: Json): unknown =>
        extract(order(items), basket, policy).unread.map(({ code, field }) => [code, field]);
      assert.deepEqual(fields([{ sku: 'a' }]), [['missing-parameter', '/items/0/price']]);
      assert.deepEqual(fields([{ sku: 'a', price: 1, note: 'x' }]), [
        ['undescribed-parameter', '/items/0/note'],
      ]);
      assert.deepEqual(fields(['a']), [
        ['wrong-type', '/items/0'],
        ['missing-parameter', '/items/*/sku'],
      ]);
      assert.deepEqual(fields([]), [['unresolved-target', '/items/*/sku']]);
      assert.deepEqual(
        extract({ ...order([]), parameters: {} }, basket, policy).unread.map(({ code, field }) => [
          code,
          field,
        ]),
        [
          ['missing-parameter', '/items'],
          ['missing-parameter', '/items/*/sku'],
        ],
      );
    });

    it('are too large rather than cut in silence', () => {
      const items = Array.from({ length: EXTRACTION_LIMITS.effects + 1 }, (_, i) => ({
        sku: `s${i}`,
        price: i,
      }));
      const { unread, effects, grounds, selectors, writes } = validate(
        Extraction,
        extract(order(items), basket, policy),
      );
      assert.deepEqual(
        unread.map(({ code, detail }) => [code, detail]),
        [['too-large', 'There are more than 128 effects.']],
      );
      assert.deepEqual(
        [effects.length, grounds.length, writes.length, selectors.length],
        [128, 128, 64, 128],
      );
      assert.equal(effects.at(-1)?.effect, 'unknown');
    });

    it('of more places than are followed do not hide the last one', () => {
      const same = Array.from({ length: 2000 }, () => 'a');
      const stated: Manifest = {
        ...basket,
        effects: [{ effect: 'data.read' }],
        parameters: { '/ids/*': { type: 'identifier' } },
        selects: [{ subject: { param: '/ids/*' }, attribute: 'x' }],
        writes: [],
      };
      const { unread } = extract({ ...order([]), parameters: { ids: [...same, 'b'] } }, stated, policy);
      assert.deepEqual(unread, [
        { code: 'too-large', field: null, detail: '/ids/* stands for more than 1024 places.' },
      ]);
    });

    it('that say nothing do not hide a target behind them', () => {
      const stated: Manifest = {
        ...basket,
        effects: [{ effect: 'network.call', target: { param: '/items/*/url', kind: 'host' } }],
        parameters: { '/items/*/url': { type: 'url', required: false } },
        selects: [],
        writes: [],
      };
      const named = (items: number): unknown[] => {
        const between = Array.from({ length: items - 2 }, () => ({}));
        const all = [{ url: 'https://a.example.com/' }, ...between, { url: 'https://z.example.net/' }];
        const { effects, unread } = extract({ ...order([]), parameters: { items: all } }, stated, policy);
        return [effects.map(({ target }) => target), unread.map(({ code, field }) => [code, field])];
      };
      assert.deepEqual(named(1024), [['host:a.example.com', 'host:z.example.net'], []]);
      assert.deepEqual(named(1026), [['host:a.example.com', null], [['too-large', null]]]);
    });
  });

  describe('bounds', () => {
    it('lists at most 512 unread places, and says that there were more', () => {
      const parameters = Object.fromEntries(Array.from({ length: 250 }, (_, i) => [`p${i}`, 1]));
      const nested = { ...action.parameters, note: 'x', ...parameters };
      assert.equal(read({ action: { parameters: nested } }).unread.length, 250);
      const items = Array.from({ length: 600 }, () => ({ sku: '', price: 'x' }));
      const { unread } = validate(Extraction, extract(order(items), basket, policy));
      assert.equal(unread.length, 512);
      assert.deepEqual(unread.at(-1), {
        code: 'too-large',
        field: null,
        detail: 'More could not be read than is listed.',
      });
    });

    it('cuts a pointer that is too long at a place above', () => {
      const parameters = { ...action.parameters, ['x'.repeat(600)]: 1, y: 1 };
      assert.deepEqual(
        read({ action: { parameters } }).unread.map(({ field }) => field),
        ['', '/y'],
      );
    });

    it('takes a value larger than any fact as unread', () => {
      const stated: Manifest = {
        ...manifest,
        parameters: {
          ...manifest.parameters,
          '/note': {
            type: 'text',
            authority: { subject: { literal: 's' }, attribute: 'note', relation: 'equal' },
          },
        },
      };
      const note = 'x'.repeat(8192);
      assert.deepEqual(
        read({ manifest: stated, action: { parameters: { ...action.parameters, note } } }).unread,
        [{ code: 'too-large', field: '/note', detail: 'The value is larger than any fact can be.' }],
      );
    });
  });

  describe('selectors', () => {
    const selects = [
      { tools: ['billing.*'], subject: { param: '/customer', prefix: 'customer:' }, attribute: 'fraud' },
    ];

    it('come from manifest, policy, claims and writes, sorted, no two alike', () => {
      const stated: Manifest = {
        ...manifest,
        selects: [{ subject: { literal: 'company' }, attribute: 'open' }],
        writes: [{ subject: { param: '/order', prefix: 'order:' }, attribute: 'refunded' }],
      };
      const claims = [
        { subject: 'order:7', attribute: 'state', value: 'sent' },
        { subject: 'customer:42', attribute: 'account', value: 'acc-1' },
      ];
      const { selectors, writes } = read({ manifest: stated, action: { claims }, policy: { selects } });
      assert.deepEqual(
        selectors.map(({ subject, attribute }) => `${subject} ${attribute}`),
        [
          'company open',
          'customer:42 account',
          'customer:42 fraud',
          'order:7 refunded',
          'order:7 state',
          'order:7 total',
        ],
      );
      assert.deepEqual(writes, [{ subject: 'order:7', attribute: 'refunded', field: null, value: null }]);
    });

    it('cannot be got around by leaving the parameter out', () => {
      const plain: Manifest = {
        ...basket,
        tool: 'billing.note',
        effects: [{ effect: 'compute' }],
        parameters: { '/customer': { type: 'identifier', required: false } },
        writes: [],
      };
      const note = (parameters: Action['parameters'], rules: Partial<Policy>, stated = plain): unknown =>
        extract({ tool: 'billing.note', environment: 'none', parameters }, stated, { ...policy, ...rules })
          .unread;
      assert.deepEqual(note({}, { selects }), [
        { code: 'missing-parameter', field: '/customer', detail: 'A fact is selected by /customer.' },
      ]);
      assert.deepEqual(note({ customer: '' }, { selects: [] }), [
        {
          code: 'wrong-type',
          field: '/customer',
          detail: 'Expected an identifier: a text of 1 to 256 visible characters.',
        },
      ]);
      // The manifest itself may say that a fact is only looked at when the parameter is there.
      const optional: Manifest = {
        ...plain,
        selects: [{ subject: { param: '/customer' }, attribute: 'tier' }],
      };
      assert.deepEqual(note({}, { selects: [] }, optional), []);
      assert.deepEqual(
        note({}, { selects: [{ ...(selects[0] as (typeof selects)[0]), tools: ['mail.*'] }] }),
        [],
      );
    });
  });

  it('has a cost only where one is paid', () => {
    const optional: Manifest = {
      ...manifest,
      parameters: { ...manifest.parameters, '/amount': { type: 'money', required: false } },
    };
    const { amount: _, ...rest } = action.parameters;
    assert.deepEqual([read({ manifest: optional, action: { parameters: rest } }).cost], [null]);
  });
});
