import { canonical, type Json } from '../../model/json.ts';
import { PROBLEMS } from '../../model/problem.ts';
import type { SutAnswer } from '../../sut/types.ts';
import { refusedAtTheDoor, refusedWithin } from '../failing/refusals.ts';
import { actions } from '../fixtures/index.ts';
import { member } from '../read.ts';
import type { Check, CheckContext, World } from '../types.ts';

/** Answers of all kinds: done, refused by what is asked, refused at the door. */
async function answersOf(t: CheckContext, world: World): Promise<readonly (readonly [string, SutAnswer])[]> {
  const fact = await world.stored({ subject: 'order-7', attribute: 'status', value: { ü: 1, a: ['ß', 2] } });
  const action = actions.read();
  const evaluated = await world.evaluate(action);
  const done: readonly (readonly [string, SutAnswer])[] = [
    ['a fact', await world.fact(fact.id)],
    ['a snapshot', await world.search({ subject: 'order-7' })],
    ['an ALLOW', evaluated],
    ['a receipt', await world.commit({ token: evaluated.body.token, action })],
    ['the policy', await world.send('admin', 'GET', '/v2/policy')],
    ['the log', await world.send('auditor', 'GET', '/v2/ledger/entries')],
  ];
  const refused = [...(await refusedWithin(world)), ...(await refusedAtTheDoor(t, world))];
  return [...done, ...refused.map(({ what, answer }) => [what, answer] as const)];
}

export const canonicalAnswers: Check = {
  id: 'http.canonical-answers',
  requirements: ['EAAP-0013-012'],
  title: 'Whatever is answered as JSON is in canonical form.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    for (const [what, answer] of await answersOf(t, await t.world())) {
      if (answer.json === undefined) continue;
      const right = canonical(answer.json as Json);
      t.expect(`${what} is in canonical form`, answer.text === right, {
        expected: right.slice(0, 200),
        got: answer.text.slice(0, 200),
      });
    }
  },
};

export const notStored: Check = {
  id: 'http.not-stored',
  requirements: ['EAAP-0013-013'],
  title: 'No answer may be kept by a cache.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    for (const [what, answer] of await answersOf(t, await t.world())) {
      const got = answer.headers['cache-control'];
      const directives = got?.split(',').map((one) => one.trim().toLowerCase());
      t.expect(`Cache-Control of ${what}`, directives?.includes('no-store') === true, {
        expected: 'no-store',
        got: got ?? null,
      });
    }
  },
};

export const problemBodies: Check = {
  id: 'http.problem-bodies',
  requirements: ['EAAP-0013-014'],
  title: 'A problem has the title and the status of its type in its body, and a detail.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const answers = await answersOf(t, await t.world());
    // What type and status there are to be is said by other sentences.
    const problems = answers.filter(
      ([, { problem, status }]) => problem !== undefined && PROBLEMS[problem]?.[0] === status,
    );
    t.require('Problems were answered', problems.length > 30, { got: problems.length });
    for (const [what, answer] of problems) {
      const [status, title] = PROBLEMS[answer.problem ?? ''] ?? [];
      const got = { status: member(answer, 'status'), title: member(answer, 'title') };
      t.equal(`status and title in the body of ${what}`, got, { status, title });
      const detail = member(answer, 'detail');
      t.expect(`a detail for ${what}`, typeof detail === 'string' && detail !== '', { got: detail });
    }
  },
};

export const challenge: Check = {
  id: 'http.challenge',
  requirements: ['EAAP-0013-016'],
  title: 'Who is asked for a key is told the scheme.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    for (const key of [undefined, 'nonsense', `eaap_nowhere_${'A'.repeat(43)}`]) {
      const request = { method: 'GET', path: '/v2/policy', ...(key === undefined ? {} : { key }) };
      const answer = await t.sut.request(request);
      t.answered(`a request with ${key ?? 'no key'}`, answer, 401, 'unauthenticated');
      const scheme = answer.headers['www-authenticate']?.split(' ')[0]?.toLowerCase();
      t.equal('the scheme of WWW-Authenticate', scheme, 'bearer');
    }
  },
};
