import type { Call, Command } from '../call.ts';
import { Options } from '../options.ts';
import { likeOutput, NOTHING, unknownOutput } from '../output.ts';
import { isSecret } from '../tables/places.ts';
import { asText, GLOB, isVague, MANY, UNKNOWN, WORK, type Value } from '../value.ts';
import { all, type Commands } from './make.ts';

const BELOW = (root: Value): Value => `${root.replace(/\/+$/, '') || ''}/${GLOB}`;
/** Actions of find that take a file. */
const FILE_ACTIONS = new Set(['-fprint', '-fprint0', '-fls', '-fprintf']);
const EXECS = new Set(['-exec', '-execdir', '-ok', '-okdir']);

const find: Command = (call) => {
  const { args, effects } = call;
  let at = 0;
  while (/^-([HLP]|O\d|D\w*)$/.test(args[at] ?? '')) at++;
  const roots: Value[] = [];
  for (; at < args.length && !/^[-(!]/.test(asText(args[at] ?? '')); at++) roots.push(args[at] ?? '');
  if (roots.length === 0) roots.push(WORK);
  const expression = args.slice(at);
  // With a test that can be false only some files are meant; which, is not known before it runs.
  const isNarrow = expression.some((word) =>
    /^-(name|iname|path|ipath|regex|newer\w*|mtime|mmin|ctime|atime|size|empty|user|perm|inum)$/.test(word),
  );
  const isFlat = expression.some((word, i) => word === '-maxdepth' && /^[01]$/.test(expression[i + 1] ?? ''));
  for (const root of roots) call.list(root);
  const meant = names(expression);
  // What is made again is meant alone; of other names, what a name says of secrets is said besides.
  const isMade = meant !== null && meant.every((name) => MADE.test(asText(name)));
  const found = roots.flatMap((root) => [
    ...(isMade ? [] : [BELOW(root)]),
    ...(meant ?? [])
      .map((name) => `${BELOW(root)}/${name}`)
      .filter((file) => isMade || isSecretTo(call, file)),
    // A root that is no directory is itself what is found.
    ...(isSecretTo(call, root) ? [root] : []),
  ]);
  for (let i = 0; i < expression.length; i++) {
    const word = asText(expression[i] ?? '');
    if (isVague(word)) effects.note('What find does is decided by a variable.');
    if (word === '-delete') {
      for (const file of found) call.remove(file, { tree: !isMade && (!isNarrow || !isFlat) });
    } else if (FILE_ACTIONS.has(word)) call.write(expression[i + 1] ?? UNKNOWN);
    else if (EXECS.has(word)) {
      const end = expression.findIndex(
        (one, k) => k > i && (one === ';' || (one === '+' && expression[k - 1] === '{}')),
      );
      const command = expression.slice(i + 1, end === -1 ? undefined : end);
      for (const file of found) runFor(call, command, file);
      i = end === -1 ? expression.length : end;
    }
  }
  return likeOutput(found, 'find');
};

const isSecretTo = (call: Call, word: Value): boolean => call.places(word).some(isSecret);

/** Names of what compilers, interpreters, editors and tests leave behind. */
const MADE =
  /^(\*+\.(py[cod]|class|o|a|so|dylib|obj|lo|la|gc(da|no|ov)|hi|beam|tsbuildinfo|log|tmp|temp|bak|orig|rej|sw[op]|cache|coverage|prof|pid|DS_Store)|\*~|#\*#|\.#\*|core|npm-debug\.log\*?|\.coverage(\.\*)?|\.DS_Store|Thumbs\.db|__pycache__|\.pytest_cache|\.mypy_cache|\.ruff_cache|\.tox|\.nox|\.eslintcache|\.nyc_output|\.cache|\.turbo|\.parcel-cache|node_modules|\.venv|\.ipynb_checkpoints|\*\.egg-info)$/;

/** What names files below a root have: patterns where every way to be found asks for one, and else `null`. */
function names(expression: readonly Value[]): readonly Value[] | null {
  const words = expression.map(asText);
  if (words.some((word) => /^(!|-not|,)$/.test(word))) return null;
  const found: Value[] = [];
  let hasName = false;
  for (const [at, word] of [...words, '-o'].entries()) {
    const name = words[at + 1] ?? '';
    if (/^-i?name$/.test(word) && !isVague(name) && !name.includes('/')) {
      hasName = true;
      found.push(name.replace(/\[[^\]]*\]|[*?]/g, GLOB));
    } else if (/^-(o|or)$/.test(word)) {
      if (!hasName) return null;
      hasName = false;
    }
  }
  return found.slice(0, 16);
}

/** Runs a command with the places a file stands for. What stands inside of a script for a shell is quoted into it. */
function runFor(call: Call, command: readonly Value[], file: Value): void {
  call.run(command.map((word) => asText(word).replaceAll('{}', file)));
}

const fd: Command = (call) => {
  const at = call.args.findIndex((word) => /^(-[xX]|--exec(-batch)?)$/.test(word));
  const options = new Options(at === -1 ? call.args : call.args.slice(0, at), {
    short: 'deEtSgoc',
    long: 'max-depth extension exclude type size owner color changed-within changed-before base-directory',
  });
  const roots = options.operands.slice(1);
  const base = roots.length === 0 ? [WORK] : roots;
  for (const root of base) call.list(root);
  if (at !== -1) {
    const command = call.args.slice(at + 1);
    for (const root of base) runFor(call, command.includes('{}') ? command : [...command, '{}'], BELOW(root));
  }
  return likeOutput(base.map(BELOW), 'fd');
};

const xargs: Command = (call) => {
  const options = new Options(call.args, {
    short: 'IEnLPsadJR',
    long: 'replace max-args max-lines max-procs max-chars arg-file delimiter eof process-slot-var',
    posix: true,
  });
  const command = options.operands;
  const replace = options.has('I', 'J', 'replace')
    ? (options.get('I', 'J', 'replace') ?? '{}')
    : options.has('i')
      ? '{}'
      : null;
  const file = options.get('a', 'arg-file');
  if (file !== undefined) call.read(file);
  const lines = file === undefined ? call.stdin.lines : null;
  if (command.length === 0) return call.run(['echo']);
  if (isVague(command[0] ?? '') || (lines !== null && lines.length === 0)) {
    return call.run(command, { stdin: NOTHING });
  }
  if (lines === null) return call.run(filled(command, replace, [MANY]), { stdin: NOTHING });
  const words = call.stdin.exact
    ? lines.flatMap((line) => asText(line).split(/\s+/)).filter(Boolean)
    : [...lines];
  if (replace === null)
    return call.run([...command, ...words.slice(0, 256), ...(words.length > 256 ? [MANY] : [])], {
      stdin: NOTHING,
    });
  for (const word of (call.stdin.exact ? lines : words).slice(0, 64))
    call.run(filled(command, replace, [word]), { stdin: NOTHING });
  if (words.length > 64) call.run(filled(command, replace, [MANY]), { stdin: NOTHING });
  return unknownOutput('xargs');
};

function filled(command: readonly Value[], replace: Value | null, words: readonly Value[]): Value[] {
  if (replace === null) return [...command, ...words];
  const mark = asText(replace);
  return command.map((word) => asText(word).replaceAll(mark, words[0] ?? ''));
}

const parallel: Command = (call) => {
  const options = new Options(call.args, {
    short: 'jNnISadC',
    long: 'jobs max-args delay timeout colsep joblog results arg-file sshlogin',
    posix: true,
  });
  const at = options.operands.findIndex((word) => /^:::/.test(word));
  const command = at === -1 ? options.operands : options.operands.slice(0, at);
  const inputs =
    at === -1
      ? (call.stdin.lines ?? [MANY])
      : options.operands.slice(at + 1).filter((word) => !/^:::/.test(word));
  if (options.has('S', 'sshlogin'))
    call.effects.call(options.get('S', 'sshlogin') ?? MANY, 'parallel', { sends: true });
  for (const input of inputs.slice(0, 64)) {
    if (command.length === 0) call.script(input);
    else if (command.length === 1) {
      const [text = ''] = command;
      call.script(text.includes('{}') ? asText(text).replaceAll('{}', input) : `${asText(text)} ${input}`);
    } else
      call.run(
        command.some((word) => word.includes('{')) ? filled(command, '{}', [input]) : [...command, input],
      );
  }
  if (inputs.length > 64) call.effects.note('parallel is given too much to read.');
  return unknownOutput('parallel');
};

/** Commands that run others for each of many files. */
export const FIND: Commands = {
  ...all('find gfind', find),
  ...all('fd fdfind', fd),
  ...all('xargs gxargs', xargs),
  parallel,
  ...all('locate mlocate plocate mdfind', (call) => {
    call.effects.add('file.read', null, `${call.name} looks names of files up.`);
    return undefined;
  }),
};
