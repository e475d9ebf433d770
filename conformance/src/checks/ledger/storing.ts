import { member } from '../read.ts';
import type { Check, CheckContext, World } from '../types.ts';
import type { Fact } from '../wire.ts';
import {
  contradict,
  plainWorld,
  recordsIn,
  seenBy,
  standing,
  standingOf,
  stateAgain,
  standsAs,
} from './contradictions.ts';

const ORDER = { subject: 'order-1', attribute: 'status', value: 'paid' } as const;
const shared = { grade: 'E1', needs: [] } as const;

export const expired: Check = {
  ...shared,
  id: 'ledger.expired-on-arrival',
  requirements: ['EAAP-0003-003'],
  title: 'A fact whose valid_until is past already is refused.',
  negative: true,
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    const until = async (ms: number) => world.store({ ...ORDER, valid_until: await world.time(ms) });
    t.require('One that is still to come is taken.', (await until(3_600_000)).status === 201);
    for (const ms of [-1000, -60_000, -86_400_000])
      t.answered(`valid_until ${ms} ms from now`, await until(ms), 400, 'invalid-request');
  },
};

export const tooLarge: Check = {
  ...shared,
  id: 'ledger.value-too-large',
  requirements: ['EAAP-0003-004'],
  title: 'A value has at most 8192 bytes in canonical form.',
  negative: true,
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    const store = (subject: string, value: Fact['value']) => world.store({ ...ORDER, subject, value });
    t.answered('8192 bytes', await store('most', 'a'.repeat(8190)), 201);
    t.answered('8193 bytes', await store('more', 'a'.repeat(8191)), 413, 'payload-too-large');
    t.answered(
      '8193 bytes of two each',
      await store('wide', `a${'\u00e9'.repeat(4095)}`),
      413,
      'payload-too-large',
    );
    t.answered(
      'a long list',
      await store(
        'list',
        Array.from({ length: 4097 }, () => 1),
      ),
      413,
      'payload-too-large',
    );
  },
};

/** What is at a place before another value is stored there, none of which contradicts. */
const GONE: Readonly<Record<string, (t: CheckContext, world: World, subject: string) => Promise<void>>> = {
  retracted: async (t, world, subject) => {
    const { id } = await world.stored({ ...ORDER, subject });
    await world.change('retract', id);
    await standsAs(t, world, id, 'retracted');
  },
  superseded: async (t, world, subject) => {
    const fact = await world.stored({ ...ORDER, subject });
    const { id, challenger } = await contradict(t, world, fact, 'open');
    await world.resolve(id, 'replace');
    await world.change('retract', challenger);
    await standsAs(t, world, fact.id, 'superseded');
    await standsAs(t, world, challenger, 'retracted');
  },
  'set-aside': async (t, world, subject) => {
    const fact = await world.stored({ ...ORDER, subject });
    await contradict(t, world, fact, 'open', 'untrusted');
    await world.change('retract', fact.id);
    await standsAs(t, world, fact.id, 'retracted');
  },
};

export const goneFacts: Check = {
  ...shared,
  id: 'ledger.gone-is-no-contradiction',
  requirements: ['EAAP-0003-005'],
  title: 'Facts that are retracted, superseded or set aside do not contradict.',
  negative: false,
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    for (const [what, prepare] of Object.entries(GONE)) {
      await prepare(t, world, what);
      const source = await seenBy(world, 'untrusted', 10);
      t.answered(
        `a value beside one ${what}`,
        await world.store({ ...ORDER, subject: what, value: 'lost', source }),
        201,
      );
    }
  },
};

export const lapsedFacts: Check = {
  ...shared,
  id: 'ledger.lapsed-gives-way',
  requirements: ['EAAP-0003-005', 'EAAP-0003-006'],
  title: 'A fact past its valid_until is superseded by the next, whatever its value or trust.',
  negative: false,
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    const facts: Fact[] = [];
    // Each has its own time: to store all of them may take longer than one has.
    for (const subject of ['other', 'same', 'weaker'])
      facts.push(await world.stored({ ...ORDER, subject, valid_until: await world.time(700) }));
    await t.elapse(1000);
    for (const [place, fact] of facts.entries()) {
      const [value, name] = (
        [
          ['open', 'verified'],
          ['paid', 'verified'],
          ['open', 'untrusted'],
        ] as const
      )[place] ?? ['open', 'verified'];
      const answer = await stateAgain(world, fact, value, name);
      t.answered(`a value after ${fact.subject} has lapsed`, answer, 201);
      t.expect('it is a new fact', member(answer, 'fact', 'id') !== fact.id, {
        got: answer.text.slice(0, 200),
      });
      t.equal('the lapsed fact', standingOf(await world.fact(fact.id)), standing('superseded', 'paid'));
    }
    const { 'fact.superseded': count } = await recordsIn(world, 'fact.superseded');
    t.equal('records fact.superseded', count, facts.length);
  },
};

export const asideUnseen: Check = {
  ...shared,
  id: 'ledger.set-aside-unseen',
  requirements: ['EAAP-0003-008'],
  title: 'A search answers no challenger that had too little trust, until somebody decides for it.',
  negative: true,
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    const values = async (): Promise<unknown> => {
      const { snapshot } = (await world.search({ subject: ORDER.subject })).body;
      return snapshot.facts.map(({ fact }) => fact.value);
    };
    const fact = await world.stored(ORDER);
    const { id } = await contradict(t, world, fact, 'open', 'untrusted');
    t.equal('what a search answers', await values(), ['paid']);
    await t.elapse(20);
    const as_of = await world.time(-5);
    const past = await world.search({ subject: ORDER.subject, as_of });
    t.equal('what a search of the past answers', member(past, 'snapshot', 'facts', 1), undefined);
    const decided = await world.resolve(id, 'replace');
    t.require('It can be decided for', decided.status === 200, { got: decided.text.slice(0, 200) });
    t.require('Then a search answers it', JSON.stringify(await values()) === '["open"]');
  },
};

export const checks = [expired, tooLarge, goneFacts, lapsedFacts, asideUnseen];
