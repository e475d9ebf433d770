import type { Json } from '../json.ts';
import { schemaFaults } from '../schema.ts';
import { commit, endSilence, isSilent, lookAtEvaluation, report } from './committing.ts';
import { control, halt, resume, setManifest, setPolicy, setTrust } from './configuring.ts';
import { decide, expire, isOverdue, listEscalations, lookAtEscalation } from './escalating.ts';
import { evaluate } from './evaluating.ts';
import { problemAnswer, Refusal, type Answered, type Asked, type Entry, type Oracle } from './types.ts';
import { changeFact, erase, getConflict, getFact, resolveConflict, search, storeFact } from './vault.ts';
import type { World } from './world.ts';

interface Route {
  readonly method: string;
  readonly path: RegExp;
  readonly roles: readonly string[];
  readonly schema?: string;
  readonly ifMatch?: true;
  answer(world: World, asked: Asked, id: string): Answered;
}

const ID = '([0-9a-f-]{36})';
const route = (
  method: string,
  path: string,
  roles: string,
  answer: Route['answer'],
  more: Pick<Route, 'schema' | 'ifMatch'> = {},
): Route => ({
  method,
  path: new RegExp(`^/v2/${path.replace('{id}', ID)}$`),
  roles: roles.split(' '),
  answer,
  ...more,
});
const changing = (schema: string) => ({ schema, ifMatch: true as const });

/** The routes of RFC-0001 section 13 that the model answers. */
const ROUTES: readonly Route[] = [
  route('POST', 'vault/store', 'agent recorder', storeFact, { schema: 'store-request' }),
  route('POST', 'vault/search', 'agent recorder approver auditor', search, { schema: 'search-request' }),
  route('GET', 'vault/facts/{id}', 'recorder approver auditor', (world, _, id) => getFact(world, id)),
  ...(['lock', 'unlock', 'retract'] as const).map((what) =>
    route(
      'POST',
      `vault/facts/{id}/${what}`,
      'approver',
      (world, asked, id) => changeFact(world, asked, id, what),
      changing('reason-request'),
    ),
  ),
  route('GET', 'vault/conflicts/{id}', 'recorder approver auditor', (world, _, id) => getConflict(world, id)),
  route('POST', 'vault/conflicts/{id}/resolve', 'approver', resolveConflict, changing('resolve-request')),
  route('POST', 'vault/erase', 'admin', erase, { schema: 'erase-request' }),
  route('POST', 'actions/evaluate', 'agent', evaluate, { schema: 'evaluate-request' }),
  route('GET', 'actions/evaluations/{id}', 'agent executor approver auditor', lookAtEvaluation),
  route('POST', 'actions/commit', 'executor', commit, { schema: 'commit-request' }),
  route('POST', 'actions/outcome', 'executor', report, { schema: 'outcome-request' }),
  route('GET', 'escalations', 'approver auditor', listEscalations),
  route('GET', 'escalations/{id}', 'approver auditor', (world, _, id) => lookAtEscalation(world, id)),
  ...(
    [
      ['approve', 'approved'],
      ['deny', 'denied'],
    ] as const
  ).map(([what, to]) =>
    route(
      'POST',
      `escalations/{id}/${what}`,
      'approver',
      (world, asked, id) => decide(world, asked, id, to),
      changing('decide-request'),
    ),
  ),
  route('POST', 'control/halt', 'admin', halt, { schema: 'halt-request' }),
  route('POST', 'control/resume', 'admin', resume, { schema: 'halt-request' }),
  route('GET', 'control', 'admin approver auditor executor', control),
  route('PUT', 'policy', 'admin', setPolicy),
  route('PUT', 'trust', 'admin', setTrust),
  route('PUT', 'manifests/[a-z._-]+', 'admin', setManifest),
];

/** What a request is to be answered, and the records it is to leave. */
export interface Told {
  readonly answer: Answered;
  readonly entries: readonly Entry[];
}

/** Answers requests as one who reads the RFCs and nothing else. */
export class ModelGateway {
  readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  /**
   * Answers a request at `now`.
   *
   * @param before - The objects that the log says the gateway has closed because their time was over, in its order.
   * @param after - Those that it says were closed behind the request.
   */
  answer(
    asked: Asked,
    now: number,
    oracle: Oracle,
    before: readonly string[] = [],
    after: readonly string[] = [],
  ): Told {
    const { world } = this;
    world.asker = asked.asker;
    world.oracle = oracle;
    world.now = Math.max(now, world.newest);
    world.entries = [];
    const later = this.#close(before);
    const answer = this.#answer(asked);
    this.#close([...later, ...after]);
    return { answer, entries: world.entries };
  }

  /** Lets time pass without a request: how many of the objects that were closed were due. */
  pass(now: number, oracle: Oracle, closed: readonly string[]): number {
    const { world } = this;
    world.oracle = oracle;
    world.now = Math.max(now, world.newest);
    return closed.length - this.#close(closed).length;
  }

  /** Closes what is due of the objects that were closed; the others are answered. */
  #close(objects: readonly string[]): readonly string[] {
    const { world } = this;
    return objects.filter((object) => {
      const [kind, id] = object.split(/[:@]/);
      const decision = world.decisions.find((one) => kind === 'evaluation' && one.id === id);
      const escalation = world.cases.find((one) => kind === 'escalation' && one.id === id);
      if (decision !== undefined && isSilent(world, decision)) endSilence(world, decision);
      else if (escalation !== undefined && isOverdue(world, escalation)) expire(world, escalation);
      else return true;
      return false;
    });
  }

  /** What is overdue at `now` and not on record yet. */
  overdue(now: number): readonly string[] {
    const { world } = this;
    world.now = Math.max(now, world.newest);
    return [
      ...world.decisions.filter((one) => isSilent(world, one)).map(({ id }) => `evaluation:${id}`),
      ...world.cases.filter((one) => isOverdue(world, one)).map(({ id }) => `escalation:${id}`),
    ];
  }

  #answer(asked: Asked): Answered {
    try {
      return this.#respond(asked);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return problemAnswer(error.problem, error.members);
    }
  }

  /** In the order of RFC-0013 section 3.2. */
  #respond(asked: Asked): Answered {
    const { world } = this;
    const { asker, method, path, ifMatch, body } = asked;
    const found = ROUTES.find((one) => one.method === method && one.path.test(path));
    if (found === undefined) throw new Error(`The model has no route ${method} ${path}.`);
    if (!found.roles.some((role) => asker.roles.includes(role)))
      throw new Refusal('forbidden', { needed: found.roles });
    if (found.ifMatch === true) {
      if (ifMatch === undefined) throw new Refusal('precondition-required');
      if (!/^"[1-9]\d{0,15}"$/.test(ifMatch)) throw new Refusal('invalid-request');
    }
    if (found.schema !== undefined && schemaFaults(found.schema, (body ?? null) as Json).length > 0)
      throw new Refusal('invalid-request');
    for (const name of ['namespace', 'principal'] as const)
      if (body?.[name] !== undefined && body[name] !== asker[name]) throw new Refusal('identity-mismatch');
    return found.answer(world, asked, found.path.exec(path)?.[1] ?? '');
  }
}
