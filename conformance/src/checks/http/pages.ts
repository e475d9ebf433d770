import { actions } from '../fixtures/index.ts';
import type { Caller, Check, CheckContext, World } from '../types.ts';

interface Paged {
  readonly next?: unknown;
  readonly [name: string]: unknown;
}

/** Every page of a list, by following `next` to its end. */
async function pagesOf(
  t: CheckContext,
  world: World,
  [as, path, member]: readonly [Caller, string, string],
  limit: number,
): Promise<unknown[][]> {
  const pages: unknown[][] = [];
  for (let cursor: unknown = null; pages.length < 100;) {
    const query = cursor === null ? '' : `&cursor=${encodeURIComponent(String(cursor))}`;
    const answer = await world.send<Paged>(as, 'GET', `${path}?limit=${limit}${query}`);
    const items = answer.status === 200 ? answer.body[member] : undefined;
    t.require('A page is answered', Array.isArray(items), { got: answer.text.slice(0, 200) });
    pages.push(items as unknown[]);
    cursor = answer.body.next ?? null;
    if (cursor === null) return pages;
  }
  return pages;
}

export const pages: Check = {
  id: 'http.pages',
  requirements: ['EAAP-0013-011'],
  title: 'Pages of every size hold the whole list once and in order, each no more than was asked for.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    for (const n of [1, 2, 3, 4, 5]) await world.escalated(actions.send(`team-${n}`));
    await Promise.all([world.key('auditor'), world.key('approver')]);
    for (const list of [
      ['auditor', '/v2/ledger/entries', 'entries'],
      ['approver', '/v2/escalations', 'escalations'],
    ] as const) {
      const [, path] = list;
      const whole = (await pagesOf(t, world, list, 500)).flat();
      t.require(`${path} has five items or more`, whole.length >= 5, { got: whole.length });
      for (const limit of [1, 2, whole.length - 1, whole.length]) {
        const found = await pagesOf(t, world, list, limit);
        t.equal(`the items of ${path} by pages of ${limit}`, found.flat(), whole);
        t.expect(
          `no page of ${path} of over ${limit}`,
          found.every((page) => page.length <= limit),
        );
        t.equal(`pages of ${limit} of ${path}`, found.length, Math.ceil(whole.length / limit));
      }
    }
  },
};
