import { canonical, type Json, type JsonObject } from '../../model/json.ts';
import { extractCode, type Readings } from '../../model/judge/code.ts';
import type { Action, Extraction, Manifest, PolicySelect } from '../../model/judge/documents.ts';
import { CLAIMS, READING_CASES } from '../judgment/readings.ts';
import type { CaseSource, Finding, Topic } from '../types.ts';

interface Input {
  readonly action: Action;
  readonly manifest: Manifest;
  readonly extractors: Readings;
  readonly selects?: readonly PolicySelect[];
  readonly document?: boolean;
  readonly claimed?: Json;
}

function extracted(input: Json): Extraction {
  const { action, manifest, extractors, selects } = input as unknown as Input;
  return extractCode(action, manifest, selects ?? [], extractors);
}

function answer(input: Json): Finding {
  const { document, claimed } = input as unknown as Input;
  const extraction = extracted(input);
  const output = extraction as unknown as Json;
  if (claimed !== undefined) {
    return canonical(claimed) === canonical(output)
      ? { output: { agrees: true } }
      : { refused: ['mismatch'] };
  }
  if (extraction.unread.length === 0 || document === true) return { output };
  return { refused: extraction.unread.map(({ code }) => code) };
}

/** Each case with what is right claimed of it, or what a named mistake makes of it. */
function claims(): CaseSource[] {
  return CLAIMS.map(([of, mistake, change]) => {
    const source = READING_CASES.find(({ id }) => id === of);
    if (source === undefined) throw new Error(`No case ${of}.`);
    const right = extracted(source.input);
    const claimed = { ...right, ...change(right) } as unknown as Json;
    return {
      id: mistake === null ? `claim-${of}` : `claim-${of}-${mistake.replace(/[^a-z]+/g, '-')}`,
      title:
        mistake === null ? `${source.title}: what is right is claimed` : `${source.title}: a wrong claim`,
      requirements: source.requirements,
      input: { ...(source.input as JsonObject), claimed },
      ...(mistake === null ? {} : { refused: 'mismatch', mistake }),
    };
  });
}

export const topic: Topic = {
  name: 'readings',
  title: 'Code that is read',
  specified: 'RFC-0006 section 8.4',
  input:
    '`action`, `manifest` and `selects` as in the topic extraction; `extractors`: by declared dialect, what its extractor makes of each text. Of a text that is not listed it makes nothing: it fails. With `document` true the extraction is asked for even if something is unread. `claimed`, if there, is what somebody says the extraction is.',
  output:
    'The extraction, `detail` of its unread entries left out; of a claim that is right, `{"agrees": true}`. A refusal is the one code that its unread entries have.',
  reasons: {
    mismatch: 'The claimed extraction is another one.',
    'no-effect': 'Nobody says what the tool does.',
    'undeclared-dialect': 'Code that nothing reads.',
    'unreadable-code': 'Code that its extractor could not read, or not in full.',
    'unresolved-target': 'What an effect touches cannot be told.',
    'wrong-type': 'Code that is no text.',
    'missing-parameter': 'The manifest requires it.',
    'too-large': 'More effects than an extraction may hold.',
  },
  cases: () => [...READING_CASES, ...claims()],
  answer,
};
