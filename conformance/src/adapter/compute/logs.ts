import { verifyLog } from '@eaap/ledger';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Answer } from '../../vectors/types.ts';

/** What the packages find in a log. */
export function compute(input: Json): Answer {
  const { namespace, records, checkpoints, anchors, verifier_key, leaves } = input as JsonObject;
  const { findings, size, root } = verifyLog({
    namespace: String(namespace),
    records: records as readonly Json[],
    checkpoints: checkpoints as readonly string[],
    anchor: anchors as readonly string[],
    verifierKey: String(verifier_key),
    ...(leaves === undefined ? {} : { leaves: leaves as readonly string[] }),
  });
  const codes = [...new Set(findings.map(({ code }) => code))];
  // Every vector has one finding; more than one is told as they are, so that a difference can be seen.
  return codes.length > 0 ? { refused: codes.join(' ') } : { output: { size, root } };
}
