import { SOURCES } from '../fixtures/index.ts';
import { member } from '../read.ts';
import type { Answer, Check, CheckContext, Search, World } from '../types.ts';

const ORDER = { subject: 'order-1', attribute: 'status', value: 'paid' } as const;
const shared = { grade: 'E1', needs: [], negative: false } as const;
const searched = async (
  t: CheckContext,
  world: World,
  request: Record<string, unknown>,
): Promise<Answer<Search>> => {
  const answer = await world.search(request);
  t.require('The search is answered', answer.status === 200, { got: answer.text.slice(0, 200) });
  return answer;
};
/** Facts of one subject, each with its own attribute, and the confidence that is asked for. */
async function several(
  world: World,
  confidences: readonly number[],
  subject: string = ORDER.subject,
): Promise<void> {
  for (const [place, confidence] of confidences.entries())
    await world.stored({ subject, attribute: `detail-${place}`, value: `word ${place}`, confidence });
}

export const order: Check = {
  ...shared,
  id: 'context.order',
  requirements: ['EAAP-0004-004'],
  title: 'Facts come by relevance, the highest first, and then by id, with a question and without.',
  async run(t: CheckContext) {
    const world = await t.world({ tools: [] });
    await several(world, [5000, 9000, 100, 5000, 9000, 5000, 7000]);
    for (const request of [{}, { query: 'word 2' }, { query: 'zzz' }, { attribute: 'detail-1' }]) {
      const { facts } = (await searched(t, world, request)).body.snapshot;
      const keys = facts.map(({ relevance, fact }) => [relevance, fact.id] as const);
      const sorted = [...keys].sort(([a, x], [b, y]) => b - a || (x < y ? -1 : 1));
      t.equal(`the order for ${JSON.stringify(request)}`, keys, sorted);
    }
  },
};

export const future: Check = {
  ...shared,
  id: 'context.future',
  requirements: ['EAAP-0004-005'],
  title: 'A search of the future is refused.',
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world({ tools: [] });
    await world.stored(ORDER);
    await searched(t, world, { as_of: await world.time(-1) });
    for (const ms of [60_000, 86_400_000])
      t.answered(
        `as_of in ${ms} ms`,
        await world.search({ as_of: await world.time(ms) }),
        400,
        'invalid-request',
      );
    const last = await world.search({ as_of: '9999-12-31T23:59:59.999Z' });
    t.answered('as_of in the last millisecond there is', last, 400, 'invalid-request');
  },
};

export const health: Check = {
  ...shared,
  id: 'context.health',
  requirements: ['EAAP-0004-008', 'EAAP-0004-009', 'EAAP-0004-010'],
  title:
    'A context with an open conflict is conflicted, one with a faded or expired fact degraded, others healthy.',
  async run(t: CheckContext) {
    const world = await t.world({ tools: [] });
    const told = async (request: object): Promise<unknown> =>
      member(await searched(t, world, { ...request }), 'snapshot', 'health');
    const at = (subject: string) => ({ ...ORDER, subject });
    t.equal('of nothing', await told({}), 'healthy');
    await world.stored(at('fresh'));
    await world.stored({
      ...at('quarter'),
      confidence: 2500,
      half_life_ms: 31_536_000_000,
      source: { ...SOURCES.verified, observed_at: await world.time(-1000) },
    });
    t.equal('of a fresh fact', await told({ subject: 'fresh' }), 'healthy');
    await world.stored({ ...at('faded'), confidence: 2499 });
    t.equal('of a fact with 2499 basis points', await told({ subject: 'faded' }), 'degraded');
    t.equal('of what surrounds it', await told({}), 'degraded');
    t.equal('of the same, cut off', await told({ limit: 1 }), 'degraded');
    const expiring = await world.stored({ ...at('expiring'), valid_until: await world.time(600) });
    await t.elapse(1000);
    t.equal('of an expired fact', await told({ subject: expiring.subject }), 'degraded');
    const disputed = await world.stored(at('disputed'));
    await world.contradicted(disputed, 'open');
    t.equal('of a contradicted fact', await told({ subject: 'disputed' }), 'conflicted');
    t.equal('of everything', await told({ limit: 1 }), 'conflicted');
    t.equal('of another subject', await told({ subject: 'fresh' }), 'healthy');
  },
};

export const limit: Check = {
  ...shared,
  id: 'context.limit',
  requirements: ['EAAP-0004-011', 'EAAP-0004-012'],
  title: 'A search answers as many facts as its limit, fifty without one, and says whether there are more.',
  async run(t: CheckContext) {
    const world = await t.world({ tools: [] });
    await several(
      world,
      Array.from({ length: 51 }, () => 9000),
    );
    await several(world, [9000, 9000, 9000], 'order-2');
    for (const [request, count, stated, truncated] of [
      [{}, 50, 50, true],
      [{ limit: 200 }, 54, 200, false],
      [{ limit: 54 }, 54, 54, false],
      [{ limit: 53 }, 53, 53, true],
      [{ limit: 1 }, 1, 1, true],
      [{ subject: 'order-2' }, 3, 50, false],
      [{ subject: 'order-2', limit: 2 }, 2, 2, true],
      [{ subject: 'order-3' }, 0, 50, false],
    ] as const) {
      const { snapshot } = (await searched(t, world, request)).body;
      const seen = [snapshot.facts.length, snapshot.limit, snapshot.truncated];
      t.equal(`facts, limit and truncated for ${JSON.stringify(request)}`, seen, [count, stated, truncated]);
    }
  },
};

export const mac: Check = {
  ...shared,
  id: 'context.mac',
  requirements: ['EAAP-0004-013'],
  title: 'Equal snapshots have equal MACs, and those that differ have others.',
  async run(t: CheckContext) {
    const world = await t.world({ tools: [] });
    await several(world, [9000, 8000]);
    await t.elapse(5);
    const as_of = await world.time(-1);
    const macs = new Map<string, string>();
    const snapshots = [
      { as_of },
      { as_of, limit: 1 },
      { as_of, subject: ORDER.subject, attribute: 'detail-1' },
      { as_of, query: 'word 1' },
    ];
    for (const request of [...snapshots, ...snapshots]) {
      const answer = await searched(t, world, request);
      const [text, told] = [JSON.stringify(answer.body.snapshot), String(member(answer, 'mac'))];
      t.expect('a MAC is 64 hexadecimal digits', /^[0-9a-f]{64}$/.test(told), { got: told });
      t.equal(`the MAC for ${JSON.stringify(request)}`, told, macs.get(text) ?? told);
      macs.set(text, told);
    }
    t.equal('different MACs', new Set(macs.values()).size, macs.size);
  },
};

export const checks = [order, future, health, limit, mac];
