import { listManifests, getTrust, PII_TABLE, type View } from '@eaap/ledger';
import { CAPABILITIES, JUDGE_VERSION, NO_EXTRACTORS, type Extractors } from '@eaap/judgment';
import { digest, EFFECTS_VERSION, type Json } from '@eaap/protocol';

/** The version of everything that decides besides policy, manifests and trust; the same for every namespace. */
export const ENGINE_VERSION = `judge/${JUDGE_VERSION} effects/${EFFECTS_VERSION} pii/${PII_TABLE.version}`;

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The extractors as they enter the engine digest: `shell.bash@1`. */
export const versionsOf = (extractors: Extractors): string[] =>
  [...extractors.values()].map(({ dialect, version }) => `${dialect}@${version}`).sort(byCodeUnit);

/**
 * The digest of everything that decides besides the policy: judge, extractors, taxonomy, detectors, manifests, trust.
 *
 * @see RFC-0001 section 4.2
 */
export async function engineDigest(
  view: View,
  extractors: Extractors = NO_EXTRACTORS,
): Promise<`sha256:${string}`> {
  const manifests = await listManifests(view);
  const trust = await getTrust(view);
  return digestOfEngine({
    judge: JUDGE_VERSION,
    capabilities: [...CAPABILITIES, ...versionsOf(extractors)],
    effects: EFFECTS_VERSION,
    pii: PII_TABLE.version,
    manifests: manifests.map(({ manifest, digest: of }) => [manifest.tool, of] as const),
    trust: trust.digest,
  });
}

/** Everything that decides besides the policy. */
export interface EngineContent {
  readonly judge: string;
  readonly capabilities: readonly string[];
  readonly effects: string;
  readonly pii: string;
  /** Tool and digest of each manifest in force. */
  readonly manifests: readonly (readonly [tool: string, digest: string])[];
  readonly trust: string;
}

/**
 * The digest of an engine, whatever the order in which its lists are given.
 *
 * @see RFC-0002 section 4.3
 */
export function digestOfEngine(engine: EngineContent): `sha256:${string}` {
  const { judge, capabilities, effects, pii, manifests, trust } = engine;
  return digest('EAAP-ENGINE-v1', {
    judge,
    capabilities: [...capabilities].sort(byCodeUnit),
    effects,
    pii,
    manifests: [...manifests].sort(([a], [b]) => byCodeUnit(a, b)).map(([tool, of]): Json => [tool, of]),
    trust,
  });
}
