import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { EaapError, noteSigner, parseVerifierKey, systemClock, systemEntropy } from '@eaap/protocol';
import { DEFAULT_NAME } from '@eaap/ledger';
import { loadKeyEncryptionKey, openFileKeyStore } from '@eaap/store';
import { usage } from './exit.ts';
import { readText } from './files.ts';
import { filesOf, readVerifierKey, shown } from './folder.ts';
import type { Io } from './io.ts';

/** A verifier key, and how far it can be relied on. */
export interface FoundKey {
  readonly key: string;
  /** Where it came from, for the report. */
  readonly from: string;
}

/** A key as it was given: itself, or a file that holds it. @throws CliError usage */
export async function givenKey(io: Io, given: string): Promise<FoundKey> {
  const inFile = existsSync(resolve(io.cwd, given));
  const key = inFile ? (await readText(io, given)).trim() : given;
  try {
    parseVerifierKey(key);
  } catch (error) {
    if (!(error instanceof EaapError)) throw error;
    throw usage(
      '--key is the verifier key of a log, as in eaap.local+c9d2e7b1+AZ…, or a file that holds it.',
    );
  }
  return { key, from: inFile ? given : 'given' };
}

/** The verifier key of a gateway's folder: as it was written beside it, or from its key store. Never from its database. */
export async function folderKey(io: Io, database: string): Promise<FoundKey> {
  const files = filesOf(io, dirname(resolve(io.cwd, database)));
  const written = readVerifierKey(files);
  if (written !== undefined) return { ...(await givenKey(io, written)), from: shown(io, files.verifierKey) };
  const keys = join(files.folder, 'keys.db');
  if (existsSync(keys)) return { key: await storedKey(files.folder, keys), from: shown(io, keys) };
  throw usage('There is no verifier key beside the database. Give it: --key KEY, as eaap status shows it.');
}

async function storedKey(folder: string, path: string): Promise<string> {
  const kek = loadKeyEncryptionKey(join(folder, 'kek.key'));
  const store = await openFileKeyStore({
    path,
    kek,
    entropy: systemEntropy(),
    clock: systemClock(),
    mustExist: true,
  });
  try {
    const seed = (await store.find('system', 'signing', 'checkpoint'))?.key;
    if (seed === undefined)
      throw usage('The key store has no key that signs checkpoints. Give the verifier key: --key KEY');
    return noteSigner({ name: DEFAULT_NAME, seed }).verifierKey;
  } finally {
    await store.close();
  }
}
