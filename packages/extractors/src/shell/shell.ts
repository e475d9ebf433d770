import type { Findings } from '../lib/findings.ts';
import type { Grammar, Node } from '../lib/grammar.ts';
import type { Call } from './call.ts';
import { given } from './commands/given.ts';
import { COMMANDS, commandName } from './commands/index.ts';
import { isSecretName, RUNS_CODE, RUNS_NOTHING } from './tables/variables.ts';
import { Effects } from './effects.ts';
import type { Env } from './env.ts';
import { combined, NOTHING, scriptOf, substituted, unknownOutput, type Output } from './output.ts';
import { placeOf, targetOf, type Place } from './place.ts';
import { Statements } from './statements.ts';
import { asScript, asText, HOME, isVague, PIPE, shown, TEMP, WORK, type Value } from './value.ts';
import { Words } from './words.ts';

const MOST_SCRIPTS = 8;

/** Commands whose files come over the network. */
const FETCHES = new Set(
  'curl wget wget2 aria2c axel http https xh httpie scp sftp ftp lftp tftp youtube-dl yt-dlp'.split(' '),
);

/** What interpreters make of a file. */
const DIALECTS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['sh', 'bash', 'dash', 'zsh', 'ksh', 'ash', 'source', '.'].map((name) => [name, 'shell']),
  ),
  python: 'python',
  node: 'javascript',
};

/** Readers of other languages, by dialect: they find effects with the same means. */
export type CodeReaders = ReadonlyMap<string, (text: string, host: CodeHost) => void>;

/** What code in another language is read with. */
export interface CodeHost {
  readonly effects: Effects;
  places(word: Value): readonly Place[];
  /** The code starts a shell with this text. */
  script(text: Value): void;
  /** The code starts a command with these words. */
  run(words: readonly Value[]): void;
}

/** Reads scripts of a shell: each command is looked up in the tables, everything else is followed. */
export class Shell {
  readonly effects: Effects;
  readonly words: Words;
  private readonly grammar: Grammar;
  private readonly readers: CodeReaders;
  private readonly outputs: Output[] = [];
  private readonly statements: Statements;
  /** What the script itself has written to files so far, by target. */
  private readonly files = new Map<string, Output>();
  /** Whether a file came over the network: any file that is run afterwards may be it. */
  private hasFetched = false;
  private readonly calling: string[] = [];
  private depth = 0;

  constructor(findings: Findings, grammar: Grammar, readers: CodeReaders) {
    this.effects = new Effects(findings);
    this.grammar = grammar;
    this.readers = readers;
    this.statements = new Statements(this);
    this.words = new Words({
      substitute: (node, env) => substituted(this.statements.run(node, env.fork(), NOTHING)),
      process: (node, env) => {
        this.outputs.push(this.statements.run(node, env.fork(), unknownOutput('a pipe')));
        return `${PIPE}${this.outputs.length - 1}${PIPE}`;
      },
      used: (name) => {
        if (isSecretName(name))
          this.effects.add('secret.read', `resource:environment/${name}`, `It uses the variable ${name}.`);
      },
      step: () => {
        findings.step();
      },
    });
  }

  /** Reads a script; what it writes is given back. */
  script(text: string, env: Env, stdin: Output): Output {
    if (this.depth >= MOST_SCRIPTS) {
      this.effects.note('Scripts are given to scripts too many times.');
      return unknownOutput('a script');
    }
    this.depth++;
    let output: Output = NOTHING;
    try {
      // The grammar misses two things that every shell sees: a word that goes on behind an escaped end of line, and a
      // line that begins with a backslash. Without them the text is read as well.
      const plain = text
        .replace(/(?<=[^\s\\])(\\\n)+(?=[^\s\\])/g, '')
        .replace(/(\n[ \t]*)\\(?=[^\s\\])/g, '$1');
      if (plain !== text) {
        this.grammar.parse(plain, this.effects.findings, (root) => {
          this.statements.run(root, env.fork(), stdin);
        });
      }
      // The body of a function may be run after its script was read, so all is done while the tree is there.
      this.grammar.parse(text, this.effects.findings, (root) => {
        output = this.statements.run(root, env, stdin);
      });
    } finally {
      this.depth--;
    }
    return output;
  }

  piped(word: Value): Output | null {
    const at = new RegExp(`^${PIPE}(\\d+)${PIPE}$`).exec(word)?.[1];
    return at === undefined ? null : (this.outputs[Number(at)] ?? null);
  }

  /** What the script wrote to a file, or `null`. */
  written(target: string | null): Output | null {
    return target === null ? null : (this.files.get(target) ?? null);
  }

  /** The script writes to a file what it may run later. */
  write(target: string | null, output: Output, more: boolean): void {
    if (target === null) return;
    const before = this.files.get(target);
    if (!more) this.files.set(target, output);
    // What was there before is not known, and neither is the whole.
    else
      this.files.set(
        target,
        before === undefined ? unknownOutput(target, output.remote) : combined(before, output),
      );
  }

  places(word: Value, env: Env): readonly Place[] {
    return env.bases.map((base) => placeOf(word, base));
  }

  /** A variable is set for what is run. */
  assigned(name: string, value: Value): void {
    if (!RUNS_CODE.test(name) || value === '' || RUNS_NOTHING.test(value)) return;
    this.effects.execute(
      `resource:environment/${name}`,
      `It sets ${name}=${shown(value)}, which decides what is run.`,
    );
  }

  /** Runs a command. */
  run(words: readonly Value[], env: Env, stdin: Output): Output {
    this.effects.findings.step();
    const [first, ...args] = words;
    if (first === undefined) return NOTHING;
    if (isVague(first)) {
      this.effects.note(`Which command ${shown(first)} is cannot be told.`);
      return unknownOutput('a command');
    }
    const full = asText(first);
    if (/^!\S/.test(full)) {
      // What people type into a pager or an editor to get a shell, on a line of its own.
      this.effects.execute(null, `${shown(full)} is a line of the history, or an escape to a shell.`);
      return unknownOutput(full);
    }
    const bodies = env.functions.get(full);
    if (bodies !== undefined) return this.call(full, bodies, args, env, stdin);
    const name = commandName(full);
    const call = this.make(name ?? full, args, env, stdin);
    const command = name === null ? undefined : COMMANDS.get(name);
    if (command === undefined) this.unknown(full, name, call);
    else if (isQuestion(args))
      this.effects.compute(`${full} ${args.map(shown).join(' ')} tells about itself.`);
    else return command(call) ?? unknownOutput(full);
    return unknownOutput(full);
  }

  private unknown(full: string, name: string | null, call: Call): void {
    given(call, { runs: true, calls: 'any', writes: true });
    const isPath = full.includes('/') || [HOME, TEMP, WORK].some((mark) => full.startsWith(mark));
    if (isPath && name === null) call.execute(full);
    else if (/^[\p{L}\p{N}][\p{L}\p{N}._+-]{0,99}$/u.test(full)) {
      this.effects.execute(`resource:command/${full}`, `It runs ${full}, which is not known here.`);
    } else this.effects.execute(null, `It runs ${shown(full)}, which is not known here.`);
  }

  private call(
    name: string,
    bodies: readonly Node[],
    args: readonly Value[],
    env: Env,
    stdin: Output,
  ): Output {
    if (this.calling.includes(name) || this.calling.length > 16) {
      this.effects.note(`The function ${name} calls itself.`);
      return unknownOutput(name);
    }
    this.calling.push(name);
    const { params } = env;
    env.params = args;
    let output: Output = NOTHING;
    for (const body of bodies) output = this.statements.run(body, env, stdin);
    env.params = params;
    this.calling.pop();
    return output;
  }

  /** The means of a command. */
  private make(name: string, args: readonly Value[], env: Env, stdin: Output): Call {
    const { effects } = this;
    const each = (word: Value, act: (of: Place) => void): void => {
      if (this.piped(word) !== null) return;
      for (const of of this.places(word, env)) act(of);
    };
    const call: Call = {
      name,
      args,
      env,
      stdin,
      effects,
      places: (word) => this.places(word, env),
      read: (word, how) => {
        each(word, (of) => {
          effects.read(of, name, how);
        });
      },
      list: (word) => {
        each(word, (of) => {
          effects.list(of, name);
        });
      },
      write: (word, how) => {
        if (FETCHES.has(name)) this.hasFetched = true;
        each(word, (of) => {
          effects.write(of, name, how);
        });
      },
      remove: (word, how) => {
        each(word, (of) => {
          effects.remove(of, name, how);
        });
      },
      execute: (word, detail) => {
        each(word, (of) => {
          if (of.root === 'unknown') effects.note(`Which file ${of.text} is, that is run, cannot be told.`);
          else this.runFile(of, detail ?? `It runs ${of.text}.`, call);
        });
      },
      run: (words, how = {}) => this.run(words, how.env ?? env, how.stdin ?? stdin),
      script: (text, how = {}) => this.text(text, how.env ?? env.fork(), how.stdin ?? stdin),
      code: (dialect, text) => this.code(dialect, text, env),
      piped: (word) => this.piped(word),
    };
    return call;
  }

  /** A file is run. What the script wrote into it itself is read as what it is. */
  private runFile(of: Place, detail: string, { env, name }: Pick<Call, 'env' | 'name'>): void {
    const target = targetOf(of);
    const own = this.written(target);
    const text = own === null ? null : scriptOf(own);
    const isForeign = (own !== null && text === null) || (own === null && this.hasFetched);
    this.effects.execute(
      isForeign ? null : target,
      isForeign ? `${detail} It may have come over the network.` : detail,
    );
    if (text === null) return;
    const dialect = DIALECTS[name] ?? (text.startsWith('#!') ? null : 'shell');
    if (dialect === 'shell' || /^#!.*\b(ba|da|z|k)?sh\b/.test(text)) this.script(text, env.fork(), NOTHING);
    else if (dialect === null || !this.code(dialect, text, env)) this.effects.execute(null, detail);
  }

  /** Runs a text of which parts may be unknown; then nobody can say what it is. */
  text(text: Value, env: Env, stdin: Output): Output {
    const script = asScript(text);
    if (script !== null) return this.script(script, env, stdin);
    this.effects.note(`A shell runs ${shown(text)}, and nobody can say what that is.`);
    return unknownOutput('a script');
  }

  private code(dialect: string, text: string, env: Env): boolean {
    const reader = this.readers.get(dialect);
    if (reader === undefined) return false;
    if (this.depth >= MOST_SCRIPTS) {
      this.effects.note('Scripts are given to scripts too many times.');
      return true;
    }
    this.depth++;
    reader(text, {
      effects: this.effects,
      places: (word) => this.places(word, env),
      script: (script) => {
        this.text(script, env.fork(), unknownOutput('code'));
      },
      run: (words) => {
        this.run(words, env.fork(), unknownOutput('code'));
      },
    });
    this.depth--;
    return true;
  }
}

/** `--help` and `--version` alone, or behind one or two plain words: a tool tells about itself. */
function isQuestion(args: readonly Value[]): boolean {
  const last = args.at(-1);
  if (args.length === 0 || args.length > 3) return false;
  if (args.length === 1 && last === '-V') return true;
  return (
    (last === '--help' || last === '--version') &&
    args.slice(0, -1).every((arg) => /^[a-z][a-z-]*$/.test(arg))
  );
}
