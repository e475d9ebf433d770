import type { Json, JsonObject } from '../../model/json.ts';
import type { Extraction } from '../../model/judge/documents.ts';
import type { CaseSource } from '../types.ts';
import { action, manifest } from './reading.ts';

const CODE = { type: 'code', dialect: 'shell.bash' };
const SHELL = manifest({ '/command': CODE }, { effects: [] });
const effect = (name: string, target: string | null = null, rest: JsonObject = {}): JsonObject => ({
  effect: name,
  target,
  ...rest,
});
const reading = (...effects: readonly JsonObject[]): JsonObject => ({ effects, unread: [] });
const unread = (...effects: readonly JsonObject[]): JsonObject => ({
  effects,
  unread: [{ code: 'unreadable-code', detail: 'A part of it.' }],
});
const RM = reading(effect('file.delete', 'path:/srv/x'));

interface Written {
  readonly id: string;
  readonly title: string;
  readonly of: readonly number[];
  readonly command?: Json;
  readonly parameters?: JsonObject;
  readonly action?: JsonObject;
  readonly manifest?: Json;
  readonly reads?: Json;
  readonly extractors?: JsonObject;
  readonly document?: boolean;
  readonly refused?: string;
  readonly mistake?: string;
}

const written = (all: readonly Written[]): CaseSource[] =>
  all.map(
    ({
      id,
      title,
      of,
      command = 'x',
      parameters,
      reads,
      extractors,
      refused,
      mistake,
      document,
      ...rest
    }) => ({
      id,
      title,
      requirements: of.map((n) => `EAAP-0006-${String(n).padStart(3, '0')}`),
      input: {
        action: action(parameters ?? { command }, rest.action ?? {}),
        manifest: rest.manifest ?? SHELL,
        extractors: extractors ?? { 'shell.bash': reads === undefined ? {} : { x: reads } },
        ...(document === undefined ? {} : { document }),
      },
      ...(refused === undefined ? {} : { refused }),
      ...(mistake === undefined ? {} : { mistake }),
    }),
  );

const LIST = manifest({ '/commands/*': CODE }, { effects: [] });
const BOTH = manifest({ '/a': CODE, '/b': { type: 'code', dialect: 'sql.postgresql' } }, { effects: [] });
const STATED = manifest({ '/command': CODE });
const many = (n: number): JsonObject =>
  reading(...Array.from({ length: n }, (_, at) => effect('file.write', `path:/srv/f${at}`)));

/** What becomes of a parameter that an extractor reads. */
export const READING_CASES: readonly CaseSource[] = written([
  { id: 'one-effect', title: 'One effect with its target', of: [21], reads: RM },
  { id: 'no-target', title: 'An effect that names nothing', of: [21], reads: reading(effect('compute')) },
  {
    id: 'several',
    title: 'Several effects, in the order of the reading',
    of: [21],
    reads: reading(
      effect('network.call', 'host:www.example.com'),
      effect('file.write', 'path:/srv/x'),
      effect('compute'),
    ),
  },
  {
    id: 'twice',
    title: 'The same effect twice',
    of: [21],
    reads: reading(effect('file.read', 'path:/srv/x'), effect('file.read', 'path:/srv/x')),
  },
  {
    id: 'behind-the-manifest',
    title: 'Behind what the manifest states',
    of: [21],
    manifest: STATED,
    reads: RM,
  },
  {
    id: 'behind-declarations',
    title: 'Behind what the agent declares',
    of: [21],
    action: { effects: [{ effect: 'data.read' }] },
    reads: RM,
  },
  {
    id: 'declared-too',
    title: 'An agent declares the effect that is read',
    of: [21],
    action: { effects: [{ effect: 'file.delete', target: 'path:/srv/x' }] },
    reads: RM,
  },
  {
    id: 'two-places',
    title: 'Code at two places of a list',
    of: [21],
    parameters: { commands: ['x', 'y'] },
    manifest: LIST,
    extractors: { 'shell.bash': { x: RM, y: reading(effect('system.read')) } },
  },
  {
    id: 'two-dialects',
    title: 'Two dialects, each read by its own extractor',
    of: [21],
    parameters: { a: 'x', b: 'x' },
    manifest: BOTH,
    extractors: {
      'shell.bash': { x: RM },
      'sql.postgresql': { x: reading(effect('data.read', 'resource:table/public.t')) },
    },
  },
  {
    id: 'left-out',
    title: 'Code that may be left out, and is',
    of: [21],
    parameters: {},
    manifest: manifest({ '/command': { ...CODE, required: false } }),
    reads: RM,
  },
  {
    id: 'secret',
    title: 'A secret is read',
    of: [21],
    reads: reading(effect('secret.read', 'path:/srv/key')),
  },
  {
    id: 'floor',
    title: 'An extractor that rates below the floor',
    of: [22],
    reads: reading(effect('file.delete', 'path:/srv/x', { risk: 'low', reversibility: 'reversible' })),
  },
  {
    id: 'raised',
    title: 'An extractor that rates above the floor',
    of: [22],
    reads: reading(effect('file.write', 'path:/srv/x', { risk: 'critical', reversibility: 'irreversible' })),
  },
  {
    id: 'manifest-raises',
    title: 'A manifest that rates all effects of its tool higher',
    of: [22],
    manifest: manifest(
      { '/command': CODE },
      { effects: [], risk: 'critical', reversibility: 'irreversible' },
    ),
    reads: reading(effect('file.read', 'path:/srv/x', { risk: 'medium' })),
  },
  {
    id: 'manifest-lower',
    title: 'A manifest that rates lower than the extractor',
    of: [22],
    manifest: manifest({ '/command': CODE }, { effects: [], risk: 'medium' }),
    reads: reading(effect('file.read', 'path:/srv/x', { risk: 'high' })),
  },
  { id: 'most', title: 'As many effects as an extraction holds', of: [18, 21], reads: many(128) },
  {
    id: 'unread-document',
    title: 'Something could not be read, and the extraction all the same',
    of: [21, 23],
    reads: unread(effect('file.read', 'path:/srv/x')),
    document: true,
  },
  {
    id: 'unread',
    title: 'Nothing could be read',
    of: [23],
    reads: unread(),
    refused: 'unreadable-code',
    mistake: 'took the effects that were read for all there are',
  },
  {
    id: 'unread-in-part',
    title: 'A part could not be read',
    of: [23],
    reads: unread(effect('compute')),
    refused: 'unreadable-code',
    mistake: 'took the effects that were read for all there are',
  },
  {
    id: 'empty',
    title: 'A reading that says nothing',
    of: [23],
    reads: reading(),
    refused: 'unreadable-code',
    mistake: 'took nothing for harmless',
  },
  {
    id: 'fails',
    title: 'An extractor that fails',
    of: [23],
    refused: 'unreadable-code',
    mistake: 'went on without the extractor',
  },
  {
    id: 'unknown-name',
    title: 'An effect outside of the taxonomy',
    of: [23],
    reads: reading(effect('file.shred', 'path:/srv/x')),
    refused: 'unreadable-code',
    mistake: 'passed over what it does not know',
  },
  {
    id: 'second-place',
    title: 'The second of two places could not be read',
    of: [23],
    parameters: { commands: ['x', 'y'] },
    manifest: LIST,
    reads: RM,
    refused: 'unreadable-code',
    mistake: 'looked at the first place alone',
  },
  {
    id: 'other-dialect',
    title: 'Another dialect than the declared one',
    of: [3, 21],
    manifest: manifest({ '/command': { type: 'code', dialect: 'shell.fish' } }),
    reads: RM,
    refused: 'undeclared-dialect',
    mistake: 'read one shell as another',
  },
  {
    id: 'longer-name',
    title: 'A dialect whose name begins alike',
    of: [3, 21],
    manifest: manifest({ '/command': { type: 'code', dialect: 'shell.bash.posix' } }),
    reads: RM,
    refused: 'undeclared-dialect',
    mistake: 'compared the beginning of names',
  },
  {
    id: 'relative',
    title: 'A target that is a relative path',
    of: [21],
    reads: reading(effect('file.read', 'path:srv/x')),
    refused: 'unresolved-target',
    mistake: 'believed the extractor',
  },
  {
    id: 'climbs',
    title: 'A target that climbs',
    of: [21],
    reads: reading(effect('file.read', 'path:/srv/../etc')),
    refused: 'unresolved-target',
    mistake: 'believed the extractor',
  },
  {
    id: 'host-in-capitals',
    title: 'A target with a host in capitals',
    of: [21],
    reads: reading(effect('network.call', 'host:WWW.example.com')),
    refused: 'unresolved-target',
    mistake: 'lower-cased it',
  },
  {
    id: 'no-kind',
    title: 'A target without a kind',
    of: [21],
    reads: reading(effect('file.read', '/srv/x')),
    refused: 'unresolved-target',
    mistake: 'took it for a path',
  },
  {
    id: 'long-target',
    title: 'A target that is too long',
    of: [21],
    reads: reading(effect('file.read', `resource:${'a'.repeat(1016)}`)),
    refused: 'unresolved-target',
    mistake: 'cut it',
  },
  {
    id: 'longest-target',
    title: 'A target as long as one may be',
    of: [21],
    reads: reading(effect('file.read', `resource:${'a'.repeat(1015)}`)),
  },
  {
    id: 'number',
    title: 'Code that is a number',
    of: [2, 21],
    command: 7,
    reads: RM,
    refused: 'wrong-type',
    mistake: 'read the number as a text',
  },
  {
    id: 'lines',
    title: 'Code that is a list of lines',
    of: [2, 21],
    command: ['x'],
    reads: RM,
    refused: 'wrong-type',
    mistake: 'joined the lines',
  },
  {
    id: 'missing',
    title: 'Code that is not there',
    of: [14, 21],
    parameters: {},
    reads: RM,
    refused: 'missing-parameter',
    mistake: 'took it for the empty text',
  },
  {
    id: 'too-many',
    title: 'One effect more than an extraction holds',
    of: [18, 21],
    reads: many(129),
    refused: 'too-large',
    mistake: 'left the last effect out',
  },
  {
    id: 'too-many-with-manifest',
    title: 'One effect more, with that of the manifest',
    of: [18, 21],
    manifest: STATED,
    reads: many(128),
    refused: 'too-large',
    mistake: 'counted what it read alone',
  },
  {
    id: 'nothing-left',
    title: 'No effects of the manifest, and the code left out',
    of: [21],
    parameters: {},
    manifest: manifest({ '/command': { ...CODE, required: false } }, { effects: [] }),
    reads: RM,
    refused: 'no-effect',
    mistake: 'took an action without effects for harmless',
  },
]);

type Change = (right: Extraction) => Partial<Extraction>;
const same: Change = () => ({});
const rated =
  (change: Partial<Extraction['effects'][number]>): Change =>
  ({ effects }) => ({ effects: effects.map((one) => ({ ...one, ...change })) });

/** What somebody makes of the input of a case; a `null` mistake is what is right. */
export const CLAIMS: readonly (readonly [of: string, mistake: string | null, change: Change])[] = [
  ['one-effect', null, same],
  ['several', null, same],
  ['floor', null, same],
  ['one-effect', 'said that the manifest states it', rated({ origin: 'manifest' })],
  ['one-effect', 'said that the agent declares it', rated({ origin: 'declared' })],
  ['one-effect', 'left out where it stands', rated({ field: null })],
  ['one-effect', 'left out what it touches', rated({ target: null })],
  ['several', 'kept the first effect', ({ effects }) => ({ effects: effects.slice(0, 1) })],
  [
    'several',
    'sorted the effects',
    ({ effects }) => ({ effects: [...effects].sort((a, b) => (a.effect < b.effect ? -1 : 1)) }),
  ],
  ['twice', 'told the same effect once', ({ effects }) => ({ effects: effects.slice(0, 1) })],
  ['behind-the-manifest', 'put what is read first', ({ effects }) => ({ effects: [...effects].reverse() })],
  [
    'behind-the-manifest',
    'took what is read in the place of the manifest',
    ({ effects }) => ({ effects: effects.slice(1) }),
  ],
  [
    'declared-too',
    'passed over what is declared already',
    ({ effects }) => ({ effects: effects.slice(0, 1) }),
  ],
  [
    'floor',
    'let the extractor lower the floor',
    (right) => ({
      ...rated({ risk: 'low', reversibility: 'reversible' })(right),
      risk: 'low',
      reversibility: 'reversible',
    }),
  ],
  [
    'raised',
    'kept to the floor',
    (right) => ({
      ...rated({ risk: 'medium', reversibility: 'recoverable' })(right),
      risk: 'medium',
      reversibility: 'recoverable',
    }),
  ],
  [
    'manifest-raises',
    'forgot what the manifest states of its tool',
    (right) => ({
      ...rated({ risk: 'medium', reversibility: 'reversible' })(right),
      risk: 'medium',
      reversibility: 'reversible',
    }),
  ],
  [
    'manifest-lower',
    'let the manifest lower what was read',
    (right) => ({ ...rated({ risk: 'medium' })(right), risk: 'medium' }),
  ],
  ['two-places', 'read the first place alone', ({ effects }) => ({ effects: effects.slice(0, 1) })],
  [
    'unread-document',
    'added no unknown effect',
    ({ effects }) => ({ effects: effects.slice(0, -1), risk: 'low', reversibility: 'reversible' }),
  ],
];
