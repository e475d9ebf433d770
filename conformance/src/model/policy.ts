import { loadRule } from './cel/index.ts';
import { digest, type Digest } from './digest.ts';
import { isPattern } from './judge/pattern.ts';
import type { Json } from './json.ts';
import { schemaFaults } from './schema.ts';

/** Why a policy is refused, in the words of RFC-0007 section 3.2; `invalid` when it does not match its schema. */
export type PolicyFault =
  'invalid' | 'duplicate-id' | 'ungrantable' | 'target-pattern' | 'limit-currency' | 'condition' | 'total';

interface Policy {
  readonly grants: readonly {
    readonly id: string;
    readonly effects: readonly string[];
    readonly targets: readonly string[];
  }[];
  readonly rules: readonly {
    readonly id: string;
    readonly when: string;
    readonly targets?: readonly string[];
  }[];
  readonly limits: readonly { readonly id: string; readonly kind: string; readonly currency?: string }[];
}

const MOST_TOTAL = 1_000_000;

const isDoubled = (entries: readonly { readonly id: string }[]): boolean =>
  new Set(entries.map(({ id }) => id)).size < entries.length;

/** The digest of a policy that loads, or everything for which it is refused. */
export function loadPolicy(document: Json): { digest: Digest } | { faults: readonly PolicyFault[] } {
  if (schemaFaults('policy', document).length > 0) return { faults: ['invalid'] };
  const { grants, rules, limits } = document as unknown as Policy;
  const faults: PolicyFault[] = [];
  if ([grants, rules, limits].some(isDoubled)) faults.push('duplicate-id');
  if (grants.some(({ effects }) => effects.includes('unknown') || effects.includes('secret.read')))
    faults.push('ungrantable');
  const targets = [...grants, ...rules].flatMap((entry) => entry.targets ?? []);
  if (!targets.every(isPattern)) faults.push('target-pattern');
  if (limits.some(({ kind, currency }) => kind !== 'quota' && currency !== undefined))
    faults.push('limit-currency');
  let total = 0;
  for (const { when } of rules) {
    const loaded = loadRule(when);
    if ('faults' in loaded) faults.push('condition');
    else total += loaded.estimate;
  }
  if (total > MOST_TOTAL) faults.push('total');
  return faults.length > 0 ? { faults } : { digest: digest('EAAP-POLICY-v1', document) };
}
