import { readNumberToken, type NumberFault } from './decimal.ts';
import { decodeUtf8 } from './utf8.ts';

/** Why a JSON text is refused. */
export type JsonFault =
  NumberFault | 'syntax' | 'utf8' | 'duplicate-name' | 'lone-surrogate' | 'noncharacter' | 'depth' | 'size';

const MOST_BYTES = 1_048_576;
const MOST_LEVELS = 64;
const ESCAPES = new Map([...'"\\/bfnrt'].map((letter, i) => [letter, '"\\/\b\f\n\r\t'.charAt(i)]));
const SHORT = new Map([...'"\\bfnrt'].map((letter, i) => ['"\\\b\f\n\r\t'.charAt(i), `\\${letter}`]));

/** Thrown where the grammar ends: nothing behind it can be read. */
class Syntax extends Error {}

/** The canonical text of a string: quotes, backslash and controls escaped, all else as it is. */
export function quoted(text: string): string {
  let out = '"';
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charAt(i);
    const code = text.charCodeAt(i);
    out += SHORT.get(unit) ?? (code < 0x20 ? `\\u${code.toString(16).padStart(4, '0')}` : unit);
  }
  return `${out}"`;
}

/** A reader that writes the canonical text as it goes and remembers every fault it meets. */
class Strict {
  readonly faults = new Set<JsonFault>();
  readonly #points: readonly string[];
  #at = 0;

  constructor(points: readonly string[]) {
    this.#points = points;
  }

  whole(): string {
    this.#space();
    const text = this.#value(0);
    this.#space();
    if (this.#at < this.#points.length) throw new Syntax();
    return text;
  }

  #peek(): string {
    return this.#points[this.#at] ?? '';
  }

  #take(wanted: string): boolean {
    const there = this.#points.slice(this.#at, this.#at + wanted.length).join('');
    if (there !== wanted) return false;
    this.#at += wanted.length;
    return true;
  }

  #space(): void {
    while ([' ', '\t', '\n', '\r'].includes(this.#peek())) this.#at += 1;
  }

  #value(around: number): string {
    for (const literal of ['true', 'false', 'null']) if (this.#take(literal)) return literal;
    if (this.#peek() === '"') return quoted(this.#string());
    if (this.#peek() === '[' || this.#peek() === '{') {
      if (around >= MOST_LEVELS) this.faults.add('depth');
      return this.#points[this.#at++] === '[' ? this.#array(around + 1) : this.#object(around + 1);
    }
    return this.#number();
  }

  #number(): string {
    let token = '';
    while (/^[-+.0-9eE]$/.test(this.#peek())) token += this.#points[this.#at++] ?? '';
    if (!/^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$/.test(token)) throw new Syntax();
    const read = readNumberToken(token);
    if ('text' in read) return read.text;
    this.faults.add(read.fault);
    return '0';
  }

  #string(): string {
    if (!this.#take('"')) throw new Syntax();
    let text = '';
    while (!this.#take('"')) {
      const point = this.#points[this.#at++];
      if (point === undefined || point < ' ') throw new Syntax();
      text += point === '\\' ? this.#escape() : point;
    }
    this.#check(text);
    return text;
  }

  #escape(): string {
    const letter = this.#points[this.#at++] ?? '';
    const plain = ESCAPES.get(letter);
    if (plain !== undefined) return plain;
    const hex = this.#points.slice(this.#at, this.#at + 4).join('');
    if (letter !== 'u' || !/^[0-9a-fA-F]{4}$/.test(hex)) throw new Syntax();
    this.#at += 4;
    return String.fromCharCode(Number.parseInt(hex, 16));
  }

  #check(text: string): void {
    for (const point of text) {
      const code = point.codePointAt(0) ?? 0;
      if (code >= 0xd800 && code <= 0xdfff) this.faults.add('lone-surrogate');
      if ((code >= 0xfdd0 && code <= 0xfdef) || code % 0x10000 >= 0xfffe) this.faults.add('noncharacter');
    }
  }

  #array(around: number): string {
    const items: string[] = [];
    this.#space();
    if (this.#take(']')) return '[]';
    do {
      this.#space();
      items.push(this.#value(around));
      this.#space();
    } while (this.#take(','));
    if (!this.#take(']')) throw new Syntax();
    return `[${items.join(',')}]`;
  }

  #object(around: number): string {
    const members = new Map<string, string>();
    this.#space();
    if (this.#take('}')) return '{}';
    do {
      this.#space();
      const name = this.#string();
      if (members.has(name)) this.faults.add('duplicate-name');
      this.#space();
      if (!this.#take(':')) throw new Syntax();
      this.#space();
      members.set(name, this.#value(around));
      this.#space();
    } while (this.#take(','));
    if (!this.#take('}')) throw new Syntax();
    // Texts are compared by UTF-16 code unit.
    const sorted = [...members].sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${sorted.map(([name, value]) => `${quoted(name)}:${value}`).join(',')}}`;
  }
}

/**
 * Reads a JSON text as strictly as the protocol does: its canonical text, or everything that is wrong with it.
 *
 * @see RFC-0002 section 3
 */
export function readStrict(
  bytes: Uint8Array,
): { readonly canonical: string } | { readonly faults: readonly JsonFault[] } {
  const faults: JsonFault[] = bytes.length > MOST_BYTES ? ['size'] : [];
  const points = decodeUtf8(bytes);
  if (points === null) return { faults: [...faults, 'utf8'] };
  const reader = new Strict(points);
  try {
    const canonical = reader.whole();
    return faults.length + reader.faults.size === 0
      ? { canonical }
      : { faults: [...faults, ...reader.faults] };
  } catch (error) {
    if (!(error instanceof Syntax)) throw error;
    return { faults: [...faults, ...reader.faults, 'syntax'] };
  }
}
