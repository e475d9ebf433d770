import { actions } from '../fixtures/index.ts';
import { evaluationOf, member } from '../read.ts';
import type { Check, CheckContext } from '../types.ts';
import { nowhereInClear, words } from './lib.ts';

export const factsAtRest: Check = {
  id: 'secrets.facts-at-rest',
  requirements: ['EAAP-0001-130'],
  title: 'Subject, value, statement and source id of a fact lie in clear in no storage file.',
  grade: 'E3',
  needs: ['storage.locate', 'canary.plant', 'reset'],
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world({ bare: true });
    const { subject, value, name, statement, source, about } = words(
      t,
      'subject',
      'value',
      'name',
      'statement',
      'source',
      'about',
    );
    const observed_at = await world.time(-1000);
    const stored = await world.store({
      subject,
      attribute: 'status',
      value: { [name]: value },
      statement: `It says ${statement}.`,
      source: { kind: 'system', id: source, observed_at },
      about: [about],
    });
    t.require('The fact is stored', stored.status === 201, { got: stored.text.slice(0, 200) });
    const id = String(member(stored, 'fact', 'id'));
    t.require('The fact is answered', (await world.fact(id)).status === 200);
    await nowhereInClear(t, {
      subject,
      value,
      'name in a value': name,
      statement,
      'source id': source,
      'further subject': about,
    });
  },
};

export const changedFactsAtRest: Check = {
  id: 'secrets.changed-facts-at-rest',
  requirements: ['EAAP-0001-130'],
  title: 'Nor do they after the fact was locked, contradicted, searched for and retracted.',
  grade: 'E3',
  needs: ['storage.locate', 'canary.plant', 'reset'],
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world({ bare: true });
    const { subject, value, statement, other } = words(t, 'subject', 'value', 'statement', 'other');
    const fact = await world.stored({ subject, attribute: 'status', value, statement });
    const { id } = fact;
    await world.store({ subject, attribute: 'status', value });
    await world.change('lock', id);
    await world.change('unlock', id);
    const conflict = await world.contradicted(await readFact(), other);
    await world.search({ query: statement, subject });
    await world.resolve(conflict.id, 'keep');
    const retracted = await world.change('retract', id);
    t.require('The fact was retracted', retracted.status === 200, { got: retracted.text.slice(0, 200) });
    await nowhereInClear(t, { subject, value, statement, 'value of the challenger': other });

    async function readFact() {
      const answer = await world.fact(id);
      t.require('The fact is answered', answer.status === 200);
      return answer.body;
    }
  },
};

export const actionsAtRest: Check = {
  id: 'secrets.actions-at-rest',
  requirements: ['EAAP-0001-131'],
  title: 'Parameters, claims and intent of an action that was committed lie in clear in no storage file.',
  grade: 'E3',
  needs: ['storage.locate', 'canary.plant', 'reset'],
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const { record, note, intent, subject, value, detail } = words(
      t,
      'record',
      'note',
      'intent',
      'subject',
      'value',
      'detail',
    );
    const { evaluation } = await world.committed({
      ...actions.read(record, note),
      intent: `To find out about ${intent}.`,
      claims: [{ subject, attribute: 'status', value }],
    });
    const outcome = await world.send('executor', 'POST', '/v2/actions/outcome', {
      body: { evaluation: evaluation.id, status: 'executed', detail },
    });
    t.require('The outcome is reported', outcome.status < 300, { got: outcome.text.slice(0, 200) });
    await nowhereInClear(t, {
      parameter: record,
      'parameter of free text': note,
      intent,
      'subject of a claim': subject,
      'value of a claim': value,
    });
  },
};

export const refusedActionsAtRest: Check = {
  id: 'secrets.refused-actions-at-rest',
  requirements: ['EAAP-0001-131'],
  title: 'Nor do those of an action that was blocked, escalated, or presented at commit for another.',
  grade: 'E3',
  needs: ['storage.locate', 'canary.plant', 'reset'],
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const { blocked, why, escalated, channel, other } = words(
      t,
      'blocked',
      'why',
      'escalated',
      'channel',
      'other',
    );
    const block = await world.evaluate({ ...actions.notGranted(blocked), intent: why });
    const escalate = await world.evaluate(actions.send(escalated, channel));
    const { token } = await world.allowed(actions.read());
    const swapped = await world.commit({ token, action: actions.read(other) });
    const verdicts = [evaluationOf(block)?.verdict, evaluationOf(escalate)?.verdict, swapped.status];
    t.require('They are refused', JSON.stringify(verdicts) === '["BLOCK","ESCALATE",409]', { got: verdicts });
    await nowhereInClear(t, {
      'parameter of a BLOCK': blocked,
      'intent of a BLOCK': why,
      'parameter of an ESCALATE': escalated,
      'target of an ESCALATE': channel,
      'parameter presented at commit': other,
    });
  },
};

export const keysApart: Check = {
  id: 'secrets.keys-apart',
  requirements: ['EAAP-0001-132'],
  title: 'No key that encrypts content lies in the files of the database.',
  grade: 'E3',
  needs: ['storage.locate', 'canary.plant', 'keys.disclose', 'reset'],
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world({ bare: true });
    await world.stored({ subject: 'cust-1', attribute: 'status', value: 'active' });
    await world.evaluate(actions.read());
    const disclosed = await t.control.disclose(world.namespace);
    const keys = disclosed.map(({ key }) => Buffer.from(key, 'base64'));
    t.require(
      'The keys of the namespace are disclosed',
      keys.length > 0 && keys.every(({ length }) => length >= 16),
      { got: disclosed.map(({ name }) => name) },
    );
    await t.scanWorks();
    const needles = keys.flatMap((key) => [
      key,
      ...(['base64', 'base64url', 'hex'] as const).map((encoding) => Buffer.from(key.toString(encoding))),
    ]);
    const seen = await t.scanBytes(needles);
    const places = seen.map(({ file, encoding, offset }) => ({ file, encoding, offset }));
    t.equal('places in the files of the database where a key lies', places, []);
  },
};
