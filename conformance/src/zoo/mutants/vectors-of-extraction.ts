import type { Json, JsonObject } from '../../model/json.ts';
import type { Mutant } from '../types.ts';
import { asked, list, object, output, said } from './lib/answering.ts';

/** Reads a value of one type as if it were another one. */
const reading = (type: string, change: (value: Json) => Json) =>
  asked('values', (input) =>
    input['type'] === type ? { ...input, value: change(input['value'] ?? null) } : input,
  );

const texts =
  (change: (text: string) => string) =>
  (value: Json): Json =>
    typeof value === 'string' ? change(value) : value;

/** Extracts something else where an extraction is answered. */
const extracting = (change: (extraction: JsonObject, input: JsonObject) => JsonObject) =>
  output('extraction', (extraction, input) =>
    'effects' in extraction ? change(extraction, input) : extraction,
  );

/** Reads actions by another manifest. */
const described = (change: (manifest: JsonObject) => JsonObject) =>
  asked('extraction', (input) =>
    input['manifest'] === null ? input : { ...input, manifest: change(object(input, 'manifest')) },
  );

/** Says nothing of what is unread for a code. */
const overlooking = (code: string) =>
  said('extraction', (answer) =>
    'refused' in answer && answer.refused === code ? { output: { unread: [] } } : answer,
  );

/** Broken in what only vectors show of RFC-0006. */
export const VECTORS_OF_EXTRACTION: readonly Mutant[] = [
  {
    id: 'reads-numbers-as-names',
    breaks: ['EAAP-0006-002'],
    invariant: [8],
    description: 'Writes a number as a text where a name is wanted.',
    expected: ['vectors.values.0006-002'],
    compute: reading('identifier', (value) => (typeof value === 'number' ? String(value) : value)),
  },
  {
    id: 'reads-harmless-code',
    breaks: ['EAAP-0006-003'],
    invariant: [8],
    description: 'Lets code pass that begins with SELECT.',
    expected: ['vectors.values.0006-003'],
    compute: asked('values', (input) =>
      input['type'] === 'code' && String(input['value']).startsWith('SELECT')
        ? { type: 'text', value: input['value'] ?? null }
        : input,
    ),
  },
  {
    id: 'reads-money-with-more',
    breaks: ['EAAP-0006-004'],
    invariant: [8],
    description: 'Ignores members of money that it does not know.',
    expected: ['vectors.values.0006-004'],
    compute: reading('money', (value) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
      const { amount, currency } = value as JsonObject;
      return { ...(amount === undefined ? {} : { amount }), ...(currency === undefined ? {} : { currency }) };
    }),
  },
  {
    id: 'takes-the-first-of-two-mails',
    breaks: ['EAAP-0006-005'],
    invariant: [8],
    description: 'Takes what stands before the comma.',
    expected: ['vectors.values.0006-005'],
    compute: reading(
      'mail',
      texts((text) => text.split(',')[0] ?? ''),
    ),
  },
  {
    id: 'reaches-inside',
    breaks: ['EAAP-0006-006'],
    invariant: [8],
    description: 'Takes link-local addresses for public.',
    expected: ['vectors.values.0006-006', 'vectors.values.0006-007'],
    compute: reading(
      'url',
      texts((text) => text.replace('169.254.169.254', '169.253.255.255')),
    ),
  },
  {
    id: 'repairs-urls',
    breaks: ['EAAP-0006-007'],
    invariant: [8],
    description: 'Takes backslashes for slashes and spaces away, as browsers do.',
    expected: ['vectors.values.0006-007'],
    compute: reading(
      'url',
      texts((text) => text.trim().replaceAll('\\', '/')),
    ),
  },
  {
    id: 'resolves-paths',
    breaks: ['EAAP-0006-008'],
    invariant: [8],
    description: 'Resolves dots and slashes in a path.',
    expected: ['vectors.values.0006-008'],
    compute: reading(
      'path',
      texts((text) => (text.startsWith('/') ? text.replaceAll('/./', '/').replaceAll(/\/+/g, '/') : text)),
    ),
  },
  {
    id: 'targets-without-prefix',
    breaks: ['EAAP-0006-009'],
    invariant: [8],
    description: 'Leaves the prefix of a target out.',
    expected: ['vectors.extraction.0006-009', 'vectors.extraction.0006-011'],
    compute: described((manifest) => ({
      ...manifest,
      effects: list(manifest, 'effects').map((effect) => {
        const { prefix: _prefix, ...target } = (effect['target'] ?? {}) as JsonObject;
        return 'target' in effect ? { ...effect, target } : effect;
      }),
    })),
  },
  {
    id: 'binds-to-the-first',
    breaks: ['EAAP-0006-010', 'EAAP-0006-015'],
    invariant: [2, 8],
    description: 'Grounds every element of a list by the subject of the first.',
    expected: [
      'vectors.extraction.0006-010',
      'vectors.extraction.0006-011',
      'vectors.extraction.0006-015',
      'vectors.extraction.0006-017',
      'vectors.extraction.0006-018',
    ],
    compute: extracting((extraction) => {
      const grounds = list(extraction, 'grounds');
      return {
        ...extraction,
        grounds: grounds.map((ground) => ({ ...ground, subject: grounds[0]?.['subject'] ?? '' })),
      };
    }),
  },
  {
    id: 'tells-the-first-unread',
    breaks: ['EAAP-0006-011'],
    invariant: [8],
    description: 'Ends an extraction at the first thing that is unread.',
    expected: [
      'vectors.extraction.0006-011',
      'vectors.extraction.0006-014',
      'vectors.extraction.0006-015',
      'vectors.extraction.0006-017',
      'vectors.extraction.0006-018',
      'vectors.extraction.0006-019',
      'vectors.extraction.0006-020',
    ],
    compute: extracting((extraction) => ({
      ...extraction,
      unread: list(extraction, 'unread').slice(0, 1),
    })),
  },
  {
    id: 'lowers-the-floor',
    breaks: ['EAAP-0006-012'],
    invariant: [8],
    description: 'Lets a manifest rate its effects below their floors.',
    expected: ['vectors.extraction.0006-011', 'vectors.extraction.0006-012'],
    compute: extracting((extraction, { manifest }) => {
      const { risk } = (manifest ?? {}) as JsonObject;
      if (risk === undefined) return extraction;
      const effects = list(extraction, 'effects').map((effect) =>
        effect['origin'] === 'manifest' ? { ...effect, risk } : effect,
      );
      return { ...extraction, effects };
    }),
  },
  {
    id: 'believes-declarations',
    breaks: ['EAAP-0006-013'],
    invariant: [8],
    description: 'Takes what the agent declares in the place of the manifest.',
    expected: [
      'vectors.extraction.0006-011',
      'vectors.extraction.0006-012',
      'vectors.extraction.0006-013',
      'vectors.extraction.0006-014',
      'vectors.extraction.0006-018',
      'vectors.extraction.0006-019',
    ],
    compute: extracting((extraction) => {
      const declared = list(extraction, 'effects').filter(({ origin }) => origin === 'declared');
      return declared.length === 0 ? extraction : { ...extraction, effects: declared };
    }),
  },
  {
    id: 'ignores-the-undescribed',
    breaks: ['EAAP-0006-014'],
    invariant: [8],
    description: 'Passes over parameters that nobody described.',
    expected: ['vectors.extraction.0006-011', 'vectors.extraction.0006-014', 'vectors.extraction.0006-019'],
    compute: overlooking('undescribed-parameter'),
  },
  {
    id: 'writes-only-what-it-knows',
    breaks: ['EAAP-0006-016'],
    invariant: [8, 10],
    description: 'Leaves writes out whose value is not known.',
    expected: ['vectors.extraction.0006-010', 'vectors.extraction.0006-011', 'vectors.extraction.0006-016'],
    compute: extracting((extraction) => ({
      ...extraction,
      writes: list(extraction, 'writes').filter(({ field }) => field !== null),
    })),
  },
  {
    id: 'selects-as-found',
    breaks: ['EAAP-0006-017'],
    invariant: [8, 11],
    description: 'Lists selectors in another order.',
    expected: [
      'vectors.extraction.0006-010',
      'vectors.extraction.0006-011',
      'vectors.extraction.0006-015',
      'vectors.extraction.0006-016',
      'vectors.extraction.0006-017',
      'vectors.extraction.0006-018',
      'vectors.extraction.0005-028',
    ],
    compute: extracting((extraction) => ({
      ...extraction,
      selectors: [...list(extraction, 'selectors')].reverse(),
    })),
  },
  {
    id: 'cuts-in-silence',
    breaks: ['EAAP-0006-018'],
    invariant: [8],
    description: 'Leaves out what does not fit, and says nothing.',
    expected: [
      'vectors.extraction.0006-007',
      'vectors.extraction.0006-010',
      'vectors.extraction.0006-011',
      'vectors.extraction.0006-015',
      'vectors.extraction.0006-016',
      'vectors.extraction.0006-017',
      'vectors.extraction.0006-018',
      'vectors.extraction.0006-019',
      'vectors.extraction.0005-028',
    ],
    compute: overlooking('too-large'),
  },
  {
    id: 'loses-what-is-behind-padding',
    breaks: ['EAAP-0006-010', 'EAAP-0006-018'],
    invariant: [8],
    description: 'Goes through the first 1024 elements of a list and says nothing of the others.',
    expected: [
      'vectors.extraction.0006-010',
      'vectors.extraction.0006-011',
      'vectors.extraction.0006-014',
      'vectors.extraction.0006-016',
      'vectors.extraction.0006-017',
      'vectors.extraction.0006-018',
    ],
    compute: asked('extraction', (input) => {
      const action = object(input, 'action');
      const parameters = Object.entries(object(action, 'parameters')).map(([name, value]) => [
        name,
        Array.isArray(value) ? (value as readonly Json[]).slice(0, 1024) : value,
      ]);
      return {
        ...input,
        action: { ...action, parameters: Object.fromEntries(parameters) as JsonObject },
      };
    }),
  },
  {
    id: 'adds-no-unknown',
    breaks: ['EAAP-0006-019'],
    invariant: [8],
    description: 'Lists what is unread and adds no effect for it.',
    expected: [
      'vectors.extraction.0006-009',
      'vectors.extraction.0006-010',
      'vectors.extraction.0006-011',
      'vectors.extraction.0006-013',
      'vectors.extraction.0006-014',
      'vectors.extraction.0006-015',
      'vectors.extraction.0006-017',
      'vectors.extraction.0006-018',
      'vectors.extraction.0006-019',
      'vectors.extraction.0006-020',
    ],
    compute: extracting((extraction) => ({
      ...extraction,
      effects: list(extraction, 'effects').filter(({ origin }) => origin !== 'extracted'),
    })),
  },
  {
    id: 'costs-nothing',
    breaks: ['EAAP-0006-020'],
    invariant: [8],
    description: 'Does not read the cost of an action.',
    expected: ['vectors.extraction.0006-011', 'vectors.extraction.0006-020'],
    compute: extracting((extraction) => ({ ...extraction, cost: null })),
  },
];
