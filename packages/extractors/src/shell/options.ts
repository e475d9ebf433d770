import { asText, MANY, UNKNOWN, type Value } from './value.ts';

/** Which options of a command take a value, as its manual says. */
export interface Syntax {
  /** Short options with a value, `fo` for `-f X` and `-o X`. */
  readonly short?: string;
  /** Long options with a value, without dashes, divided by spaces. */
  readonly long?: string;
  /** Long options without one that a handler asks for, so that `--rec` is found to be `--recursive`. */
  readonly flags?: string;
  /** Options end at the first operand. */
  readonly posix?: boolean;
  /** Long options have one dash (`terraform -auto-approve`, `java -jar`). */
  readonly single?: boolean;
}

/** The arguments of a command, sorted. */
export class Options {
  private readonly flags = new Set<string>();
  private readonly values = new Map<string, Value[]>();
  readonly operands: Value[] = [];
  /** Operands that stood behind `--`. */
  readonly after: Value[] = [];
  /** Whether `--` was there. */
  hasDashes = false;

  constructor(args: readonly Value[], syntax: Syntax = {}) {
    const long = new Set((syntax.long ?? '').split(' '));
    const named = [...long, ...(syntax.flags ?? '').split(' ')].filter((name) => name !== '');
    for (let at = 0; at < args.length; at++) {
      const arg = asText(args[at] ?? '');
      if (arg === '--') {
        this.hasDashes = true;
        this.operands.push(...args.slice(at + 1));
        this.after.push(...args.slice(at + 1));
        return;
      }
      if (arg.startsWith('--') || (syntax.single === true && /^-[A-Za-z]/.test(arg))) {
        const [head = '', ...tail] = arg.replace(/^--?/, '').split('=');
        const names = named.includes(head) ? [head] : named.filter((name) => name.startsWith(head));
        const names2 = names.length === 0 ? [head] : names;
        const takes = names2.some((name) => long.has(name));
        const value = arg.includes('=') ? tail.join('=') : takes ? args[++at] : undefined;
        for (const name of names2) this.put(name, value);
      } else if (arg.length > 1 && arg.startsWith('-')) {
        for (let i = 1; i < arg.length; i++) {
          const letter = arg[i] ?? '';
          if (!(syntax.short ?? '').includes(letter)) {
            this.put(letter, undefined);
            continue;
          }
          this.put(letter, i + 1 < arg.length ? arg.slice(i + 1) : args[++at]);
          break;
        }
      } else {
        this.operands.push(args[at] ?? '');
        if (syntax.posix === true) {
          this.operands.push(...args.slice(at + 1));
          return;
        }
      }
    }
  }

  private put(name: string, value: Value | undefined): void {
    this.flags.add(name);
    if (value !== undefined) this.values.set(name, [...(this.values.get(name) ?? []), value]);
  }

  /** Whether one of these options is there, `r` or `recursive`. */
  has(...names: readonly string[]): boolean {
    return names.some((name) => this.flags.has(name));
  }

  /** All values of these options, in no order across names. */
  all(...names: readonly string[]): Value[] {
    return names.flatMap((name) => this.values.get(name) ?? []);
  }

  get(...names: readonly string[]): Value | undefined {
    return this.all(...names)[0];
  }

  /** Whether a word may be any number of words, options among them. */
  static isOpen(args: readonly Value[]): boolean {
    return args.some((arg) => arg === MANY || arg.startsWith(MANY));
  }

  /** Whether a word is wholly unknown. */
  static isUnknown(arg: Value): boolean {
    return arg.includes(MANY) || arg.includes(UNKNOWN);
  }
}
