import type { Checkpoint } from '../checks/wire.ts';
import { ANY, type Asker } from '../model/gateway/types.ts';
import { World, type InForce, type PolicyDocument, type TrustDocument } from '../model/gateway/world.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { CALLERS } from '../runner/world/callers.ts';
import type { SutAnswer } from '../sut/types.ts';
import { INSTALLED, POLICIES, TRUSTS } from './documents.ts';
import type { Site } from './site.ts';
import type { Who } from './steps.ts';

/** A namespace to play in, with the keys of those who ask, and the model of it. */
export interface Stage {
  readonly site: Site;
  readonly world: World;
  /** The key of who asks; it is made when it is first asked for, which leaves a record. */
  key(as: Who): Promise<{ readonly key: string; readonly isNew: boolean }>;
  asker(as: Who): Asker;
}

/** The gateway did not do what every sequence begins with. */
export class NotReady extends Error {
  override readonly name = 'NotReady';
}

function askerOf(namespace: string, as: Who): Asker {
  if (as === 'system')
    return { namespace: 'system', principal: ANY, owner: ANY, roles: ['admin'], sources: [] };
  if (as === 'admin') return { namespace, principal: 'admin', owner: 'adam', roles: ['admin'], sources: [] };
  const { principal, owner, roles, sources = [] } = CALLERS[as];
  const own = roles.includes('agent') ? [{ kind: 'agent', id: principal }] : sources;
  return { namespace, principal, owner, roles, sources: own };
}

/**
 * Makes a namespace, its policy, trust table and manifests, over the wire.
 *
 * @param tools - Those that a sequence speaks of: a manifest costs a flush.
 */
export async function openStage(site: Site, tools: ReadonlySet<string>): Promise<Stage> {
  const { sut } = site;
  const namespace = site.nextNamespace();
  const must = async (
    status: number,
    method: string,
    path: string,
    key: string,
    body?: Json,
  ): Promise<SutAnswer> => {
    const answer = await sut.request({ method, path, key, ...(body === undefined ? {} : { body }) });
    if (answer.status !== status)
      throw new NotReady(
        `${method} ${path} was answered with ${answer.status}: ${answer.text.slice(0, 300)}`,
      );
    return answer;
  };
  const text = (answer: SutAnswer): string => String((answer.json as { key?: unknown }).key);
  const made = { namespace, admin: 'admin', owner: 'adam' };
  const admin = text(await must(201, 'POST', '/v2/namespaces', site.systemKey(), made));
  await must(200, 'PUT', '/v2/policy', admin, POLICIES['base'] ?? null);
  await must(200, 'PUT', '/v2/trust', admin, TRUSTS['base'] ?? null);
  for (const manifest of INSTALLED.filter((one) => tools.has(String(one['tool']))))
    await must(200, 'PUT', `/v2/manifests/${String(manifest['tool'])}`, admin, manifest);

  const read = async (path: string): Promise<JsonObject> =>
    (await must(200, 'GET', path, admin)).json as JsonObject;
  const inForce = <T>(answer: JsonObject, name: string): InForce<T> => ({
    digest: String(answer['digest']),
    version: Number(answer['version']),
    document: answer[name] as unknown as T,
  });
  const checkpoint = (await must(200, 'GET', '/v2/ledger/checkpoint', admin)).json as Checkpoint;
  const { manifests } = (await read('/v2/manifests')) as { manifests: readonly JsonObject[] };
  const world = new World(namespace, checkpoint.verifier_key, {
    policy: inForce<PolicyDocument>(await read('/v2/policy'), 'policy'),
    trust: inForce<TrustDocument>(await read('/v2/trust'), 'trust'),
    manifests: manifests.map((one) => inForce<JsonObject>(one, 'manifest')),
  });
  world.seq = Number(checkpoint.note.split('\n')[1]);
  const keys: Partial<Record<Who, string>> = { admin, system: site.systemKey() };
  const key: Stage['key'] = async (as) => {
    const known = keys[as];
    if (known !== undefined) return { key: known, isNew: false };
    const body = CALLERS[as as keyof typeof CALLERS] as unknown as JsonObject;
    const own = text(await must(201, 'POST', '/v2/keys', admin, body));
    keys[as] = own;
    return { key: own, isNew: true };
  };
  return { site, world, key, asker: (as) => askerOf(namespace, as) };
}
