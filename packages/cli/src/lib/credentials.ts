import { EaapError, matches, ROLES, type Json, type Role } from '@eaap/protocol';
import type { RoleKeys } from '@eaap/sdk';
import { KeyResponse } from '@eaap/protocol';
import { usage } from './exit.ts';
import { jsonOf, readText } from './files.ts';
import type { Io } from './io.ts';

/** The keys at hand: by role, or one for everything; and perhaps that of the admin of `system`. */
export interface Keys {
  readonly keys?: RoleKeys;
  readonly key?: string;
  readonly system?: string;
}

const KEY = /^eaap_[a-z][a-z0-9-]*_[A-Za-z0-9_-]{43}$/;

const member = (value: Json | undefined, name: string): Json | undefined =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? (value as Readonly<Record<string, Json>>)[name]
    : undefined;

/** A key as it was given, without the line end. It is never repeated in a message. @throws CliError usage */
export function keyOf(text: string, from: string): string {
  const key = text.trim();
  if (!KEY.test(key)) throw usage(`${from} does not hold a key, as in eaap_default_….`);
  return key;
}

/**
 * The keys in a credentials file: `{"keys": {"agent": "eaap_…"}, "system": "eaap_…"}`, or what `keys create --json`
 * printed.
 *
 * @throws CliError usage
 */
export async function readCredentialsFile(io: Io, path: string): Promise<Keys> {
  const file = jsonOf(await readText(io, path), path);
  if (matches(KeyResponse, file)) {
    const key = keyOf(file.key, path);
    return { keys: Object.fromEntries(file.credential.roles.map((role) => [role, key])) };
  }
  const keys: Partial<Record<Role, string>> = {};
  for (const role of ROLES) {
    const key = member(member(file, 'keys'), role);
    if (key !== undefined) keys[role] = keyOf(typeof key === 'string' ? key : '', `${path}, keys.${role},`);
  }
  const system = member(file, 'system');
  if (Object.keys(keys).length === 0 && system === undefined) {
    throw usage(`${path} is not a credentials file: it has no keys.`);
  }
  return {
    keys,
    ...(system === undefined
      ? {}
      : { system: keyOf(typeof system === 'string' ? system : '', `${path}, system,`) }),
  };
}

/** The key of the admin of `system`. @throws EaapError `unauthenticated` when it is not at hand. */
export function systemKey({ system, key }: Keys): string {
  const found = system ?? key;
  if (found !== undefined) return found;
  throw new EaapError(
    'unauthenticated',
    'This needs the key of the admin of system; it is not in the credentials.',
  );
}
