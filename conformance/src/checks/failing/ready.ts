import type { Fault } from '../../control/types.ts';
import { PROBLEMS } from '../../model/problem.ts';
import type { SutAnswer } from '../../sut/types.ts';
import { actions } from '../fixtures/index.ts';
import type { Check, CheckContext } from '../types.ts';

const NEEDS = ['fault', 'reset'] as const;
const POINTS: readonly Fault['point'][] = ['storage', 'flush', 'key-store'];

/** Does work while each fault in turn is on. */
async function duringEach(
  t: CheckContext,
  work: (point: string) => Promise<void>,
  points: readonly Fault['point'][] = POINTS,
): Promise<void> {
  for (const point of points) {
    await t.control.fault({ point });
    try {
      await work(point);
    } finally {
      await t.control.fault({ point: 'none' });
    }
  }
}

const get = (t: CheckContext, path: string): Promise<SutAnswer> => t.sut.request({ method: 'GET', path });

export const readiness: Check = {
  id: 'failing.readiness',
  requirements: ['EAAP-0013-017'],
  title: 'A gateway says that it is ready while it is, and not while storage or key store fail.',
  grade: 'E2',
  needs: NEEDS,
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    t.answered('/readyz while nothing fails', await get(t, '/readyz'), 200);
    await duringEach(t, async (point) => {
      const answer = await get(t, '/readyz');
      t.answered(`/readyz while ${point} fails`, answer, 503);
      t.equal(`the status of its problem`, PROBLEMS[answer.problem ?? '']?.[0], 503);
    });
    t.answered('/readyz once nothing fails', await get(t, '/readyz'), 200);
  },
};

export const liveness: Check = {
  id: 'failing.liveness',
  requirements: ['EAAP-0013-018'],
  title: 'A gateway says that it lives whatever fails behind it.',
  grade: 'E2',
  needs: NEEDS,
  exclusive: true,
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world({ tools: ['records.read'] });
    await world.key('agent');
    t.answered('/livez while nothing fails', await get(t, '/livez'), 200);
    await duringEach(
      t,
      async (point) => {
        t.answered(`/livez while ${point} fails`, await get(t, '/livez'), 200);
        const { status } = await world.evaluate(actions.read());
        t.require(`Something fails while ${point} does`, status >= 500, { got: status });
      },
      [...POINTS, 'log', 'detector'],
    );
  },
};

export const retryAfter: Check = {
  id: 'failing.retry-after',
  requirements: ['EAAP-0013-015'],
  title: 'A problem that may pass says after how many seconds to ask again.',
  grade: 'E2',
  needs: NEEDS,
  exclusive: true,
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    await Promise.all([world.key('agent'), world.key('recorder')]);
    let passing = 0;
    await duringEach(
      t,
      async (point) => {
        for (const answer of [
          await world.evaluate(actions.read()),
          await world.store({ subject: 'order-1', attribute: 'status', value: 'paid' }),
        ]) {
          const [, , again] = PROBLEMS[answer.problem ?? ''] ?? [];
          if (again === undefined) continue;
          passing += 1;
          const after = answer.headers['retry-after'] ?? '';
          t.expect(`Retry-After while ${point} fails`, /^[1-9][0-9]*$/.test(after), { got: after });
        }
      },
      ['log', 'flush', 'key-store', 'detector'],
    );
    t.require('Problems were answered that may pass', passing > 2, { got: passing });
  },
};
