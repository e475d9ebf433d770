import { listManifests, getTrust, PII_TABLE, type View } from '@eaap/ledger';
import { CAPABILITIES, JUDGE_VERSION } from '@eaap/judgment';
import { digest, EFFECTS_VERSION, type Json } from '@eaap/protocol';

/** The version of everything that decides besides policy, manifests and trust; the same for every namespace. */
export const ENGINE_VERSION = `judge/${JUDGE_VERSION} effects/${EFFECTS_VERSION} pii/${PII_TABLE.version}`;

/**
 * The digest of everything that decides besides the policy: judge, extractors, taxonomy, detectors, manifests, trust.
 *
 * @see RFC-0001 section 4.2
 */
export async function engineDigest(view: View): Promise<`sha256:${string}`> {
  const manifests = await listManifests(view);
  const trust = await getTrust(view);
  const content: Json = {
    judge: JUDGE_VERSION,
    capabilities: [...CAPABILITIES],
    effects: EFFECTS_VERSION,
    pii: PII_TABLE.version,
    manifests: manifests.map(({ manifest, digest: of }): Json => [manifest.tool, of]),
    trust: trust.digest,
  };
  return digest('EAAP-ENGINE-v1', content);
}
