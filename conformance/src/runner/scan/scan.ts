import { readFileSync } from 'node:fs';
import { constants, inflateRawSync } from 'node:zlib';
import type { Sighting } from '../../checks/types.ts';
import { patternsOf, type Pattern } from './encodings.ts';

/** What is looked for. */
export interface Needle {
  readonly name: string;
  readonly patterns: readonly Pattern[];
}

export const textNeedle = (text: string): Needle => ({ name: text, patterns: patternsOf(text) });
export const bytesNeedle = (bytes: Uint8Array): Needle => ({
  name: Buffer.from(bytes).toString('hex').slice(0, 32),
  patterns: [{ encoding: 'bytes', bytes: Buffer.from(bytes) }],
});

/** A file that was read, or was not there (a journal comes and goes). */
export interface Read {
  readonly file: string;
  readonly bytes: Buffer;
}

/** Reads files; those that are not there are left out. */
export function readFiles(files: readonly string[]): Read[] {
  return [...new Set(files)].flatMap((file) => {
    try {
      return [{ file, bytes: readFileSync(file) }];
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  });
}

/** Looks for needles in files, and in whatever lies compressed in them. */
export function scanFiles(reads: readonly Read[], needles: readonly Needle[]): Sighting[] {
  return reads.flatMap(({ file, bytes }) => [
    ...sightings(file, bytes, needles, ''),
    ...inflated(bytes).flatMap(({ offset, content }) =>
      sightings(file, content, needles, ` in a compressed stream at ${offset}`),
    ),
  ]);
}

function sightings(file: string, bytes: Buffer, needles: readonly Needle[], where: string): Sighting[] {
  return needles.flatMap(({ name, patterns }) =>
    patterns.flatMap((pattern) => {
      const offset = bytes.indexOf(pattern.bytes);
      return offset < 0 ? [] : [{ needle: name, file, encoding: `${pattern.encoding}${where}`, offset }];
    }),
  );
}

/** Ciphertext is full of bytes that look like the head of a stream; most fail at once. */
const MAX_STREAMS = 20_000;
const MIN_CONTENT = 6;

function inflated(bytes: Buffer): { offset: number; content: Buffer }[] {
  const found: { offset: number; content: Buffer }[] = [];
  let tried = 0;
  for (let offset = 0; offset + 2 < bytes.length && tried < MAX_STREAMS; offset += 1) {
    const start = streamAt(bytes, offset);
    if (start === null) continue;
    tried += 1;
    const content = inflateFrom(bytes, start);
    if (content !== null && content.length >= MIN_CONTENT) found.push({ offset, content });
  }
  return found;
}

/** Where the deflated bytes begin when the head of a gzip (RFC 1952) or zlib (RFC 1950) stream stands at `offset`. */
function streamAt(bytes: Buffer, offset: number): number | null {
  const at = (place: number): number => bytes[place] ?? 0;
  const [first, second] = [at(offset), at(offset + 1)];
  if (first === 0x78 && ((first << 8) | second) % 31 === 0) return offset + 2;
  if (first !== 0x1f || second !== 0x8b || at(offset + 2) !== 8) return null;
  const flags = at(offset + 3);
  let start = offset + 10;
  if ((flags & 4) !== 0) start += 2 + at(start) + 256 * at(start + 1);
  for (const text of [8, 16]) {
    if ((flags & text) !== 0) start = bytes.indexOf(0, start) + 1;
  }
  return (flags & 2) !== 0 ? start + 2 : start;
}

const OPTIONS = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 4 * 1024 * 1024 };
/** Shorter runs too: a stream that is broken further on, by a page of the database, still gives what it held before. */
const RUNS = [1024 * 1024, 4096, 1024, 256];

function inflateFrom(bytes: Buffer, start: number): Buffer | null {
  for (const run of RUNS) {
    try {
      return inflateRawSync(bytes.subarray(start, start + run), OPTIONS);
    } catch {
      // No stream, or one that breaks within the run.
    }
  }
  return null;
}
