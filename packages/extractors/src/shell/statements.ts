import type { Node } from '../lib/grammar.ts';
import type { Env } from './env.ts';
import { Redirects } from './redirects.ts';
import { combined, NOTHING, unknownOutput, type Output } from './output.ts';
import type { Shell } from './shell.ts';
import { isVague, MANY, PIPE, type Value } from './value.ts';

const MOST_ROUNDS = 32;
/** A longer value is not kept: doubled a few times it would be more than memory holds. */
const MOST_VALUE = 65_536;
const LEAVES = /(^|[;{\n]\s*)(exit|return|break|continue)\b[^;&|\n]*[;\s})]*$/;

/** Follows the statements of a script, every way that it may take. */
export class Statements {
  private readonly shell: Shell;
  private readonly redirects: Redirects;

  constructor(shell: Shell) {
    this.shell = shell;
    this.redirects = new Redirects(shell);
  }

  /** Runs a node for its effects, and gives back what it writes. */
  run(node: Node, env: Env, stdin: Output): Output {
    this.shell.effects.findings.step();
    switch (node.type) {
      case 'program':
      case 'compound_statement':
      case 'do_group':
      case 'else_clause':
        return this.sequence(node.namedChildren, env, stdin, node);
      case 'subshell':
      case 'command_substitution':
      case 'process_substitution':
        return this.sequence(node.namedChildren, env.fork(), stdin, node);
      case 'comment':
        return NOTHING;
      case 'list':
        return this.list(node, env, stdin);
      case 'pipeline':
        return this.pipeline(node.namedChildren, env, stdin);
      case 'negated_command':
        return this.sequence(node.namedChildren, env, stdin, node);
      case 'command':
        return this.command(node, env, stdin, []);
      case 'redirected_statement':
        return this.redirected(node, env, stdin);
      case 'variable_assignment':
      case 'variable_assignments':
        this.assign(node, env);
        return NOTHING;
      case 'declaration_command':
        this.declare(node, env);
        return NOTHING;
      case 'unset_command':
        for (const child of node.namedChildren) env.vars.delete(child.text);
        return NOTHING;
      case 'test_command':
        this.shell.words.nested(node, env);
        this.shell.effects.compute('It tests a condition.');
        return NOTHING;
      case 'if_statement':
      case 'elif_clause':
        return this.branch(node, env, stdin);
      case 'while_statement':
      case 'c_style_for_statement':
        return this.loop(node, env, stdin);
      case 'for_statement':
        return this.each(node, env, stdin);
      case 'case_statement':
        return this.cases(node, env, stdin);
      case 'function_definition':
        return this.define(node, env);
      default:
        if (/(expression|number|word|expansion)$/.test(node.type)) {
          this.shell.words.nested(node, env);
          return NOTHING;
        }
        this.shell.effects.note(`The construct ${node.type} is not read: ${node.text.slice(0, 60)}`);
        return unknownOutput('a construct');
    }
  }

  private sequence(nodes: readonly Node[], env: Env, stdin: Output, of: Node): Output {
    if (of.type === 'compound_statement' && of.text.startsWith('((')) {
      this.shell.words.nested(of, env);
      return NOTHING;
    }
    let output = NOTHING;
    for (const node of nodes) {
      output = combined(output, this.run(node, env, stdin));
      env.settle();
    }
    return output;
  }

  /** `a && b`, `a || b`: b is run where a has left it, having worked or having failed. */
  private list(node: Node, env: Env, stdin: Output): Output {
    const [left, right] = node.namedChildren.filter(({ type }) => type !== 'comment');
    if (left === undefined || right === undefined) return NOTHING;
    const first = this.run(left, env, stdin);
    const { failed } = env;
    if (node.children.some(({ type }) => type === '&&')) {
      env.failed = [];
      const second = this.run(right, env, stdin);
      env.failed = [...failed, ...env.failed];
      return combined(first, second);
    }
    env.failed = [];
    const other = env.fork();
    if (failed.length > 0) other.bases = failed;
    const second = this.run(right, other, stdin);
    if (!LEAVES.test(right.text)) env.merge(other);
    return combined(first, second);
  }

  private pipeline(nodes: readonly Node[], env: Env, stdin: Output): Output {
    let output = stdin;
    for (const node of nodes) {
      if (node.type === 'comment') continue;
      const own = env.fork();
      output = this.run(node, own, output);
    }
    return output;
  }

  private redirected(node: Node, env: Env, stdin: Output): Output {
    const body = node.childForFieldName('body');
    const parts = node.namedChildren.filter((child) => child.id !== body?.id);
    const { input, extra, silent, into, rest } = this.redirects.read(parts, env, stdin);
    let output: Output = NOTHING;
    const descriptors = new Set(parts.map(({ startIndex }) => startIndex));
    if (body?.type === 'command') output = this.command(body, env, input, extra, descriptors);
    else if (body !== null) output = this.run(body, env, input);
    for (const { target, more, of } of into) {
      this.shell.write(target, output, more);
      if (!more && output.lines?.join('') === '')
        this.shell.effects.write(of, 'A redirection', { over: true });
    }
    if (silent) output = NOTHING;
    for (const { joint, node: next } of rest) {
      if (joint === '|')
        output = this.pipeline(next.type === 'pipeline' ? next.namedChildren : [next], env, output);
      else output = combined(output, this.run(next, env, stdin));
    }
    return output;
  }

  private command(
    node: Node,
    env: Env,
    stdin: Output,
    extra: readonly Value[],
    descriptors: ReadonlySet<number> = new Set(),
  ): Output {
    const words: Value[] = [];
    const redirects: Node[] = [];
    for (const child of node.namedChildren) {
      if (child.type === 'variable_assignment') this.assign(child, env.fork());
      else if (/redirect$/.test(child.type)) redirects.push(child);
      // `0<&2`: a number that touches a redirection is its descriptor.
      else if (child.type === 'number' && descriptors.has(child.endIndex)) continue;
      else if (child.type === 'command_name' && child.namedChildCount === 1) {
        const [inner] = child.namedChildren;
        if (inner !== undefined) words.push(...this.shell.words.words(inner, env));
      } else words.push(...this.shell.words.words(child, env));
    }
    const { input, extra: more, silent, into } = this.redirects.read(redirects, env, stdin);
    const output = this.shell.run([...words, ...extra, ...more], env, input);
    for (const { target, more: isMore, of } of into) {
      this.shell.write(target, output, isMore);
      if (!isMore && output.lines?.join('') === '')
        this.shell.effects.write(of, 'A redirection', { over: true });
    }
    return silent ? NOTHING : output;
  }

  private assign(node: Node, env: Env): void {
    if (node.type === 'variable_assignments') {
      for (const child of node.namedChildren) this.assign(child, env);
      return;
    }
    const [target, ...rest] = node.namedChildren;
    const name = /^\w+/.exec(target?.text ?? '')?.[0] ?? '';
    const [value] = rest;
    if (value?.type === 'array') {
      const words = value.namedChildren.flatMap((child) => this.shell.words.words(child, env));
      env.arrays.set(name, node.text.includes('+=(') ? [...(env.arrays.get(name) ?? []), ...words] : words);
      return;
    }
    const text = value === undefined ? '' : this.shell.words.value(value, env, true);
    if (target?.type === 'subscript') {
      env.arrays.set(name, [MANY]);
      return;
    }
    const isMore = node.children.some(({ type }) => type === '+=');
    // A value in which something is unknown is kept as unknown: where it is used without quotes it may be many words.
    const known = isMore ? `${env.vars.get(name) ?? MANY}${text}` : text;
    const isLost = known.length > MOST_VALUE || (isVague(known) && !known.startsWith(PIPE));
    env.vars.set(name, isLost ? MANY : known);
    if (name === 'IFS' && !/^[ \t\n]*$/.test(known) && node.parent?.type !== 'command') {
      this.shell.effects.note('It changes how words are divided.');
    }
    this.shell.assigned(name, known);
  }

  private declare(node: Node, env: Env): void {
    for (const child of node.namedChildren) {
      if (child.type === 'variable_assignment') this.assign(child, env);
      else if (child.type === 'word' && /^-\w*[nA]/.test(child.text)) {
        for (const other of node.namedChildren) env.vars.set(other.text, MANY);
      } else if (child.type !== 'word') this.shell.words.words(child, env);
    }
    if (/^export\s+-p|^(declare|typeset|export)\s*(-[px])?\s*$/.test(node.text)) {
      this.shell.effects.add('secret.read', 'resource:environment', 'It shows the whole environment.');
    }
    this.shell.effects.compute('It sets variables.');
  }

  private branch(node: Node, env: Env, stdin: Output): Output {
    const children = node.children;
    const then = children.findIndex(({ type }) => type === 'then');
    let output = NOTHING;
    for (const child of children.slice(0, then)) {
      if (child.isNamed && child.type !== 'comment') {
        env.settle();
        output = combined(output, this.run(child, env, stdin));
      }
    }
    const { failed } = env;
    env.failed = [];
    const other = env.fork();
    if (failed.length > 0) other.bases = failed;
    for (const child of children.slice(then)) {
      if (!child.isNamed) continue;
      const isElse = child.type === 'elif_clause' || child.type === 'else_clause';
      output = combined(output, this.run(child, isElse ? other : env, stdin));
      (isElse ? other : env).settle();
    }
    env.merge(other);
    return output;
  }

  /** What a loop sets is not known before its second round, so it is not known in any. */
  private loop(node: Node, env: Env, stdin: Output): Output {
    const before = env.fork();
    this.forget(node, env);
    let output = NOTHING;
    for (const child of node.namedChildren) {
      output = combined(output, this.run(child, env, stdin));
      env.settle();
    }
    env.merge(before);
    return output.lines?.length === 0 ? NOTHING : unknownOutput('a loop', output.remote);
  }

  private each(node: Node, env: Env, stdin: Output): Output {
    const variable = node.childForFieldName('variable')?.text ?? '';
    const body = node.childForFieldName('body');
    const words: Value[] = [];
    let isIn = false;
    for (const child of node.children) {
      if (child.type === 'in') isIn = true;
      else if (child.id === body?.id) break;
      else if (isIn && child.isNamed) words.push(...this.shell.words.words(child, env));
    }
    if (!isIn) words.push(...(env.params ?? [MANY]));
    const before = env.fork();
    this.forget(node, env);
    let output = NOTHING;
    for (const word of words.length > MOST_ROUNDS ? [MANY] : words) {
      env.vars.set(variable, word);
      if (body !== null) output = combined(output, this.run(body, env, stdin));
    }
    env.merge(before);
    return output;
  }

  private forget(node: Node, env: Env): void {
    for (const assignment of node.descendantsOfType('variable_assignment')) {
      const name = /^\w+/.exec(assignment?.text ?? '')?.[0];
      if (name !== undefined) env.vars.set(name, MANY);
    }
  }

  private cases(node: Node, env: Env, stdin: Output): Output {
    const before = env.fork();
    let output = NOTHING;
    for (const child of node.namedChildren) {
      if (child.type !== 'case_item') {
        this.shell.words.words(child, env);
        continue;
      }
      const own = before.fork();
      const close = child.children.findIndex(({ type }) => type === ')');
      for (const statement of child.children.slice(close + 1)) {
        if (!statement.isNamed) continue;
        output = combined(output, this.run(statement, own, stdin));
        own.settle();
      }
      env.merge(own);
    }
    return output;
  }

  private define(node: Node, env: Env): Output {
    const name = node.childForFieldName('name')?.text ?? '';
    const body = node.childForFieldName('body');
    if (body !== null) env.functions.set(name, [...(env.functions.get(name) ?? []), body]);
    this.shell.effects.compute(`It defines ${name}.`);
    return NOTHING;
  }
}
