import { escalationCommitment } from '@eaap/admissibility';
import { committedConflict, committedFact, type Committed, type ConflictDraft } from '@eaap/ledger';
import { commit, EaapError, equalDigest, fromHex, isDigest, toBase64Url } from '@eaap/protocol';
import type { Json } from '../../model/json.ts';
import type { Answer } from '../../vectors/types.ts';

interface Input {
  readonly salt: string;
  readonly payload?: Json;
  readonly of?: 'fact' | 'conflict' | 'approval';
  readonly object?: unknown;
  readonly claimed?: string;
}

function commitmentOf({ salt: hex, payload = null, of, object }: Input): string {
  const salt = fromHex(hex);
  switch (of) {
    case 'fact':
      return commit(salt, committedFact(object as Committed));
    case 'conflict':
      return commit(salt, committedConflict(object as ConflictDraft));
    case 'approval':
      return escalationCommitment(object as Parameters<typeof escalationCommitment>[0], toBase64Url(salt));
    default:
      return commit(salt, payload);
  }
}

/** Commits with the reference, and holds a claim against it. */
export function compute(input: Json): Answer {
  const asked = input as unknown as Input;
  let found: string;
  try {
    found = commitmentOf(asked);
  } catch (error) {
    if (error instanceof EaapError && error.type === 'internal') return { refused: 'salt-length' };
    throw error;
  }
  if (asked.claimed === undefined) return { output: found };
  if (!isDigest(asked.claimed)) return { refused: 'malformed-digest' };
  return equalDigest(asked.claimed, found) ? { output: found } : { refused: 'mismatch' };
}
