import { canonical, type Json } from '../../model/json.ts';
import { member } from '../read.ts';
import type { Check, CheckContext } from '../types.ts';
import type { StoreRequest } from '../wire.ts';
import {
  contradict,
  plainWorld,
  seenBy,
  standing,
  standingOf,
  stateAgain,
  storedFrom,
} from './contradictions.ts';

/** Values that are not the same, however alike they look. */
const DIFFERENT: readonly (readonly [StoreRequest['value'], StoreRequest['value']])[] = [
  ['paid', 'open'],
  ['paid', 'Paid'],
  ['paid', 'paid '],
  ['caf\u00e9', 'cafe\u0301'],
  ['', ' '],
  [1, 2],
  [1, '1'],
  [0, false],
  [true, 1],
  ['true', true],
  ['null', null],
  [
    [1, 2],
    [2, 1],
  ],
  [{}, []],
  [{ a: 1 }, { a: 1, b: 2 }],
  [
    { amount: '5000', currency: 'EUR' },
    { amount: '5000', currency: 'USD' },
  ],
  [{ a: { b: [1, { c: 'x' }] } }, { a: { b: [1, { c: 'y' }] } }],
];

export const conflictAnswer: Check = {
  id: 'ledger.conflict-answer',
  requirements: ['EAAP-0001-039'],
  title: 'Another value from a source of the same trust is refused as a conflict, whatever the values are.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    for (const [place, [first, second]] of DIFFERENT.entries()) {
      const there = { subject: `order-${place}`, attribute: 'status', value: first };
      const fact = await storedFrom(world, 'verified', there);
      const name = place % 2 === 0 ? 'verified' : 'alsoVerified';
      const told = `${canonical(second as Json)} against ${canonical(first as Json)}`;
      t.answered(told, await stateAgain(world, fact, second, name), 409, 'conflict');
    }
  },
};

export const conflictGreaterTrust: Check = {
  id: 'ledger.conflict-greater-trust',
  requirements: ['EAAP-0001-039'],
  title: 'Another value from a source of greater trust is refused as a conflict as well.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    const there = { attribute: 'status', value: 'paid' };
    for (const [weaker, stronger] of [
      ['untrusted', 'verified'],
      ['untrusted', 'authoritative'],
      ['verified', 'authoritative'],
    ] as const) {
      const fact = await storedFrom(world, weaker, { ...there, subject: `order-${weaker}-${stronger}` });
      t.answered(
        `${stronger} against ${weaker}`,
        await stateAgain(world, fact, 'open', stronger),
        409,
        'conflict',
      );
    }
  },
};

export const conflictAgents: Check = {
  id: 'ledger.conflict-agents',
  requirements: ['EAAP-0001-039'],
  title: 'One agent cannot replace what another, or itself, has said.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    const observed_at = await world.time(-1000);
    const said = async (as: 'agent' | 'stranger', subject: string, value: string) =>
      world.store(
        { subject, attribute: 'status', value, source: { kind: 'agent', id: as, observed_at } },
        as,
      );
    for (const [as, subject] of [
      ['stranger', 'order-1'],
      ['agent', 'order-2'],
    ] as const) {
      const first = await said('agent', subject, 'paid');
      t.require('An agent may say something as itself', first.status === 201, { got: first.text });
      t.answered(`${as} against agent`, await said(as, subject, 'open'), 409, 'conflict');
    }
  },
};

export const incumbentDisputed: Check = {
  id: 'ledger.incumbent-disputed',
  requirements: ['EAAP-0001-040'],
  title:
    'The incumbent of an open conflict keeps its value and is disputed, however often it is contradicted.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    for (const name of ['alsoVerified', 'authoritative'] as const) {
      const fact = await storedFrom(world, 'verified', {
        subject: name,
        attribute: 'status',
        value: { is: 'paid' },
      });
      const before = standingOf(await world.fact(fact.id));
      t.equal('the fact before', before, standing('active', { is: 'paid' }));
      for (const value of ['open', 'open', 'lost']) {
        await contradict(t, world, fact, value, name);
        const after = standingOf(await world.fact(fact.id));
        t.equal(`the fact after ${name} said ${value}`, after, standing('disputed', { is: 'paid' }));
      }
    }
  },
};

export const lessTrust: Check = {
  id: 'ledger.less-trust-changes-nothing',
  requirements: ['EAAP-0001-041'],
  title: 'A fact contradicted by less trusted sources alone stays as it was, in its version, and active.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    for (const [stronger, weaker] of [
      ['authoritative', 'verified'],
      ['authoritative', 'untrusted'],
      ['verified', 'untrusted'],
    ] as const) {
      const there = { subject: `${stronger}-${weaker}`, attribute: 'status', value: 'paid' };
      const fact = await storedFrom(world, stronger, there);
      for (const value of ['open', 'open', 'lost']) {
        await contradict(t, world, fact, value, weaker);
        const read = await world.fact(fact.id);
        const seen = { ...(standingOf(read) as object), version: member(read, 'version') };
        const expected = { ...(standing('active', 'paid') as object), version: fact.version };
        t.equal(`a ${stronger} fact after ${weaker} said ${value}`, seen, expected);
      }
    }
  },
};

export const lessTrustAgent: Check = {
  id: 'ledger.agent-changes-nothing',
  requirements: ['EAAP-0001-041'],
  title: 'An agent that contradicts a verified fact leaves it active in its version.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    const fact = await storedFrom(world, 'verified', {
      subject: 'order-1',
      attribute: 'status',
      value: 'paid',
    });
    const source = { kind: 'agent', id: 'agent', observed_at: await world.time(-500) } as const;
    const said = await world.store(
      { subject: 'order-1', attribute: 'status', value: 'open', source },
      'agent',
    );
    t.require('The agent is refused for what it said', said.status === 409, { got: said.text.slice(0, 200) });
    const read = await world.fact(fact.id);
    t.equal('the fact', standingOf(read), standing('active', 'paid'));
    t.equal('its version', member(read, 'version'), fact.version);
  },
};

export const oneOfMany: Check = {
  id: 'ledger.concurrent-stores',
  requirements: ['EAAP-0001-042'],
  title: 'Of different values sent at the same time for one attribute at most one is stored.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    await world.key('recorder');
    const wins: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const source = await seenBy(world, 'verified');
      const sent = Array.from({ length: 8 }, (_, value) =>
        world.store({ subject: `order-${round}`, attribute: 'status', value, source }),
      );
      const answers = await Promise.all(sent);
      const stored = answers.filter((answer) => member(answer, 'result') === 'stored').length;
      t.expect(`of eight different values in round ${round} at most one is stored`, stored <= 1, {
        expected: 'at most 1',
        got: stored,
      });
      wins.push(stored);
    }
    t.require(
      'Something is stored at all',
      wins.some((stored) => stored > 0),
      { got: wins },
    );
  },
};

export const many: Check = {
  id: 'ledger.many-values',
  requirements: ['EAAP-0001-043'],
  title: 'Several values of an attribute that may have several are stored side by side, all active.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    const single = await storedFrom(world, 'verified', {
      subject: 'order-1',
      attribute: 'status',
      value: 'paid',
    });
    const values = ['red', 'green', 1, { shade: 'blue' }];
    const answers = [];
    for (const [place, value] of values.entries()) {
      const source = await seenBy(world, place % 2 === 0 ? 'verified' : 'untrusted');
      answers.push(await world.store({ subject: 'order-1', attribute: 'tag', value, source }));
    }
    for (const [place, answer] of answers.entries()) {
      t.answered(`value ${place} of an attribute listed in many`, answer, 201);
      t.equal(`result of value ${place}`, member(answer, 'result'), 'stored');
      const read = await world.fact(String(member(answer, 'fact', 'id')));
      t.equal(`value ${place} in the end`, standingOf(read), standing('active', values[place] ?? null));
    }
    const found = await world.search({ subject: 'order-1', attribute: 'tag' });
    t.require('The search is answered', found.status === 200, { got: found.text.slice(0, 200) });
    t.equal('conflicts over the attribute', found.body.snapshot.conflicts, []);
    // The same two steps on an attribute that is not listed are a conflict: the world is one in which there are any.
    const other = await stateAgain(world, single, 'open');
    t.require('An attribute that is not listed conflicts', other.status === 409, {
      got: other.text.slice(0, 200),
    });
  },
};

export const checks = [
  conflictAnswer,
  conflictGreaterTrust,
  conflictAgents,
  incumbentDisputed,
  lessTrust,
  lessTrustAgent,
  oneOfMany,
  many,
];
