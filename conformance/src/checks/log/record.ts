import { actions } from '../fixtures/index.ts';
import { evaluationOf, member } from '../read.ts';
import type { Check, CheckContext, World } from '../types.ts';
import { seenIn } from './lib.ts';

interface Told {
  /** What the content is, and the content. */
  readonly content: Readonly<Record<string, string>>;
}

/** Facts in every way of changing, with words that occur nowhere else. */
async function tellFacts(t: CheckContext, world: World): Promise<Told> {
  const [subject, value, statement, source, other, reason] = Array.from({ length: 6 }, () =>
    t.random.word(16),
  ) as [string, string, string, string, string, string];
  const observed_at = await world.time(-1000);
  const stored = await world.store({
    subject,
    attribute: 'status',
    value,
    statement,
    source: { kind: 'system', id: source, observed_at },
  });
  const id = String(member(stored, 'fact', 'id'));
  t.require('A fact can be stored', stored.status === 201, { got: stored.text.slice(0, 200) });
  await world.change('lock', id);
  await world.change('unlock', id);
  const conflict = await world.store({ subject, attribute: 'status', value: other });
  await world.resolve(String(member(conflict, 'conflict_id')), 'keep');
  await world.send('approver', 'POST', `/v2/vault/facts/${id}/retract`, {
    body: { reason },
    headers: { 'if-match': `"${String(member(await world.fact(id), 'version'))}"` },
  });
  return {
    content: { subject, value, statement, 'source id': source, 'value of a challenger': other, reason },
  };
}

export const recordOfFacts: Check = {
  id: 'log.record-holds-no-fact',
  requirements: ['EAAP-0001-115'],
  title: 'No record of the log holds a subject, value, statement, source id or reason of a fact.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const before = (await world.log()).entries.length;
    const { content } = await tellFacts(t, world);
    const { entries } = await world.log();
    t.require('The log tells of the facts', entries.length > before + 3, { got: entries.length - before });
    const text = JSON.stringify(entries.map(({ record }) => record));
    t.require('What is in a record would be seen', seenIn(world.principal('recorder'), text) === 'utf-8');
    for (const [what, word] of Object.entries(content))
      t.equal(`the ${what} stands in no record`, seenIn(word, text) ?? null, null);
  },
};

export const recordOfActions: Check = {
  id: 'log.record-holds-no-action',
  requirements: ['EAAP-0001-115'],
  title: 'No record of the log holds a parameter, intent or claim of an action.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const [record, note, intent, subject, value, text] = Array.from({ length: 6 }, () =>
      t.random.word(16),
    ) as [string, string, string, string, string, string];
    const action = {
      ...actions.read(record, note),
      intent: `because of ${intent}`,
      claims: [{ subject, attribute: 'status', value }],
    };
    const { evaluation } = await world.committed(action);
    await world.outcome(evaluation.id, 'executed');
    const escalated = evaluationOf(await world.evaluate(actions.send(text)));
    await world.evaluate(actions.notGranted(record));
    const { entries } = await world.log();
    const records = JSON.stringify(entries.map((entry) => entry.record));
    for (const id of [evaluation.id, escalated?.id ?? ''])
      t.require('The log tells of the evaluations', seenIn(id, records) === 'utf-8');
    const content = { parameter: record, note, intent, 'subject of a claim': subject, text };
    for (const [what, word] of Object.entries({ ...content, 'value of a claim': value }))
      t.equal(`the ${what} stands in no record`, seenIn(word, records) ?? null, null);
  },
};
