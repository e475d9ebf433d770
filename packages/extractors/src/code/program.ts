import { TooMuch, type Findings } from '../lib/findings.ts';
import type { Grammar, Node } from '../lib/grammar.ts';
import type { CodeHost } from '../shell/shell.ts';
import { isLiteral, UNKNOWN, type Value } from '../shell/value.ts';
import type { Language } from './language.ts';
import type { Known, Rule } from './rules.ts';

const MOST_DEPTH = 24;
const MOST_LOOKUPS = 200_000;
const MOST_TEXTS = 6;
const MOST_OPEN = 32;

/**
 * A program, read without regard to the order in which it runs: a name that is bound once is what it is bound to, one
 * that is bound twice is unknown. Whatever reaches files, processes or the network and is called, or is handed on to
 * where nobody can follow it, has its effect.
 */
export class Program {
  readonly host: CodeHost;
  private readonly language: Language;
  private readonly grammar: Grammar;
  private readonly findings: Findings;
  /** What names are bound to. */
  private readonly bound = new Map<string, (Node | string | null)[]>();
  private texts = 0;
  private lookups = 0;
  private open = 0;

  constructor(language: Language, grammar: Grammar, host: CodeHost) {
    this.language = language;
    this.grammar = grammar;
    this.host = host;
    this.findings = host.effects.findings;
  }

  read(text: string): void {
    if (++this.texts > MOST_TEXTS) {
      this.host.effects.note('Code is given to code too many times.');
      return;
    }
    this.grammar.parse(text, this.findings, (root) => {
      this.host.effects.compute('Code computes.');
      this.each(root, (node) => {
        this.language.binds(node, this);
      });
      this.each(root, (node) => {
        this.visit(node);
      });
    });
  }

  private each(root: Node, act: (node: Node) => void): void {
    const stack: Node[] = [root];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      this.findings.step();
      act(node);
      stack.push(...node.namedChildren.toReversed());
    }
  }

  /** A name is bound: to an expression, to a dotted name (of a module or of a part of one), or to nobody knows what. */
  bind(name: string, to: Node | string | null): void {
    const known = this.bound.get(name) ?? [];
    if (typeof to === 'string' && known.includes(to)) return;
    this.bound.set(name, [...known, to]);
  }

  /** Whether a name was given to what is written so, through other names or not. */
  isAlias(node: Node, of: RegExp, depth = 0): boolean {
    this.looked();
    if (depth > 8 || !this.language.isName(node)) return false;
    return (this.bound.get(node.text) ?? []).some(
      (to) => to !== null && typeof to !== 'string' && (of.test(to.text) || this.isAlias(to, of, depth + 1)),
    );
  }

  /** Names that are bound several times, each to another one, lead to more places than anybody can go. */
  private looked(): void {
    if (++this.lookups > MOST_LOOKUPS) throw new TooMuch('Its names lead to more than is followed.');
  }

  /** A module is loaded. */
  load(name: string | null): void {
    const { effects } = this.host;
    if (name === null) effects.note('Which module is loaded is computed.');
    else if (this.language.module(name) === 'unknown') {
      const root = /^@[^/]+|^[^./]+/.exec(name)?.[0] ?? name;
      const kind =
        this.language.reaches.has(name) || this.language.reaches.has(root) ? 'module-that-reaches' : 'module';
      effects.execute(
        `resource:${kind}/${/^[@\w./-]+$/.test(name) ? name : '*'}`,
        `It loads the module ${name}, which is not known here.`,
      );
    }
  }

  /** What an expression refers to, as dotted names: more than one where a name is bound more than once. */
  refs(node: Node, depth = 0): readonly string[] {
    this.looked();
    if (depth > MOST_DEPTH) return [];
    const { language } = this;
    if (language.isName(node)) {
      const bound = this.bound.get(node.text);
      if (bound === undefined) return language.globals.has(node.text) ? [node.text] : [];
      return bound.flatMap((to) =>
        to === null ? [] : typeof to === 'string' ? [to] : this.refs(to, depth + 1),
      );
    }
    const loaded = language.loads(node, this);
    if (typeof loaded === 'string') return [loaded];
    const member = language.member(node);
    if (member !== null) {
      const name = member.name ?? this.key(member.key);
      return name === null
        ? []
        : this.refs(member.object, depth + 1).map((of) => language.canonical(`${of}.${name}`));
    }
    const callee = language.callee(node);
    if (callee !== null) return this.refs(callee, depth + 1).map((of) => `${of}()`);
    if (/^(parenthesized_expression|await|await_expression|non_null_expression)$/.test(node.type)) {
      const [inner] = node.namedChildren;
      return inner === undefined ? [] : this.refs(inner, depth + 1);
    }
    return [];
  }

  private key(node: Node | null): string | null {
    if (node === null) return null;
    const value = this.value(node);
    return isLiteral(value) ? value : null;
  }

  /** The text an expression stands for, as far as it is known. */
  value(node: Node, depth = 0): Value {
    this.findings.step();
    // A name that leads to itself by way of what it is looked up by begins anew at each turn.
    if (depth > MOST_DEPTH || this.open > MOST_OPEN) return UNKNOWN;
    this.open++;
    try {
      return this.known(node, depth);
    } finally {
      this.open--;
    }
  }

  private known(node: Node, depth: number): Value {
    const literal = this.language.literal(node, this);
    if (literal !== null) return literal;
    const [name] = this.refs(node);
    const callee = this.language.callee(node);
    if (name !== undefined && this.refs(node).length === 1) {
      const args = callee === null ? [] : this.language.args(node).map((arg) => this.value(arg, depth + 1));
      const place = this.language.place(name, args);
      if (place !== null) return place;
    }
    if (this.language.isName(node)) {
      const bound = this.bound.get(node.text);
      const [only] = bound ?? [];
      if (bound?.length === 1 && only !== null && only !== undefined && typeof only !== 'string')
        return this.value(only, depth + 1);
    }
    if (node.type === 'parenthesized_expression' && node.namedChildren[0] !== undefined)
      return this.value(node.namedChildren[0], depth + 1);
    return UNKNOWN;
  }

  private visit(node: Node): void {
    const { language } = this;
    const loaded = language.loads(node, this);
    if (loaded !== undefined) this.load(loaded);
    if (
      typeof loaded === 'string' &&
      this.language.module(loaded) === 'guarded' &&
      this.isUsed(outer(node))
    ) {
      this.host.effects.note(`The module ${loaded} is handed on to where nobody can follow.`);
    }
    const callee = language.callee(node);
    if (callee !== null) this.called(node, callee);
    const member = language.member(node);
    if (member !== null) this.part(member);
    if ((language.isName(node) || member !== null) && this.isUsed(node)) this.handedOn(node);
  }

  private called(node: Node, callee: Node): void {
    const { language } = this;
    for (const name of this.refs(callee)) {
      if (language.evaluates.has(name)) {
        const [first] = language.args(node).slice(name === 'Function' ? -1 : 0);
        const text = first === undefined ? '' : this.value(first);
        if (isLiteral(text)) this.read(text);
        else this.host.effects.note(`${name} runs code that is computed.`);
        continue;
      }
      const rule = language.functions.get(name);
      if (rule !== undefined) this.apply(rule, name, node, callee);
      else if (this.isGuarded(name) && !/\.(then|catch|finally)$/.test(name))
        this.host.effects.note(`What ${name} does is not known here.`);
    }
    const member = language.member(callee);
    if (member?.name === null || member === null) return;
    const isKnown = this.refs(callee).some((name) => language.functions.get(name) !== undefined);
    if (isKnown) return;
    const rule =
      (this.isPath(member.object) ? language.pathMethods.get(member.name) : undefined) ??
      language.methods.get(member.name);
    if (rule !== undefined) this.apply(rule, member.name, node, callee);
  }

  /** Whether an expression is known to be an object that stands for a path. */
  private isPath(node: Node, depth = 0): boolean {
    if (this.refs(node).some((name) => name.startsWith('pathlib.'))) return true;
    if (depth > 8) return false;
    const left = node.type === 'binary_operator' ? node.childForFieldName('left') : null;
    if (left !== null) return this.isPath(left, depth + 1);
    const inner = node.type === 'parenthesized_expression' ? node.namedChildren[0] : undefined;
    if (inner !== undefined) return this.isPath(inner, depth + 1);
    const bound = this.language.isName(node) ? (this.bound.get(node.text) ?? []) : [];
    return bound.some((to) => to !== null && typeof to !== 'string' && this.isPath(to, depth + 1));
  }

  private apply(rule: Rule, name: string, node: Node, callee: Node): void {
    const { language, host } = this;
    const args = language.args(node);
    const lists = new Map<number, readonly Value[]>();
    for (const [at, arg] of args.entries()) {
      const items = this.listOf(arg);
      if (items !== null) lists.set(at, items);
    }
    const named = new Map(
      [...language.named(node)].map(([key, value]) => [
        key,
        /^(true|false)$/i.test(value.text) ? value.text.toLowerCase() : this.value(value),
      ]),
    );
    const member = language.member(callee);
    const known: Known = {
      host,
      name,
      args: args.map((arg) => this.value(arg)),
      lists,
      named,
      self: member === null ? UNKNOWN : this.value(member.object),
    };
    rule.apply(known);
  }

  private listOf(node: Node, depth = 0): readonly Value[] | null {
    const items = this.language.list(node);
    if (items !== null) return items.map((item) => this.value(item));
    if (!this.language.isName(node) || depth > 4) return null;
    const bound = this.bound.get(node.text);
    const [only] = bound ?? [];
    return bound?.length === 1 && only !== null && only !== undefined && typeof only !== 'string'
      ? this.listOf(only, depth + 1)
      : null;
  }

  /** Whether a dotted name lies in a module whose functions have effects. */
  private isGuarded(name: string): boolean {
    const [root = ''] = name.split('.');
    return !name.includes('()') && this.language.module(root.replace(/\(\)$/, '')) === 'guarded';
  }

  private part({ object, name, key }: NonNullable<ReturnType<Language['member']>>): void {
    const { language } = this;
    if (name !== null && language.reflective.test(name))
      this.host.effects.note(`${name} leads to where nobody can follow.`);
    const known = name ?? this.key(key);
    for (const of of this.refs(object)) {
      if (known === null && this.isGuarded(`${of}.x`) && !/environ$|env$|argv$/.test(of))
        this.host.effects.note(`Which part of ${of} is meant is computed.`);
      const environment = /^(os\.environ|process\.env|Deno\.env|Bun\.env)$/.test(of);
      if (environment && !/^(get|keys|items|values|copy|setdefault|pop|update|toObject)$/.test(name ?? '')) {
        language.functions.get('environment')?.apply({
          host: this.host,
          name: of,
          args: [known ?? UNKNOWN],
          lists: new Map(),
          named: new Map(),
          self: UNKNOWN,
        });
      }
    }
  }

  /** Whether a name or part stands where it is used as a value: not called, not taken apart, not given a name. */
  private isUsed(node: Node): boolean {
    const { parent } = node;
    if (parent === null || this.language.isWritten(node)) return false;
    if (this.language.member(parent)?.object.id === node.id) return false;
    // `getattr(os, "remove")` is a part of it, and is looked at as that.
    if (parent.parent !== null && typeof this.language.loads(parent.parent, this) === 'string') return false;
    const callee = this.language.callee(parent);
    return callee?.id !== node.id;
  }

  private handedOn(node: Node): void {
    for (const name of this.refs(node)) {
      const rule = this.language.functions.get(name);
      const isModule = !name.includes('.') && this.language.module(name) === 'guarded';
      if (this.language.evaluates.has(name) || isModule) {
        this.host.effects.note(`${name} is handed on to where nobody can follow.`);
      } else if (rule !== undefined && !/^(compute)$/.test(rule.name)) {
        rule.apply({ host: this.host, name, args: [], lists: new Map(), named: new Map(), self: UNKNOWN });
      }
    }
  }
}

/** An expression with the brackets and the `await` around it. */
function outer(node: Node): Node {
  let at = node;
  while (at.parent !== null && /^(parenthesized_expression|await|await_expression)$/.test(at.parent.type))
    at = at.parent;
  return at;
}
