import { mediaTypeOf } from '../../sut/answer.ts';
import type { Check, CheckContext } from '../types.ts';
import { STATUS } from './catalogue.ts';
import { refusedAtTheDoor, refusedWithin, type Refused } from './refusals.ts';

/** Says of each refusal that it is a problem of the list. */
function areProblems(t: CheckContext, refused: readonly Refused[]): void {
  // Whether a request must be refused is said by other sentences, which have checks of their own.
  const answered = refused.filter(({ answer }) => answer.status >= 400);
  t.require('Most of these requests were refused', answered.length * 2 > refused.length);
  for (const { what, answer } of answered) {
    const { status, problem, headers, text } = answer;
    const got = { status, problem, type: headers['content-type'], body: text.slice(0, 200) };
    t.expect(
      `${what} is answered as application/problem+json`,
      mediaTypeOf(answer) === 'application/problem+json',
      { got },
    );
    t.expect(
      `the type for ${what} is of the closed list, with its status`,
      problem !== undefined && STATUS[problem] === status,
      { expected: problem === undefined ? 'a type of the list' : STATUS[problem], got },
    );
  }
}

export const problemsAtTheDoor: Check = {
  id: 'failing.problems-at-the-door',
  requirements: ['EAAP-0001-147'],
  title: 'Requests that are not understood, or not allowed, are answered with problems of the closed list.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    areProblems(t, await refusedAtTheDoor(t, await t.world()));
  },
};

export const problemsWithin: Check = {
  id: 'failing.problems-within',
  requirements: ['EAAP-0001-147'],
  title: 'Requests that are refused for what they ask are answered with problems of the closed list.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    areProblems(t, await refusedWithin(await t.world()));
  },
};

export const answersOn: Check = {
  id: 'failing.answers-on',
  requirements: ['EAAP-0001-148'],
  title: 'After refusals of every kind the gateway still stores, decides and commits.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    const refused = [...(await refusedAtTheDoor(t, world)), ...(await refusedWithin(world))];
    t.require('Requests were refused', refused.filter(({ answer }) => answer.status >= 400).length > 30);
    const stored = await world.store({ subject: 'cust-9', attribute: 'status', value: 'active' });
    t.answered('a store afterwards', stored, 201);
    const action = {
      tool: 'records.read',
      parameters: { record: 'rec-9' },
      environment: 'production',
    } as const;
    const evaluated = await world.evaluate(action);
    t.answered('an evaluation afterwards', evaluated, 200);
    t.answered('a commit afterwards', await world.commit({ token: evaluated.body.token, action }), 200);
    t.answered('a search afterwards', await world.search({ subject: 'cust-9' }), 200);
  },
};
