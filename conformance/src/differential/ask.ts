import { timeOf } from '../model/search-request.ts';
import { wire, type Asked, type Asker } from '../model/gateway/types.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { Case, Decision, World } from '../model/gateway/world.ts';
import { possessionFrom } from '../runner/world/possession.ts';
import { OTHER_MANIFESTS, POLICIES, TRUSTS } from './documents.ts';
import type { Ref, Step, Version } from './steps.ts';

/** What an earlier step was about. */
export interface Touched {
  readonly fact?: string;
  readonly conflict?: string;
  readonly evaluation?: string;
  readonly escalation?: string;
}

/** Whatever turning a step into a request needs. */
export interface Scene {
  readonly world: World;
  readonly now: number;
  readonly touched: ReadonlyMap<number, Touched>;
  asker(as: Step extends infer S ? (S extends { as: infer W } ? W : never) : never): Asker;
}

/** What nothing has for an id. */
const NOTHING = '00000000-0000-7000-8000-000000000000';
const KEY = possessionFrom(Buffer.alloc(32, 7)).confirmationKey;
const UNKNOWN_TOKEN = 'A'.repeat(43);

/** For what each operation is meant. */
const FITTING: { readonly [kind: string]: (world: World) => readonly { readonly id: string }[] } = {
  lock: ({ facts }) => facts.filter(({ status, locked }) => status === 'active' && !locked),
  unlock: ({ facts }) => facts.filter(({ locked }) => locked),
  retract: ({ facts }) => facts.filter(({ status }) => status === 'active' || status === 'disputed'),
  resolve: ({ conflicts }) => conflicts.filter(({ status }) => status !== 'resolved'),
  commit: ({ decisions }) => decisions.filter(({ status }) => status === 'open'),
  report: ({ decisions }) => decisions.filter(({ status }) => status === 'committed'),
  approve: ({ cases }) => cases.filter(({ status }) => status === 'pending'),
  deny: ({ cases }) => cases.filter(({ status }) => status === 'pending'),
};

/** Only the newest version of each says what it is. */
const newest = (world: World): World => {
  const last = <T extends { readonly id: string }>(rows: readonly T[]): T[] =>
    rows.filter((row, at) => !rows.slice(at + 1).some(({ id }) => id === row.id));
  return { ...world, facts: last(world.facts), conflicts: last(world.conflicts) } as World;
};

const rowsOf = (world: World, of: keyof Touched): readonly { readonly id: string }[] => {
  const { facts, conflicts, decisions, cases } = world;
  return { fact: facts, conflict: conflicts, evaluation: decisions, escalation: cases }[of];
};

/** The id that a reference stands for. */
export function resolveRef({ world, touched }: Scene, of: keyof Touched, ref: Ref, to: string): string {
  if ('step' in ref) return touched.get(ref.step)?.[of] ?? NOTHING;
  const rows = 'fit' in ref ? FITTING[to]?.(newest(world)) : rowsOf(world, of);
  const ids = [...new Set((rows ?? rowsOf(world, of)).map(({ id }) => id))];
  return ids.at(-1 - ('fit' in ref ? ref.fit : ref.back)) ?? NOTHING;
}

/** How long a step waits, in milliseconds. */
export function waitOf({ world, now }: Scene, step: Step & { do: 'wait' }): number {
  if ('ms' in step) return step.ms;
  const { outcome_ms } = world.policy.document;
  const ends: Record<typeof step.until, number[]> = {
    expiry: world.decisions.filter(({ status }) => status === 'open').map(({ expires_at }) => expires_at),
    silence: world.decisions
      .filter(({ status }) => status === 'committed')
      .map((one) => (one.committed_at ?? 0) + outcome_ms),
    escalation: world.cases
      .filter(({ status }) => ['pending', 'approved', 'denied'].includes(status))
      .map(({ expires_at }) => expires_at),
    validity: world.facts.flatMap(({ valid_until }) => valid_until ?? []),
  };
  const ahead = ends[step.until].filter((end) => end > now);
  return Math.max(0, (ahead.at(-1 - step.back) ?? now) - now - step.before);
}

const versioned = (version: number, how: Version | undefined): { ifMatch?: string } =>
  how === 'none' ? {} : { ifMatch: `"${how === 'other' ? version + 1 : version}"` };

const given = (members: Readonly<Record<string, Json | undefined>>): JsonObject =>
  Object.fromEntries(
    Object.entries(members).filter((entry): entry is [string, Json] => entry[1] !== undefined),
  );

/** The request that a step is, by what the model knows. Nothing for one that sends none. */
export function askedBy(scene: Scene, step: Step): Asked | undefined {
  if (step.do === 'wait' || step.do === 'back' || step.do === 'restart') return undefined;
  const { world, now } = scene;
  const asker = scene.asker(step.as);
  const post = (path: string, body: JsonObject, more: Partial<Asked> = {}): Asked => ({
    ...{ asker, method: 'POST', path: `/v2/${path}`, body, ...more },
  });
  const put = (path: string, body: JsonObject): Asked => ({
    asker,
    method: 'PUT',
    path: `/v2/${path}`,
    body,
  });
  const get = (path: string, query?: Record<string, string>): Asked => ({
    ...{ asker, method: 'GET', path: `/v2/${path}`, ...(query === undefined ? {} : { query }) },
  });
  switch (step.do) {
    case 'store': {
      const {
        subject,
        attribute,
        value,
        source,
        confidence,
        half_life_ms,
        valid_for,
        statement,
        about,
        namespace,
      } = step;
      const observed_at = wire(now - step.age);
      return post('vault/store', {
        ...given({ namespace, subject, attribute, value, confidence, half_life_ms, statement, about }),
        ...(source === null ? {} : { source: { ...source, observed_at } }),
        ...(valid_for === undefined ? {} : { valid_until: wire(now + valid_for) }),
      });
    }
    case 'lock':
    case 'unlock':
    case 'retract': {
      const id = resolveRef(scene, 'fact', step.fact, step.do);
      const how = versioned(world.newestFact(id)?.version ?? 1, step.version);
      return post(`vault/facts/${id}/${step.do}`, { reason: 'drawn' }, how);
    }
    case 'resolve': {
      const id = resolveRef(scene, 'conflict', step.conflict, step.do);
      const how = versioned(world.newestConflict(id)?.version ?? 1, step.version);
      return post(`vault/conflicts/${id}/resolve`, { resolution: step.resolution, reason: 'drawn' }, how);
    }
    case 'search': {
      const { subject, attribute, query, limit, ago } = step;
      const as_of = ago === undefined ? undefined : wire(now - ago);
      return post('vault/search', given({ subject, attribute, query, limit, as_of }));
    }
    case 'evaluate':
      return post('actions/evaluate', given({ action: step.action, executor: step.executor }));
    case 'commit': {
      const decision = decisionOf(scene, step.evaluation);
      const action = (decision?.sent ?? {
        tool: 'records.read',
        parameters: {},
        environment: 'none',
      }) as JsonObject;
      const body = {
        token: step.token === 'unknown' ? UNKNOWN_TOKEN : (decision?.token ?? UNKNOWN_TOKEN),
        action: step.other === true ? { ...action, environment: 'sandbox' } : action,
        audience: step.audience ?? 'target',
        confirmation_key: KEY,
      };
      return post('actions/commit', body, step.key === undefined ? {} : { idempotencyKey: step.key });
    }
    case 'report': {
      const evaluation = resolveRef(scene, 'evaluation', step.evaluation, step.do);
      return post('actions/outcome', { evaluation, status: step.status });
    }
    case 'approve':
    case 'deny': {
      const id = resolveRef(scene, 'escalation', step.escalation, step.do);
      const one = caseOf(world, id);
      const typed = step.challenge === 'other' ? 'another' : one?.challenge;
      const challenge = step.challenge === 'none' || typed === '' ? undefined : typed;
      const body = given({ challenge, reason: 'drawn' });
      return post(`escalations/${id}/${step.do}`, body, versioned(one?.version ?? 1, step.version));
    }
    case 'halt':
    case 'resume': {
      const { scope, agent } = haltOf(world, step);
      return post(`control/${step.do}`, given({ scope, agent, reason: 'drawn' }));
    }
    case 'policy':
      return put('policy', POLICIES[step.name] ?? {});
    case 'trust':
      return put('trust', TRUSTS[step.name] ?? {});
    case 'manifest': {
      const manifest = OTHER_MANIFESTS[step.name] ?? {};
      return put(`manifests/${String(manifest['tool'])}`, manifest);
    }
    case 'erase':
      return post(
        'vault/erase',
        given({ subject: step.subject, identifiers: step.identifiers, reason: 'drawn' }),
      );
    case 'look': {
      const place = {
        fact: 'vault/facts',
        conflict: 'vault/conflicts',
        evaluation: 'actions/evaluations',
        escalation: 'escalations',
      };
      return get(`${place[step.at]}/${resolveRef(scene, step.at, step.ref, step.do)}`);
    }
    case 'list': {
      const { status, limit } = step;
      return get('escalations', {
        ...(status === undefined ? {} : { status }),
        ...(limit === undefined ? {} : { limit: String(limit) }),
      });
    }
    case 'control':
      return get('control');
  }
}

/** What is halted or resumed: as it says, or what was halted last by an admin of the namespace. */
function haltOf(
  world: World,
  { scope, agent }: Step & { do: 'halt' | 'resume' },
): { scope: string; agent?: string } {
  const last = world.halts.findLast((one) => one.scope !== 'gateway');
  if (scope !== 'fit') return { scope, ...(agent === undefined ? {} : { agent }) };
  return last?.scope === 'agent' ? { scope: 'agent', agent: last.name } : { scope: 'namespace' };
}

const decisionOf = (scene: Scene, ref: Ref): Decision | undefined => {
  const id = resolveRef(scene, 'evaluation', ref, 'commit');
  return scene.world.decisions.find((one) => one.id === id);
};

export const caseOf = (world: World, id: string): Case | undefined =>
  world.cases.find((one) => one.id === id);

/** A time on the wire in milliseconds, 0 for none. */
export const msOf = (text: Json | undefined): number => timeOf(text) ?? 0;
