import { DETECTORS, type Detector, type Ledger } from '@eaap/ledger';
import type { Mutant } from '../types.ts';
import { inClear, withHandler } from './lib/parts.ts';
import { twisted, withBody } from './lib/wire.ts';

type Change = NonNullable<Mutant['change']>;

/** Other detectors than the published ones; those of the parts can be made to fail and stay underneath. */
const detecting =
  (change: (detectors: readonly Detector[]) => readonly Detector[]): Change =>
  (parts) => ({ ...parts, detectors: change(parts.detectors ?? DETECTORS) });

/** Detectors that do not see some texts. */
const blindTo = (isUnseen: (text: string, type: string) => boolean): Change =>
  detecting((detectors) =>
    detectors.map(({ type, find }) => ({
      type,
      find: (text, context) => (isUnseen(text, type) ? [] : find(text, context)),
    })),
  );

/** Another maker of tokens. */
const tokenising =
  (token: (right: Ledger['sealer']['token'], ledger: Ledger) => Ledger['sealer']['token']): Change =>
  (parts) => ({
    ...parts,
    ledger: (right) => {
      const ledger = parts.ledger?.(right) ?? right;
      const { sealer } = ledger;
      const made = token((namespace) => sealer.token(namespace), ledger);
      // In place: the ledger is known to its own package by identity.
      return Object.assign(ledger, { sealer: { ...sealer, token: made } });
    },
  });

/** Broken in what is found of personal data, and in where it goes. */
export const PERSONAL_MUTANTS: readonly Mutant[] = [
  {
    id: 'cards-not-detected',
    breaks: [
      'EAAP-0001-027',
      'EAAP-0001-028',
      'EAAP-0001-032',
      'EAAP-0001-035',
      'EAAP-0001-037',
      'EAAP-0016-003',
    ],
    invariant: [1],
    description: 'Card numbers are not looked for.',
    expected: [
      'ledger.pii-replaced',
      'ledger.pii-forms',
      'ledger.pii-in-evaluation',
      'ledger.pii-in-problems',
      'ledger.pii-dump',
      'actors.personal-names',
      'ledger.pii-forms-in-problems',
      'ledger.pii-in-exports',
    ],
    change: detecting((detectors) => detectors.filter(({ type }) => type !== 'card')),
  },
  {
    id: 'base64-not-read',
    breaks: ['EAAP-0001-028'],
    invariant: [1],
    description: 'What is encoded in base64 is not looked into.',
    expected: ['ledger.pii-forms', 'ledger.pii-forms-in-problems', 'ledger.pii-in-exports'],
    change: blindTo((text) => text.startsWith('the datum ')),
  },
  {
    id: 'tokens-differ-each-time',
    breaks: ['EAAP-0001-029'],
    invariant: [1],
    description: 'A token is drawn at random, so that equal data no longer is equal.',
    expected: ['ledger.pii-equal-tokens', 'ledger.pii-equal-across-forms', 'secrets.erased-by-identifier'],
    change: tokenising((right, { parts }) => async (namespace) => {
      const tokenise = await right(namespace);
      return (type, normalised) =>
        tokenise(type, `${normalised} ${Buffer.from(parts.entropy.bytes(8)).toString('hex')}`);
    }),
  },
  {
    id: 'tokens-the-same-everywhere',
    breaks: ['EAAP-0001-030'],
    invariant: [1, 4],
    description: 'Tokens are made under one key for all namespaces.',
    expected: ['ledger.pii-tokens-by-namespace'],
    change: tokenising((right) => () => right('system')),
  },
  {
    id: 'digests-taken-for-data',
    breaks: ['EAAP-0001-031'],
    invariant: [1],
    description: 'Long hexadecimal texts are taken for keys.',
    expected: ['ledger.pii-left-alone'],
    change: detecting((detectors) => [
      ...detectors,
      {
        type: 'x_hex',
        *find(text) {
          for (const { 0: found, index } of text.matchAll(/\b[0-9a-f]{40,64}\b/g))
            yield { start: index, end: index + found.length, normalised: found };
        },
      },
    ]),
  },
  {
    id: 'intent-not-scrubbed',
    breaks: ['EAAP-0001-032', 'EAAP-0001-035'],
    invariant: [1],
    description: 'Personal data in the intent of an action is kept as it is.',
    expected: ['ledger.pii-in-evaluation', 'ledger.pii-dump', 'ledger.pii-in-exports'],
    change: (parts) => ({
      ...parts,
      engine: {
        ...parts.engine,
        scrub: async (ledger, namespace, action) => {
          const { scrubAction } = await import('@eaap/admissibility');
          const scrubbed = await scrubAction(ledger, namespace, action);
          return action.intent === undefined ? scrubbed : { ...scrubbed, intent: action.intent };
        },
      },
    }),
  },
  {
    id: 'statements-in-clear',
    breaks: ['EAAP-0001-033'],
    invariant: [1, 3],
    description: 'A statement in which personal data was replaced is kept as it was sent, in clear.',
    expected: ['ledger.pii-store-files'],
    change: (parts) =>
      withHandler(parts, 'store', (next) => async (context, actor, call) => {
        const answer = await next(context, actor, call);
        const { statement } = (call as { body: { statement?: string } }).body;
        const { scrubbed } = answer.body as { scrubbed: readonly unknown[] };
        const { store, clock } = context.ledger.parts;
        if (statement !== undefined && scrubbed.length > 0)
          await inClear(store, actor.namespace, statement, clock.now());
        return answer;
      }),
  },
  {
    id: 'intents-in-clear',
    breaks: ['EAAP-0001-034'],
    invariant: [1, 3],
    description: 'The intent of an action is kept as it was sent, in clear.',
    expected: ['ledger.pii-evaluate-files', 'secrets.actions-at-rest', 'secrets.refused-actions-at-rest'],
    change: (parts) =>
      withHandler(parts, 'evaluate', (next) => async (context, actor, call) => {
        const { intent } = (call as { body: { action: { intent?: string } } }).body.action;
        const { store, clock } = context.ledger.parts;
        if (intent !== undefined) await inClear(store, actor.namespace, intent, clock.now());
        return next(context, actor, call);
      }),
  },
  {
    id: 'problems-quote',
    breaks: ['EAAP-0001-037'],
    invariant: [1],
    description: 'A problem quotes the request it refuses.',
    expected: ['ledger.pii-in-problems', 'ledger.pii-forms-in-problems'],
    fetch: twisted(() => async ({ path, text }, next) => {
      const response = await next();
      if (response.status !== 400 || path !== '/v2/vault/store') return response;
      const problem = (await response.json()) as { detail: string };
      return withBody(response, { ...problem, detail: `${problem.detail} It was: ${text.slice(0, 400)}` });
    }),
  },
  {
    id: 'broken-detectors-passed-over',
    breaks: ['EAAP-0001-038'],
    invariant: [1],
    description: 'A detector that fails has found nothing.',
    expected: ['ledger.detector-unavailable'],
    change: detecting((detectors) =>
      detectors.map(({ type, find }) => ({
        type,
        find(text, context) {
          try {
            return [...find(text, context)];
          } catch {
            return [];
          }
        },
      })),
    ),
  },
];
