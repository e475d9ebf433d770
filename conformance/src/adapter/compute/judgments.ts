import { judge } from '@eaap/judgment';
import { canonicalize, type JudgeInput, type Json } from '@eaap/protocol';
import type { Answer } from '../../vectors/types.ts';

/** The topic `judgments`, by the reference implementation: its judgment without the sentences for people. */
export function compute(input: Json): Answer {
  const { document, claimed } = input as { document: Json; claimed?: Json };
  const { needs: _needs, gates, ...rest } = judge(document as unknown as JudgeInput);
  const told = gates.map(({ reasons, ...gate }) => ({
    ...gate,
    reasons: reasons.map(({ message: _message, admissible: _admissible, ...reason }) => reason),
  }));
  if (isOfMalformed(told)) return { refused: 'malformed' };
  const output = { ...rest, gates: told } as unknown as Json;
  if (claimed === undefined) return { output };
  const agrees = canonicalize(claimed) === canonicalize(output);
  return agrees ? { output: { agrees } } : { refused: 'mismatch' };
}

/** Whether these are the gates of a document that is malformed (RFC-0005 section 2.1). */
function isOfMalformed(gates: readonly { gate: string; reasons: readonly { code: string }[] }[]): boolean {
  return gates.every(({ gate, reasons }) => {
    const [reason, ...more] = reasons;
    return more.length === 0 && reason?.code === (gate === 'standing' ? 'malformed' : 'gate-error');
  });
}
