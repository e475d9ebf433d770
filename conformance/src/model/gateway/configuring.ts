import { digest } from '../digest.ts';
import type { Json, JsonObject } from '../json.ts';
import { loadManifest } from '../manifest.ts';
import { loadPolicy } from '../policy.ts';
import { schemaFaults } from '../schema.ts';
import { inOrder, Refusal, wire, type Answered, type Asked } from './types.ts';
import type { InForce, PolicyDocument, TrustDocument, World } from './world.ts';

/** What is in force once a document is put there: the same again changes nothing. */
function put<T>(
  world: World,
  before: InForce<T> | undefined,
  after: string,
  document: T,
  name: string,
): InForce<T> {
  if (before?.digest === after) return before;
  const next = { digest: after, version: (before?.version ?? 0) + 1, document };
  const type = `${name.slice(0, name.indexOf(':'))}.changed`;
  world.append({ type, object: `${name}@${next.version}`, commitment: after });
  return next;
}

const told = ({ digest: of, version, document }: InForce<unknown>, name: string): Answered => ({
  status: 200,
  problem: null,
  body: { digest: of, version, [name]: document as Json },
});

export function setPolicy(world: World, { body = {} }: Asked): Answered {
  const loaded = loadPolicy(body);
  if ('faults' in loaded)
    throw new Refusal(loaded.faults[0] === 'invalid' ? 'invalid-request' : 'invalid-policy');
  const document = body as unknown as PolicyDocument;
  world.policy = put(world, world.policy, loaded.digest, document, `policy:${document.name}`);
  return told(world.policy, 'policy');
}

export function setTrust(world: World, { body = {} }: Asked): Answered {
  if (schemaFaults('trust-table', body).length > 0) throw new Refusal('invalid-request');
  const of = digest('EAAP-TRUST-v1', body);
  world.trust = put(world, world.trust, of, body as unknown as TrustDocument, 'trust:table');
  return told(world.trust, 'trust');
}

export function setManifest(world: World, { body = {} }: Asked): Answered {
  const loaded = loadManifest(body);
  if ('faults' in loaded) throw new Refusal('invalid-manifest');
  const tool = String(body['tool']);
  const next = put(world, world.manifests.get(tool), loaded.digest, body, `manifest:${tool}`);
  world.manifests.set(tool, next);
  return told(next, 'manifest');
}

/** What a request to halt or resume is about (RFC-0016 section 5.1). */
function addressed({ asker, body = {} }: Asked): { scope: string; name: string } {
  const { scope, agent } = body as { scope: string; agent?: string };
  if (scope === 'gateway' && asker.namespace !== 'system') throw new Refusal('forbidden');
  if ((agent === undefined) === (scope === 'agent')) throw new Refusal('invalid-request');
  return {
    scope,
    name: scope === 'agent' ? String(agent) : scope === 'gateway' ? 'gateway' : asker.namespace,
  };
}

export function halt(world: World, asked: Asked): Answered {
  const at = addressed(asked);
  const isHalted = world.halts.some(({ scope, name }) => scope === at.scope && name === at.name);
  if (!isHalted) {
    const reason = world.tokens.replace(String(asked.body?.['reason']));
    world.halts.push({ ...at, reason, principal: asked.asker.principal, since: world.now });
    if (asked.asker.namespace === world.namespace)
      world.append({ type: 'control.halted', object: `control:${at.scope}.${at.name}` });
  }
  return control(world, asked);
}

export function resume(world: World, asked: Asked): Answered {
  const at = addressed(asked);
  const index = world.halts.findIndex(({ scope, name }) => scope === at.scope && name === at.name);
  if (index < 0) throw new Refusal('not-found');
  world.halts.splice(index, 1);
  if (asked.asker.namespace === world.namespace)
    world.append({ type: 'control.resumed', object: `control:${at.scope}.${at.name}` });
  return control(world, asked);
}

const SCOPES = ['gateway', 'namespace', 'agent'];

/** What is halted for the namespace of who asks. */
export function control(world: World, { asker }: Asked): Answered {
  const halted = world.halts
    .filter(({ scope }) => scope === 'gateway' || asker.namespace === world.namespace)
    .sort((a, b) => SCOPES.indexOf(a.scope) - SCOPES.indexOf(b.scope) || inOrder(a.name, b.name))
    .map(({ since, ...rest }): JsonObject => ({ ...rest, since: wire(since) }));
  return { status: 200, problem: null, body: { halted } };
}
