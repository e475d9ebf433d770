import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { ROLES } from '@eaap/protocol';
import { DEFAULT_FOLDER, readCredentials } from '@eaap/sdk';
import type { Io } from './io.ts';

/** The files that the command line keeps in a gateway's folder, besides those of the gateway. */
export interface FolderFiles {
  readonly folder: string;
  readonly database: string;
  readonly credentials: string;
  /** The key that checkpoints are verified with. Public. */
  readonly verifierKey: string;
  /** Where the gateway of this folder is served at the moment. */
  readonly serving: string;
  readonly keyOf: (role: string) => string;
}

/** The files of a folder; `./.eaap` unless one is named. */
export function filesOf(io: Io, path: string = DEFAULT_FOLDER): FolderFiles {
  const folder = resolve(io.cwd, path);
  return {
    folder,
    database: join(folder, 'gateway.db'),
    credentials: join(folder, 'credentials.json'),
    verifierKey: join(folder, 'verifier.key'),
    serving: join(folder, 'serving.json'),
    keyOf: (role) => join(folder, 'keys', `${role}.key`),
  };
}

/** A path as a person would type it here. */
export function shown(io: Io, path: string): string {
  const near = relative(io.cwd, path);
  return near === '' ? '.' : near === '..' || near.startsWith(`..${sep}`) ? path : near;
}

/**
 * Puts beside a gateway what makes it pleasant to use: each key in a file of its own, so that a shell can read it; the
 * public key of its log; and a `.gitignore`, since keys are committed by accident. What is there is left as it is.
 */
export function furnish(files: FolderFiles, verifierKey: string): void {
  const { folder } = files;
  writeOnce(join(folder, '.gitignore'), '*\n', 0o644);
  writeFileSync(files.verifierKey, `${verifierKey}\n`, { mode: 0o644 });
  const credentials = readCredentials(folder);
  if (credentials === undefined) return;
  mkdirSync(join(folder, 'keys'), { recursive: true, mode: 0o700 });
  chmodSync(join(folder, 'keys'), 0o700);
  for (const role of ROLES) writeOnce(files.keyOf(role), `${credentials.keys[role]}\n`, 0o600);
  writeOnce(files.keyOf('system'), `${credentials.system}\n`, 0o600);
}

function writeOnce(path: string, text: string, mode: number): void {
  if (!existsSync(path)) writeFileSync(path, text, { mode, flag: 'wx' });
}

/** Where the gateway of a folder says that it is served, if it says so. */
export function servedAt(files: FolderFiles): string | undefined {
  try {
    const { url } = JSON.parse(readFileSync(files.serving, 'utf8')) as { url?: unknown };
    return typeof url === 'string' ? url : undefined;
  } catch {
    return undefined;
  }
}

/** Says where the gateway of a folder is served; the answer takes it back. */
export function announce(files: FolderFiles, url: string): () => void {
  writeFileSync(files.serving, `${JSON.stringify({ url, pid: process.pid })}\n`, { mode: 0o600 });
  return () => rmSync(files.serving, { force: true });
}

/** The public key of a folder's log, as it was written beside it. */
export function readVerifierKey(files: FolderFiles): string | undefined {
  try {
    return readFileSync(files.verifierKey, 'utf8').trim();
  } catch {
    return undefined;
  }
}
