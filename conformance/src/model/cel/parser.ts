import { fits, tokens, type Token } from './lexer.ts';
import { MACROS, SyntaxFault, type Expr, type Macro } from './syntax.ts';

const KEYWORDS = ['true', 'false', 'null', 'in'];
const RESERVED =
  'as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  );

/** The binary operators, from the loosest to the tightest; each level goes from left to right. */
const LEVELS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['<', '<=', '>', '>=', '==', '!=', 'in'],
  ['+', '-'],
  ['*', '/', '%'],
];

/** Reads an expression by the grammar of RFC-0007 section 5.1. */
export function parse(text: string): Expr {
  const reader = new Reader(tokens(text));
  const whole = reader.expression();
  reader.end();
  return whole;
}

class Reader {
  private at = 0;
  private readonly all: readonly Token[];

  constructor(all: readonly Token[]) {
    this.all = all;
  }

  end(): void {
    if (this.at < this.all.length) throw new SyntaxFault('something follows the expression');
  }

  private sign(at = this.at): string | undefined {
    const token = this.all[at];
    if (token?.is === 'sign') return token.text;
    return token?.is === 'name' && token.text === 'in' ? 'in' : undefined;
  }

  private take(sign: string): boolean {
    if (this.sign() !== sign) return false;
    this.at += 1;
    return true;
  }

  private need(sign: string): void {
    if (!this.take(sign)) throw new SyntaxFault(`${sign} is missing`);
  }

  expression(): Expr {
    const first = this.binary(0);
    if (!this.take('?')) return first;
    const yes = this.binary(0);
    this.need(':');
    return { is: 'operator', sign: '?:', operands: [first, yes, this.expression()] };
  }

  private binary(level: number): Expr {
    const signs = LEVELS[level];
    if (signs === undefined) return this.unary();
    let left = this.binary(level + 1);
    for (;;) {
      const sign = this.sign();
      if (sign === undefined || !signs.includes(sign)) return left;
      this.at += 1;
      left = { is: 'operator', sign, operands: [left, this.binary(level + 1)] };
    }
  }

  private unary(): Expr {
    const sign = this.sign();
    if ((sign !== '!' && sign !== '-') || this.isNegative()) return this.member();
    const first = this.all[this.at];
    let count = 0;
    while (this.sign() === sign && this.touches(first, count)) {
      count += 1;
      this.at += 1;
    }
    const operand = this.member();
    if (count % 2 === 0) return operand;
    // Twice is never: what is negated already loses its sign.
    if (operand.is === 'operator' && operand.sign === sign && operand.operands.length === 1)
      return operand.operands[0] ?? operand;
    return { is: 'operator', sign, operands: [operand] };
  }

  /** Whether the token here stands `count` characters behind the first sign, with nothing between. */
  private touches(first: Token | undefined, count: number): boolean {
    const here = this.all[this.at];
    return first?.is === 'sign' && here?.is === 'sign' && here.at === first.at + count;
  }

  /** A minus and a number behind it at once are one constant. */
  private isNegative(): boolean {
    const here = this.all[this.at];
    const next = this.all[this.at + 1];
    return (
      here?.is === 'sign' &&
      here.text === '-' &&
      next?.is === 'constant' &&
      typeof next.value !== 'string' &&
      next.at === here.at + 1
    );
  }

  private member(): Expr {
    let found = this.primary();
    for (;;) {
      if (this.take('[')) {
        found = { is: 'operator', sign: '[]', operands: [found, this.expression()] };
        this.need(']');
      } else if (this.take('.')) {
        const name = this.selector();
        found = this.take('(')
          ? method(found, name, this.list(')'))
          : { is: 'select', of: found, member: name };
      } else return found;
    }
  }

  private selector(): string {
    const token = this.all[this.at];
    if (token?.is !== 'name' || KEYWORDS.includes(token.text)) throw new SyntaxFault('a name is missing');
    this.at += 1;
    return token.text;
  }

  /** Expressions with commas between, up to a closing sign. */
  private list(close: string): Expr[] {
    const items: Expr[] = [];
    if (this.take(close)) return items;
    do items.push(this.expression());
    while (this.take(','));
    this.need(close);
    return items;
  }

  private primary(): Expr {
    const negative = this.isNegative();
    if (negative) this.at += 1;
    const token = this.all[this.at];
    if (token === undefined) throw new SyntaxFault('the expression ends too soon');
    if (token.is === 'constant') {
      this.at += 1;
      return constant(token.value, negative);
    }
    if (this.take('(')) {
      const inner = this.expression();
      this.need(')');
      return inner;
    }
    if (this.take('[')) return { is: 'list', items: this.elements() };
    if (token.is === 'sign') throw new SyntaxFault(`${token.text} stands where a value is due`);
    return this.word(token.text);
  }

  /** A list may end in one comma. */
  private elements(): Expr[] {
    const items: Expr[] = [];
    while (this.sign() !== ']' && this.sign() !== ',') {
      items.push(this.expression());
      if (this.sign() !== ',' || this.sign(this.at + 1) === ']') break;
      this.at += 1;
      if (this.sign() === ',') throw new SyntaxFault('an element is missing');
    }
    this.take(',');
    this.need(']');
    return items;
  }

  private word(text: string): Expr {
    this.at += 1;
    if (text === 'true' || text === 'false') return { is: 'constant', value: text === 'true' };
    if (text === 'null') return { is: 'constant', value: null };
    if (text === 'in' || RESERVED.includes(text) || /^(true|false)/.test(text))
      throw new SyntaxFault(`${text} is no name`);
    if (!this.take('(')) return { is: 'name', name: text };
    const args = this.list(')');
    const [only] = args;
    if (text === 'has' && args.length === 1 && only?.is === 'select')
      return { is: 'has', of: only.of, member: only.member };
    return { is: 'call', name: text, method: false, args };
  }
}

function constant(value: bigint | number | string, negative: boolean): Expr {
  const signed = negative && typeof value !== 'string' ? -value : value;
  if (typeof signed === 'bigint' && !fits(signed)) throw new SyntaxFault('a number over 64 bits');
  return { is: 'constant', value: signed };
}

function method(of: Expr, name: string, args: readonly Expr[]): Expr {
  const [variable, ...parts] = args;
  const loops = MACROS.includes(name) && (parts.length === 1 || (name === 'map' && parts.length === 2));
  if (loops && variable?.is === 'name')
    return { is: 'loop', macro: name as Macro, range: of, variable: variable.name, parts };
  return { is: 'call', name, method: true, args: [of, ...args] };
}
