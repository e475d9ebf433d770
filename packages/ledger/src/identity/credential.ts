import {
  AssertableSource,
  canonicalize,
  digest,
  EaapError,
  formatTime,
  matches,
  parseJson,
  ROLES,
  type Credential,
  type Digest,
  type Role,
} from '@eaap/protocol';
import type { Row } from '@eaap/store';

/** Roles in their fixed order, so that one set has one text. */
export function writeRoles(roles: readonly Role[]): string {
  return canonicalize(ROLES.filter((role) => roles.includes(role)));
}

/** Sources as a row keeps them. */
export function writeSources(sources: readonly AssertableSource[]): string {
  return canonicalize(sources.map(({ kind, id }) => ({ kind, id })));
}

/** @throws EaapError `storage-corrupt` */
export function readRoles(text: string): Role[] {
  const isRole = (role: unknown): role is Role => (ROLES as readonly unknown[]).includes(role);
  const roles = readList(text);
  if (!roles.every(isRole)) throw corrupt();
  return [...roles];
}

/** @throws EaapError `storage-corrupt` */
export function readSources(text: string): AssertableSource[] {
  const isSource = (source: unknown): source is AssertableSource => matches(AssertableSource, source);
  const sources = readList(text);
  if (!sources.every(isSource)) throw corrupt();
  return [...sources];
}

function readList(text: string): readonly unknown[] {
  let list: unknown;
  try {
    list = parseJson(text);
  } catch {
    throw corrupt();
  }
  if (!Array.isArray(list)) throw corrupt();
  return list;
}

const corrupt = (): EaapError =>
  new EaapError('storage-corrupt', 'A credential in the storage cannot be read.');

/** The columns of a credential that the record of its making commits to; its revocation has a record of its own. */
export type CredentialRow = Omit<Row<'credentials'>, 'revoked_at'>;

/**
 * What the record of a credential's making commits to: a role or an owner that is changed in the storage does not fit
 * it any more. Nothing in it can be guessed, since the key's digest is part of it.
 */
export function credentialDigest(row: CredentialRow): Digest {
  const { digest: key, id, principal, owner, roles, sources, created_at, expires_at } = row;
  return digest('EAAP-CREDENTIAL-v1', { key, id, principal, owner, roles, sources, created_at, expires_at });
}

/** A credential as it is answered: without its key and without the key's digest. */
export function toCredential(namespace: string, row: Row<'credentials'>): Credential {
  return {
    id: row.id,
    namespace,
    principal: row.principal,
    owner: row.owner,
    roles: readRoles(row.roles),
    sources: readSources(row.sources),
    created_at: formatTime(row.created_at),
    expires_at: row.expires_at === null ? null : formatTime(row.expires_at),
    revoked_at: row.revoked_at === null ? null : formatTime(row.revoked_at),
  };
}
