import { actions } from '../fixtures/index.ts';
import { member } from '../read.ts';
import type { Check, CheckContext, World } from '../types.ts';
import { dataOf, FORMS, type Datum } from './personal.ts';

/** Stores, refuses, reinforces and contradicts with each datum, in every place a store request has. */
async function storeAll(t: CheckContext, world: World, data: readonly Datum[]): Promise<void> {
  for (const { type, text } of data) {
    const fact = {
      subject: text,
      attribute: `note.${type}`,
      value: { in: [text], [text]: 1 },
      statement: `It is ${text}.`,
      about: [`other ${text}`],
      source: { kind: 'document' as const, id: text, observed_at: await world.time(-1000) },
    };
    await world.stored(fact);
    for (const form of Object.values(FORMS))
      await world.stored({ subject: `s-${t.random.word()}`, attribute: 'note', value: form(text) });
    const repeated = await world.store(fact);
    t.require('It is reinforced.', repeated.status === 200, { got: repeated.text.slice(0, 300) });
    const contradicted = await world.store({ ...fact, value: `another: ${text}` });
    t.require('It is contradicted.', contradicted.status === 409, { got: contradicted.text.slice(0, 300) });
    await world.store({ ...fact, source: null });
    await world.search({ subject: text, query: `who is ${text}` });
  }
}

/** What stands in the plain of a datum, and what of it would still tell it. */
const needles = (data: readonly Datum[]): readonly string[] =>
  data.flatMap(({ text }) => [text, ...Object.values(FORMS).map((form) => form(text))]);

export const storedFiles: Check = {
  id: 'ledger.pii-store-files',
  requirements: ['EAAP-0001-033'],
  title: 'No storage file holds personal data of a store request.',
  grade: 'E3',
  needs: ['storage.locate', 'canary.plant'],
  exclusive: true,
  negative: true,
  timeoutMs: 60_000,
  async run(t: CheckContext) {
    const world = await t.world();
    const data = dataOf(t.random);
    await storeAll(t, world, data);
    await t.scanWorks();
    for (const where of ['content', 'keys'] as const) {
      const found = await t.scan(needles(data), where);
      t.equal(
        `personal data in the files of ${where}`,
        found.map(({ needle, encoding }) => [needle, encoding]),
        [],
      );
    }
  },
};

export const evaluatedFiles: Check = {
  id: 'ledger.pii-evaluate-files',
  requirements: ['EAAP-0001-034'],
  title: 'No storage file holds personal data of an evaluate or commit request.',
  grade: 'E3',
  needs: ['storage.locate', 'canary.plant'],
  exclusive: true,
  negative: true,
  timeoutMs: 60_000,
  async run(t: CheckContext) {
    const world = await t.world();
    const data = dataOf(t.random);
    for (const { type, text } of data) {
      const claims = [{ subject: text, attribute: 'contact', value: text }];
      const action = { ...actions.read(text, `Ask ${text} first.`), intent: `For ${text}.`, claims };
      await world.committed({ ...action, model: `model ${type}` });
      const { token } = await world.allowed(action);
      const other = await world.commit({ token, action: { ...action, intent: `No longer for ${text}.` } });
      t.require('A commit of another action is refused.', other.problem === 'action-mismatch', {
        got: other.text.slice(0, 300),
      });
      const blocked = await world.evaluate({ ...actions.notGranted(text), intent: `For ${text}.` });
      t.require('An action is blocked.', blocked.problem === 'blocked', { got: blocked.text.slice(0, 300) });
      await world.escalated({ ...actions.send(`Dear ${text},`), intent: `For ${text}.` });
      for (const form of Object.values(FORMS)) {
        const hidden = form(text);
        await world.committed({ ...actions.read('rec-1', hidden), intent: hidden });
      }
    }
    await t.scanWorks();
    for (const where of ['content', 'keys'] as const) {
      const found = await t.scan(needles(data), where);
      t.equal(
        `personal data in the files of ${where}`,
        found.map(({ needle, encoding }) => [needle, encoding]),
        [],
      );
    }
  },
};

export const dumped: Check = {
  id: 'ledger.pii-dump',
  requirements: ['EAAP-0001-035'],
  title: 'No record or vector holds personal data once it is decrypted.',
  grade: 'E2',
  needs: ['storage.dump'],
  exclusive: true,
  negative: true,
  timeoutMs: 60_000,
  async run(t: CheckContext) {
    const world = await t.world();
    const data = dataOf(t.random);
    await storeAll(t, world, data);
    const marker = t.random.word();
    const marked = await world.stored({ subject: 'marked', attribute: 'note', value: marker });
    for (const { text } of data)
      await world.allowed({ ...actions.read('rec-1', `Ask ${text} first.`), intent: `For ${text}.` });
    const { records } = await t.control.dump(world.namespace);
    const texts = records.map(({ table, id, payload }) => ({
      table,
      id,
      text: JSON.stringify(payload) ?? '',
    }));
    t.require(
      'The dump shows what facts hold.',
      texts.some(({ id, text }) => id === marked.id && text.includes(marker)),
      { got: texts.map(({ table }) => table) },
    );
    t.require(
      'The dump shows evaluations.',
      records.some(({ table }) => table === 'evaluations'),
    );
    const found = texts.filter(({ text }) =>
      needles(data).some((needle) => text.includes(JSON.stringify(needle).slice(1, -1))),
    );
    t.equal(
      'decrypted records with personal data',
      found.map(({ table, id }) => `${table} ${id}`),
      [],
    );
  },
};

export const printed: Check = {
  id: 'ledger.pii-output',
  requirements: ['EAAP-0001-036'],
  title: 'Nothing that the gateway prints holds personal data of a request.',
  grade: 'E3',
  needs: ['storage.locate', 'canary.plant'],
  exclusive: true,
  negative: true,
  timeoutMs: 60_000,
  async run(t: CheckContext) {
    const world = await t.world();
    const data = dataOf(t.random);
    await storeAll(t, world, data);
    for (const { text } of data) {
      await world.evaluate({ ...actions.notGranted(text), intent: `For ${text}.` });
      await world.send('recorder', 'GET', `/v2/vault/facts/${encodeURIComponent(text)}`);
      await world.send('auditor', 'GET', `/v2/ledger/entries?evaluation=${encodeURIComponent(text)}`);
      const headers = { 'content-type': 'application/json', 'user-agent': text, 'x-request-id': text };
      await world.send('recorder', 'POST', '/v2/vault/store', { body: `{"value":"${text}",}`, headers });
      await world.send('agent', 'POST', '/v2/actions/evaluate', { body: { action: { tool: text } } });
    }
    await t.scanWorks();
    const found = await t.scan(
      data.flatMap(({ text }) => [text, encodeURIComponent(text)]),
      'log',
    );
    t.equal(
      'personal data in what was printed',
      found.map(({ needle, encoding }) => [needle, encoding]),
      [],
    );
  },
};

export const detectorDown: Check = {
  id: 'ledger.detector-unavailable',
  requirements: ['EAAP-0001-038'],
  title: 'While its detectors fail the gateway stores nothing.',
  grade: 'E2',
  needs: ['fault'],
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const input = { attribute: 'note', value: 'a text of some length' };
    await world.stored({ ...input, subject: 'before' });
    await t.control.fault({ point: 'detector' });
    try {
      const answer = await world.store({ ...input, subject: 'during' });
      t.answered('a store request while the detectors fail', answer, 503, 'detector-unavailable');
    } finally {
      await t.control.fault({ point: 'none' });
    }
    await world.stored({ ...input, subject: 'after' });
    const search = await world.search({});
    t.require('The namespace can be searched.', search.status === 200);
    t.equal('what was stored', search.body.snapshot.facts.map(({ fact }) => fact.subject).sort(), [
      'after',
      'before',
    ]);
    t.expect('no answer names the fact', member(search, 'snapshot', 'facts', 2) === undefined);
  },
};
