import { DAY, SOURCES } from '../fixtures/index.ts';
import { member } from '../read.ts';
import type { Check, CheckContext, World } from '../types.ts';
import type { Fact, StoreRequest } from '../wire.ts';
import type { SutAnswer } from '../../sut/types.ts';

type Source = NonNullable<StoreRequest['source']>;

export const sourceMissing: Check = {
  id: 'ledger.source-missing',
  requirements: ['EAAP-0001-021'],
  title: 'A store request without a source is refused, and nothing of it is stored.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const fact = { subject: 'order-1', attribute: 'status', value: 'paid', source: null };
    await world.stored({ ...fact, subject: 'order-2', source: undefined as never });
    t.answered('a store request without source', await world.store(fact), 422, 'source-required');
    const statement = { ...fact, statement: 'As the registry says.', confidence: 10_000 };
    t.answered('one that names it in words', await world.store(statement), 422, 'source-required');
    t.answered('one of an agent', await world.store(fact, 'agent'), 422, 'source-required');
    const search = await world.search({ subject: 'order-1' });
    t.require('The subject can be searched for.', search.status === 200);
    t.equal('facts without a source', search.body.snapshot.facts, []);
  },
};

export const sourceNotPermitted: Check = {
  id: 'ledger.source-not-permitted',
  requirements: ['EAAP-0001-022'],
  title: 'A source that the credential may not assert is refused.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const observed_at = await world.time(-1000);
    const storeWith = async (key: string, source: Pick<Source, 'kind' | 'id'>): Promise<SutAnswer> =>
      t.sut.request({
        method: 'POST',
        path: '/v2/vault/store',
        key,
        body: {
          subject: `s-${t.random.word()}`,
          attribute: 'note',
          value: 1,
          source: { ...source, observed_at },
        },
      });
    const keyWith = async (sources: readonly { kind: 'system' | 'human'; id: string }[]): Promise<string> => {
      const request = { principal: `p-${t.random.word()}`, owner: 'rita', roles: ['recorder' as const] };
      const made = await world.credential({ ...request, sources: [...sources] });
      t.require('A recorder is made.', made.status === 201, { got: made.text.slice(0, 300) });
      return made.body.key;
    };
    const narrow = await keyWith([{ kind: 'system', id: 'registry' }]);
    const none = await keyWith([]);
    const agent = await world.key('agent');
    t.require('A listed source is taken.', (await storeWith(narrow, SOURCES.verified)).status === 201);
    const itself = await storeWith(agent, { kind: 'agent', id: 'agent' });
    t.require('An agent may assert itself.', itself.status === 201, { got: itself.text.slice(0, 300) });

    const cases: readonly (readonly [string, string, Pick<Source, 'kind' | 'id'>])[] = [
      ['a listed kind with another id', narrow, { kind: 'system', id: 'other' }],
      ['a listed id of another kind', narrow, { kind: 'tool', id: 'registry' }],
      ['a longer id', narrow, { kind: 'system', id: 'registry2' }],
      ['a shorter id', narrow, { kind: 'system', id: 'regist' }],
      ['an id in other letters', narrow, { kind: 'system', id: 'REGISTRY' }],
      ['a star', narrow, { kind: 'system', id: '*' }],
      ['any source by a recorder that lists none', none, SOURCES.verified],
      ['a person, by an agent', agent, SOURCES.authoritative],
      ['a system, by an agent', agent, SOURCES.verified],
      ['another agent, by an agent', agent, { kind: 'agent', id: 'stranger' }],
    ];
    for (const [name, key, source] of cases)
      t.answered(name, await storeWith(key, source), 403, 'source-not-permitted');
  },
};

export const agentSources: Check = {
  id: 'ledger.agent-sources',
  requirements: ['EAAP-0001-022'],
  title: 'An agent asserts itself alone, whatever sources its credential was to have.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const made = await world.credential({
      principal: 'climber',
      owner: 'olga',
      roles: ['agent'],
      sources: [{ kind: 'human', id: '*' }],
    });
    // Refusing to make it is as good as making it without those sources.
    if (made.status >= 400) {
      t.expect('the credential is refused', made.status < 500, { got: made.text.slice(0, 300) });
      return;
    }
    t.require('A credential is made.', made.status === 201, { got: made.text.slice(0, 300) });
    const answer = await t.sut.request({
      method: 'POST',
      path: '/v2/vault/store',
      key: made.body.key,
      body: {
        subject: 'order-1',
        attribute: 'status',
        value: 'paid',
        source: { ...SOURCES.authoritative, observed_at: await world.time(-1000) },
      },
    });
    t.answered('a person, by that agent', answer, 403, 'source-not-permitted');
  },
};

export const observedInFuture: Check = {
  id: 'ledger.observed-in-future',
  requirements: ['EAAP-0001-023'],
  title: 'A fact that is observed later than now is refused.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const at = async (ms: number): Promise<SutAnswer> =>
      world.store({
        subject: `s-${t.random.word()}`,
        attribute: 'note',
        value: 1,
        source: { ...SOURCES.verified, observed_at: await world.time(ms) },
      });
    t.require('A past one is taken.', (await at(-1000)).status === 201);
    for (const ms of [60_000, 3_600_000, 365 * DAY])
      t.answered(`a fact observed in ${ms} ms`, await at(ms), 422, 'observed-in-future');
  },
};

export const observedBoundary: Check = {
  id: 'ledger.observed-boundary',
  requirements: ['EAAP-0001-023'],
  title: 'A fact observed this very millisecond is taken, one of the next is refused.',
  grade: 'E2',
  needs: ['clock'],
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await world.key('recorder');
    await t.control.freeze();
    try {
      const store = async (ms: number): Promise<SutAnswer> => {
        // Asked for anew: a gateway may be given a moment more by each request.
        const observed_at = new Date((await t.control.now()) + ms).toISOString();
        return world.store({
          subject: `s-${t.random.word()}`,
          attribute: 'note',
          value: 1,
          source: { ...SOURCES.verified, observed_at },
        });
      };
      t.require('One observed now is taken.', (await store(0)).status === 201);
      t.answered('a fact observed in a second', await store(1000), 422, 'observed-in-future');
      t.answered('a fact observed in 10 ms', await store(10), 422, 'observed-in-future');
    } finally {
      await t.control.thaw();
    }
  },
};

export const sourceKept: Check = {
  id: 'ledger.source-kept',
  requirements: ['EAAP-0001-024'],
  title: 'A fact is answered with the source it was stored with, wherever it is answered.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    const sources: readonly Pick<Source, 'kind' | 'id'>[] = [
      ...Object.values(SOURCES),
      { kind: 'tool', id: 'Regal/7 \u00fc"\\' },
      { kind: 'document', id: 'caf\u00e9 and cafe\u0301' },
    ];
    for (const [i, source] of sources.entries()) {
      const stated: Source = { ...source, observed_at: await world.time(-DAY * i - 1) };
      const stored = await world.stored({ subject: `s-${i}`, attribute: 'note', value: i, source: stated });
      t.equal('source in the answer to the store request', stored.source, stated);
      const read = await world.fact(stored.id);
      t.answered('the fact', read, 200);
      t.equal('source of the fact', member(read, 'source'), stated);
      const found = await world.search({ subject: `s-${i}` });
      t.equal('source in a snapshot', member(found, 'snapshot', 'facts', 0, 'fact', 'source'), stated);
    }
  },
};

/** What a fact is rated, of a source and with what was asked for. */
export async function rated(
  world: World,
  subject: string,
  source: Pick<Source, 'kind' | 'id'>,
  asked: { confidence?: number; half_life_ms?: number } = {},
): Promise<Pick<Fact, 'trust' | 'confidence' | 'half_life_ms'>> {
  const observed_at = await world.time(-1000);
  const as = source.kind === 'agent' ? 'agent' : 'recorder';
  const fact = { subject, attribute: 'note', value: subject, source: { ...source, observed_at }, ...asked };
  const { trust, confidence, half_life_ms } = await world.stored(fact, as);
  return { trust, confidence, half_life_ms };
}
