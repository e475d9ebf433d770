import { readFileSync } from 'node:fs';
import { readVerifierKey } from '../../model/note.ts';
import type { Check, CheckContext } from '../types.ts';
import { privateKeysIn, publicKeyOf } from './key-search.ts';
import { checkpointKey } from './lib.ts';

function publicKeyIn(t: CheckContext, verifierKey: string): Buffer {
  try {
    return readVerifierKey(verifierKey).publicKey;
  } catch {
    return t.inconclusive('The discovery document names no checkpoint key.');
  }
}

async function contentFiles(t: CheckContext): Promise<Buffer[]> {
  const { files } = await t.control.locate();
  return files.flatMap((file) => {
    try {
      return [readFileSync(file)];
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []; // journals come and go
      throw error;
    }
  });
}

export const signingKey: Check = {
  id: 'log.signing-key-apart',
  requirements: ['EAAP-0001-122'],
  title: 'No 32 bytes in the files of the database are the key that signs checkpoints.',
  grade: 'E3',
  needs: ['storage.locate', 'canary.plant', 'reset'],
  exclusive: true,
  negative: true,
  timeoutMs: 120_000,
  async run(t: CheckContext) {
    const publicKey = publicKeyIn(t, await checkpointKey(t));
    await t.scanWorks();
    // The control: a key of the runner's own, written into the database, must be found.
    const seed = t.random.bytes(32);
    await t.control.plant(`key:${Buffer.from(seed).toString('base64url')}`);
    const planted = publicKeyOf(seed);
    const found = privateKeysIn(await contentFiles(t), [planted, publicKey]);
    t.require('A private key planted in the database is found', found.includes(planted));
    t.expect('the signing key is not found', !found.includes(publicKey));
  },
};
