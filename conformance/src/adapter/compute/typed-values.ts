import { formOf, formsIn, isAmong } from '@eaap/judgment';
import { canonicalize, type GroundKind, type Json, type JsonObject } from '@eaap/protocol';
import type { Answer } from '../../vectors/types.ts';

interface Input {
  readonly kind: GroundKind;
  readonly text?: string;
  readonly value?: Json;
  readonly claimed?: Json;
}

function read({ kind, text, value }: Input): JsonObject {
  if (value === undefined) return { forms: formsIn(kind, text ?? '') };
  const form = formOf(kind, value);
  if (text === undefined) return { form };
  return { stands: form !== null && isAmong(kind, form, formsIn(kind, text)) };
}

/** The topic `typed-values`, by the reference implementation. */
export function compute(input: Json): Answer {
  const { claimed, ...rest } = input as unknown as Input;
  const output = read(rest);
  if (claimed === undefined) return { output };
  return canonicalize(claimed) === canonicalize(output)
    ? { output: { agrees: true } }
    : { refused: 'mismatch' };
}
