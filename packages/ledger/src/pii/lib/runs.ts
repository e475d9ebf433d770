import { textsOf } from './bytes.ts';
import { originalEnd, originalStart, type View } from './view.ts';

/** Runs shorter than this are not decoded: they hold at most eleven bytes of base64 or seven of hex. */
const SHORTEST = 16;

export const HEX = /[0-9A-Fa-f]{16,}/g;
/** Bytes written apart: `34 31 31 31`, `34:31:31:31`, `0x34,0x31`. */
export const SPACED_HEX =
  /(?<![0-9A-Za-z])(?:0x)?[0-9A-Fa-f]{2}(?:[ :,-]{1,2}(?:0x)?[0-9A-Fa-f]{2}){7,}(?![0-9A-Za-z])/g;
/** Base64 and base64url; lines of at least 60 characters continue over a line break, as in MIME and PEM. */
export const BASE64 = /(?:[A-Za-z0-9+/_-]{60,}\r?\n)+[A-Za-z0-9+/_-]+={0,2}|[A-Za-z0-9+/_-]{16,}={0,2}/g;
const NOT_BASE64 = /[^A-Za-z0-9+/_-]+/g;

/**
 * The readable texts inside the view's base64 and hex runs. Each is a view all of whose characters stand for the whole
 * run, because a run that holds personal data is replaced as a whole.
 */
export function decodedRuns(view: View): View[] {
  const views: View[] = [];
  collect(view, HEX, hexBytes, views);
  collect(view, SPACED_HEX, (run) => hexBytes(run.replace(/0x|[ :,-]+/g, '')), views);
  collect(view, BASE64, base64Bytes, views);
  return views;
}

function collect(view: View, pattern: RegExp, decode: (run: string) => Uint8Array[], into: View[]): void {
  if (view.text.length < SHORTEST) return;
  for (const match of view.text.matchAll(pattern)) {
    const start = originalStart(view, match.index);
    const end = originalEnd(view, match.index + match[0].length);
    for (const bytes of decode(match[0])) {
      for (const text of textsOf(bytes)) {
        const map = {
          starts: new Int32Array(text.length).fill(start),
          ends: new Int32Array(text.length).fill(end),
        };
        into.push({ text, map });
      }
    }
  }
}

/** A run may begin with a hex digit that belongs to something else: both alignments. */
function hexBytes(run: string): Uint8Array[] {
  return [0, 1].map((shift) => Buffer.from(run.slice(shift, run.length - ((run.length - shift) % 2)), 'hex'));
}

/** A run may begin with a path or a name made of the same alphabet: every alignment. */
function base64Bytes(run: string): Uint8Array[] {
  const body = run.replace(NOT_BASE64, '');
  return [0, 1, 2, 3].map((shift) => Buffer.from(body.slice(shift), 'base64'));
}
