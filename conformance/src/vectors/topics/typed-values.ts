import { canonical, type Json, type JsonObject } from '../../model/json.ts';
import { formOf, formsIn, standsAmong } from '../../model/judge/typed/forms.ts';
import { CASES } from '../judgment/typed-cases.ts';
import type { Finding, Topic } from '../types.ts';

interface Input {
  readonly kind: string;
  readonly text?: string;
  readonly value?: Json;
  readonly claimed?: Json;
}

function computed({ kind, text, value }: Input): JsonObject {
  if (value === undefined) return { forms: formsIn(kind, text ?? '') };
  const form = formOf(kind, value);
  if (text === undefined) return { form };
  return { stands: form !== null && standsAmong(kind, form, formsIn(kind, text)) };
}

function answer(input: Json): Finding {
  const { claimed, ...rest } = input as unknown as Input;
  const output = computed(rest);
  if (claimed === undefined) return { output };
  return canonical(claimed) === canonical(output) ? { output: { agrees: true } } : { refused: ['mismatch'] };
}

export const topic: Topic = {
  name: 'typed-values',
  title: 'Typed values',
  specified: 'RFC-0005 sections 14.2 to 14.5',
  input:
    '`kind`; with `text` alone: what is found in it is asked for; with `value` alone: its form as a whole; with both: whether the value stands in the text. `claimed`, if there, is what somebody says the output is.',
  output:
    '`forms`, those found, each once (of `name`, the words); `form`, or null; `stands`. With `claimed`, `agrees`.',
  reasons: { mismatch: 'What is claimed is something else.' },
  cases: () => CASES,
  answer,
};
