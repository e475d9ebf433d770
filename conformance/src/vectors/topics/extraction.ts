import { canonical, type Json } from '../../model/json.ts';
import type { Action, Extraction, Manifest, PolicySelect } from '../../model/judge/documents.ts';
import { extract } from '../../model/judge/extract.ts';
import { claims } from '../judgment/extraction-claims.ts';
import { EFFECT_CASES } from '../judgment/extraction-effects.ts';
import { FACT_CASES } from '../judgment/extraction-facts.ts';
import { PLACE_CASES } from '../judgment/extraction-places.ts';
import { TYPED_CASES } from '../judgment/extraction-typed.ts';
import { SHAPE_CASES } from '../judgment/extraction-shape.ts';
import type { CaseSource, Finding, Topic } from '../types.ts';

interface Input {
  readonly action: Action;
  readonly manifest: Manifest | null;
  readonly selects?: readonly PolicySelect[];
  readonly mandate?: string;
  readonly document?: boolean;
  readonly claimed?: Json;
}

function extracted(input: Json): Extraction {
  const { action, manifest, selects, mandate } = input as unknown as Input;
  return extract(action, manifest, selects ?? [], mandate);
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

const CASES: readonly CaseSource[] = [
  ...SHAPE_CASES,
  ...EFFECT_CASES,
  ...FACT_CASES,
  ...PLACE_CASES,
  ...TYPED_CASES,
];

export const topic: Topic = {
  name: 'extraction',
  title: 'Extraction',
  specified: 'RFC-0006 sections 7 and 8',
  input:
    '`action`, its personal data replaced; `manifest`, or null; `selects` of the policy, none if absent; `mandate`, what its `grounding` says of mandates, `none` if absent. With `document` true the extraction is asked for even if something is unread. `claimed`, if there, is what somebody says the extraction is.',
  output:
    'The extraction, `detail` of its unread entries left out. A refusal is the one code that its unread entries have.',
  reasons: {
    mismatch: 'The claimed extraction is another one.',
    'no-manifest': 'The tool has no manifest, or that of another tool was given.',
    'no-effect': 'Nobody says what the tool does.',
    'undescribed-parameter': 'The manifest does not describe it.',
    'missing-parameter': 'The manifest requires it, or a subject is named by it.',
    'wrong-type': 'A value of another type, or what names no subject, or too many subjects.',
    'undeclared-dialect': 'Code that nothing reads.',
    'unreadable-money': 'Not exactly one amount of money.',
    'unreadable-mail': 'Not exactly one mail address.',
    'unreadable-path': 'Not an absolute path with one meaning.',
    'unreadable-url': 'Not a URL that every parser reads alike.',
    'url-scheme': 'Another scheme than https.',
    'url-credentials': 'User or password in a URL.',
    'url-idn': 'A host that is not plain ASCII.',
    'internal-address': 'A host that is not public.',
    'unresolved-target': 'What an effect touches cannot be told.',
    'too-large': 'More than an extraction, or a fact, may hold.',
  },
  cases: () => [...CASES, ...claims(CASES, extracted)],
  answer,
};
