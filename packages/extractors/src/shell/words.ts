import type { Node } from '../lib/grammar.ts';
import type { Env } from './env.ts';
import { decodeAnsi } from './quoting.ts';
import {
  CLOSE,
  COMMA,
  expandBraces,
  GLOB,
  HOME,
  isLiteral,
  isVague,
  MANY,
  NAME,
  OPEN,
  TEMP,
  UNKNOWN,
  WORK,
  type Value,
} from './value.ts';

/** What words need of the shell that reads them. */
export interface Substituting {
  /** What `$(…)` stands for, after its effects were found. */
  substitute(node: Node, env: Env): Value;
  /** What `<(…)` stands for. */
  process(node: Node, env: Env): Value;
  /** A variable that nobody set is used. */
  used(name: string): void;
  step(): void;
}

const NUMBERS =
  /^(\$|#|\?|!|-|RANDOM|SECONDS|BASHPID|PPID|UID|EUID|LINENO|SRANDOM|EPOCHSECONDS|EPOCHREALTIME|COLUMNS|LINES|SHLVL|OPTIND)$/;
const NAMES =
  /^(USER|LOGNAME|HOSTNAME|HOSTTYPE|OSTYPE|MACHTYPE|LANG|TERM|SHELL_NAME|GITHUB_RUN_ID|GITHUB_SHA)$/;

/** Makes words of the nodes of a command. */
export class Words {
  private readonly shell: Substituting;

  constructor(shell: Substituting) {
    this.shell = shell;
  }

  /** The words a node stands for: none, one or many. */
  words(node: Node, env: Env): Value[] {
    this.shell.step();
    if (node.type === 'string' && /^"\$(@|\{@\})"$/.test(node.text)) return this.parameters(env, UNKNOWN);
    if (node.type === 'string') {
      const array = /^"\$\{(\w+)\[@\]\}"$/.exec(node.text)?.[1];
      if (array !== undefined) return [...(env.arrays.get(array) ?? [MANY])];
    }
    const split =
      node.type === 'simple_expansion' || node.type === 'expansion' || node.type === 'command_substitution';
    const value = this.value(node, env, false);
    if (split) return splitWords(value);
    // A variable in the middle of a word is split too; what is left and right of it sticks to the first and last.
    if (node.type === 'concatenation' && value.includes(' ')) {
      return this.concatenated(node, env).flatMap(expandBraces).map(tilde);
    }
    return expandBraces(value).map(tilde);
  }

  private concatenated(node: Node, env: Env): Value[] {
    const words: Value[] = [''];
    for (const child of node.children) {
      const value = this.value(child, env, false);
      const pieces =
        /expansion|substitution/.test(child.type) && !child.type.startsWith('arith')
          ? splitWords(value, true)
          : [value];
      words.push(`${words.pop() ?? ''}${pieces[0] ?? ''}`, ...pieces.slice(1));
    }
    return words;
  }

  /** The one word a node stands for, as in an assignment or between quotes. */
  value(node: Node, env: Env, quoted: boolean): Value {
    this.shell.step();
    switch (node.type) {
      case 'word':
      case 'variable_name':
      case 'number':
      case 'special_variable_name':
      case 'test_operator':
      case 'extglob_pattern':
      case 'regex':
        return node.namedChildCount > 0 ? this.nested(node, env) : quoted ? node.text : unquote(node.text);
      case 'raw_string':
        return node.text.slice(1, -1);
      case 'ansi_c_string':
        return decodeAnsi(node.text.slice(2, -1));
      case 'string':
        return this.string(node, env);
      case 'translated_string':
      case 'command_name':
      case 'concatenation':
        return node.children
          .map((child) => (child.type === '$' ? '' : this.value(child, env, quoted)))
          .join('');
      case 'simple_expansion':
        return this.variable(node.text.slice(1), env, quoted);
      case 'expansion':
        return this.expansion(node, env, quoted);
      case 'command_substitution': {
        const value = this.shell.substitute(node, env);
        return quoted ? value.replaceAll(MANY, UNKNOWN) : value;
      }
      case 'process_substitution':
        return this.shell.process(node, env);
      case 'arithmetic_expansion':
        this.nested(node, env);
        return NAME;
      case 'brace_expression':
        return sequence(node.text);
      default:
        if (!node.isNamed) return node.text;
        return this.nested(node, env);
    }
  }

  /** Finds what runs inside of a node nobody can give a value to. */
  nested(node: Node, env: Env): Value {
    for (const child of node.namedChildren) {
      if (/substitution$/.test(child.type)) this.value(child, env, true);
      else if (child.namedChildCount > 0) this.nested(child, env);
    }
    return MANY;
  }

  private string(node: Node, env: Env): Value {
    let value = '';
    let at = node.startIndex + 1;
    const text = node.text;
    const gap = (to: number): string =>
      text
        .slice(at - node.startIndex, to - node.startIndex)
        .replace(/\\([$`"\\]|\n)/g, (_, c: string) => (c === '\n' ? '' : c));
    for (const child of node.namedChildren) {
      if (child.type === 'string_content') continue;
      value += gap(child.startIndex) + this.value(child, env, true);
      at = child.endIndex;
    }
    return value + gap(node.endIndex - 1);
  }

  private parameters(env: Env, otherwise: Value): Value[] {
    return env.params === null ? [otherwise === UNKNOWN ? MANY : otherwise] : [...env.params];
  }

  private variable(name: string, env: Env, quoted: boolean): Value {
    const known = env.vars.get(name);
    const vague = quoted ? UNKNOWN : MANY;
    if (known !== undefined) return quoted ? known.replaceAll(MANY, UNKNOWN) : globbed(known);
    if (name === '@' || name === '*') {
      const all = this.parameters(env, vague);
      return all.join(' ');
    }
    if (/^[1-9]\d*$/.test(name)) return env.params === null ? vague : (env.params[Number(name) - 1] ?? '');
    if (NUMBERS.test(name) || NAMES.test(name)) return NAME;
    if (name === 'HOME') return HOME;
    if (name === 'TMPDIR') return TEMP;
    if (name === 'PWD') return WORK;
    if (env.arrays.has(name)) return env.arrays.get(name)?.[0] ?? vague;
    this.shell.used(name);
    return vague;
  }

  private expansion(node: Node, env: Env, quoted: boolean): Value {
    const vague = quoted ? UNKNOWN : MANY;
    const text = node.text.slice(2, -1);
    this.nested(node, env);
    if (/^(\w+|[@*?$!#-])$/.test(text)) return this.variable(text, env, quoted);
    if (/^#[\w@*]+(\[[@*]\])?$/.test(text)) return NAME;
    const array = /^(\w+)\[[@*]\]$/.exec(text)?.[1];
    if (array !== undefined) return (env.arrays.get(array) ?? [vague]).join(' ');
    const cut = /^(\w+)(%%?|##?)([^$`\\{}]+)$/.exec(text);
    if (cut !== null) {
      const [, of = '', how = '', pattern = ''] = cut;
      return trimmed(this.variable(of, env, quoted), how, pattern.replace(/^(["'])(.*)\1$/s, '$2')) ?? vague;
    }
    const [, name = '', operator = '', word = ''] = /^(\w+)(:?[-=?+])([^$`\\{}]*)$/s.exec(text) ?? [];
    if (name === '') {
      const variable = /^!?(\w+)/.exec(text)?.[1];
      if (variable !== undefined && !env.vars.has(variable)) this.shell.used(variable);
      return vague;
    }
    const known = this.variable(name, env, quoted);
    if (operator.endsWith('?')) return known;
    const other = tilde(unquote(word.replace(/^(["'])(.*)\1$/s, '$2')));
    if (operator.endsWith('+')) return other === '' ? '' : vague;
    // Where the environment may have set it, only a place for temporary files is one whatever it says.
    if (known === TEMP && other.startsWith('/tmp')) return '/tmp';
    return isVague(known) || known === TEMP ? vague : known === '' ? other : known;
  }
}

/** What `${name%pattern}` leaves of a value, where that can be told; else `null`. */
function trimmed(value: Value, how: string, pattern: string): Value | null {
  if (isVague(value)) return null;
  const slash = value.lastIndexOf('/');
  if (how === '##' && pattern === '*/') return value.slice(slash + 1);
  if (how === '%' && pattern === '/*') return slash === -1 ? value : value.slice(0, slash);
  if (how.startsWith('%') && /^\.([\w.-]+|\*)$/.test(pattern)) {
    const last = value.slice(slash + 1);
    // A name that a pattern stands for does not begin with a dot: something is left of it.
    if (last.endsWith(GLOB)) return value;
    if (!pattern.endsWith('*')) return last.endsWith(pattern) ? value.slice(0, -pattern.length) : value;
    const dot = how === '%' ? last.lastIndexOf('.') : last.indexOf('.');
    return dot === -1 ? value : value.slice(0, slash + 1 + dot);
  }
  if (how.startsWith('#') && /^[\w./-]+$/.test(pattern)) {
    if (value.startsWith(pattern)) return value.slice(pattern.length);
    return isLiteral(value.slice(0, pattern.length)) ? value : null;
  }
  return null;
}

/** An unquoted value: patterns in it are expanded. */
const globbed = (value: Value): Value => value.replace(/\[[^\]]*\]|[*?]/g, GLOB);

/** The words an unquoted value is split into. */
function splitWords(value: Value, keepEnds = false): Value[] {
  const words = value.split(/[ \t\n]+/);
  return keepEnds ? words : words.filter((word) => word !== '');
}

/** A tilde at the start that is not quoted is a home directory. */
const tilde = (value: Value): Value => value;

/** An unquoted word: escapes taken away, patterns and braces marked. */
export function unquote(text: string): Value {
  let value = '';
  for (let at = 0; at < text.length; at++) {
    const c = text[at] ?? '';
    if (c === '\\') {
      const next = text[++at] ?? '';
      value += next === '\n' ? '' : next;
    } else if (c === '*' || c === '?') value += GLOB;
    else if (c === '[') {
      const close = text.indexOf(']', at + 2);
      if (close === -1) value += c;
      else {
        value += GLOB;
        at = close;
      }
    } else if (c === '{') value += OPEN;
    else if (c === ',') value += COMMA;
    else if (c === '}') value += CLOSE;
    else if (c === '~' && at === 0) {
      value += text[1] === '+' ? WORK : HOME;
      if (text[1] === '+') at++;
      else if (text[1] === '-') return UNKNOWN;
    } else value += c;
  }
  return value;
}

/** `{1..3}`, or what it is like. */
function sequence(text: string): Value {
  const [, from = '', to = ''] = /^\{(-?\d{1,4})\.\.(-?\d{1,4})\}$/.exec(text) ?? [];
  if (from === '') return NAME;
  const [a, b] = [Number(from), Number(to)];
  if (Math.abs(a - b) > 64) return NAME;
  const all: string[] = [];
  for (let n = a; a <= b ? n <= b : n >= b; n += a <= b ? 1 : -1) all.push(String(n));
  return all.length === 1 ? (all[0] ?? NAME) : `${OPEN}${all.join(COMMA)}${CLOSE}`;
}
