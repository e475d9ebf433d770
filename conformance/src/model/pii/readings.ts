import { decodeUtf8 } from '../utf8.ts';
import { data, pattern } from './table.ts';
import { rewritten, standing, stretch, textOf, type Unit, type View } from './view.ts';

const isMark = (point: string): boolean => /^\p{M}$/u.test(point);

/** The view as a reader sees it; the view itself when that is no different. */
export function folded(view: View): View {
  const points = [...textOf(view)];
  const units: Unit[] = [];
  let changed = false;
  for (let i = 0, at = 0; i < points.length;) {
    let cluster = points[i] ?? '';
    for (i += 1; i < points.length && isMark(points[i] ?? ''); i += 1) cluster += points[i] ?? '';
    const text = foldedCluster(cluster);
    changed ||= text !== cluster;
    units.push(...standing(text, stretch(view, at, at + cluster.length)));
    at += cluster.length;
  }
  return changed ? units : view;
}

function foldedCluster(cluster: string): string {
  if (/^[\0-\x7f]$/.test(cluster)) return cluster;
  return [...cluster.normalize('NFKC')]
    .filter((point) => !isMark(point))
    .map(foldedPoint)
    .join('');
}

function foldedPoint(point: string): string {
  const { invisible, space, dash, dot, zeros } = data.folding;
  const code = point.codePointAt(0) ?? 0;
  if (code < 128) return point;
  if (pattern(invisible).test(point)) return '';
  if (pattern(space).test(point)) return ' ';
  if (pattern(dash).test(point)) return '-';
  if (pattern(dot).test(point)) return '.';
  const zero = zeros
    .map((name) => Number.parseInt(name.slice(2), 16))
    .find((z) => z <= code && code < z + 10);
  return zero === undefined ? point : String(code - zero);
}

/** The unescaped view, if anything is escaped, then the texts of the runs. */
export function decodings(view: View): View[] {
  const escapes = [...textOf(view).matchAll(pattern(data.escapes.escape, 'g'))];
  const changes = escapes.flatMap((match) => resolved(match[0], match.index));
  const unescaped = changes.length === 0 ? [] : [rewritten(view, changes)];
  return [...unescaped, ...runsOf(view)];
}

function resolved(escape: string, at: number): { start: number; end: number; text: string }[] {
  const one = (text: string | undefined) =>
    text === undefined ? [] : [{ start: at, end: at + escape.length, text }];
  if (escape.startsWith('%')) return percent(escape, at);
  if (escape.startsWith('&#')) {
    const digits = escape.slice(2).replace(';', '');
    return one(
      pointOf(/^x/i.test(digits) ? Number.parseInt(digits.slice(1), 16) : Number.parseInt(digits, 10)),
    );
  }
  if (escape.startsWith('&')) {
    const name = escape.slice(1, -1);
    return one(Object.hasOwn(data.escapes.references, name) ? data.escapes.references[name] : undefined);
  }
  const kind = escape.charAt(1);
  if (kind === 'u' || kind === 'x')
    return one(pointOf(Number.parseInt(escape.slice(2).replace(/[{}]/g, ''), 16)));
  return one(data.escapes.controls[kind] ?? kind);
}

const pointOf = (code: number): string | undefined =>
  code > 0x10ffff ? undefined : String.fromCodePoint(code);

function percent(run: string, at: number): { start: number; end: number; text: string }[] {
  const bytes = run
    .slice(1)
    .split('%')
    .map((hex) => Number.parseInt(hex, 16));
  const changes: { start: number; end: number; text: string }[] = [];
  for (let i = 0; i < bytes.length;) {
    const lead = bytes[i] ?? 0;
    const size = lead < 0xc2 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    const points =
      size > 1 && i + size <= bytes.length ? decodeUtf8(Uint8Array.from(bytes.slice(i, i + size))) : null;
    const read = points?.length === 1 ? size : 1;
    const text = points?.length === 1 ? (points[0] ?? '') : String.fromCharCode(lead);
    changes.push({ start: at + 3 * i, end: at + 3 * (i + read), text });
    i += read;
  }
  return changes;
}

function runsOf(view: View): View[] {
  const text = textOf(view);
  if (text.length < 16) return [];
  const views: View[] = [];
  for (const [name, read] of [
    ['hex', hexReadings],
    ['spaced_hex', (run: string) => hexReadings(run.replace(/0x/g, '').replace(/[ :,-]/g, ''))],
    ['base64', base64Readings],
  ] as const) {
    for (const match of text.matchAll(pattern(data.runs[name], 'g'))) {
      const whole = stretch(view, match.index, match.index + match[0].length);
      for (const bytes of read(match[0]))
        for (const piece of textsOf(bytes)) views.push(standing(piece, whole));
    }
  }
  return views;
}

function hexReadings(digits: string): number[][] {
  return [digits, digits.slice(1)].map((row) => {
    const bytes: number[] = [];
    for (let i = 0; i + 2 <= row.length; i += 2) bytes.push(Number.parseInt(row.slice(i, i + 2), 16));
    return bytes;
  });
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function base64Readings(run: string): number[][] {
  const values = run
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .split('')
    .map((char) => ALPHABET.indexOf(char))
    .filter((value) => value >= 0);
  return [0, 1, 2, 3].map((shift) => {
    const bytes: number[] = [];
    let bits = 0;
    let held = 0;
    for (const value of values.slice(shift)) {
      held = ((held << 6) | value) & 0xfff;
      bits += 6;
      if (bits < 8) continue;
      bits -= 8;
      bytes.push((held >> bits) & 0xff);
    }
    return bytes;
  });
}

function textsOf(bytes: readonly number[]): string[] {
  const texts = utf8Pieces(bytes).flatMap((piece) => piece.split(pattern(data.runs['unreadable'])));
  const found = texts.filter((text) => text.length >= 10);
  if (bytes.includes(0)) {
    const latin = bytes.map((byte) => String.fromCharCode(byte)).join('');
    for (const order of ['utf16_little_endian', 'utf16_big_endian'])
      for (const match of latin.matchAll(pattern(data.runs[order], 'g')))
        found.push(match[0].split('\0').join(''));
  }
  return found.sort((a, b) => b.length - a.length);
}

/** The well-formed stretches of bytes as text. */
function utf8Pieces(bytes: readonly number[]): string[] {
  const pieces: string[] = [];
  let piece = '';
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  for (let i = start; i < bytes.length;) {
    const size = [1, 2, 3, 4].find(
      (n) => i + n <= bytes.length && decodeUtf8(Uint8Array.from(bytes.slice(i, i + n)))?.length === 1,
    );
    if (size === undefined) {
      pieces.push(piece);
      piece = '';
      i += 1;
    } else {
      piece += decodeUtf8(Uint8Array.from(bytes.slice(i, i + size)))?.join('') ?? '';
      i += size;
    }
  }
  return [...pieces, piece];
}
