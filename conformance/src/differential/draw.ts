import type { Random } from '../checks/types.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { randomFrom } from '../runner/random.ts';
import { OTHER_MANIFESTS, PERSONAL, POLICIES, TRUSTS } from './documents.ts';
import type { Numbered, Ref, Step, Version, Who } from './steps.ts';

type Kind = Step['do'];

/** How often each kind of step is drawn, beside the others. */
const WEIGHTS: Readonly<Record<Kind, number>> = {
  ...{
    store: 26,
    evaluate: 24,
    commit: 16,
    wait: 10,
    resolve: 6,
    search: 4,
    look: 5,
    report: 4,
    approve: 7,
    deny: 2,
  },
  ...{
    lock: 3,
    unlock: 2,
    retract: 2,
    halt: 2,
    resume: 3,
    policy: 2,
    trust: 2,
    manifest: 2,
    erase: 1,
    list: 1,
    control: 1,
  },
};
const KINDS = Object.keys(WEIGHTS) as Kind[];

const MAIL = PERSONAL[0];
const PLACES: readonly (readonly [
  subjects: readonly string[],
  attribute: string,
  values: readonly Json[],
])[] = [
  [['order-1', 'order-2'], 'status', ['open', 'paid', 'lost']],
  [['rec-1', 'rec-2'], 'limit', [5, 7]],
  [['cust-1', MAIL], 'account', ['acct_1', 'acct_2']],
  [['cust-1'], 'refund.limit', [money('2000'), money('5000'), money('2000', 'USD')]],
  [['cust-1', 'order-1'], 'tag', ['new', 'vip', PERSONAL[1]]],
  [
    ['cust-1', MAIL],
    'contact',
    [MAIL, 'Ada@Example.org', PERSONAL[1], { mail: MAIL }, `card ${PERSONAL[2]}`],
  ],
];
const SOURCES = [
  { kind: 'human', id: 'owner' },
  { kind: 'system', id: 'registry' },
  { kind: 'system', id: 'registry' },
  { kind: 'system', id: 'second' },
  { kind: 'tool', id: 'crm' },
  { kind: 'document', id: 'scraped-page' },
  { kind: 'document', id: 'contract' },
] as const;
/** What goes together, so that what needs several steps in a row comes about. */
function drawStory(random: Random): Step[] {
  const system = { kind: 'system', id: 'registry' };
  const put = (subject: string, attribute: string, value: Json): Step => ({
    ...{ do: 'store', as: 'recorder', subject, attribute, value, source: system, age: 0 },
  });
  const act = (tool: string, parameters: JsonObject): Step => ({
    ...{ do: 'evaluate', as: 'agent', action: { tool, parameters, environment: 'production' } },
  });
  const commit: Step = { do: 'commit', as: 'executor', evaluation: { fit: 0 } };
  const approve: Step = { do: 'approve', as: 'approver', escalation: { fit: 0 } };
  const [account, limit] = [put('cust-1', 'account', 'acct_1'), put('cust-1', 'refund.limit', money('5000'))];
  const amount = random.pick([money('1500'), money('2500'), money('6000')]);
  const refund = act('payments.refund', { customer: 'cust-1', account: 'acct_1', amount });
  const asked = random.pick([
    act('messages.send', { channel: 'news', text: 'hello' }),
    act('rules.review', { record: 'rec-1', level: 11 }),
    refund,
  ]);
  const report: Step = { do: 'report', as: 'executor', evaluation: { fit: 0 }, status: 'failed' };
  const rated = act(random.pick(['limits.rate', 'limits.loop']), { record: 'rec-1' });
  const late: Step = {
    do: 'wait',
    until: random.pick(['expiry', 'silence', 'escalation']),
    back: 0,
    before: random.int(2),
  };
  const paid = put('order-1', 'status', 'paid');
  const ship = act('orders.ship', { order: 'order-1' });
  const resolution = random.pick(['keep', 'replace', 'keep_both', 'retract']);
  const resolve: Step = { do: 'resolve', as: 'approver', conflict: { fit: 0 }, resolution };
  const halt = { as: 'admin', scope: 'agent', agent: 'agent' } as const;
  const stories: (readonly Step[])[] = [
    [asked, approve, asked, commit, asked, commit],
    [asked, approve, asked, asked, commit, commit],
    [asked, approve, late, asked, commit],
    [asked, { ...approve, do: 'deny' }, asked, late, asked],
    [account, limit, refund, commit, refund, commit, refund, commit, report],
    [account, limit, refund, put('cust-1', 'account', 'acct_2'), commit, resolve, refund, commit],
    [paid, ship, put('order-1', 'status', 'paid'), commit, ship, commit, late, report],
    [paid, put('order-1', 'status', 'lost'), ship, resolve, ship, commit],
    [
      put('rec-1', 'limit', 5),
      { do: 'lock', as: 'approver', fact: { fit: 0 } },
      act('records.write', { record: 'rec-1', limit: 7 }),
    ],
    [rated, rated, rated, commit, commit, commit, late, rated, commit],
    [paid, ship, commit, { do: 'erase', as: 'admin', subject: 'order-1' }, report, { ...commit, key: 'k1' }],
    [
      ...[paid, ship, { ...commit, key: 'k1' }, { do: 'erase', as: 'admin', subject: 'order-1' } as const],
      ...[
        { do: 'wait', ms: random.pick([0, 20_000]) } as const,
        { ...report, evaluation: { back: 0 } } as const,
      ],
      ...[paid, ship, { ...commit, key: 'k1' }],
    ],
    [ship, { do: 'halt', ...halt }, commit, { do: 'resume', ...halt }, commit],
    [ship, { ...commit, key: 'k1' }, late, { ...commit, key: 'k1', evaluation: { back: 0 } }],
    [ship, late, commit],
  ];
  return [...random.pick(stories)];
}

const WAITS = [1, 500, 999, 1000, 1001, 5000, 19_999, 20_000, 30_000, 59_999, 60_000, 120_000, 86_400_000];

function money(amount: string, currency = 'EUR'): JsonObject {
  return { amount, currency };
}

/** Draws the steps of one sequence, the same ones for the same seed. What is drawn depends on nothing that came back. */
export function drawSequence(seed: string, run: number, length: number): Numbered[] {
  const draw = new Draw(randomFrom(`differential\0${seed}\0${run}`));
  return Array.from({ length }, (_, number) => ({ number, step: draw.step(number) }));
}

class Draw {
  readonly #random: Random;
  readonly #weights: [Kind, number][];
  /** Steps of a story that are still to come. */
  readonly #queue: Step[] = [];
  readonly #made: Record<'fact' | 'conflict' | 'evaluation' | 'escalation', number[]> = {
    fact: [],
    conflict: [],
    evaluation: [],
    escalation: [],
  };

  constructor(random: Random) {
    this.#random = random;
    // Some kinds are left out and some come often, each time others: what only a crowd of one kind shows needs a crowd.
    this.#weights = KINDS.map((kind) => [kind, WEIGHTS[kind] * random.pick([0, 1, 1, 1, 2, 3])]);
    for (const entry of this.#weights)
      if (['store', 'evaluate', 'commit'].includes(entry[0])) entry[1] ||= 10;
  }

  #chance(of: number): boolean {
    return this.#random.int(100) < of;
  }

  #kind(): Kind {
    let left = this.#random.int(this.#weights.reduce((sum, [, weight]) => sum + weight, 0));
    for (const [kind, weight] of this.#weights) if ((left -= weight) < 0) return kind;
    return 'store';
  }

  #ref(to: 'fact' | 'conflict' | 'evaluation' | 'escalation'): Ref {
    const made = this.#made[to];
    if (this.#chance(60)) return { fit: this.#random.pick([0, 0, 0, 1, 2]) };
    if (made.length === 0 || this.#chance(40)) return { back: this.#random.int(4) };
    const near = this.#chance(70) ? made.slice(-3) : made;
    return { step: this.#random.pick(near) };
  }

  /** Mostly the one who may. */
  #who(may: Who, ...others: readonly Who[]): Who {
    return others.length === 0 || !this.#chance(4) ? may : this.#random.pick(others);
  }

  #version(): { version?: Version } {
    return this.#chance(8) ? { version: this.#random.pick(['other', 'none'] as const) } : {};
  }

  step(number: number): Step {
    const isQuiet = this.#queue.length > 0 && !this.#chance(25);
    if (this.#queue.length === 0 && this.#chance(12)) this.#queue.push(...drawStory(this.#random));
    const step = isQuiet ? this.#queue.shift() : undefined;
    if (step?.do === 'store') this.#made.fact.push(number);
    if (step?.do === 'evaluate') this.#made.evaluation.push(number);
    return step ?? this.#any(number);
  }

  #any(number: number): Step {
    const kind = this.#kind();
    const random = this.#random;
    switch (kind) {
      case 'store':
        this.#made.fact.push(number);
        this.#made.conflict.push(number);
        return this.#store();
      case 'lock':
      case 'unlock':
      case 'retract':
        return {
          do: kind,
          as: this.#who('approver', 'recorder', 'admin'),
          fact: this.#ref('fact'),
          ...this.#version(),
        };
      case 'resolve': {
        const resolution = random.pick(['keep', 'replace', 'replace', 'keep_both', 'retract']);
        const as = this.#who('approver', 'recorder', 'agent');
        return { do: kind, as, conflict: this.#ref('conflict'), resolution, ...this.#version() };
      }
      case 'search':
        return this.#search();
      case 'evaluate':
        this.#made.evaluation.push(number);
        this.#made.escalation.push(number);
        return this.#evaluate();
      case 'commit':
        return this.#commit();
      case 'report': {
        const status = random.pick(['executed', 'failed', 'unknown']);
        const as = this.#who('executor', 'other-executor', 'agent');
        return { do: kind, as, evaluation: this.#ref('evaluation'), status };
      }
      case 'approve':
      case 'deny': {
        const challenge = this.#chance(8) ? { challenge: random.pick(['other', 'none'] as const) } : {};
        const as = this.#who('approver', 'insider', 'agent');
        return { do: kind, as, escalation: this.#ref('escalation'), ...this.#version(), ...challenge };
      }
      case 'halt':
      case 'resume':
        return this.#halt(kind);
      case 'wait':
        return this.#wait();
      case 'policy':
        return { do: kind, as: this.#who('admin', 'approver'), name: random.pick(Object.keys(POLICIES)) };
      case 'trust':
        return { do: kind, as: this.#who('admin', 'recorder'), name: random.pick(Object.keys(TRUSTS)) };
      case 'manifest':
        return { do: kind, as: this.#who('admin', 'agent'), name: random.pick(Object.keys(OTHER_MANIFESTS)) };
      case 'erase': {
        const [subjects] = random.pick(PLACES);
        const identifiers = this.#chance(50) ? { identifiers: [random.pick([...PERSONAL, 'nobody'])] } : {};
        return {
          do: kind,
          as: this.#who('admin', 'approver'),
          subject: random.pick(subjects),
          ...identifiers,
        };
      }
      case 'look': {
        const at = random.pick(['fact', 'conflict', 'evaluation', 'escalation'] as const);
        const as = random.pick(['auditor', 'approver', 'agent', 'executor', 'recorder', 'stranger'] as const);
        return { do: kind, as, at, ref: this.#ref(at) };
      }
      case 'list': {
        const status = this.#chance(70)
          ? { status: random.pick(['pending', 'approved', 'denied', 'expired', 'consumed']) }
          : {};
        return {
          do: kind,
          as: this.#who('approver', 'agent'),
          ...status,
          ...(this.#chance(30) ? { limit: 1 } : {}),
        };
      }
      case 'control':
        return { do: kind, as: this.#who('auditor', 'agent', 'executor', 'system') };
    }
  }

  #store(): Step {
    const random = this.#random;
    const [subjects, attribute, values] = random.pick(PLACES);
    const isAgent = this.#chance(10);
    const as = isAgent ? random.pick(['agent', 'stranger', 'executor'] as const) : 'recorder';
    const own = isAgent && !this.#chance(10) ? { kind: 'agent', id: as } : random.pick(SOURCES);
    return {
      ...{ do: 'store', as, subject: random.pick(subjects), attribute, value: random.pick(values) },
      source: this.#chance(1) ? null : own,
      age: this.#chance(1) ? -1 : random.pick([0, 0, 1000, 60_000, 86_400_000]),
      ...(this.#chance(20) ? { confidence: random.pick([0, 4000, 6000, 10_000]) } : {}),
      ...(this.#chance(20) ? { half_life_ms: random.pick([1000, 30_000, 86_400_000]) } : {}),
      ...(this.#chance(20) ? { valid_for: random.pick([0, 1, 1000, 5000, 30_000, 60_000]) } : {}),
      ...(this.#chance(10) ? { statement: random.pick(['as the file says', `told by ${MAIL}`]) } : {}),
      ...(this.#chance(15) ? { about: [random.pick(['cust-1', 'order-2', MAIL])] } : {}),
      ...(this.#chance(1) ? { namespace: 'elsewhere' } : {}),
    };
  }

  #search(): Step {
    const random = this.#random;
    const [subjects, attribute] = random.pick(PLACES);
    return {
      ...{ do: 'search', as: this.#who('auditor', 'agent', 'recorder', 'admin') },
      ...(this.#chance(40) ? { subject: random.pick(subjects) } : {}),
      ...(this.#chance(30) ? { attribute } : {}),
      ...(this.#chance(30) ? { query: random.pick(['paid', 'acct', `mail to ${MAIL}`, '']) } : {}),
      ...(this.#chance(20) ? { limit: random.pick([1, 2, 200]) } : {}),
      ...(this.#chance(40) ? { ago: random.pick([1, 1000, 30_000, 90_000, -1]) } : {}),
    };
  }

  #action(): JsonObject {
    const random = this.#random;
    const order = random.pick(['order-1', 'order-1', 'order-2']);
    const record = random.pick(['rec-1', 'rec-1', 'rec-2']);
    const level = random.pick([10, 11]);
    const text = random.pick(['hello', 'hello', `write to ${MAIL}`]);
    const [tool, parameters] = random.pick<[string, JsonObject]>([
      ['records.read', { record }],
      ['orders.ship', { order }],
      ['orders.ship', { order }],
      ['orders.ship', { order }],
      ['records.write', { record, limit: random.pick([5, 7]) }],
      ['records.write', { record, limit: random.pick([5, 7]) }],
      [
        'payments.refund',
        {
          customer: 'cust-1',
          account: random.pick(['acct_1', 'acct_2']),
          amount: random.pick([money('1500'), money('2500'), money('1500', 'USD')]),
        },
      ],
      ['payments.refund', { customer: 'cust-1', account: 'acct_1', amount: money('1500') }],
      ['messages.send', { channel: 'news', text }],
      ['messages.send', { channel: 'news', text }],
      ['rules.block', { record, level }],
      ['rules.review', { record, level }],
      ['rules.review', { record, level: 11 }],
      ['rules.fragile', { record }],
      ['limits.rate', { record }],
      ['limits.rate', { record }],
      ['limits.loop', { record }],
      ['limits.loop', { record }],
      ['vault.peek', { name: 'root' }],
      ['ghost.tool', { record }],
      ['records.export', { record }],
    ]);
    const claim = random.pick(PLACES);
    const claims = [{ subject: random.pick(claim[0]), attribute: claim[1], value: random.pick(claim[2]) }];
    return {
      ...{ tool, parameters, environment: this.#chance(5) ? 'staging' : 'production' },
      ...(this.#chance(10) ? { intent: random.pick(['because', `asked by ${MAIL}`]) } : {}),
      ...(this.#chance(10) ? { claims } : {}),
      ...(this.#chance(5) ? { effects: [{ effect: random.pick(['money.move', 'data.read']) }] } : {}),
      ...(this.#chance(20) ? { session: random.pick(['s1', 's2']) } : {}),
    };
  }

  #evaluate(): Step {
    const random = this.#random;
    const executor = this.#chance(8)
      ? { executor: random.pick(['other-executor', 'other-executor', 'executor', 'nobody']) }
      : {};
    return {
      do: 'evaluate',
      as: this.#who('agent', 'stranger', 'executor'),
      action: this.#action(),
      ...executor,
    };
  }

  #commit(): Step {
    const random = this.#random;
    return {
      ...{
        do: 'commit',
        as: this.#who('executor', 'other-executor', 'agent'),
        evaluation: this.#ref('evaluation'),
      },
      ...(this.#chance(3) ? { token: 'unknown' } : {}),
      ...(this.#chance(5) ? { other: true } : {}),
      ...(this.#chance(30) ? { key: random.pick(['k1', 'k2']) } : {}),
      ...(this.#chance(5) ? { audience: 'elsewhere' } : {}),
    };
  }

  #halt(kind: 'halt' | 'resume'): Step {
    const random = this.#random;
    const fit = kind === 'resume' ? ['fit', 'fit', 'fit', 'fit', 'gateway', 'gateway'] : [];
    const scope = random.pick(['namespace', 'agent', 'agent', 'gateway', ...fit]);
    const as = scope === 'gateway' ? this.#who('system', 'admin') : this.#who('admin', 'approver');
    const agent = random.pick(['agent', 'executor', 'stranger']);
    return { do: kind, as, scope, ...(scope === 'agent' ? { agent } : {}) };
  }

  #wait(): Step {
    const random = this.#random;
    if (this.#chance(45))
      return { do: 'wait', ms: random.pick(WAITS.slice(0, this.#chance(10) ? undefined : -1)) };
    const until = random.pick(['expiry', 'silence', 'escalation', 'validity'] as const);
    return { do: 'wait', until, back: random.int(2), before: random.pick([1, 0]) };
  }
}
