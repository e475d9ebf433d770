/** A part of a pattern. */
type Part =
  | { readonly is: 'one'; readonly holds: (point: number) => boolean }
  | { readonly is: 'place'; readonly holds: (before: number | null, after: number | null) => boolean }
  | { readonly is: 'row' | 'either'; readonly parts: readonly Part[] }
  | { readonly is: 'times'; readonly part: Part; readonly least: number; readonly most: number };

const MOST_UNITS = 256;
const MOST_WEIGHT = 4096;
const MOST_TIMES = 1000;

const between = (low: number, high: number) => (point: number) => point >= low && point <= high;
const oneOf = (chars: string) => (point: number) => chars.includes(String.fromCodePoint(point));
const isDigit = between(0x30, 0x39);
const isWord = (point: number): boolean =>
  isDigit(point) || between(0x41, 0x5a)(point) || between(0x61, 0x7a)(point) || point === 0x5f;
const isSpace = oneOf('\t\n\f\r ');
const CLASSES: Readonly<Record<string, (point: number) => boolean>> = {
  d: isDigit,
  D: (point) => !isDigit(point),
  w: isWord,
  W: (point) => !isWord(point),
  s: isSpace,
  S: (point) => !isSpace(point),
};
const CONTROLS: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f', v: '\v' };
const atWord = (before: number | null, after: number | null): boolean =>
  (before !== null && isWord(before)) !== (after !== null && isWord(after));

/** The pattern is none of RFC-0007 section 5.7. */
export class PatternFault extends Error {}

/** Length and one, times every counted repetition that is written in it. */
export function patternWeight(pattern: string): number {
  let weight = pattern.length + 1;
  for (const [, least = '', most = ''] of pattern.matchAll(/\{([0-9]+)(?:,([0-9]*))?\}/g))
    weight *= Math.max(1, Number(least), Number(most));
  return weight;
}

/** Reads a pattern. */
export function readPattern(pattern: string): Part {
  if (pattern.length > MOST_UNITS) throw new PatternFault('too long');
  if (patternWeight(pattern) > MOST_WEIGHT) throw new PatternFault('repeats too much');
  const reader = new Reader([...pattern]);
  const whole = reader.either();
  if (reader.next() !== undefined) throw new PatternFault('a bracket too many');
  return whole;
}

class Reader {
  private at = 0;
  private readonly chars: readonly string[];

  constructor(chars: readonly string[]) {
    this.chars = chars;
  }

  next(): string | undefined {
    return this.chars[this.at];
  }

  private take(char: string): boolean {
    if (this.next() !== char) return false;
    this.at += 1;
    return true;
  }

  either(): Part {
    const parts = [this.row()];
    while (this.take('|')) parts.push(this.row());
    return { is: 'either', parts };
  }

  private row(): Part {
    const parts: Part[] = [];
    for (let char = this.next(); char !== undefined && char !== '|' && char !== ')'; char = this.next())
      parts.push(this.repeated());
    return { is: 'row', parts };
  }

  private repeated(): Part {
    const part = this.atom();
    const times = this.times();
    if (times === null) return part;
    const [least, most] = times;
    this.take('?');
    if (['*', '+', '?', '{'].includes(this.next() ?? '')) throw new PatternFault('repeated twice');
    return { is: 'times', part, least, most };
  }

  private times(): [number, number] | null {
    if (this.take('*')) return [0, Infinity];
    if (this.take('+')) return [1, Infinity];
    if (this.take('?')) return [0, 1];
    if (this.next() !== '{') return null;
    const written = /^\{([0-9]{1,4})(?:(,)([0-9]{1,4})?)?\}/.exec(this.chars.slice(this.at).join(''));
    if (written === null) throw new PatternFault('a { that counts nothing');
    const [whole, from = '', comma, to] = written;
    const least = Number(from);
    const most = comma === undefined ? least : to === undefined ? Infinity : Number(to);
    if (least > MOST_TIMES || (most !== Infinity && most > MOST_TIMES) || most < least)
      throw new PatternFault('a count out of range');
    this.at += whole.length;
    return [least, most];
  }

  private atom(): Part {
    const char = this.next() ?? '';
    this.at += 1;
    if (char === '(') {
      if (this.take('?') && !this.take(':')) throw new PatternFault('a group of a kind there is not');
      const inner = this.either();
      if (!this.take(')')) throw new PatternFault('a group without its end');
      return inner;
    }
    if (char === '[') return this.set();
    if (char === '.') return { is: 'one', holds: (point) => point !== 0x0a };
    if (char === '^') return { is: 'place', holds: (before) => before === null };
    if (char === '$') return { is: 'place', holds: (_, after) => after === null };
    if (char === '\\') {
      const next = this.next();
      if (next === 'b' || next === 'B') {
        this.at += 1;
        return { is: 'place', holds: (before, after) => atWord(before, after) === (next === 'b') };
      }
      return { is: 'one', holds: this.escaped().holds };
    }
    if ('*+?{}]'.includes(char)) throw new PatternFault(`${char} stands for nothing`);
    const point = char.codePointAt(0) ?? 0;
    return { is: 'one', holds: (other) => other === point };
  }

  /** What a backslash and the following stand for; `point` when it is one character. */
  private escaped(): { holds: (point: number) => boolean; point: number | null } {
    const char = this.next() ?? '';
    this.at += 1;
    const known = CLASSES[char];
    if (known !== undefined) return { holds: known, point: null };
    let point = CONTROLS[char]?.codePointAt(0) ?? null;
    if (char === 'x') {
      const digits = this.chars.slice(this.at, this.at + 2).join('');
      if (!/^[0-9a-fA-F]{2}$/.test(digits)) throw new PatternFault('\\x without two digits');
      this.at += 2;
      point = parseInt(digits, 16);
    } else if (/^[!-/:-@[-`{-~]$/.test(char)) point = char.codePointAt(0) ?? 0;
    if (point === null) throw new PatternFault('an escape there is not');
    return { holds: (other) => other === point, point };
  }

  private set(): Part {
    const negated = this.take('^');
    const dash = (point: number): boolean => point === 0x2d;
    const tests: ((point: number) => boolean)[] = this.take('-') ? [dash] : [];
    while (this.next() !== ']') {
      if (this.next() === '-' && this.chars[this.at + 1] === ']') {
        this.at += 1;
        tests.push(dash);
        continue;
      }
      const low = this.element();
      if (this.next() !== '-' || this.chars[this.at + 1] === ']') {
        tests.push(low.holds);
        continue;
      }
      this.at += 1;
      const high = this.element();
      if (low.point === null || high.point === null || high.point < low.point)
        throw new PatternFault('a range that is none');
      tests.push(between(low.point, high.point));
    }
    this.at += 1;
    if (tests.length === 0) throw new PatternFault('a set of nothing');
    return { is: 'one', holds: (point) => tests.some((test) => test(point)) !== negated };
  }

  private element(): { holds: (point: number) => boolean; point: number | null } {
    const char = this.next();
    if (char === undefined) throw new PatternFault('a set without its end');
    this.at += 1;
    if (char === '\\') return this.escaped();
    if (char === '[' || char === '-') throw new PatternFault(`a ${char} inside a set`);
    const point = char.codePointAt(0) ?? 0;
    return { holds: (other) => other === point, point };
  }
}

/** Whether a pattern is found anywhere in a text. */
export function found(pattern: Part, text: string): boolean {
  const points = [...text].map((char) => char.codePointAt(0) ?? 0);
  return (
    points.some((_, at) => ends(pattern, points, at).size > 0) ||
    ends(pattern, points, points.length).size > 0
  );
}

/** The places at which a part that begins at `at` can end. */
function ends(part: Part, text: readonly number[], at: number): ReadonlySet<number> {
  switch (part.is) {
    case 'one': {
      const point = text[at];
      return new Set(point !== undefined && part.holds(point) ? [at + 1] : []);
    }
    case 'place':
      return new Set(part.holds(text[at - 1] ?? null, text[at] ?? null) ? [at] : []);
    case 'either':
      return new Set(part.parts.flatMap((one) => [...ends(one, text, at)]));
    case 'row':
      return part.parts.reduce<ReadonlySet<number>>((from, one) => after(one, text, from), new Set([at]));
    case 'times': {
      let from: ReadonlySet<number> = new Set([at]);
      for (let time = 0; time < part.least; time += 1) from = after(part.part, text, from);
      const all = new Set(from);
      for (let time = part.least; time < part.most; time += 1) {
        const size = all.size;
        from = after(part.part, text, from);
        for (const end of from) all.add(end);
        if (all.size === size) break;
      }
      return all;
    }
  }
}

const after = (part: Part, text: readonly number[], from: ReadonlySet<number>): ReadonlySet<number> =>
  new Set([...from].flatMap((at) => [...ends(part, text, at)]));
