import { actions } from '../fixtures/index.ts';
import { member } from '../read.ts';
import type { Caller, Check, CheckContext } from '../types.ts';
import type { SutAnswer } from '../../sut/types.ts';
import { NOTHING } from './routes.ts';

/** What an answer says, without the id that was asked for: the caller knows that one. */
const saying = (answer: SutAnswer, id: string): unknown => ({
  status: answer.status,
  type: member(answer, 'type'),
  title: member(answer, 'title'),
  detail: String(member(answer, 'detail')).replaceAll(id, 'it'),
});

export const foreignDecision: Check = {
  id: 'actors.foreign-decision',
  requirements: ['EAAP-0008-025'],
  title:
    'An evaluation or escalation of another namespace is answered as one that does not exist, to every role.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const [world, other] = [await t.world(), await t.world()];
    const { evaluation } = await other.committed(actions.read());
    const { escalation } = await other.escalated(actions.send());
    const view = await other.send('auditor', 'GET', `/v2/actions/evaluations/${evaluation.id}`);
    const shown = await other.send('approver', 'GET', `/v2/escalations/${escalation}`);
    t.require('Both are there', view.status === 200 && shown.status === 200);
    const headers = { 'if-match': `"${String(member(shown, 'version'))}"` };
    const get =
      (as: Caller, path: string) =>
      (id: string): Promise<SutAnswer> =>
        world.send(as, 'GET', `${path}/${id}`);
    const decide = (what: 'approve' | 'deny') => (id: string) =>
      world.send('approver', 'POST', `/v2/escalations/${id}/${what}`, {
        body: what === 'deny' ? { reason: 'x' } : { challenge: member(shown, 'challenge'), reason: 'x' },
        headers,
      });
    const asked: readonly (readonly [string, string, (id: string) => Promise<SutAnswer>])[] = [
      ...(['agent', 'executor', 'approver', 'auditor'] as const).map(
        (as) => [`an evaluation read as ${as}`, evaluation.id, get(as, '/v2/actions/evaluations')] as const,
      ),
      ['an outcome for an evaluation', evaluation.id, (id) => world.outcome(id, 'executed')],
      ...(['approver', 'auditor'] as const).map(
        (as) => [`an escalation read as ${as}`, escalation, get(as, '/v2/escalations')] as const,
      ),
      ['approving an escalation', escalation, decide('approve')],
      ['denying an escalation', escalation, decide('deny')],
    ];
    for (const [what, id, ask] of asked) {
      const [foreign, absent] = [await ask(id), await ask(NOTHING)];
      t.answered(what, foreign, 404, 'not-found');
      t.equal(`what is said of ${what}`, saying(foreign, id), saying(absent, NOTHING));
    }
    const after = await other.send('auditor', 'GET', `/v2/escalations/${escalation}`);
    t.equal('the escalation afterwards', member(after, 'status'), 'pending');
  },
};
