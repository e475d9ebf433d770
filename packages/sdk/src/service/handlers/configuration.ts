import { checkManifest, compilePolicy } from '@eaap/judgment';
import {
  createKey,
  createNamespace,
  getPolicy,
  getTrust,
  listKeys,
  listManifests,
  rebaseClock,
  revokeKey,
  setManifest,
  setPolicy,
  setTrust,
} from '@eaap/ledger';
import {
  EaapError,
  type Credential,
  type KeyRequest,
  type KeyResponse,
  type KeysResponse,
  type Manifest,
  type ManifestResponse,
  type ManifestsResponse,
  type NamespaceRequest,
  type Policy,
  type PolicyResponse,
  type ReasonRequest,
  type RouteId,
  type TrustResponse,
  type TrustTable,
} from '@eaap/protocol';
import type { Handler } from '../types.ts';
import { idOf } from './vault.ts';

const policy: Handler<never, PolicyResponse> = async ({ ledger }, actor) => ({
  body: await ledger.read(actor.namespace, getPolicy),
});

const putPolicy: Handler<Policy, PolicyResponse> = async ({ ledger }, actor, call) => {
  // Before anything is written: a policy that does not load is never in force.
  compilePolicy(call.body);
  return { body: await ledger.write(actor.namespace, actor.principal, (unit) => setPolicy(unit, call.body)) };
};

const trust: Handler<never, TrustResponse> = async ({ ledger }, actor) => ({
  body: await ledger.read(actor.namespace, getTrust),
});

const putTrust: Handler<TrustTable, TrustResponse> = async ({ ledger }, actor, call) => ({
  body: await ledger.write(actor.namespace, actor.principal, (unit) => setTrust(unit, call.body)),
});

const manifests: Handler<never, ManifestsResponse> = async ({ ledger }, actor) => ({
  body: { manifests: await ledger.read(actor.namespace, listManifests) },
});

const putManifest: Handler<Manifest, ManifestResponse> = async ({ ledger }, actor, call) => {
  if (call.params['tool'] !== call.body.tool) {
    throw new EaapError('invalid-manifest', 'The path names another tool than the manifest.', {
      pointer: '/tool',
    });
  }
  checkManifest(call.body);
  return {
    body: await ledger.write(actor.namespace, actor.principal, (unit) => setManifest(unit, call.body)),
  };
};

const keys: Handler<never, KeysResponse> = async ({ ledger }, actor) => ({
  body: { credentials: await ledger.read(actor.namespace, listKeys) },
});

const makeKey: Handler<KeyRequest, KeyResponse> = async ({ ledger }, actor, call) => ({
  body: await ledger.write(actor.namespace, actor.principal, (unit) => createKey(ledger, unit, call.body)),
});

const revoke: Handler<never, Credential> = async ({ ledger }, actor, call) => ({
  body: await ledger.write(actor.namespace, actor.principal, (unit) => revokeKey(unit, idOf(call))),
});

const makeNamespace: Handler<NamespaceRequest, KeyResponse> = async ({ ledger }, actor, call) => {
  if (actor.namespace !== 'system') {
    throw new EaapError('forbidden', 'Only an admin of the namespace system makes a namespace.');
  }
  return { body: await createNamespace(ledger, { ...call.body, by: actor.principal }) };
};

const rebase: Handler<ReasonRequest> = async ({ ledger }, actor, call) => {
  await rebaseClock(ledger, actor.namespace, actor.principal, call.body.reason);
  return { text: 'The clock is accepted as it is now.\n' };
};

/** What an admin sets. */
export const CONFIGURATION = {
  policy,
  'set-policy': putPolicy,
  trust,
  'set-trust': putTrust,
  manifests,
  'set-manifest': putManifest,
  keys,
  'create-key': makeKey,
  'revoke-key': revoke,
  'create-namespace': makeNamespace,
  rebase,
} as const satisfies Partial<Record<RouteId, Handler>>;
