import Type, { type Static } from 'typebox';
import { JsonPointer, Reversibility, Risk } from './common.ts';
import { closed, nullable, oneOf } from './schema.ts';

/**
 * The taxonomy of effects, version 2: what an action can do to the world, how it can be undone, and the risk it has
 * at the least. A manifest or a declaration may raise the floor, nothing lowers it (RFC-0001 section 8.3).
 */
export const EFFECTS = {
  compute: { reversibility: 'reversible', risk: 'low', description: 'Computes without touching anything.' },
  'data.read': { reversibility: 'reversible', risk: 'low', description: 'Reads business data.' },
  'data.write': { reversibility: 'recoverable', risk: 'medium', description: 'Changes business data.' },
  'data.delete': { reversibility: 'irreversible', risk: 'high', description: 'Deletes business data.' },
  'data.schema': {
    reversibility: 'irreversible',
    risk: 'high',
    description: 'Changes the shape of stored data.',
  },
  'money.move': { reversibility: 'irreversible', risk: 'high', description: 'Moves money.' },
  'message.draft': {
    reversibility: 'reversible',
    risk: 'low',
    description: 'Writes a message without sending it.',
  },
  'message.send': {
    reversibility: 'irreversible',
    risk: 'medium',
    description: 'Sends a message to somebody.',
  },
  'network.call': { reversibility: 'recoverable', risk: 'medium', description: 'Calls another host.' },
  'file.read': { reversibility: 'reversible', risk: 'low', description: 'Reads a file.' },
  'file.write': { reversibility: 'recoverable', risk: 'medium', description: 'Writes a file.' },
  'file.delete': { reversibility: 'irreversible', risk: 'high', description: 'Deletes a file.' },
  'repo.read': { reversibility: 'reversible', risk: 'low', description: 'Reads a source repository.' },
  'repo.write': { reversibility: 'recoverable', risk: 'medium', description: 'Writes a patch or a branch.' },
  'repo.propose': { reversibility: 'reversible', risk: 'medium', description: 'Opens a pull request.' },
  'repo.merge': { reversibility: 'recoverable', risk: 'high', description: 'Merges into a shared branch.' },
  'repo.discard': {
    reversibility: 'irreversible',
    risk: 'high',
    description: 'Throws away work or history of a source repository.',
  },
  'tests.run': { reversibility: 'reversible', risk: 'medium', description: 'Runs tests.' },
  'artifact.build': { reversibility: 'reversible', risk: 'medium', description: 'Builds an artifact.' },
  'system.read': {
    reversibility: 'reversible',
    risk: 'low',
    description: 'Reads the state of a machine, a service or a cluster.',
  },
  'system.change': {
    reversibility: 'irreversible',
    risk: 'high',
    description: 'Changes a machine, a service or a cluster.',
  },
  deploy: { reversibility: 'recoverable', risk: 'high', description: 'Deploys to an environment.' },
  'access.grant': { reversibility: 'recoverable', risk: 'critical', description: 'Gives somebody access.' },
  'access.revoke': { reversibility: 'recoverable', risk: 'high', description: 'Takes access away.' },
  'secret.read': {
    reversibility: 'irreversible',
    risk: 'critical',
    description: 'Reads a secret: always blocked.',
  },
  'code.execute': { reversibility: 'irreversible', risk: 'critical', description: 'Runs code or a command.' },
  unknown: {
    reversibility: 'irreversible',
    risk: 'critical',
    description: 'Nobody can say what it does: always blocked.',
  },
} as const satisfies Record<
  string,
  { reversibility: Static<typeof Reversibility>; risk: Static<typeof Risk>; description: string }
>;

/** The version of the taxonomy; part of the engine digest. */
export const EFFECTS_VERSION = '2';

/** The name of an effect of the taxonomy. */
export type EffectName = keyof typeof EFFECTS;
export const EFFECT_NAMES = Object.keys(EFFECTS) as [EffectName, ...EffectName[]];
export const Effect = oneOf(EFFECT_NAMES, { description: 'An effect of the taxonomy.' });

/** A typed target: `host:api.example.com`, `path:/srv/data/x`, `resource:acct_1`. */
export const Target = Type.String({
  pattern: '^(host|path|resource):.+$',
  maxLength: 1024,
  description: 'What an effect touches: host:, path: or resource: and a value.',
});

/** A pattern over targets: `host:*.example.com` by label, `path:/srv/` as a prefix, `resource:acct_*`. */
export const TargetPattern = Type.String({
  pattern: '^(\\*|(host|path|resource):.+)$',
  maxLength: 1024,
  description:
    'host: exact or *.suffix by whole labels; path: exact, or a prefix that ends in /; resource: with *; * alone for all.',
});

/** An effect found in an action, with where it was found. */
export const ExtractedEffect = Type.Object(
  {
    effect: Effect,
    target: nullable(Target),
    reversibility: Reversibility,
    risk: Risk,
    origin: oneOf(['manifest', 'declared', 'extracted'], { description: 'Who says so.' }),
    field: nullable(JsonPointer),
  },
  closed,
);

/** Why (part of) an action could not be read; each one is an `unknown` effect and blocks. */
export const Unread = Type.Object(
  {
    code: oneOf(
      [
        'no-manifest',
        'no-effect',
        'undescribed-parameter',
        'missing-parameter',
        'wrong-type',
        'undeclared-dialect',
        'unreadable-code',
        'unreadable-url',
        'url-credentials',
        'url-scheme',
        'url-idn',
        'internal-address',
        'unreadable-path',
        'unreadable-mail',
        'unreadable-money',
        'unresolved-target',
        'too-large',
      ],
      { description: 'Why it could not be read.' },
    ),
    field: nullable(JsonPointer),
    detail: Type.String({ maxLength: 512 }),
  },
  closed,
);
