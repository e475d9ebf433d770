import type { EaapError } from '../problem/error.ts';
import { jsonFault, type JsonReason } from './fault.ts';

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const HEX4 = /[0-9a-fA-F]{4}/y;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** A cursor over a JSON text: tokens, and faults that say where. */
export class Reader {
  readonly #text: string;
  offset = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The unit under the cursor; NaN at the end, which equals nothing. */
  peek(): number {
    return this.#text.charCodeAt(this.offset);
  }

  atEnd(): boolean {
    return this.offset >= this.#text.length;
  }

  skipSpace(): void {
    for (;;) {
      const unit = this.#text.charCodeAt(this.offset);
      if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return;
      this.offset++;
    }
  }

  /** Steps over a literal if it stands here. */
  take(literal: string): boolean {
    if (!this.#text.startsWith(literal, this.offset)) return false;
    this.offset += literal.length;
    return true;
  }

  numberToken(): string {
    NUMBER.lastIndex = this.offset;
    const token = NUMBER.exec(this.#text)?.[0];
    if (token === undefined) {
      this.offset++;
      throw this.unexpected('a digit');
    }
    this.offset += token.length;
    if (/[0-9.eE+-]/.test(this.#text.charAt(this.offset))) {
      throw this.fault('syntax', 'The number is not written as JSON writes numbers.');
    }
    return token;
  }

  /** The unescaped text of the string whose opening quote is under the cursor. */
  string(): string {
    this.offset++;
    let text = '';
    let start = this.offset;
    for (;;) {
      const unit = this.#text.charCodeAt(this.offset);
      if (unit === 0x22) {
        text += this.#text.slice(start, this.offset++);
        return text;
      }
      if (unit === 0x5c) {
        text += this.#text.slice(start, this.offset) + this.#escape();
        start = this.offset;
      } else if (unit >= 0x20) {
        this.offset++;
      } else {
        throw this.atEnd()
          ? this.unexpected('the end of a string')
          : this.fault('syntax', 'A string has a control character that is not escaped.');
      }
    }
  }

  #escape(): string {
    const letter = this.#text.charAt(this.offset + 1);
    if (letter === 'u') {
      HEX4.lastIndex = this.offset + 2;
      const hex = HEX4.exec(this.#text)?.[0];
      if (hex === undefined) throw this.fault('syntax', 'A \\u escape needs four hexadecimal digits.');
      this.offset += 6;
      return String.fromCharCode(Number.parseInt(hex, 16));
    }
    const plain = letter === '' || !Object.hasOwn(ESCAPES, letter) ? undefined : ESCAPES[letter];
    if (plain === undefined) throw this.fault('syntax', 'A string has an escape that JSON does not know.');
    this.offset += 2;
    return plain;
  }

  /** The fault of something else standing where `wanted` should. */
  unexpected(wanted: string): EaapError {
    if (this.atEnd()) return this.fault('syntax', `The text ends where ${wanted} should stand.`);
    const point = (this.#text.codePointAt(this.offset) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return this.fault('syntax', `U+${point} stands where ${wanted} should stand.`);
  }

  fault(reason: JsonReason, sentence: string, offset: number = this.offset): EaapError {
    let line = 1;
    let lineStart = 0;
    for (let at = this.#text.indexOf('\n'); at !== -1 && at < offset; at = this.#text.indexOf('\n', at + 1)) {
      line++;
      lineStart = at + 1;
    }
    const column = offset - lineStart + 1;
    const where = `At line ${line}, column ${column}: ${sentence}`;
    return jsonFault(reason, where, { line, column, offset });
  }
}
