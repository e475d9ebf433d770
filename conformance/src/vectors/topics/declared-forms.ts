import { canonical, type Json, type JsonObject } from '../../model/json.ts';
import { agree, normalForm } from '../../model/judge/declared/forms.ts';
import { CASES } from '../judgment/declared-cases.ts';
import type { Finding, Topic } from '../types.ts';

interface Input {
  readonly form: string;
  readonly value?: Json;
  readonly a?: Json;
  readonly b?: Json;
  readonly claimed?: Json;
}

function computed({ form, value, a, b }: Input): JsonObject | null {
  if (a !== undefined && b !== undefined) return { agree: agree({ of: form }, 'of', a, b) };
  const normal = value === undefined ? null : normalForm(form, value);
  return normal === null ? null : { normal };
}

function answer(input: Json): Finding {
  const { claimed, ...rest } = input as unknown as Input;
  const output = computed(rest);
  if (output === null) return { refused: ['unread'] };
  if (claimed === undefined) return { output };
  return canonical(claimed) === canonical(output) ? { output: { agrees: true } } : { refused: ['mismatch'] };
}

export const topic: Topic = {
  name: 'declared-forms',
  title: 'Declared forms',
  specified: 'RFC-0005 section 15',
  input:
    '`form`; with `value`: its normal form in it is asked for; with `a` and `b`: whether these values of an attribute for which that form is declared agree. `claimed`, if there, is what somebody says the output is.',
  output: '`normal`, or whether they `agree`. With `claimed`, `agrees`.',
  reasons: {
    unread: 'The form does not read the value.',
    mismatch: 'What is claimed is something else.',
  },
  cases: () => CASES,
  answer,
};
