import type { JsonObject } from '../../model/json.ts';
import type { Mutant } from '../types.ts';
import { asked, list, object, output } from './lib/answering.ts';

/** Judges another document than it is given. */
const judging = (change: (document: JsonObject) => JsonObject) =>
  asked('judgments', (input) =>
    Array.isArray(input['document']) || input['document'] === null
      ? input
      : { ...input, document: change(object(input, 'document')) },
  );

const isOfSession = (fact: JsonObject): boolean => String(fact['attribute']).startsWith('session.');

/** Judges by other facts of sessions. */
const remembering = (change: (fact: JsonObject, document: JsonObject) => JsonObject) =>
  judging((document) =>
    'facts' in document
      ? {
          ...document,
          facts: list(document, 'facts').map((fact) => (isOfSession(fact) ? change(fact, document) : fact)),
        }
      : document,
  );

/** Judges by another `grounding` of a policy that has one. */
const believing = (grounding: JsonObject) =>
  judging((document) => {
    if (!('policy' in document) || !('grounding' in object(document, 'policy'))) return document;
    const policy = object(document, 'policy');
    return {
      ...document,
      policy: { ...policy, grounding: { ...object(policy, 'grounding'), ...grounding } },
    };
  });

/** Broken in typed grounds and mandates. */
export const SESSION_MUTANTS: readonly Mutant[] = [
  {
    id: 'grounds-by-substring',
    breaks: ['EAAP-0005-027'],
    invariant: [2, 8],
    description: 'Looks for a value as letters anywhere in a text.',
    expected: ['vectors.typed-values.0005-027'],
    compute: output('typed-values', (answer, { value, text }) =>
      'stands' in answer ? { stands: String(text).includes(String(value)) } : answer,
    ),
  },
  {
    id: 'grounds-without-answers',
    breaks: ['EAAP-0005-028'],
    invariant: [2, 11],
    description: 'Does not select the answers that a manifest designates.',
    expected: ['vectors.extraction.0005-028', 'vectors.extraction.0006-011'],
    compute: output('extraction', (extraction) =>
      'selectors' in extraction
        ? {
            ...extraction,
            selectors: list(extraction, 'selectors').filter(
              ({ attribute }) => attribute !== 'session.output',
            ),
          }
        : extraction,
    ),
  },
  {
    id: 'grounds-in-anything-recorded',
    breaks: ['EAAP-0005-029'],
    invariant: [2, 13],
    description: 'Takes whatever is recorded of a session for the words of a person.',
    expected: ['vectors.judgments.0005-002', 'vectors.judgments.0005-029'],
    compute: remembering((fact) =>
      fact['attribute'] === 'session.prompt'
        ? { ...fact, trust: 'authoritative', source_kind: 'human' }
        : fact,
    ),
  },
  {
    id: 'believes-every-answer',
    breaks: ['EAAP-0005-030'],
    invariant: [2, 13],
    description: 'Believes designated fields of answers, whatever the policy says.',
    expected: ['vectors.judgments.0005-002', 'vectors.judgments.0005-030'],
    compute: believing({ outputs: 'designated' }),
  },
  {
    id: 'grounds-in-sessions-of-others',
    breaks: ['EAAP-0005-031'],
    invariant: [4],
    description: 'Does not look for whom something was recorded.',
    expected: ['vectors.judgments.0005-002', 'vectors.judgments.0005-031'],
    compute: remembering((fact, document) =>
      fact['attribute'] === 'session.mandate'
        ? fact
        : { ...fact, value: { ...object(fact, 'value'), agent: String(document['principal']) } },
    ),
  },
  {
    id: 'mandates-never-end',
    breaks: ['EAAP-0005-032'],
    invariant: [13],
    description: 'Goes by a mandate whose time is over.',
    expected: ['vectors.judgments.0005-002', 'vectors.judgments.0005-032'],
    compute: remembering((fact) =>
      fact['attribute'] === 'session.mandate' ? { ...fact, valid_until: null } : fact,
    ),
  },
  {
    id: 'mandates-left-out',
    breaks: ['EAAP-0005-033'],
    invariant: [13],
    description: 'Does without a mandate where the policy requires one.',
    expected: ['vectors.judgments.0005-002', 'vectors.judgments.0005-033'],
    compute: judging((document) => {
      if (!('policy' in document) || !('grounding' in object(document, 'policy'))) return document;
      const policy = object(document, 'policy');
      const grounding = object(policy, 'grounding');
      if (grounding['mandate'] !== 'required') return document;
      return { ...document, policy: { ...policy, grounding: { ...grounding, mandate: 'optional' } } };
    }),
  },
];
