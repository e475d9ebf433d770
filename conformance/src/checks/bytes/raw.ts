import type { Answer, Caller, CheckContext, World } from '../types.ts';

export const STORE = '/v2/vault/store';

/** Sends a body byte for byte, declared as JSON. */
export const sendRaw = (
  world: World,
  body: string | Uint8Array,
  path = STORE,
  as: Caller = 'recorder',
  method = 'POST',
): Promise<Answer<unknown>> =>
  world.send(as, method, path, { body, headers: { 'content-type': 'application/json' } });

/**
 * The text of a store request that is right in every other way, with `value` put in as it stands. What precedes the
 * value is plain ASCII, so that the one fault of the request is the one that was put in.
 */
export async function storeText(world: World, subject: string, value: string): Promise<string> {
  const source = { kind: 'system', id: 'registry', observed_at: await world.time(-1000) };
  return `{"subject":${JSON.stringify(subject)},"attribute":"note","source":${JSON.stringify(source)},"value":${value}}`;
}

/** The same as bytes, with bytes in the place of the value. */
export async function storeBytes(
  world: World,
  subject: string,
  value: readonly number[],
): Promise<Uint8Array> {
  const text = await storeText(world, subject, '"@"');
  const at = text.lastIndexOf('@');
  return Buffer.concat([
    Buffer.from(text.slice(0, at), 'utf8'),
    Buffer.from(value),
    Buffer.from(text.slice(at + 1), 'utf8'),
  ]);
}

/** Requires that such a request is taken when nothing is wrong with it: then what is refused is the fault put in. */
export async function taken(t: CheckContext, world: World, value: string): Promise<void> {
  const answer = await sendRaw(world, await storeText(world, `plain-${t.random.word()}`, value));
  t.require(`A store request with the value ${value.slice(0, 40)} is taken.`, answer.status === 201, {
    got: answer.text.slice(0, 300),
  });
}

/** States that each of these values is refused as malformed, and that nothing of the requests was stored. */
export async function refusedValues(
  t: CheckContext,
  world: World,
  values: Readonly<Record<string, string | readonly number[]>>,
): Promise<void> {
  const subject = `refused-${t.random.word()}`;
  for (const [name, value] of Object.entries(values)) {
    const body =
      typeof value === 'string'
        ? await storeText(world, subject, value)
        : await storeBytes(world, subject, value);
    t.answered(`a body with ${name}`, await sendRaw(world, body), 400, 'malformed-json');
  }
  await nothingStored(t, world, subject);
}

/** States that no fact about the subject is there. */
export async function nothingStored(t: CheckContext, world: World, subject: string): Promise<void> {
  const search = await world.search({ subject });
  t.require('The subject can be searched for.', search.status === 200, { got: search.text.slice(0, 300) });
  t.equal('facts stored by what was refused', search.body.snapshot.facts.length, 0);
}
