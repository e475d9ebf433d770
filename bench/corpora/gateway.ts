import {
  EaapError,
  type Action,
  type EffectName,
  type Evaluation,
  type Extractor,
  type Manifest,
  type Policy,
} from '@eaap/protocol';
import { Gateway, Service, setUp } from '@eaap/sdk';
import { memoryKeyStore, openSqlite } from '@eaap/store';
import { EFFECT_NAMES, systemClock, systemEntropy } from '@eaap/protocol';

/** What a policy of a measurement believes, and whether it asks for mandates. */
export type Setting = NonNullable<Policy['grounding']>;

/** Effects that always need a person, whoever asks: what they change is not in the data of one user. */
const ALWAYS: readonly EffectName[] = [
  'system.change',
  'repo.discard',
  'data.schema',
  'code.execute',
  'deploy',
];

/** A policy that grants everything there is: what stops an action is its grounds, and nothing else. */
export function policyOf(grounding: Setting): Policy {
  return {
    v: 1,
    name: 'corpora',
    version: '1',
    executors: ['executor'],
    grants: [
      {
        id: 'all',
        principals: ['agent'],
        tools: ['*'],
        effects: EFFECT_NAMES.filter((effect) => effect !== 'unknown' && effect !== 'secret.read'),
        targets: ['*'],
        risk: 'critical',
        environment: 'production',
      },
    ],
    rules: [],
    limits: [],
    confidence: { minimum: 5000 },
    escalate: { effects: [...ALWAYS], reversibility: [] },
    grounding,
    escalation: { target: 'people', ttl_ms: 3_600_000 },
    selects: [],
    ttl_ms: 60_000,
    window_ms: 60_000,
    outcome_ms: 900_000,
  };
}

/** A gateway in memory with some tools and a policy. */
export async function gatewayWith(
  manifests: readonly Manifest[],
  policy: Policy,
  extractors: ReadonlyMap<string, Extractor> = new Map(),
): Promise<Gateway> {
  const [clock, entropy] = [systemClock(), systemEntropy()];
  const rate = { perSecond: 1_000_000, burst: 1_000_000 };
  const service = await Service.compose({
    store: await openSqlite({ path: ':memory:' }),
    keys: memoryKeyStore({ clock, entropy }),
    clock,
    entropy,
    requestRate: rate,
    extractors,
    attemptRate: rate,
  });
  const { keys } = await setUp(service);
  const gateway = Gateway.over(service, { keys });
  for (const manifest of manifests) await gateway.setManifest(manifest);
  await gateway.setPolicy(policy);
  return gateway;
}

/** A verdict, and the reasons for it as sentences with their code. */
export interface Verdict {
  readonly verdict: Evaluation['verdict'];
  readonly reasons: readonly string[];
}

/** Asks the gateway whether an action may happen. */
export async function ask(gateway: Gateway, action: Action): Promise<Verdict> {
  try {
    const { evaluation } = await gateway.evaluate({ action });
    return told(evaluation);
  } catch (error) {
    const evaluation =
      error instanceof EaapError ? (error.extras as { evaluation?: Evaluation }).evaluation : undefined;
    if (evaluation === undefined) throw error;
    return told(evaluation);
  }
}

const told = ({ verdict, judgment }: Evaluation): Verdict => ({
  verdict,
  reasons: judgment.gates.flatMap(({ reasons }) =>
    reasons.filter(({ outcome }) => outcome !== 'shadow').map(({ code, message }) => `${code}: ${message}`),
  ),
});
