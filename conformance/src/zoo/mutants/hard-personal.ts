import { deflateRawSync, gzipSync } from 'node:zlib';
import type { StoreRequest } from '@eaap/protocol';
import type { Store } from '@eaap/store';
import { FORMS } from '../../checks/ledger/personal.ts';
import type { Mutant } from '../types.ts';
import { handling, type Change } from './lib/deciding.ts';
import { inClear } from './lib/parts.ts';
import { twisted, withBody } from './lib/wire.ts';

/** Where no tree of a log has a node. */
const NOWHERE = 63;

/** Puts bytes into the database, where nobody looks at them. */
const asBytes = (store: Store, namespace: string, bytes: Uint8Array, position: number): Promise<void> =>
  store.transaction(namespace, (tx) => tx.insert('log_nodes', { level: NOWHERE, position, hash: bytes }));

/** Keeps statements in which personal data was replaced, as they were sent, in some encoding. */
const keeping = (encode: (statement: string) => string | Uint8Array): Change => {
  let kept = 0;
  return handling<StoreRequest>('store', async ({ context, actor, call, next }) => {
    const answer = await next();
    const { statement } = call.body;
    const { scrubbed } = answer.body as { scrubbed?: readonly unknown[] };
    if (statement === undefined || (scrubbed ?? []).length === 0) return answer;
    const { store, clock } = context.ledger.parts;
    const encoded = encode(statement);
    kept += 1;
    if (typeof encoded === 'string') await inClear(store, actor.namespace, `${kept} ${encoded}`, clock.now());
    else await asBytes(store, actor.namespace, encoded, kept);
    return answer;
  });
};

const base64 = (before: string) => (text: string) =>
  Buffer.from(`${before}${text}`, 'utf8').toString('base64');
const zlibHead = Buffer.from([0x78, 0x9c]);

/** Every way in which a text may lie in a file without being encrypted. */
const ENCODINGS: Readonly<Record<string, (text: string) => string | Uint8Array>> = {
  'utf-16': (text) => Buffer.from(text, 'utf16le'),
  hex: (text) => Buffer.from(text, 'utf8').toString('hex'),
  'base64-at-0': base64(''),
  'base64-at-1': base64('?'),
  'base64-at-2': base64('??'),
  percent: (text) =>
    [...Buffer.from(text, 'utf8')].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  'json-escapes': (text) =>
    [...text].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  'full-width': FORMS['full-width'] ?? String,
  'zero-width': FORMS['with zero-width spaces'] ?? String,
  gzip: (text) => gzipSync(text),
  zlib: (text) => Buffer.concat([zlibHead, deflateRawSync(text)]),
};

const encoded: readonly Mutant[] = Object.entries(ENCODINGS).map(([name, encode]) => ({
  id: `keeps-statements-in-${name}`,
  breaks: ['EAAP-0001-033'],
  invariant: [1, 3],
  description: `Keeps statements with personal data as they were sent, encoded: ${name}.`,
  expected: ['ledger.pii-store-files'],
  change: (parts) => keeping(encode)(parts),
}));

const utf8 = (text: string): string => Buffer.from(text, 'latin1').toString('utf8');

/** Broken in where personal data goes in another form than it came in, or comes out again. */
export const HARD_PERSONAL_MUTANTS: readonly Mutant[] = [
  ...encoded,
  {
    id: 'problems-quote-what-looks-clean',
    breaks: ['EAAP-0001-037'],
    invariant: [1],
    description: 'A problem quotes the request it refuses if nothing in it is written as personal data is.',
    expected: ['ledger.pii-forms-in-problems'],
    fetch: twisted(() => async ({ path, text }, next) => {
      const response = await next();
      const body = utf8(text);
      const isClean = !/@|\d{12}|\d{3}-\d{2}-\d{4}|[A-Z]{2}\d{10}/.test(body);
      if (response.status !== 400 || path !== '/v2/vault/store' || !isClean) return response;
      const problem = (await response.json()) as { detail: string };
      return withBody(response, { ...problem, detail: `${problem.detail} It was: ${body.slice(0, 600)}` });
    }),
  },
  {
    id: 'escalations-listed-in-hex',
    breaks: ['EAAP-0001-032'],
    invariant: [1],
    description: 'Lists escalations with the action as it was sent, in hexadecimal for machines.',
    expected: ['ledger.pii-in-exports'],
    fetch: twisted(() => {
      let sent = '';
      return async ({ path, text }, next) => {
        if (path === '/v2/actions/evaluate' && text.includes('messages.send')) sent = text;
        const response = await next();
        if (path !== '/v2/escalations' || response.status !== 200) return response;
        const body = (await response.json()) as Record<string, unknown>;
        return withBody(response, { ...body, raw: Buffer.from(sent, 'latin1').toString('hex') });
      };
    }),
  },
  {
    id: 'prints-what-it-stores',
    breaks: ['EAAP-0001-036'],
    invariant: [1],
    description: 'Prints the subject of every store request.',
    expected: ['ledger.pii-output'],
    change: (parts) =>
      handling<StoreRequest>('store', ({ call, next }) => {
        parts.log?.({ level: 'info', event: 'store', subject: call.body.subject } as never);
        return next();
      })(parts),
  },
];
