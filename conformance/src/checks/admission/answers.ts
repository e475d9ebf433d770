import { actions } from '../fixtures/index.ts';
import { evaluationOf, member } from '../read.ts';
import type { SutAnswer } from '../../sut/types.ts';
import type { Check, CheckContext } from '../types.ts';
import { refundable } from '../judgment/steps.ts';

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** Whether the gateway decided otherwise: whether it was right is for other sentences, and this one is not about it. */
const isOther = (answer: SutAnswer, verdict: string): boolean => {
  const evaluation = evaluationOf(answer);
  return evaluation !== undefined && evaluation.verdict !== verdict;
};

export const blocked: Check = {
  id: 'admission.blocked',
  requirements: ['EAAP-0001-081'],
  title: 'A BLOCK is answered 403 `blocked` with the evaluation, and without a token.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    for (const action of [actions.notGranted(), actions.ghost(), actions.peek(), actions.ruled(11)]) {
      const answer = await world.evaluate(action);
      if (isOther(answer, 'BLOCK')) continue;
      t.answered(`an evaluation of ${action.tool}`, answer, 403, 'blocked');
      t.equal(`the evaluation of ${action.tool} it carries`, evaluationOf(answer)?.verdict, 'BLOCK');
      t.expect(`a block of ${action.tool} carries no token`, !TOKEN.test(String(member(answer, 'token'))));
    }
  },
};

export const blockedIsKept: Check = {
  id: 'admission.blocked-is-kept',
  requirements: ['EAAP-0001-081'],
  title: 'The evaluation in a block is the one that can be read under its id.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    const answer = await world.evaluate(actions.notGranted());
    const evaluation = evaluationOf(answer);
    const read = await world.send('auditor', 'GET', `/v2/actions/evaluations/${evaluation?.id ?? 'none'}`);
    t.equal('the evaluation under its id', member(read, 'evaluation'), evaluation ?? 'an evaluation');
  },
};

export const allowed: Check = {
  id: 'admission.allowed',
  requirements: ['EAAP-0001-082'],
  title: 'An ALLOW is answered 200 with `executable` false and a token of 43 characters of base64url.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    await refundable(world);
    for (const action of [actions.read(), actions.ship(), actions.refund()]) {
      const answer = await world.evaluate(action);
      t.answered(`an evaluation of ${action.tool}`, answer, 200);
      t.equal(`${action.tool}: executable`, evaluationOf(answer)?.executable, false);
      const token = member(answer, 'token');
      const isToken = typeof token === 'string' && TOKEN.test(token);
      t.expect(`${action.tool}: a token of 256 bits in base64url`, isToken, { got: typeof token });
    }
  },
};

export const tokensDiffer: Check = {
  id: 'admission.tokens-differ',
  requirements: ['EAAP-0001-082'],
  title: 'No two tokens are alike, neither as a whole nor in a half.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const tokens: string[] = [];
    for (let asked = 0; asked < 16; asked += 1) tokens.push((await world.allowed(actions.read())).token);
    const different = (of: (token: string) => string): number => new Set(tokens.map(of)).size;
    t.equal(
      'different beginnings of 16 tokens',
      different((token) => token.slice(0, 21)),
      16,
    );
    t.equal(
      'different ends of 16 tokens',
      different((token) => token.slice(-21)),
      16,
    );
  },
};

export const escalated: Check = {
  id: 'admission.escalated',
  requirements: ['EAAP-0001-104'],
  title:
    'An ESCALATE is answered 403 `escalated` with the evaluation and the id of an escalation, without a token.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    for (const action of [actions.send(), actions.refund(), actions.reviewed(11)]) {
      const answer = await world.evaluate(action);
      if (isOther(answer, 'ESCALATE')) continue;
      t.answered(`an evaluation of ${action.tool}`, answer, 403, 'escalated');
      t.equal(`the evaluation of ${action.tool} it carries`, evaluationOf(answer)?.verdict, 'ESCALATE');
      t.expect(`an escalated ${action.tool} carries no token`, !TOKEN.test(String(member(answer, 'token'))));
      const id = member(answer, 'escalation');
      const read = await world.send('approver', 'GET', `/v2/escalations/${String(id)}`);
      t.equal(`the escalation of ${action.tool} under its id`, [read.status, member(read, 'id')], [200, id]);
    }
  },
};

export const checks = [blocked, blockedIsKept, allowed, tokensDiffer, escalated];
