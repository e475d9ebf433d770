import type { Random } from '../checks/types.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { PERSONAL } from './documents.ts';

export const MAIL = PERSONAL[0];
/** Where facts are put, and which values. */
export const PLACES: readonly (readonly [
  subjects: readonly string[],
  attribute: string,
  values: readonly Json[],
])[] = [
  [['order-1', 'order-2'], 'status', ['open', 'paid', 'lost']],
  [['rec-1', 'rec-2'], 'limit', [5, 7]],
  [['cust-1', MAIL], 'account', ['acct_1', 'acct_2']],
  [['cust-1'], 'refund.limit', [money('2000'), money('5000'), money('2000', 'USD')]],
  [['cust-1', 'order-1'], 'tag', ['new', 'vip', PERSONAL[1]]],
  [
    ['cust-1', MAIL],
    'contact',
    [MAIL, 'Ada@Example.org', PERSONAL[1], { mail: MAIL }, `card ${PERSONAL[2]}`],
  ],
];
/** Who says so. */
export const SOURCES = [
  { kind: 'human', id: 'owner' },
  { kind: 'system', id: 'registry' },
  { kind: 'system', id: 'registry' },
  { kind: 'system', id: 'second' },
  { kind: 'tool', id: 'crm' },
  { kind: 'document', id: 'scraped-page' },
  { kind: 'document', id: 'contract' },
] as const;
/** How long is waited. */
export const WAITS = [
  1, 500, 999, 1000, 1001, 5000, 19_999, 20_000, 30_000, 59_999, 60_000, 120_000, 86_400_000,
];

/** Money. */
export function money(amount: string, currency = 'EUR'): JsonObject {
  return { amount, currency };
}

const TOOLS = [
  ...[
    'records.read',
    'orders.ship',
    'records.write',
    'payments.refund',
    'messages.send',
    'vault.peek',
    'ghost.tool',
  ],
  ...['records.export', 'rules.block', 'rules.review', 'rules.fragile', 'limits.rate', 'limits.loop'],
];

/** Some of the tools: a sequence that speaks of few has more to do with each. */
export function drawTools(random: Random): ReadonlySet<string> {
  return new Set(Array.from({ length: 5 }, () => random.pick(TOOLS)));
}

/** An action of one of these tools. */
export function drawAction(random: Random, tools: ReadonlySet<string>): JsonObject {
  const chance = (of: number): boolean => random.int(100) < of;

  const order = random.pick(['order-1', 'order-1', 'order-2']);
  const record = random.pick(['rec-1', 'rec-1', 'rec-2']);
  const level = random.pick([10, 11]);
  const text = random.pick(['hello', 'hello', `write to ${MAIL}`]);
  const actions: [string, JsonObject][] = [
    ['records.read', { record }],
    ['orders.ship', { order }],
    ['orders.ship', { order }],
    ['orders.ship', { order }],
    ['records.write', { record, limit: random.pick([5, 7]) }],
    ['records.write', { record, limit: random.pick([5, 7]) }],
    [
      'payments.refund',
      {
        customer: 'cust-1',
        account: random.pick(['acct_1', 'acct_2']),
        amount: random.pick([money('1500'), money('2500'), money('1500', 'USD')]),
      },
    ],
    ['payments.refund', { customer: 'cust-1', account: 'acct_1', amount: money('1500') }],
    ['messages.send', { channel: 'news', text }],
    ['messages.send', { channel: 'news', text }],
    ['rules.block', { record, level }],
    ['rules.review', { record, level }],
    ['rules.review', { record, level: 11 }],
    ['rules.fragile', { record }],
    ['limits.rate', { record }],
    ['limits.rate', { record }],
    ['limits.loop', { record }],
    ['limits.loop', { record }],
    ['vault.peek', { name: 'root' }],
    ['ghost.tool', { record }],
    ['records.export', { record }],
  ];
  const [tool, parameters] = random.pick(actions.filter(([name]) => tools.has(name)));
  const claim = random.pick(PLACES);
  const claims = [{ subject: random.pick(claim[0]), attribute: claim[1], value: random.pick(claim[2]) }];
  return {
    ...{ tool, parameters, environment: chance(5) ? 'staging' : 'production' },
    ...(chance(10) ? { intent: random.pick(['because', `asked by ${MAIL}`]) } : {}),
    ...(chance(10) ? { claims } : {}),
    ...(chance(5) ? { effects: [{ effect: random.pick(['money.move', 'data.read']) }] } : {}),
    ...(chance(20) ? { session: random.pick(['s1', 's2']) } : {}),
  };
}
