import type { JsonObject } from '../json.ts';
import { ANY, byId, Refusal, wire, type Answered, type Asked } from './types.ts';
import type { Case, World } from './world.ts';

/** Whether nobody has decided it in time, and that is not on record. */
export const isOverdue = (world: World, { status, expires_at }: Case): boolean =>
  status === 'pending' && world.now >= expires_at;

/** Moves an escalation on, with its record. */
function move(world: World, one: Case, status: 'approved' | 'denied' | 'expired', by: string | null): void {
  one.status = status;
  one.version += 1;
  const object = `escalation:${one.id}@${one.version}`;
  one.commitment = world.oracle.commitment(object);
  if (by !== null) Object.assign(one, { decided_at: world.now, decided_by: by });
  const { evaluation, commitment } = one;
  const principal = by ?? 'gateway';
  world.append({ type: `escalation.${status}`, object, evaluation, commitment, principal });
}

/** Records that an escalation has expired. */
export const expire = (world: World, one: Case): void => move(world, one, 'expired', null);

/** What is shown of an escalation. */
function view(world: World, one: Case): JsonObject {
  const isOver = world.now >= one.expires_at && ['pending', 'approved'].includes(one.status);
  const isErased = one.status === 'erased';
  const { id, version, target, evaluation, proposer, decided_at, decided_by } = one;
  return {
    ...{ id, version, status: isOver ? 'expired' : one.status, target, evaluation, proposer },
    action: isErased ? null : one.action,
    reasons: isErased ? [] : one.reasons,
    challenge: isErased ? '' : one.challenge === '' ? ANY : one.challenge,
    opened_at: wire(one.opened_at),
    expires_at: wire(one.expires_at),
    ...(decided_at === null ? {} : { decided_at: wire(decided_at) }),
    ...(decided_by === null ? {} : { decided_by }),
  };
}

const done = (body: JsonObject): Answered => ({ status: 200, problem: null, body });

function found(world: World, id: string): Case {
  const one = world.cases.find((each) => each.id === id);
  if (one === undefined) throw new Refusal('not-found');
  return one;
}

/** One escalation. Its challenge is known from when it was first shown. */
export function lookAtEscalation(world: World, id: string): Answered {
  const one = found(world, id);
  if (one.challenge === '' && one.status !== 'erased') learn(one, world.oracle.answered('challenge'));
  return done(view(world, one));
}

/** The tool, a space and six digits (RFC-0009 section 2). */
function learn(one: Case, shown: unknown): void {
  const challenge = String(shown);
  const isOne =
    challenge.startsWith(`${String(one.action['tool'])} `) && /^[0-9A-F]{6}$/.test(challenge.slice(-6));
  if (isOne) one.challenge = challenge;
}

/** A page of escalations, oldest first. */
export function listEscalations(world: World, { query = {} }: Asked): Answered {
  const limit = Number(query['limit'] ?? 50);
  const shown = [...world.cases]
    .sort(byId)
    .map((one) => view(world, one))
    .filter(({ status }) => query['status'] === undefined || status === query['status']);
  const page = shown.slice(0, limit);
  return done({ escalations: page, next: shown.length > limit ? (page.at(-1)?.['id'] ?? null) : null });
}

/** RFC-0009 section 5.2. */
export function decide(
  world: World,
  { asker, ifMatch = '', body = {} }: Asked,
  id: string,
  to: 'approved' | 'denied',
) {
  const one = found(world, id);
  if (one.status === 'erased') throw new Refusal('erased');
  if (asker.principal === one.proposer || asker.owner === one.owner)
    throw new Refusal('separation-of-duties');
  if (one.status === 'expired') throw new Refusal('escalation-expired');
  if (isOverdue(world, one)) {
    expire(world, one);
    throw new Refusal('escalation-expired');
  }
  if (one.status !== 'pending') throw new Refusal('already-decided');
  if (ifMatch !== `"${one.version}"`) throw new Refusal('version-mismatch', { current: one.version });
  if (to === 'approved' && body['challenge'] !== one.challenge) throw new Refusal('challenge-mismatch');
  move(world, one, to, asker.principal);
  return done(view(world, one));
}
