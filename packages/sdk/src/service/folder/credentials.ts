import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EaapError, ROLES, type Role } from '@eaap/protocol';

/** The keys made on the first open, as they lie in `credentials.json`. Whoever can read it can do everything. */
export interface Credentials {
  readonly v: 1;
  /** The namespace that {@link Credentials.keys} are for. */
  readonly namespace: string;
  /** One key for each role. */
  readonly keys: Readonly<Record<Role, string>>;
  /** The key of the admin of `system`, who makes namespaces and halts the whole gateway. */
  readonly system: string;
}

/** Where the credentials of a gateway's folder lie. */
export const credentialsPath = (folder: string): string => join(folder, 'credentials.json');

const isKey = (value: unknown): value is string =>
  typeof value === 'string' && /^eaap_[a-z][a-z0-9-]*_[A-Za-z0-9_-]{43}$/.test(value);

/**
 * The credentials in a gateway's folder.
 *
 * @returns `undefined` when the file is not there: an operator may have put it somewhere safer.
 * @throws EaapError `invalid-request` when it is there and cannot be read as what it should be.
 */
export function readCredentials(folder: string): Credentials | undefined {
  const path = credentialsPath(folder);
  if (!existsSync(path)) return undefined;
  let read: Partial<Credentials> | null = null;
  try {
    read = JSON.parse(readFileSync(path, 'utf8')) as Partial<Credentials> | null;
  } catch {
    // Below: neither a file that cannot be read nor one that is not JSON says more than that it is unusable.
  }
  const keys = read?.keys;
  if (
    read?.v !== 1 ||
    typeof read.namespace !== 'string' ||
    !isKey(read.system) ||
    !ROLES.every((role) => isKey(keys?.[role]))
  ) {
    throw new EaapError(
      'invalid-request',
      `${path} is not a credentials file. Restore it, or move it away and pass keys by hand.`,
    );
  }
  return read as Credentials;
}

/** Writes a file that only its owner may read, whole or not at all, and durably. */
export function writePrivate(path: string, text: string): void {
  const draft = `${path}.new`;
  const file = openSync(draft, 'w', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
  syncFolder(dirname(path));
}

/** Makes a rename or a removal in a folder durable; where a folder cannot be opened the system sees to it itself. */
export function syncFolder(folder: string): void {
  let file: number;
  try {
    file = openSync(folder, 'r');
  } catch {
    return;
  }
  try {
    fsyncSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EINVAL') throw error;
  } finally {
    closeSync(file);
  }
}
