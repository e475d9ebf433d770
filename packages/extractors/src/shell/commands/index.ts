import type { Command } from '../call.ts';
import { DATABASES } from './databases.ts';
import { FILES } from './files.ts';
import { FIND } from './find.ts';
import { GIT } from './git.ts';
import { LANGUAGES } from './languages.ts';
import { NETWORK } from './network.ts';
import { RUNNERS } from './runners.ts';
import { SYSTEM } from './system.ts';
import { TEXT } from './text.ts';
import { TOOLS } from './tools.ts';
import { WRAPPERS } from './wrappers.ts';

/** All commands that are known. What is not in here is code that nobody read. */
export const COMMANDS: ReadonlyMap<string, Command> = new Map(
  // What runs others comes last: none of it may be hidden by a plain command of the same name.
  [SYSTEM, LANGUAGES, DATABASES, TOOLS, NETWORK, TEXT, FILES, FIND, GIT, RUNNERS, WRAPPERS].flatMap((of) =>
    Object.entries(of),
  ),
);

/** Where the programs of a machine lie. */
const BIN = /^\/(usr\/(local\/)?|opt\/(homebrew|local)\/|snap\/|run\/current-system\/sw\/)?s?bin\/([^/]+)$/;

/** Names with a version or a kind, and the command they are. */
const KINDS: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/^(python|pip|pypy|ruby|perl|php|lua|node|tclsh|ipython)\d[\d.]*$/, ''],
  [/^(gcc|g\+\+|clang|clang\+\+|llvm-\w+|javac|rustc)-\d[\d.]*$/, 'gcc'],
  [/^(mkfs|mke2fs|mkntfs|mkdosfs|newfs)([._]\w+)*$/, 'mkfs'],
  [/^fsck\.\w+$/, 'fsck'],
  [/^(python|pip)3?\.exe$/, 'python'],
];

/** The name a command is known by, or `null` for a program that lies where anybody may have put it. */
export function commandName(word: string): string | null {
  const name = word.includes('/') ? (BIN.exec(word)?.at(-1) ?? null) : word;
  if (name === null) return null;
  for (const [pattern, kind] of KINDS) {
    const found = pattern.exec(name);
    if (found !== null) return kind === '' ? (found[1] ?? name) : kind;
  }
  return name;
}
