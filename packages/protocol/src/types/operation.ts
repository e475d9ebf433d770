import Type, { type Static } from 'typebox';
import { DigestString, NamespaceName, PrincipalName, Role, SourceKind, Timestamp, Uuid } from './common.ts';
import { closed, nullable, oneOf, ref, schemaId } from './schema.ts';
import { Manifest } from './manifest.ts';
import { Policy, TrustTable } from './policy.ts';

export const AssertableSource = Type.Object(
  {
    kind: SourceKind,
    id: Type.String({ minLength: 1, maxLength: 256, description: 'Its id; * for any id of that kind.' }),
  },
  closed,
);

/** A credential to be made. */
export const KeyRequest = Type.Object(
  {
    principal: PrincipalName,
    owner: Type.String({
      pattern: '^[a-z0-9][a-z0-9._-]{0,62}$',
      description: 'The person who answers for it; separation of duties compares this.',
    }),
    roles: Type.Array(Role, { minItems: 1, maxItems: 6, uniqueItems: true }),
    sources: Type.Optional(
      Type.Array(AssertableSource, { maxItems: 32, description: 'Which sources it may assert.' }),
    ),
    expires_at: Type.Optional(Timestamp),
  },
  { ...closed, $id: schemaId('key-request'), title: 'Key request' },
);

/** A credential without its secret. */
export const Credential = Type.Object(
  {
    id: Uuid,
    namespace: NamespaceName,
    principal: PrincipalName,
    owner: Type.String(),
    roles: Type.Array(Role),
    sources: Type.Array(AssertableSource),
    created_at: Timestamp,
    expires_at: nullable(Timestamp),
    revoked_at: nullable(Timestamp),
  },
  { ...closed, $id: schemaId('credential'), title: 'Credential' },
);

export const KeyResponse = Type.Object(
  {
    credential: ref(Credential),
    key: Type.String({ description: 'The key. It is shown once and stored as a digest.' }),
  },
  { ...closed, $id: schemaId('key-response'), title: 'Key response' },
);
export const KeysResponse = Type.Object(
  { credentials: Type.Array(ref(Credential)) },
  { ...closed, $id: schemaId('keys-response'), title: 'Keys' },
);

export const NamespaceRequest = Type.Object(
  {
    namespace: NamespaceName,
    admin: PrincipalName,
    owner: Type.String({ pattern: '^[a-z0-9][a-z0-9._-]{0,62}$' }),
  },
  {
    ...closed,
    $id: schemaId('namespace-request'),
    title: 'Namespace request',
    description: 'A namespace to be made, and its first admin.',
  },
);

export const HaltRequest = Type.Object(
  {
    scope: oneOf(['gateway', 'namespace', 'agent'], {
      description: 'What to halt. Only an admin of `system` halts the gateway.',
    }),
    agent: Type.Optional(PrincipalName),
    reason: Type.String({ minLength: 1, maxLength: 1024 }),
  },
  { ...closed, $id: schemaId('halt-request'), title: 'Halt or resume request' },
);

export const ControlState = Type.Object(
  {
    halted: Type.Array(
      Type.Object(
        {
          scope: oneOf(['gateway', 'namespace', 'agent'], { description: 'What is halted.' }),
          name: Type.String(),
          reason: Type.String(),
          principal: PrincipalName,
          since: Timestamp,
        },
        closed,
      ),
    ),
  },
  { ...closed, $id: schemaId('control-state'), title: 'Control state' },
);

export const PolicyResponse = Type.Object(
  { digest: DigestString, version: Type.Integer({ minimum: 1 }), policy: ref(Policy) },
  { ...closed, $id: schemaId('policy-response'), title: 'Policy response' },
);
export const TrustResponse = Type.Object(
  { digest: DigestString, version: Type.Integer({ minimum: 1 }), trust: ref(TrustTable) },
  { ...closed, $id: schemaId('trust-response'), title: 'Trust response' },
);
export const ManifestResponse = Type.Object(
  { digest: DigestString, version: Type.Integer({ minimum: 1 }), manifest: ref(Manifest) },
  { ...closed, $id: schemaId('manifest-response'), title: 'Manifest response' },
);
export const ManifestsResponse = Type.Object(
  { manifests: Type.Array(ref(ManifestResponse)) },
  { ...closed, $id: schemaId('manifests-response'), title: 'Manifests' },
);

/** The answer of `/.well-known/eaap`. */
export const Discovery = Type.Object(
  {
    protocol: Type.Literal('eaap'),
    version: Type.String({ description: 'The protocol version, as in 2.0.' }),
    profile: oneOf(['cooperative', 'enforced'], { description: 'The deployment profile.' }),
    capabilities: Type.Array(Type.String(), {
      description: 'Extractors and options that are on; none in the core.',
    }),
    engine_version: Type.String({
      description: 'The version of everything that decides besides policy, manifests and trust.',
    }),
    checkpoint_key: Type.String({ description: 'The C2SP verifier key of the log.' }),
  },
  { ...closed, $id: schemaId('discovery'), title: 'Discovery' },
);

export const Problem = Type.Object(
  {
    type: Type.String({ pattern: '^urn:eaap:problem:[a-z-]+$' }),
    title: Type.String(),
    status: Type.Integer({ minimum: 400, maximum: 599 }),
    detail: Type.String(),
  },
  {
    $id: schemaId('problem'),
    title: 'Problem',
    description: 'RFC 9457. Further members depend on the type.',
  },
);

export type AssertableSource = Static<typeof AssertableSource>;
export type KeyRequest = Static<typeof KeyRequest>;
export type Credential = Static<typeof Credential>;
export type KeyResponse = Static<typeof KeyResponse>;
export type KeysResponse = Static<typeof KeysResponse>;
export type NamespaceRequest = Static<typeof NamespaceRequest>;
export type HaltRequest = Static<typeof HaltRequest>;
export type ControlState = Static<typeof ControlState>;
export type PolicyResponse = Static<typeof PolicyResponse>;
export type TrustResponse = Static<typeof TrustResponse>;
export type ManifestResponse = Static<typeof ManifestResponse>;
export type ManifestsResponse = Static<typeof ManifestsResponse>;
export type Discovery = Static<typeof Discovery>;
export type Problem = Static<typeof Problem>;
