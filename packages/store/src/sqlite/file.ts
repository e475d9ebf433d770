import { accessSync, closeSync, constants, fsyncSync, openSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { EaapError } from '@eaap/protocol';

/** The file a connection was opened on, by identity rather than by name. */
export interface FileIdentity {
  readonly path: string;
  readonly device: number;
  readonly inode: number;
}

function codeOf(error: unknown): unknown {
  return (error as { code?: unknown } | null)?.code;
}

/** The one name of a file, whatever link it was named by, so that two names cannot take two locks on it. */
export function canonicalPath(path: string): string {
  const absolute = resolve(path);
  try {
    return realpathSync(absolute);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw unavailable(absolute, error);
  }
  try {
    return join(realpathSync(dirname(absolute)), basename(absolute));
  } catch (error) {
    throw new EaapError(
      'storage-unavailable',
      `There is no folder ${dirname(absolute)} to keep ${basename(absolute)} in.`,
      {},
      {
        cause: error,
      },
    );
  }
}

function unavailable(path: string, cause: unknown): EaapError {
  return new EaapError(
    'storage-unavailable',
    `${path} cannot be opened. Check that it exists and who may read it.`,
    {},
    { cause },
  );
}

/** Refuses early, and by name, what SQLite would report late and in general terms. */
export function checkWritable(path: string): void {
  const folder = dirname(path);
  const existing = statSync(path, { throwIfNoEntry: false });
  if (existing !== undefined && !existing.isFile()) {
    throw new EaapError('storage-unavailable', `${path} is not a file.`);
  }
  for (const target of existing === undefined ? [folder] : [folder, path]) {
    try {
      accessSync(target, constants.R_OK | constants.W_OK);
    } catch (error) {
      throw new EaapError(
        'storage-read-only',
        `This process cannot write to ${target}. Give it read and write permission there.`,
        {},
        {
          cause: error,
        },
      );
    }
  }
}

/** Makes the file if it is missing, readable by its owner alone; SQLite gives its journal the same mode. Answers what file it is. */
export function touch(path: string): FileIdentity {
  try {
    closeSync(openSync(path, 'wx', 0o600));
    syncFolder(dirname(path));
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw unavailable(path, error);
  }
  const { dev, ino } = statSync(path);
  return { path, device: dev, inode: ino };
}

/** Whether the file at a path is still the one that was opened. */
export function isInPlace(file: FileIdentity): boolean {
  const now = statSync(file.path, { throwIfNoEntry: false });
  return now !== undefined && now.ino === file.inode && now.dev === file.device;
}

/** Makes the name of a new file as durable as its content. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
