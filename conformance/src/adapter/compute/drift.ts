import { changesBetween, stateHash } from '@eaap/admissibility';
import type { State } from '@eaap/protocol';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Answer } from '../../vectors/types.ts';
import { inOrder } from './state-hash.ts';

/** The word for an entry of `changed`. */
function kindOf(text: string): string {
  if (!text.includes(':')) return `drift-${text}`;
  const change = text.slice(text.indexOf(' ') + 1);
  if (change === 'commitment') return 'drift-commitment';
  if (change.endsWith('→none')) return 'drift-gone';
  return change.startsWith('none→') ? 'drift-new' : 'drift-version';
}

/** What commit answers: whether the hashes differ, and what it tells of the difference. */
export function compute(input: Json): Answer {
  const asked = input as JsonObject;
  const then = inOrder(asked['then'] as unknown as State);
  const now = inOrder(asked['now'] as unknown as State);
  const changed = changesBetween(then, now);
  if (asked['listed'] !== undefined)
    return JSON.stringify(changed) === JSON.stringify(asked['listed'])
      ? { output: changed }
      : { refused: 'mismatch' };
  const hash = stateHash(now);
  if (hash === stateHash(then)) return { output: hash };
  return { refused: kindOf(changed[0] ?? '') };
}
