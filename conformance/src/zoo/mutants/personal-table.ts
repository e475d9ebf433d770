import { DETECTORS, detect, scrubJson, type Detector, type PiiType } from '@eaap/ledger';
import { computeWith, type PiiParts } from '../../adapter/compute/pii.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Answer } from '../../vectors/types.ts';
import type { Mutant } from '../types.ts';
import { twisted } from './lib/wire.ts';

type Compute = NonNullable<Mutant['compute']>;

/** Answers the vectors of personal data otherwise. */
const answering =
  (change: (input: JsonObject, right: (parts?: Partial<PiiParts>) => Answer) => Answer): Compute =>
  (next) =>
  async (topic, input) =>
    topic === 'pii'
      ? change(input as JsonObject, (parts = {}) => computeWith(input, parts))
      : next(topic, input);

/** Detectors of which some see nothing in some texts; they are also told the text that came in. */
const blind = (isUnseen: (type: PiiType, view: string, original: string) => boolean): Compute =>
  answering((input, right) => {
    const original = String(input['text'] ?? '');
    const detectors = DETECTORS.map(({ type, find }): Detector => ({
      type,
      find: (text, context) => (isUnseen(type, text, original) ? [] : find(text, context)),
    }));
    return right({ detectors });
  });

/** A detector that finds more than it should. */
const eager = (type: PiiType, pattern: RegExp, normalise: (found: string) => string): Compute =>
  answering((_, right) => {
    const more: Detector = {
      type,
      *find(text) {
        for (const match of text.matchAll(pattern))
          yield {
            start: match.index,
            end: match.index + match[0].length,
            normalised: normalise(match[0]),
          };
      },
    };
    return right({ detectors: [...DETECTORS, more] });
  });

/** The same detectors, given another context. */
const told = (
  change: (context: { label: string; quiet: string }, text: string) => { label: string; quiet: string },
): Compute =>
  answering((_, right) =>
    right({
      detectors: DETECTORS.map(({ type, find }) => ({
        type,
        find: (text, context) => find(text, change(context, text)),
      })),
    }),
  );

const digitsOf = (text: string): string => text.replace(/[^0-9]/g, '');
const isAscii = (text: string): boolean => /^[\0-\x7f]*$/.test(text);
const ESCAPE = /%[0-9A-Fa-f]{2}|&#?[A-Za-z0-9]+;?|\\[ux"/nrt]/;
/** A view that is neither the text nor a rewriting of it, but comes out of a run in it. */
const isRun = (view: string, original: string): boolean =>
  original !== '' &&
  isAscii(original) &&
  !ESCAPE.test(original) &&
  view !== '' &&
  !view.includes('\uFFFC') &&
  !original.includes(view);

/** What only vectors show: id, what it breaks besides invariant 1, and how. */
const BROKEN: readonly (readonly [id: string, breaks: string, description: string, compute: Compute])[] = [
  [
    'pii-shortest-of-two',
    '031',
    'Of what overlaps, the end of the longer one stays in clear.',
    answering((input, right) => {
      const answer = right();
      if (!('refused' in answer) || answer.refused !== 'other-stretch') return answer;
      const text = String(input['text']);
      return /@.*@/.test(text) ? { output: { text, found: input['claimed'] ?? null } } : answer;
    }),
  ],
  [
    'pii-units-for-bytes',
    '032',
    'The length of a text is counted in code units and not in bytes.',
    answering((input, right) => {
      const answer = right();
      const text = String(input['text'] ?? '');
      return 'refused' in answer &&
        answer.refused === 'payload-too-large' &&
        text !== '' &&
        text.length <= 65_536
        ? { output: { text, found: [] } }
        : answer;
    }),
  ],
  [
    'pii-searched-once',
    '033',
    'What stands beside a detection is not looked at again.',
    blind((_, view) => view.includes('\uFFFC') && !view.includes('[PII:')),
  ],
  [
    'pii-not-folded',
    '034',
    'What is written in other characters than ASCII is read as it is.',
    blind((_, view, original) => !isAscii(original) && isAscii(view) && !ESCAPE.test(original)),
  ],
  [
    'pii-not-unescaped',
    '035',
    'Escapes are not resolved.',
    blind((_, view, original) => ESCAPE.test(original) && !ESCAPE.test(view)),
  ],
  [
    'pii-runs-unread',
    '036',
    'Base64 and hexadecimal are not looked into.',
    blind((_, view, original) => isRun(view, original)),
  ],
  [
    'pii-one-deep',
    '037',
    'What is encoded twice is read once.',
    blind(
      (_, view, original) =>
        isRun(view, original) &&
        !isRun(view, Buffer.from(original, 'base64').toString('latin1')) &&
        ESCAPE.test(Buffer.from(original, 'base64').toString('latin1')) &&
        !ESCAPE.test(view),
    ),
  ],
  [
    'pii-digests-are-cards',
    '038',
    'UUIDs, digests and times are searched like everything else.',
    told((context, text) => ({ ...context, quiet: text })),
  ],
  ['pii-no-keys', '039', 'Credentials are not looked for.', blind((type) => type === 'key')],
  [
    'pii-no-checksum-iban',
    '040',
    'The checksum of an IBAN is not asked for.',
    eager('iban', /\bDE88[0-9 ]{18,24}(?![0-9])/g, (found) => found.replaceAll(' ', '').trim()),
  ],
  [
    'pii-no-luhn',
    '041',
    'The checksum of a card is not asked for.',
    eager('card', /(?<![\p{L}\p{N}.])4[0-9]{15}(?![\p{L}\p{N}])/gu, digitsOf),
  ],
  [
    'pii-mail-keeps-capitals',
    '042',
    'A mail address keeps its capitals.',
    answering((_, right) =>
      right({
        detectors: DETECTORS.map(({ type, find }) => ({
          type,
          *find(text, context) {
            for (const match of find(text, context))
              yield type === 'email' ? { ...match, normalised: text.slice(match.start, match.end) } : match;
          },
        })),
      }),
    ),
  ],
  [
    'pii-ssn-any-area',
    '043',
    'Ranges of social security numbers that are never issued are not left out.',
    eager('ssn', /(?<![0-9-])[0-9]{3}-[0-9]{2}-[0-9]{4}(?![0-9-])/g, digitsOf),
  ],
  [
    'pii-ip-versions',
    '044',
    'What is named a version is taken for an address.',
    eager('ip', /(?<=version )[0-9]{1,3}(?:\.[0-9]{1,3}){3}/g, (found) => found),
  ],
  [
    'pii-phone-as-dialled',
    '045',
    'A phone number keeps the form in which it is dialled.',
    answering((_, right) =>
      right({
        detectors: DETECTORS.map(({ type, find }) => ({
          type,
          *find(text, context) {
            for (const match of find(text, context)) {
              const written = digitsOf(text.slice(match.start, match.end));
              yield type === 'phone' && written.startsWith('0') ? { ...match, normalised: written } : match;
            }
          },
        })),
      }),
    ),
  ],
  [
    'pii-phone-any-ten',
    '046',
    'Any ten digits are a phone number.',
    eager('phone', /(?<![0-9A-Za-z+.])[2-9][0-9]{9}(?![0-9A-Za-z])/g, (found) => `+1${found}`),
  ],
  [
    'pii-token-without-key',
    '047',
    'A token is made without the key of the namespace.',
    answering((_, right) =>
      right({
        token: (_key, type, normalised) =>
          `[PII:${type}:${Buffer.from(normalised.padEnd(16, '.')).toString('hex').slice(0, 32)}]`,
      }),
    ),
  ],
  [
    'pii-token-again',
    '048',
    'A token that comes in is replaced by another one.',
    answering((_, right) => {
      const answer = right();
      return 'output' in answer
        ? {
            output: JSON.parse(
              JSON.stringify(answer.output).replaceAll(
                '0123456789abcdef0123456789abcdef]',
                `${'0'.repeat(32)}]`,
              ),
            ) as Json,
          }
        : answer;
    }),
  ],
  [
    'pii-names-unsearched',
    '049',
    'Names of members are not searched.',
    answering((_, right) =>
      right({
        scrubJson: (value, tokenise, options) => {
          const { value: right_, found } = scrubJson(value, tokenise, options);
          const isName =
            typeof value === 'object' &&
            value !== null &&
            Object.keys(value).some((name) => detect(name).length > 0);
          return { value: isName ? value : right_, found };
        },
      }),
    ),
  ],
  [
    'pii-no-labels',
    '050',
    'What stands before a value says nothing about it.',
    told((context) => ({ ...context, label: '' })),
  ],
  [
    'pii-later-name-wins',
    '051',
    'Of two names that become equal the later one stays.',
    answering((_, right) => {
      const answer = right();
      return 'refused' in answer && answer.refused === 'equal-names' ? { output: { json: {} } } : answer;
    }),
  ],
  [
    'pii-no-marks',
    '052',
    'What is written in disguise keeps no mark.',
    answering((_, right) => right({ isPlain: () => true })),
  ],
];

/** Where more than the requirement's own vectors notice. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  'pii-searched-once': ['vectors.pii.0003-033', 'vectors.pii.0003-048'],
  'pii-not-folded': [
    'vectors.pii.0003-034',
    'vectors.pii.0003-039',
    'vectors.pii.0003-040',
    'vectors.pii.0003-041',
    'vectors.pii.0003-042',
    'vectors.pii.0003-043',
    'vectors.pii.0003-044',
    'vectors.pii.0003-045',
    'vectors.pii.0003-047',
  ],
  'pii-not-unescaped': [
    'vectors.pii.0003-035',
    'vectors.pii.0003-037',
    'vectors.pii.0003-039',
    'vectors.pii.0003-040',
    'vectors.pii.0003-041',
    'vectors.pii.0003-042',
    'vectors.pii.0003-043',
    'vectors.pii.0003-044',
    'vectors.pii.0003-045',
  ],
  'pii-runs-unread': [
    'vectors.pii.0003-036',
    'vectors.pii.0003-037',
    'vectors.pii.0003-039',
    'vectors.pii.0003-040',
    'vectors.pii.0003-041',
    'vectors.pii.0003-042',
    'vectors.pii.0003-043',
    'vectors.pii.0003-044',
    'vectors.pii.0003-045',
  ],
  'pii-one-deep': [
    'vectors.pii.0003-037',
    'vectors.pii.0003-039',
    'vectors.pii.0003-040',
    'vectors.pii.0003-041',
    'vectors.pii.0003-042',
    'vectors.pii.0003-043',
    'vectors.pii.0003-044',
    'vectors.pii.0003-045',
  ],
  'pii-no-keys': [
    'vectors.pii.0003-031',
    'vectors.pii.0003-033',
    'vectors.pii.0003-034',
    'vectors.pii.0003-035',
    'vectors.pii.0003-036',
    'vectors.pii.0003-037',
    'vectors.pii.0003-039',
    'vectors.pii.0003-047',
    'vectors.pii.0003-052',
  ],
  'pii-no-luhn': ['vectors.pii.0003-038', 'vectors.pii.0003-041'],
  'pii-mail-keeps-capitals': ['vectors.pii.0003-042', 'vectors.pii.0003-051', 'vectors.pii.0003-052'],
  'pii-phone-as-dialled': ['vectors.pii.0003-045', 'vectors.pii.0003-052'],
  'pii-phone-any-ten': ['vectors.pii.0003-046', 'vectors.pii.0003-049', 'vectors.pii.0003-050'],
  'pii-token-without-key': [
    'vectors.pii.0003-031',
    'vectors.pii.0003-032',
    'vectors.pii.0003-033',
    'vectors.pii.0003-034',
    'vectors.pii.0003-035',
    'vectors.pii.0003-036',
    'vectors.pii.0003-037',
    'vectors.pii.0003-039',
    'vectors.pii.0003-040',
    'vectors.pii.0003-041',
    'vectors.pii.0003-042',
    'vectors.pii.0003-043',
    'vectors.pii.0003-044',
    'vectors.pii.0003-045',
    'vectors.pii.0003-047',
    'vectors.pii.0003-048',
    'vectors.pii.0003-049',
    'vectors.pii.0003-050',
    'vectors.pii.0003-051',
    'vectors.pii.0003-052',
  ],
  'pii-names-unsearched': ['vectors.pii.0003-049', 'vectors.pii.0003-051'],
  'pii-no-labels': [
    'vectors.pii.0003-043',
    'vectors.pii.0003-045',
    'vectors.pii.0003-049',
    'vectors.pii.0003-050',
    'vectors.pii.0003-052',
  ],
};

/** Broken in the table of detectors, and in the names that are refused. */
export const PERSONAL_TABLE_MUTANTS: readonly Mutant[] = [
  {
    id: 'attribute-personal',
    breaks: ['EAAP-0003-029'],
    invariant: [1],
    description: 'An attribute that is personal data is stored as if it were another.',
    expected: ['ledger.pii-attribute'],
    fetch: twisted(() => async ({ path, text }, next) => {
      const response = await next();
      if (path !== '/v2/vault/store' || response.status !== 400) return response;
      return /"attribute":"(?:ghp_|card4|ip-203)/.test(text) ? new Response('{}', { status: 201 }) : response;
    }),
  },
  {
    id: 'executor-personal',
    breaks: ['EAAP-0003-030'],
    invariant: [1],
    description: 'An evaluation for an executor whose name is personal data is answered like another.',
    expected: ['ledger.pii-executor'],
    fetch: twisted(() => async ({ path, text }, next) => {
      const response = await next();
      if (path !== '/v2/actions/evaluate' || response.status !== 400) return response;
      return /"executor":"(?:ghp_|460-|203\.)/.test(text) ? new Response('{}', { status: 200 }) : response;
    }),
  },
  ...BROKEN.map(([id, breaks, description, compute]): Mutant => ({
    id,
    breaks: [`EAAP-0003-${breaks}`],
    invariant: [1],
    description,
    expected: EXPECTED[id] ?? [`vectors.pii.0003-${breaks}`],
    compute,
  })),
];
