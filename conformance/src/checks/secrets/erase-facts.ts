import { member } from '../read.ts';
import type { Check, CheckContext } from '../types.ts';
import { erased, found, words } from './lib.ts';

export const erasedFacts: Check = {
  id: 'secrets.erased-facts',
  requirements: ['EAAP-0001-135'],
  title: 'A fact about an erased subject is answered with 404, in whatever state it was.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const subject = t.random.word();
    const active = await world.stored({ subject, attribute: 'status', value: 'active' });
    const locked = await world.stored({ subject, attribute: 'tier', value: 'gold' });
    await world.change('lock', locked.id);
    const retracted = await world.stored({ subject, attribute: 'level', value: 3 });
    await world.change('retract', retracted.id);
    const facts = { active, locked, retracted };
    for (const [state, { id }] of Object.entries(facts))
      t.require(`The ${state} fact is answered before`, (await world.fact(id)).status === 200);
    await erased(t, world, subject);
    for (const [state, { id }] of Object.entries(facts))
      t.answered(`a request for the ${state} fact`, await world.fact(id), 404);
  },
};

export const erasedConflict: Check = {
  id: 'secrets.erased-conflict',
  requirements: ['EAAP-0001-135'],
  title: 'A conflict about an erased subject, and the facts on both its sides, are answered with 404.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const subject = t.random.word();
    const fact = await world.stored({ subject, attribute: 'status', value: 'active' });
    const conflict = await world.contradicted(fact, 'closed');
    const facts = await found(world, { subject });
    await erased(t, world, subject);
    t.answered('a request for the conflict', await world.conflict(conflict.id), 404);
    for (const id of new Set([fact.id, ...facts]))
      t.answered('a request for a fact of the conflict', await world.fact(id), 404);
  },
};

export const erasedFromSearch: Check = {
  id: 'secrets.erased-from-search',
  requirements: ['EAAP-0001-136'],
  title: 'No search finds a fact or conflict about an erased subject.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const { subject, statement } = words(t, 'subject', 'statement');
    const fact = await world.stored({ subject, attribute: 'status', value: 'active', statement });
    const other = await world.stored({ subject, attribute: 'tier', value: 'gold' });
    await world.contradicted(other, 'silver');
    const searches = [{}, { subject }, { attribute: 'status' }, { query: statement }];
    for (const search of searches)
      t.require('The search finds it before', (await found(world, search)).includes(fact.id), {
        got: search,
      });
    await erased(t, world, subject);
    for (const search of searches) {
      const answer = await world.search(search);
      t.answered(`the search ${JSON.stringify(search)}`, answer, 200);
      t.equal('facts it finds', member(answer, 'snapshot', 'facts'), []);
      t.equal('conflicts it finds', member(answer, 'snapshot', 'conflicts'), []);
    }
  },
};

export const erasedFromPast: Check = {
  id: 'secrets.erased-from-past',
  requirements: ['EAAP-0001-136'],
  title: 'No search as of a time before the erasure finds a fact about the subject.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const subject = t.random.word();
    const fact = await world.stored({ subject, attribute: 'status', value: 'active' });
    await t.elapse(50);
    const snapshot = await world.search({ subject });
    const as_of = member(snapshot, 'snapshot', 'as_of');
    await t.elapse(50);
    await world.change('lock', fact.id);
    t.require('The search of the past finds it before', (await found(world, { as_of })).includes(fact.id));
    await erased(t, world, subject);
    for (const search of [{ as_of }, { as_of, subject }]) {
      const answer = await world.search(search);
      t.answered('the search of the past', answer, 200);
      t.equal('facts it finds', member(answer, 'snapshot', 'facts'), []);
    }
  },
};

export const erasedWithAny: Check = {
  id: 'secrets.erased-with-any-subject',
  requirements: ['EAAP-0001-138'],
  title: 'A fact about several subjects is erased with its own and with each that about names.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    for (const which of ['subject', 'about', 'also'] as const) {
      const world = await t.world();
      const subjects = words(t, 'subject', 'about', 'also');
      const { id } = await world.stored({
        subject: subjects.subject,
        attribute: 'note',
        value: 'seen together',
        about: [subjects.about, subjects.also],
      });
      t.require('The fact is answered before', (await world.fact(id)).status === 200);
      await erased(t, world, subjects[which]);
      t.answered(`the fact after the erasure of its ${which}`, await world.fact(id), 404);
      t.equal('facts a search finds', await found(world), []);
    }
  },
};

/** Identifiers, and texts of facts about somebody else that hold them. */
const IDENTIFIERS = [
  ['ada.lovelace@example.com', 'Ask ada.lovelace@example.com about it.'],
  ['4111111111111111', 'Paid with 4111 1111 1111 1111.'],
  ['GB82WEST12345698765432', 'From GB82 WEST 1234 5698 7654 32.'],
] as const;

export const erasedByIdentifier: Check = {
  id: 'secrets.erased-by-identifier',
  requirements: ['EAAP-0001-139'],
  title: 'Facts about others that hold the token of an identifier of the request are erased.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    for (const [identifier, text] of IDENTIFIERS) {
      const world = await t.world();
      const inValue = await world.stored({ subject: 'ticket-1', attribute: 'note', value: text });
      const inStatement = await world.stored({
        subject: 'ticket-2',
        attribute: 'note',
        value: 'seen',
        statement: text,
      });
      t.require('The fact holds a token', JSON.stringify(inValue.value).includes('[PII:'), { got: inValue });
      await erased(t, world, t.random.word(), [identifier]);
      t.answered('the fact with the token in its value', await world.fact(inValue.id), 404);
      t.answered('the fact with the token in its statement', await world.fact(inStatement.id), 404);
    }
  },
};

export const othersKept: Check = {
  id: 'secrets.others-kept',
  requirements: ['EAAP-0001-140'],
  title: 'Facts about other subjects with no token of a named identifier are answered as before.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    const subject = t.random.word();
    await world.stored({ subject, attribute: 'status', value: 'active' });
    const kept = [
      await world.stored({ subject: `${subject}-2`, attribute: 'status', value: 'active' }),
      await world.stored({ subject: 'cust-1', attribute: 'note', value: 'Ask grace@example.com.' }),
      await world.stored({ subject: 'cust-2', attribute: 'note', value: 'A plain note.', about: ['cust-1'] }),
    ];
    await erased(t, world, subject, ['ada@example.com']);
    for (const fact of kept) {
      const answer = await world.fact(fact.id);
      t.equal(`the fact about ${fact.subject}`, answer.json, fact);
    }
    t.equal('the facts a search finds', (await found(world)).sort(), kept.map(({ id }) => id).sort());
  },
};

export const otherNamespaceKept: Check = {
  id: 'secrets.other-namespace-kept',
  requirements: ['EAAP-0001-140'],
  title: 'A fact about a subject of the same name in another namespace is answered as before.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const [here, there] = [await t.world(), await t.world()];
    const subject = t.random.word();
    await here.stored({ subject, attribute: 'status', value: 'active' });
    const kept = await there.stored({ subject, attribute: 'status', value: 'active' });
    await erased(t, here, subject);
    t.equal('the fact of the other namespace', (await there.fact(kept.id)).json, kept);
  },
};
