import type { Node } from '../lib/grammar.ts';
import type { Value } from '../shell/value.ts';
import type { Program } from './program.ts';
import type { Rules } from './rules.ts';

/** A part of something: `a.b`, `a["b"]`; the name is `null` when it is computed. */
export interface Member {
  readonly object: Node;
  readonly name: string | null;
  readonly key: Node | null;
}

/** What differs between languages. */
export interface Language {
  /** What is called, or `null` when a node is no call. */
  callee(node: Node): Node | null;
  args(node: Node): readonly Node[];
  named(node: Node): ReadonlyMap<string, Node>;
  member(node: Node): Member | null;
  isName(node: Node): boolean;
  /** Names a node binds: to something (`a = b`), to a module (`import a`), or to what nobody can say. */
  binds(node: Node, program: Program): void;
  /** The value of a literal, a template or a sum; `null` when it is none of these. */
  literal(node: Node, program: Program): Value | null;
  list(node: Node): readonly Node[] | null;
  /** The name of the module that an expression loads, `require("fs")`; `undefined` when it loads none. */
  loads(node: Node, program: Program): string | null | undefined;
  /** The value of a call or name that stands for a place: `os.homedir()`. */
  place(name: string, args: readonly Value[]): Value | null;
  /** Dotted names as the tables have them. */
  canonical(name: string): string;
  /** What a module is: harmless as a whole, told by the rules, or unknown. */
  module(name: string): 'pure' | 'guarded' | 'unknown';
  /** Modules that are not read and reach further than what they compute. */
  readonly reaches: ReadonlySet<string>;
  /** Functions that run a text as code of this language. */
  readonly evaluates: ReadonlySet<string>;
  readonly functions: Rules;
  /** Methods by name, whatever they are called on. */
  readonly methods: Rules;
  /** Methods of objects that are known to be paths. */
  readonly pathMethods: Rules;
  /** Names of members that lead out of what is read. */
  readonly reflective: RegExp;
  /** Names that are there without being imported and matter. */
  readonly globals: ReadonlySet<string>;
  /** Types of nodes in which a name is written and not used. */
  isWritten(node: Node): boolean;
}
