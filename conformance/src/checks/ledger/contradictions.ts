import { SOURCES } from '../fixtures/index.ts';
import { member } from '../read.ts';
import type { Answer, CheckContext, World } from '../types.ts';
import type { Conflict, Fact, StoreRequest } from '../wire.ts';

type Source = NonNullable<StoreRequest['source']>;
type Value = StoreRequest['value'];
type SourceName = keyof typeof SOURCES;

/** A world in which no tool is needed. */
export const plainWorld = (t: CheckContext): Promise<World> => t.world({ tools: [] });

/** A source of the fixtures that saw something `ageMs` ago. */
export async function seenBy(world: World, name: SourceName, ageMs = 1000): Promise<Source> {
  return { ...SOURCES[name], observed_at: await world.time(-ageMs) };
}

/** Stores a fact from a source of the fixtures, and requires that it was. */
export async function storedFrom(
  world: World,
  name: SourceName,
  fact: { subject: string; attribute: string; value: Value; confidence?: number; half_life_ms?: number },
): Promise<Fact> {
  return world.stored({ ...fact, source: await seenBy(world, name) });
}

/** Stores `value` for the subject and attribute of a fact; whatever came. */
export async function stateAgain(
  world: World,
  { subject, attribute }: Fact,
  value: Value,
  name: SourceName = 'verified',
): ReturnType<World['store']> {
  return world.store({ subject, attribute, value, source: await seenBy(world, name, 500) });
}

/** The id of the conflict that a refusal carries. */
export function conflictIdOf(answer: Answer<unknown>): string | undefined {
  const id = member(answer, 'conflict_id');
  return typeof id === 'string' ? id : undefined;
}

/** Contradicts a fact and requires that a conflict came of it, which is read. */
export async function contradict(
  t: CheckContext,
  world: World,
  fact: Fact,
  value: Value,
  name: SourceName = 'verified',
): Promise<Conflict> {
  const refused = await stateAgain(world, fact, value, name);
  const id = conflictIdOf(refused);
  t.require('A contradiction is refused with a conflict', refused.status === 409 && id !== undefined, {
    got: refused.text.slice(0, 200),
  });
  const read = await world.conflict(id);
  t.require('The conflict can be read', read.status === 200, { got: read.text.slice(0, 200) });
  return read.body;
}

/** A fact that is there and was locked. */
export async function lockedFact(
  t: CheckContext,
  world: World,
  fact: { subject: string; attribute: string; value: Value } = {
    subject: 'order-1',
    attribute: 'status',
    value: 'paid',
  },
): Promise<Fact> {
  const { id, version } = await world.stored(fact);
  const answer = await world.change('lock', id, version);
  t.require('The fact can be locked', answer.status === 200, { got: answer.text.slice(0, 200) });
  return answer.body;
}

/** What a fact says of its standing. */
export const standingOf = (answer: Answer<Fact>): unknown => ({
  status: answer.status,
  fact: { status: member(answer, 'status'), value: member(answer, 'value') },
});

/** A fact that is answered with this standing and value. */
export const standing = (status: Fact['status'], value: Value): unknown => ({
  status: 200,
  fact: { status, value },
});

/** How many records of each of these types the log of a world has. */
export async function recordsIn<T extends string>(
  world: World,
  ...types: readonly T[]
): Promise<Record<T, number>> {
  const { entries } = await world.log();
  const count = (type: T): number => entries.filter(({ record }) => record.type === type).length;
  return Object.fromEntries(types.map((type) => [type, count(type)])) as Record<T, number>;
}

/** Requires that a fact stands as what was done with it left it: else nothing can be said of what comes of that. */
export async function standsAs(
  t: CheckContext,
  world: World,
  id: string,
  status: Fact['status'],
): Promise<void> {
  const got = member(await world.fact(id), 'status');
  t.require(`A fact is ${status} now`, got === status, { got });
}
