import { change, resolve } from '../facts/decide.ts';
import { isLive, type Resolution } from '../facts/place.ts';
import { store } from '../facts/store.ts';
import { rate } from '../facts/trust.ts';
import { canonical, type Json, type JsonObject } from '../json.ts';
import { readSearch, timeOf } from '../search-request.ts';
import { snapshot, wireConflict, wireFact } from '../snapshot.ts';
import { ANY, problemAnswer, Refusal, type Answered, type Asked } from './types.ts';
import type { World } from './world.ts';

const done = (status: number, body: Json): Answered => ({ status, problem: null, body });

/** RFC-0003 section 5. */
export function storeFact(world: World, { asker, body = {} }: Asked): Answered {
  const said = body as JsonObject & { source?: JsonObject; about?: readonly string[] };
  if (said.source === undefined) throw new Refusal('source-required');
  const { kind, id } = said.source as { kind: string; id: string };
  if (!asker.sources.some((one) => one.kind === kind && (one.id === '*' || one.id === id)))
    throw new Refusal('source-not-permitted');
  const attribute = String(said['attribute']);
  const value = world.tokens.replace(said['value'] as Json, attribute);
  for (const one of [said['value'] as Json, value])
    if (Buffer.byteLength(canonical(one)) > 8192) throw new Refusal('payload-too-large');
  const subject = world.tokens.replace(String(said['subject']));
  const statement = said['statement'] === undefined ? null : world.tokens.replace(String(said['statement']));
  const about = [...new Set((said.about ?? []).map((one) => world.tokens.replace(one)))];
  const observed_at = timeOf(said.source['observed_at']);
  const valid_until = said['valid_until'] === undefined ? null : timeOf(said['valid_until']);
  if (observed_at === undefined || valid_until === undefined) throw new Refusal('invalid-request');
  if (observed_at > world.now) throw new Refusal('observed-in-future');
  if (valid_until !== null && valid_until <= world.now) throw new Refusal('invalid-request');
  const source = { kind, id: world.tokens.replace(id), observed_at };
  const { trust, ...rated } = rate(world.trust.document.sources, source, {
    ...(said['confidence'] === undefined ? {} : { confidence: Number(said['confidence']) }),
    ...(said['half_life_ms'] === undefined ? {} : { half_life_ms: Number(said['half_life_ms']) }),
  });
  const place = world.place(subject, attribute);
  const others = about.filter((one) => one !== subject);
  place.said = { statement, source, valid_until, ...rated, about: others };
  const told = store(place, { value, trust, valid_until });
  place.said = undefined;
  const fact = place.idOf(told.fact.number);
  if (told.problem !== undefined) {
    return problemAnswer(told.problem, {
      conflict_id: place.conflictId(told.conflict?.number ?? 0),
      incumbent: { id: fact, version: told.fact.version },
    });
  }
  const kept = world.newestFact(fact);
  const record = world.entries.findLast(({ object }) => object === `fact:${fact}@${told.fact.version}`);
  return done(told.status, {
    result: told.result ?? '',
    fact: kept === undefined ? null : wireFact(kept),
    scrubbed: ANY,
    seq: record?.seq ?? -1,
  });
}

/** What a change or a look is refused with when there is no such record. */
const absent = (world: World, id: string): Refusal =>
  new Refusal(world.erased.has(id) ? 'erased' : 'not-found');

/** RFC-0003 section 9. */
export function changeFact(
  world: World,
  { ifMatch }: Asked,
  id: string,
  what: 'lock' | 'unlock' | 'retract',
) {
  const kept = world.newestFact(id);
  if (kept === undefined) throw absent(world, id);
  const place = world.place(kept.subject, kept.attribute);
  const refused = change(place, what, place.byId(id), versionOf(ifMatch));
  if (refused !== undefined)
    throw new Refusal(refused, refused === 'version-mismatch' ? { current: kept.version } : {});
  return getFact(world, id);
}

/** RFC-0003 section 7. */
export function resolveConflict(world: World, { ifMatch, body = {} }: Asked, id: string): Answered {
  const kept = world.newestConflict(id);
  if (kept === undefined) throw absent(world, id);
  const place = world.place(kept.subject, kept.attribute);
  const resolution = body['resolution'] as Resolution;
  const refused = resolve(place, place.conflictById(id), resolution, versionOf(ifMatch));
  if (refused !== undefined)
    throw new Refusal(refused, refused === 'version-mismatch' ? { current: kept.version } : {});
  return getConflict(world, id);
}

export function getFact(world: World, id: string): Answered {
  const kept = world.newestFact(id);
  if (kept === undefined) throw absent(world, id);
  return done(200, wireFact(kept));
}

export function getConflict(world: World, id: string): Answered {
  const kept = world.newestConflict(id);
  if (kept === undefined) throw absent(world, id);
  return done(200, wireConflict(kept));
}

/** RFC-0004 section 6. */
export function search(world: World, { body = {} }: Asked): Answered {
  const read = readSearch(body, world.namespace, world.now);
  if ('refused' in read) throw new Refusal(read.refused[0] ?? 'invalid-request');
  const { subject, query } = read.question;
  const question = {
    ...read.question,
    ...(subject === undefined ? {} : { subject: world.tokens.replace(subject) }),
    ...(query === undefined ? {} : { query: world.tokens.replace(query) }),
  };
  return done(200, { snapshot: snapshot(world.namespace, world, question), mac: ANY });
}

/** RFC-0012 section 6. */
export function erase(world: World, { body = {} }: Asked): Answered {
  const { subject, identifiers = [] } = body as { subject: string; identifiers?: readonly string[] };
  const clean = world.tokens.replace(subject);
  const own = (text: string): string[] => text.match(/\[PII:[a-z_0-9]+:[0-9a-f]{32}\]/g) ?? [];
  const tokens = own(clean);
  for (const identifier of identifiers) {
    const found = own(world.tokens.replace(identifier));
    if (found.length === 0) throw new Refusal('invalid-request');
    tokens.push(...found);
  }
  const found = world.holders.find(clean, tokens);
  const { seq } = world.append({ type: 'subject.erased', object: `erasure:${world.oracle.id('erasure')}` });
  for (const conflict of world.conflicts)
    if (found.fact.has(conflict.incumbent) || found.fact.has(conflict.challenger))
      found.conflict.add(conflict.id);
  const vectors = world.facts.filter(({ id }) => found.fact.has(id)).length;
  for (const kind of ['fact', 'conflict'] as const)
    for (const id of found[kind]) {
      world.append({ type: 'record.erased', object: `${kind}:${id}` });
      world.erased.add(id);
      world.holders.forget(kind, id);
    }
  const gone = new Set([...found.fact, ...found.conflict]);
  const places = [...world.places.values()].filter((place) =>
    place.facts.some((one) => gone.has(place.idOf(one.number))),
  );
  remove(world.facts, ({ id }) => gone.has(id));
  remove(world.conflicts, ({ id }) => gone.has(id));
  for (const place of places) {
    place.now = world.now;
    place.forget(gone);
    place.settleAll();
  }
  const actions = eraseActions(world, found.evaluation, found.escalation);
  const counts = { facts: found.fact.size, vectors, conflicts: found.conflict.size, ...actions };
  return done(200, {
    erased: { ...counts, keys: world.holders.destroyKey(clean) },
    residual_until: ANY,
    seq,
  });
}

function eraseActions(world: World, evaluations: Set<string>, escalations: Set<string>) {
  for (const one of world.decisions) {
    if (!evaluations.has(one.id)) continue;
    one.status = 'erased';
    for (const { id, evaluation } of world.cases) if (evaluation === one.id) escalations.add(id);
    for (const [key, { evaluation }] of world.idempotency)
      if (evaluation === one.id) world.idempotency.delete(key);
    world.holders.forget('evaluation', one.id);
  }
  for (const one of world.cases) {
    if (!escalations.has(one.id)) continue;
    one.status = 'erased';
    world.holders.forget('escalation', one.id);
  }
  return { evaluations: evaluations.size, escalations: escalations.size };
}

function remove<T>(from: T[], which: (one: T) => boolean): void {
  const kept = from.filter((one) => !which(one));
  from.splice(0, from.length, ...kept);
}

/** The version that a header names, which was held against its form before. */
const versionOf = (tag: string | undefined): number => Number((tag ?? '""').slice(1, -1));

/** Whether a fact counts. */
export const counts = (fact: { readonly status: string; readonly aside: boolean }): boolean =>
  isLive(fact as never) && !fact.aside;
