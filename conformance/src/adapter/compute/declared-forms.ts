import { formsAgree, normalForm } from '@eaap/judgment';
import { canonicalize, type CompareForm, type Json, type JsonObject } from '@eaap/protocol';
import type { Answer } from '../../vectors/types.ts';

interface Input {
  readonly form: CompareForm;
  readonly value?: Json;
  readonly a?: Json;
  readonly b?: Json;
  readonly claimed?: Json;
}

function read({ form, value, a, b }: Input): JsonObject | null {
  if (a !== undefined && b !== undefined) return { agree: formsAgree(form, a, b) };
  const normal = value === undefined ? null : normalForm(form, value);
  return normal === null ? null : { normal };
}

/** The topic `declared-forms`, by the reference implementation. */
export function compute(input: Json): Answer {
  const { claimed, ...rest } = input as unknown as Input;
  const output = read(rest);
  if (output === null) return { refused: 'unread' };
  if (claimed === undefined) return { output };
  return canonicalize(claimed) === canonicalize(output)
    ? { output: { agrees: true } }
    : { refused: 'mismatch' };
}
