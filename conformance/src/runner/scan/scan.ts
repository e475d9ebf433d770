import { readFileSync } from 'node:fs';
import { inflateRawSync, inflateSync, gunzipSync, constants } from 'node:zlib';
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

/** A stream that ends in the middle still gives what it held up to there. */
const OPTIONS = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 4 * 1024 * 1024 };
/** Ciphertext is full of bytes that look like the head of a stream; most fail at once. */
const MAX_STREAMS = 20_000;
const MIN_CONTENT = 6;

function inflated(bytes: Buffer): { offset: number; content: Buffer }[] {
  const found: { offset: number; content: Buffer }[] = [];
  let tried = 0;
  for (let offset = 0; offset + 2 < bytes.length && tried < MAX_STREAMS; offset += 1) {
    const [first, second] = [bytes[offset] ?? 0, bytes[offset + 1] ?? 0];
    const isGzip = first === 0x1f && second === 0x8b && bytes[offset + 2] === 8;
    const isZlib = first === 0x78 && ((first << 8) | second) % 31 === 0;
    if (!isGzip && !isZlib) continue;
    tried += 1;
    const content = tryInflate(bytes.subarray(offset, offset + 1024 * 1024), isGzip);
    if (content !== null && content.length >= MIN_CONTENT) found.push({ offset, content });
  }
  return found;
}

type Inflate = (bytes: Buffer) => Buffer;
const GZIP: readonly Inflate[] = [(bytes) => gunzipSync(bytes, OPTIONS)];
const ZLIB: readonly Inflate[] = [
  (bytes) => inflateSync(bytes, OPTIONS),
  (bytes) => inflateRawSync(bytes.subarray(2), OPTIONS),
];

function tryInflate(bytes: Buffer, isGzip: boolean): Buffer | null {
  for (const inflate of isGzip ? GZIP : ZLIB) {
    try {
      return inflate(bytes);
    } catch {
      // Not a stream, or one that breaks off before anything came out.
    }
  }
  return null;
}
