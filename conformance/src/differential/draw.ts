import type { Random } from '../checks/types.ts';
import { randomFrom } from '../runner/random.ts';
import { OTHER_MANIFESTS, PERSONAL, POLICIES, TRUSTS } from './documents.ts';
import type { Numbered, Ref, Step, Version, Who } from './steps.ts';
import { drawStory } from './stories.ts';
import { drawAction, drawTools, MAIL, PLACES, SOURCES, WAITS } from './vocabulary.ts';

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
    restart: 1,
    back: 1,
  },
};
const KINDS = Object.keys(WEIGHTS) as Kind[];

/** Draws the steps of one sequence, the same ones for the same seed. What is drawn depends on nothing that came back. */
export function drawSequence(seed: string, run: number, length: number): Numbered[] {
  const draw = new Draw(randomFrom(`differential\0${seed}\0${run}`));
  return Array.from({ length }, (_, number) => ({ number, step: draw.step(number) }));
}

class Draw {
  readonly #random: Random;
  readonly #tools: ReadonlySet<string>;
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
    this.#tools = drawTools(random);
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
      case 'restart':
        return { do: kind };
      case 'back':
        return { do: kind, ms: random.pick([1, 1000, 4000]) };
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

  #evaluate(): Step {
    const random = this.#random;
    const executor = this.#chance(8)
      ? { executor: random.pick(['other-executor', 'other-executor', 'executor', 'nobody']) }
      : {};
    return {
      do: 'evaluate',
      as: this.#who('agent', 'stranger', 'executor'),
      action: drawAction(random, this.#tools),
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
