import { EaapError, type ProblemType } from '@eaap/protocol';

interface Answer {
  readonly type: ProblemType;
  readonly detail: string;
}

const UNAVAILABLE: Answer = {
  type: 'storage-unavailable',
  detail:
    'The database file cannot be read or written. Check the disk, the folder and its permissions, and the limit on open files.',
};
const CORRUPT: Answer = {
  type: 'storage-corrupt',
  detail:
    'The database file is damaged. Nothing is served from it; restore it from a backup and check it with `eaap verify`.',
};
const LOCKED: Answer = {
  type: 'storage-locked',
  detail: 'Another program holds the database. Nothing was written; end that program or try again.',
};

/** By primary result code (https://sqlite.org/rescode.html). What is not here is a fault of this program. */
const ANSWERS: Readonly<Record<number, Answer>> = {
  3: {
    type: 'storage-read-only',
    detail: 'This process may not access the database file. Give it read and write permission.',
  },
  5: LOCKED,
  6: LOCKED,
  7: { type: 'storage-unavailable', detail: 'The database ran out of memory. Nothing was written.' },
  8: {
    type: 'storage-read-only',
    detail:
      'The database file cannot be written. Give this process write permission on the file and its folder.',
  },
  10: UNAVAILABLE,
  11: CORRUPT,
  13: {
    type: 'storage-full',
    detail: 'The disk or the database is full. Nothing was written; free some space and try again.',
  },
  14: UNAVAILABLE,
  15: LOCKED,
  26: CORRUPT,
};

function answerTo(thrown: unknown): Answer | undefined {
  if (typeof thrown !== 'object' || thrown === null) return undefined;
  const { code, errcode } = thrown as { code?: unknown; errcode?: unknown };
  if (typeof errcode === 'number') return ANSWERS[errcode & 0xff];
  // Nothing written here lies outside ±(2^53−1), so somebody else wrote it.
  if (code === 'ERR_OUT_OF_RANGE')
    return { type: 'storage-corrupt', detail: 'The database holds a number that no gateway writes.' };
  return undefined;
}

/** Anything the engine threw, as a problem an operator can act on. No path and no content is in it: it may reach a client. */
export function storageFault(thrown: unknown): EaapError {
  if (thrown instanceof EaapError) return thrown;
  const answer = answerTo(thrown);
  if (answer === undefined) {
    return new EaapError(
      'internal',
      'The database refused a statement of this program. Nothing was written.',
      {},
      { cause: thrown },
    );
  }
  return new EaapError(answer.type, answer.detail, {}, { cause: thrown });
}
