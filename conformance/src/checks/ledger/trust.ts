import { DAY, SOURCES } from '../fixtures/index.ts';
import type { Check, CheckContext } from '../types.ts';
import type { TrustTable } from '../wire.ts';
import { rated } from './sources.ts';

type Entry = TrustTable['sources'][number];
const AGENT = { kind: 'agent', id: 'agent' } as const;
const HIGH = { trust: 'authoritative', max_confidence: 10_000, max_half_life_ms: 365 * DAY } as const;

export const trustOfSource: Check = {
  id: 'ledger.trust-of-source',
  requirements: ['EAAP-0001-025'],
  title: 'A fact has the trust that the first matching entry of the trust table has for its source.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const entry = (kind: Entry['kind'], id: string, trust: Entry['trust']): Entry => ({
      ...HIGH,
      kind,
      id,
      trust,
    });
    const world = await t.world({
      trust: (table) => ({
        ...table,
        sources: [
          entry('human', 'owner', 'authoritative'),
          entry('human', '*', 'untrusted'),
          entry('human', 'late', 'authoritative'),
          entry('system', 'registry', 'verified'),
          entry('tool', '*', 'verified'),
          entry('tool', 'crm', 'untrusted'),
        ],
      }),
    });
    const cases = [
      ['human', 'owner', 'authoritative'],
      ['human', 'somebody', 'untrusted'],
      ['human', 'late', 'untrusted'],
      ['system', 'registry', 'verified'],
      ['system', 'registry2', 'untrusted'],
      ['system', 'owner', 'untrusted'],
      ['tool', 'crm', 'verified'],
      ['document', 'contract', 'untrusted'],
    ] as const;
    for (const [kind, id, trust] of cases)
      t.equal(`trust of ${kind}:${id}`, (await rated(world, `${kind}-${id}`, { kind, id })).trust, trust);
  },
};

export const agentUntrusted: Check = {
  id: 'ledger.agent-untrusted',
  requirements: ['EAAP-0001-025'],
  title: 'What an agent says is untrusted, even where the trust table says otherwise.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    t.equal('trust of an agent', (await rated(world, 'said', AGENT)).trust, 'untrusted');
    const put = await world.setTrust((table) => ({
      ...table,
      sources: [{ ...HIGH, kind: 'agent', id: '*' }, ...table.sources],
    }));
    // A table that says so may be refused; if it is taken it must not be believed.
    if (put.status === 200)
      t.equal(
        'trust of an agent that the table trusts',
        (await rated(world, 'again', AGENT)).trust,
        'untrusted',
      );
    else t.expect('such a table is refused', put.status >= 400 && put.status < 500, { got: put.text });
  },
};

export const caps: Check = {
  id: 'ledger.caps',
  requirements: ['EAAP-0001-026'],
  title: 'Confidence and half-life are what was asked for, and no more than the trust table allows.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const cases = [
      [SOURCES.authoritative, 10_000, 365 * DAY],
      [SOURCES.verified, 9500, 365 * DAY],
      [SOURCES.alsoVerified, 9000, 30 * DAY],
      [SOURCES.untrusted, 4000, 7 * DAY],
      [AGENT, 5000, DAY],
    ] as const;
    for (const [source, confidence, half_life_ms] of cases) {
      const name = `${source.kind}:${source.id}`;
      const rate = (subject: string, asked = {}) => rated(world, `${source.kind}-${subject}`, source, asked);
      const most = { confidence, half_life_ms };
      const { trust: _, ...plain } = await rate('plain');
      t.equal(`${name}, nothing asked for`, plain, most);
      const { trust: __, ...much } = await rate('much', { confidence: 10_000, half_life_ms: 3650 * DAY });
      t.equal(`${name}, more asked for than is allowed`, much, most);
      const little = { confidence: 1234, half_life_ms: 60_000 };
      const { trust: ___, ...less } = await rate('less', little);
      t.equal(`${name}, less asked for`, less, little);
    }
  },
};

export const capsUnmatched: Check = {
  id: 'ledger.caps-unmatched',
  requirements: ['EAAP-0001-026'],
  title: 'A source that no entry matches gives 2500 basis points and a day at the most.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world({ trust: (table) => ({ ...table, sources: [] }) });
    for (const source of [SOURCES.verified, SOURCES.authoritative, AGENT]) {
      const asked = { confidence: 10_000, half_life_ms: 365 * DAY };
      const { confidence, half_life_ms } = await rated(world, `s-${source.kind}`, source, asked);
      t.expect(`confidence of ${source.kind}`, confidence <= 2500, { expected: 2500, got: confidence });
      t.expect(`half-life of ${source.kind}`, half_life_ms <= DAY, { expected: DAY, got: half_life_ms });
    }
  },
};

export const capsReinforced: Check = {
  id: 'ledger.caps-reinforced',
  requirements: ['EAAP-0001-026'],
  title: 'Repeating a fact does not lift its confidence over what its source allows.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const input = { subject: 'order-1', attribute: 'status', value: 'paid', confidence: 10_000 };
    await world.stored(input);
    for (let i = 0; i < 5; i += 1) {
      const answer = await world.store(input);
      t.require('The value is repeated.', answer.status === 200, { got: answer.text.slice(0, 300) });
      const { confidence } = answer.body.fact;
      t.expect('confidence after a repetition', confidence <= 9500, { expected: 9500, got: confidence });
    }
  },
};
