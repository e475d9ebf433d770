import type { JsonObject } from '../../model/json.ts';
import { openCheckpoint, readVerifierKey, type Checkpoint } from '../../model/note.ts';
import { patternsOf } from '../../runner/scan/encodings.ts';
import { member } from '../read.ts';
import type { CheckContext, World } from '../types.ts';
import type { LedgerEntry } from '../wire.ts';

/** The verifier key of the log as the discovery document names it; what it is worth is for checks to say. */
export async function checkpointKey(t: CheckContext): Promise<string> {
  const discovery = await t.sut.request({ method: 'GET', path: '/.well-known/eaap' });
  return String(member(discovery, 'checkpoint_key'));
}

/** A checkpoint that the key signed for the log of this namespace, or why the note is none. */
export function openedBy(verifierKey: string, note: unknown, namespace: string): Checkpoint | string {
  try {
    return openCheckpoint(String(note), readVerifierKey(verifierKey), namespace);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The newest checkpoint over the log of a world, as it is answered. */
export async function noteOf(t: CheckContext, world: World): Promise<string> {
  const answer = await world.send('auditor', 'GET', '/v2/ledger/checkpoint');
  const note = member(answer, 'note');
  t.require('A checkpoint is answered', answer.status === 200 && typeof note === 'string', {
    got: answer.text.slice(0, 200),
  });
  return String(note);
}

/** The size and root of the newest checkpoint, which the key signed. */
export async function headOf(
  t: CheckContext,
  world: World,
  verifierKey: string,
): Promise<Checkpoint & { readonly note: string }> {
  const note = await noteOf(t, world);
  const checkpoint = openedBy(verifierKey, note, world.namespace);
  if (typeof checkpoint === 'string')
    return t.inconclusive(`The checkpoint cannot be relied on: ${checkpoint}`);
  return { ...checkpoint, note };
}

/** The records of entries as the model takes them. */
export const recordsOf = (entries: readonly LedgerEntry[]): JsonObject[] =>
  entries.map(({ record }) => record as unknown as JsonObject);

/** In which of its encodings a text stands in another; undefined when in none. */
export function seenIn(text: string, hay: string): string | undefined {
  const bytes = Buffer.from(hay, 'utf8');
  return patternsOf(text).find((pattern) => bytes.includes(pattern.bytes))?.encoding;
}
