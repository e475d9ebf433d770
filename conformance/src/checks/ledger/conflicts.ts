import { DAY, SOURCES } from '../fixtures/index.ts';
import { member } from '../read.ts';
import type { Answer, Check, World } from '../types.ts';
import type { Fact } from '../wire.ts';

type Stored = Awaited<ReturnType<World['store']>>;

/** Stores another value at the place of a fact, from a source. */
export async function challenge(
  world: World,
  fact: Pick<Fact, 'subject' | 'attribute'>,
  value: unknown,
  source: { kind: Fact['source']['kind']; id: string } = SOURCES.verified,
): Promise<Stored> {
  const { subject, attribute } = fact;
  const observed_at = await world.time(-500);
  return world.store({ subject, attribute, value: value as Fact['value'], source: { ...source, observed_at } });
}

/** Stores a fact from a source, required. */
export const place = async (
  world: World,
  subject: string,
  value: unknown,
  source: { kind: Fact['source']['kind']; id: string } = SOURCES.verified,
): Promise<Fact> =>
  world.stored({
    subject,
    attribute: 'status',
    value: value as Fact['value'],
    source: { ...source, observed_at: await world.time(-1000) },
  });

const conflictId = (answer: Answer<unknown>): string => String(member(answer, 'conflict_id'));

export const contradiction: Check = {
  id: 'ledger.contradiction',
  requirements: ['EAAP-0001-039'],
  title: 'What contradicts an active fact of no greater trust is refused as a conflict.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t) {
    const world = await t.world();
    const cases: readonly (readonly [string, unknown, unknown])[] = [
      ['another text', 'paid', 'open'],
      ['a text in other letters', 'paid', 'Paid'],
      ['a text with a space', 'paid', 'paid '],
      ['another spelling of a letter', 'caf\u00e9', 'cafe\u0301'],
      ['another number', 1, 2],
      ['a number as a text', 1, '1'],
      ['null', false, null],
      ['true for 1', 1, true],
      ['another order', [1, 2], [2, 1]],
      ['one member more', { a: 1 }, { a: 1, b: 2 }],
      ['a difference deep inside', { a: [{ b: 1 }] }, { a: [{ b: 2 }] }],
      ['an empty list for an empty object', {}, []],
    ];
    for (const [i, [name, first, second]] of cases.entries()) {
      const fact = await place(world, `same-${i}`, first);
      const answer = await challenge(world, fact, second);
      t.answered(`${name}, of the same trust`, answer, 409, 'conflict');
    }
    const low = await place(world, 'low', 'paid', SOURCES.untrusted);
    t.answered('of greater trust', await challenge(world, low, 'open'), 409, 'conflict');
    const equals = await place(world, 'equals', 'paid', SOURCES.untrusted);
    const agent = { kind: 'agent', id: 'agent' } as const;
    const { subject, attribute } = equals;
    const said = await world.store(
      { subject, attribute, value: 'open', source: { ...agent, observed_at: await world.time(-500) } },
      'agent',
    );
    t.answered('of an agent against an untrusted fact', said, 409, 'conflict');
  },
};

export const incumbentDisputed: Check = {
  id: 'ledger.incumbent-disputed',
  requirements: ['EAAP-0001-040'],
  title: 'The incumbent of an open conflict keeps its value and is disputed.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t) {
    const world = await t.world();
    for (const [trust, source] of Object.entries({ same: SOURCES.verified, greater: SOURCES.authoritative })) {
      const fact = await place(world, `order-${trust}`, { state: 'paid' });
      const answer = await challenge(world, fact, { state: 'open' }, source);
      t.require('An open conflict.', answer.status === 409 && member(answer, 'status') !== 'noted', { got: answer.text });
      const after = await world.fact(fact.id);
      t.answered('the incumbent', after, 200);
      t.equal('value of the incumbent', after.body.value, fact.value);
      t.equal('status of the incumbent', after.body.status, 'disputed');
      t.equal('source of the incumbent', after.body.source, fact.source);
      const found = await world.search({ subject: fact.subject });
      t.expect(
        'the incumbent, with its value, in a snapshot',
        found.body.snapshot.facts.some((seen) => seen.fact.id === fact.id && seen.fact.status === 'disputed'),
        { got: found.body.snapshot.facts },
      );
    }
  },
};

export const lessTrusted: Check = {
  id: 'ledger.less-trusted-challenger',
  requirements: ['EAAP-0001-041'],
  title: 'A fact that only less trusted sources contradict stays as it is.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t) {
    const world = await t.world();
    const verified = await place(world, 'order-1', 'paid');
    const authoritative = await place(world, 'order-2', 'paid', SOURCES.authoritative);
    const agent = { kind: 'agent' as const, id: 'agent', observed_at: await world.time(-500) };
    for (const [name, fact, answer] of [
      ['a document', verified, await challenge(world, verified, 'open', SOURCES.untrusted)],
      ['an agent', verified, await world.store({ subject: 'order-1', attribute: 'status', value: 'lost', source: agent }, 'agent')],
      ['a verified source', authoritative, await challenge(world, authoritative, 'open')],
    ] as const) {
      t.answered(`${name} that contradicts`, answer, 409, 'conflict');
      const after = await world.fact(fact.id);
      t.equal(`the fact after ${name} contradicted it`, after.body, fact);
      const found = await world.search({ subject: fact.subject });
      t.equal('facts that count', found.body.snapshot.facts.map((seen) => [seen.fact.id, seen.fact.version, seen.fact.status]), [[fact.id, fact.version, 'active']]);
    }
  },
};

export const concurrentStores: Check = {
  id: 'ledger.concurrent-stores',
  requirements: ['EAAP-0001-042'],
  title: 'Of concurrent store requests with different values at most one is stored.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t) {
    const world = await t.world();
    await world.key('recorder');
    for (let round = 0; round < 3; round += 1) {
      const subject = `race-${round}`;
      const source = { ...SOURCES.verified, observed_at: await world.time(-1000) };
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, i) => world.store({ subject, attribute: 'status', value: `v${i}`, source })),
      );
      const stored = answers.filter((answer) => member(answer, 'result') === 'stored');
      t.expect('at most one is stored', stored.length <= 1, { got: stored.length });
      const others = answers.filter((answer) => !stored.includes(answer));
      for (const other of others) t.answered('a request that was not stored', other, 409, 'conflict');
      const found = await world.search({ subject });
      const active = found.body.snapshot.facts.filter(({ fact }) => fact.status === 'active');
      t.equal('active facts of a contradiction', active, []);
    }
  },
};

export const manyValues: Check = {
  id: 'ledger.many-values',
  requirements: ['EAAP-0001-043'],
  title: 'An attribute that the trust table lists under many holds several values without a conflict.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t) {
    const world = await t.world();
    const source = { ...SOURCES.verified, observed_at: await world.time(-1000) };
    for (const value of ['red', 'round', { nested: true }]) {
      const answer = await world.store({ subject: 'ball', attribute: 'tag', value, source });
      t.answered(`the tag ${JSON.stringify(value)}`, answer, 201);
      t.equal('result', member(answer, 'result'), 'stored');
    }
    const { snapshot } = (await world.search({ subject: 'ball' })).body;
    t.equal('status of each', snapshot.facts.map(({ fact }) => fact.status), ['active', 'active', 'active']);
    t.equal('conflicts', snapshot.conflicts, []);
    const single = await place(world, 'ball', 'here');
    t.require('Another attribute has one value.', (await challenge(world, single, 'gone')).problem === 'conflict');
  },
};

export const notContradicting: Check = {
  id: 'ledger.no-contradiction',
  requirements: ['EAAP-0001-039'],
  title: 'What is past its valid_until or retracted contradicts nothing.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t) {
    const world = await t.world();
    const source = { ...SOURCES.verified, observed_at: await world.time(-DAY) };
    await world.stored({ subject: 'order-1', attribute: 'status', value: 'paid', source, valid_until: await world.time(400) });
    const retracted = await place(world, 'order-2', 'paid');
    t.require('A fact is retracted.', (await world.change('retract', retracted.id)).status === 200);
    await t.elapse(900);
    for (const subject of ['order-1', 'order-2']) {
      const answer = await challenge(world, { subject, attribute: 'status' }, 'open');
      t.answered(`another value for ${subject}`, answer, 201);
      t.equal('status of the new fact', answer.body.fact.status, 'active');
    }
    const { snapshot } = (await world.search({})).body;
    t.equal('conflicts', snapshot.conflicts, []);
  },
};

export const conflictNamed: Check = {
  id: 'ledger.conflict-readable',
  requirements: ['EAAP-0001-044'],
  title: 'A refusal names a conflict, and the conflict names incumbent and challenger.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t) {
    const world = await t.world();
    const lockable = await place(world, 'locked', 'paid');
    const locked = await world.change('lock', lockable.id);
    t.require('A fact is locked.', locked.status === 200, { got: locked.text });
    const cases = [
      ['open', 'conflict', await place(world, 'open', 'paid'), SOURCES.verified],
      ['noted', 'conflict', await place(world, 'noted', 'paid'), SOURCES.untrusted],
      ['open', 'locked', locked.body, SOURCES.authoritative],
    ] as const;
    for (const [status, problem, fact, source] of cases) {
      const answer = await challenge(world, fact, 'open', source);
      t.answered(`a contradiction that is ${problem}, ${status}`, answer, 409, problem);
      t.equal('status of the conflict', member(answer, 'status') === 409 ? status : member(answer, 'status'), status);
      t.equal('incumbent', member(answer, 'incumbent', 'id'), fact.id);
      const read = await world.conflict(conflictId(answer));
      t.answered('the conflict', read, 200);
      t.equal('id', read.body.id, conflictId(answer));
      t.equal('status as it is read', read.body.status, status);
      t.equal('incumbent as it is read', read.body.incumbent, fact.id);
      t.equal('its place', [read.body.subject, read.body.attribute], [fact.subject, fact.attribute]);
      const { challenger } = read.body;
      t.expect('a challenger of its own', typeof challenger === 'string' && challenger !== fact.id, { got: challenger });
      if (status !== 'open') continue;
      const seen = await world.fact(challenger);
      t.answered('the challenger', seen, 200);
      t.equal('value of the challenger', seen.body.value, 'open');
      t.equal('status of the challenger', seen.body.status, 'disputed');
    }
  },
};
