import { bootstrap, createKey, createNamespace, setManifest, setPolicy } from '@eaap/ledger';
import { checkManifest, compilePolicy } from '@eaap/judgment';
import { EaapError, SOURCE_KINDS, type KeyRequest, type Role } from '@eaap/protocol';
import type { Service } from '../service.ts';
import { STARTER_MANIFESTS, STARTER_POLICY } from '../starter/index.ts';
import type { Credentials } from './credentials.ts';

const NAMESPACE = 'default';

/** One principal for each role. The approver answers to another person, or nobody could decide what the agent proposes. */
const REQUESTS: Readonly<Record<Exclude<Role, 'admin'>, KeyRequest>> = {
  agent: { principal: 'agent', owner: 'operator', roles: ['agent'] },
  recorder: {
    principal: 'recorder',
    owner: 'operator',
    roles: ['recorder'],
    sources: SOURCE_KINDS.filter((kind) => kind !== 'agent').map((kind) => ({ kind, id: '*' })),
  },
  executor: { principal: 'executor', owner: 'operator', roles: ['executor'] },
  approver: { principal: 'approver', owner: 'reviewer', roles: ['approver'] },
  auditor: { principal: 'auditor', owner: 'operator', roles: ['auditor'] },
};

/**
 * Makes `system`, the namespace `default` with a key for each role, the starter policy and the starter manifests.
 *
 * @returns the keys, which are stored nowhere else.
 * @throws EaapError `already-exists` when `system` is there already.
 */
export async function setUp(service: Service): Promise<Credentials> {
  const { ledger } = service;
  const system = await bootstrap(ledger);
  if (system === null) throw new EaapError('already-exists', 'This gateway was set up already.');
  const admin = await createNamespace(ledger, {
    namespace: NAMESPACE,
    admin: 'admin',
    owner: 'operator',
    by: 'admin',
  });
  const keys: Record<string, string> = { admin: admin.key };
  compilePolicy(STARTER_POLICY);
  STARTER_MANIFESTS.forEach(checkManifest);
  await ledger.write(NAMESPACE, 'admin', async (unit) => {
    for (const [role, request] of Object.entries(REQUESTS))
      keys[role] = (await createKey(ledger, unit, request)).key;
    for (const manifest of STARTER_MANIFESTS) await setManifest(unit, manifest);
    await setPolicy(unit, STARTER_POLICY);
  });
  return { v: 1, namespace: NAMESPACE, keys: keys as Record<Role, string>, system };
}
