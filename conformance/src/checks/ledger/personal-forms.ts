import { actions, SOURCES } from '../fixtures/index.ts';
import { seenIn } from '../log/lib.ts';
import { evaluationOf, member } from '../read.ts';
import type { Check, CheckContext } from '../types.ts';
import type { SutAnswer } from '../../sut/types.ts';
import { dataOf, FORMS } from './personal.ts';

/** Under which name of a form, or in which encoding, a datum stands in a text; undefined when in none. */
function told(datum: string, text: string): string | undefined {
  const form = Object.entries(FORMS).find(([, write]) => text.includes(write(datum)))?.[0];
  return form ?? seenIn(datum, text);
}

export const formsInProblems: Check = {
  id: 'ledger.pii-forms-in-problems',
  requirements: ['EAAP-0001-037'],
  title: 'No problem repeats personal data that a request holds in one of the forms it may hide in.',
  grade: 'E1',
  needs: [],
  negative: true,
  // Over a hundred requests, one after the other.
  timeoutMs: 120_000,
  async run(t: CheckContext) {
    const world = await t.world();
    const source = { ...SOURCES.verified, observed_at: await world.time(-1000) };
    const store = (changed: object): Promise<SutAnswer> =>
      world.send('recorder', 'POST', '/v2/vault/store', {
        body: { subject: 'order-1', attribute: 'note', value: 1, source, ...changed },
      });
    for (const { type, text } of dataOf(t.random))
      for (const [form, write] of Object.entries(FORMS)) {
        const hidden = write(text);
        const problems: Readonly<Record<string, SutAnswer>> = {
          'an unknown member': await store({ [hidden]: hidden }),
          'an attribute out of form': await store({ attribute: hidden }),
          'a kind of source that is none': await store({ source: { ...source, kind: hidden } }),
          'an action that is blocked': await world.evaluate({ ...actions.notGranted(), intent: hidden }),
          'a tool out of form': await world.evaluate({ ...actions.read(), tool: hidden }),
          'an ungrounded parameter': await world.evaluate(actions.refund('cust-1', hidden)),
        };
        for (const [what, answer] of Object.entries(problems)) {
          t.require(`A problem for ${what}.`, answer.status >= 400, { got: answer.text.slice(0, 200) });
          t.equal(
            `how ${type} ${form} is told in the problem for ${what}`,
            told(text, answer.text) ?? null,
            null,
          );
        }
      }
  },
};

export const inExports: Check = {
  id: 'ledger.pii-in-exports',
  requirements: ['EAAP-0001-027', 'EAAP-0001-032', 'EAAP-0001-115'],
  title:
    'Nothing that can be read back, log and metrics included, holds personal data of a request, in any encoding.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const data = dataOf(t.random);
    const evaluations: string[] = [];
    for (const { type, text } of data) {
      await world.stored({
        subject: text,
        attribute: `note.${type}`,
        value: Object.values(FORMS).map((write) => write(text)),
        statement: `It is ${text}.`,
        source: { kind: 'document', id: text, observed_at: await world.time(-1000) },
      });
      const action = {
        ...actions.read(text, `Ask ${text} first.`),
        intent: `For ${text}.`,
        claims: [{ subject: text, attribute: 'contact', value: text }],
      };
      evaluations.push((await world.committed(action)).evaluation.id);
      const { evaluation } = await world.escalated({ ...actions.send(`Dear ${text},`), intent: text });
      evaluations.push(evaluation.id);
      await world.evaluate({ ...actions.notGranted(text), intent: text });
    }
    const read: Record<string, SutAnswer> = {
      'a search': await world.search({ limit: 200 }),
      'the list of escalations': await world.send('auditor', 'GET', '/v2/escalations'),
      metrics: await world.send('auditor', 'GET', '/metrics'),
      'the keys': await world.send('auditor', 'GET', '/v2/keys'),
    };
    for (const id of evaluations)
      read[`the evaluation ${id}`] = await world.send('auditor', 'GET', `/v2/actions/evaluations/${id}`);
    const { entries } = await world.log();
    t.require('There are entries', entries.length > evaluations.length);
    t.require('A search finds the facts', Array.isArray(member(read['a search']!, 'snapshot', 'facts')));
    const texts = Object.entries(read).map(([what, { text }]) => [what, text] as const);
    for (const [what, text] of [...texts, ['the log', JSON.stringify(entries)] as const])
      for (const { type, text: datum } of data)
        t.equal(`how ${type} is told in ${what}`, told(datum, text) ?? null, null);
    t.expect(
      'an evaluation can be read',
      evaluationOf(read[`the evaluation ${evaluations[0]}`]!) !== undefined,
    );
  },
};
