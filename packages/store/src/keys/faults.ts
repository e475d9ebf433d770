import { EaapError, type ProblemType } from '@eaap/protocol';

const SENTENCES: Partial<Record<ProblemType, string>> = {
  'storage-locked': 'Another program holds the key store. End it or try again.',
  'storage-read-only':
    'The key store cannot be written. Give this process write permission on the file and its folder.',
  'storage-full':
    'The disk of the key store is full. No key was made or destroyed; free some space and try again.',
  'storage-corrupt':
    'The key store is damaged, or the file is not one. Restore it: without it nothing can be decrypted.',
  'storage-version': 'The key store was written by a later gateway. Use that one, or a later one.',
};

const UNAVAILABLE =
  'The key store cannot be read or written. Check the disk, the folder and its permissions.';

/** The engine's failures as the one problem a key store has, its sentence saying which. What is not the engine's stays as it is. */
export function keyStoreFault(thrown: unknown): EaapError {
  const error = EaapError.from(thrown);
  if (!error.type.startsWith('storage-')) return error;
  // What was said about a file by name says more than the sentence for an error code.
  const coded = typeof (error.cause as { errcode?: unknown } | null | undefined)?.errcode === 'number';
  const detail = coded ? (SENTENCES[error.type] ?? UNAVAILABLE) : error.detail;
  return new EaapError('key-store-unavailable', detail, {}, { cause: error });
}
