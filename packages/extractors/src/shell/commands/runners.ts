import type { Call, Command } from '../call.ts';
import { Options, type Syntax } from '../options.ts';
import { asText, isVague, shown, type Value } from '../value.ts';
import { all, type Commands } from './make.ts';

interface Runner extends Syntax {
  /** Operands of its own before the command. */
  readonly skip?: number;
  /** Words that stand before the command and are left out where they are there. */
  readonly verbs?: RegExp;
  /** Options that give a text for a shell. */
  readonly text?: readonly string[];
}

/** Runs what follows its options: how many words are its own is in its manual. */
export const runs =
  ({ skip = 0, verbs, text = [], ...syntax }: Runner): Command =>
  (call) => {
    const options = new Options(call.args, { ...syntax, posix: true });
    for (const script of options.all(...text)) call.script(script);
    let words = options.operands;
    while (verbs !== undefined && verbs.test(asText(words[0] ?? ''))) words = words.slice(1);
    words = words.slice(skip);
    if (words[0] === '--') words = words.slice(1);
    if (words.length > 0) return call.run(words);
    call.effects.compute(`${call.name} was asked.`);
    return undefined;
  };

/** One of its words is a command that it runs: every word that may be one is read as one. */
const texts =
  (syntax: Syntax): Command =>
  (call) => {
    for (const word of new Options(call.args, syntax).operands) call.script(word);
    call.effects.compute(`${call.name} runs commands.`);
    return undefined;
  };

/** Runs a command in the environment of a project: `uv run`, `poetry run`, `bundle exec`. */
export function inProject(call: Call, words: readonly Value[], syntax: Syntax): ReturnType<Command> {
  const options = new Options(words, { ...syntax, posix: true });
  const [first, ...rest] = options.operands;
  for (const file of options.all('env-file')) call.list(file);
  const text = options.get('c');
  if (text !== undefined && syntax.short?.includes('c') === true) return call.script(text);
  if (first === undefined) {
    call.effects.compute(`${call.name} was asked.`);
    return undefined;
  }
  const module = options.get('m', 'module');
  if (module !== undefined) return call.run(['python', '-m', module, ...options.operands]);
  if (/\.pyw?$/.test(asText(first))) return call.run(['python', first, ...rest]);
  return call.run([first, ...rest]);
}

const later: Command = (call) => {
  const options = new Options(call.args, {
    short: 'pMHuE',
    long: 'unit property description slice uid gid working-directory on-active on-boot on-startup on-unit-active on-unit-inactive on-calendar timer-property path-property socket-property setenv service-type nice machine host',
    flags: 'pty shell user scope',
    posix: true,
  });
  if (call.args.some((arg) => /^--on-/.test(arg)))
    call.effects.execute(`resource:command/${call.name}/later`, `${call.name} has something run later.`);
  if (options.has('S', 'shell')) call.run(['sh']);
  if (options.operands.length > 0) return call.run(options.operands);
  call.effects.compute(`${call.name} was asked.`);
  return undefined;
};

/** A directory of programs is run. */
const parts: Command = (call) => {
  const { operands } = new Options(call.args, { short: 'au', long: 'arg umask regex' });
  for (const word of operands) {
    if (isVague(word)) call.effects.note(`Which programs ${call.name} runs cannot be told: ${shown(word)}`);
    else call.execute(word, `${call.name} runs all that is in ${shown(word)}.`);
  }
  return undefined;
};

/** Debuggers: commands that look are known by name. */
const LOOKS =
  /^\s*(r|run|start|bt( full)?|backtrace|where|info .*|i .*|break .*|b .*|tbreak .*|watch .*|c|continue|n|next|s|step|finish|up|down|frame.*|f \d+|thread.*|t .*|list.*|l|print .*|p .*|x\/?.*|display .*|disas(semble)?.*|set (args|pagination|confirm|logging off|breakpoint pending|print|disassembly-flavor|follow-fork-mode|width|height).*|quit|q|kill|k|detach|exit|image lookup.*|register read.*|memory read.*|process (status|launch|continue).*|breakpoint (set|list).*|settings show.*|help.*|ptype .*|whatis .*|directory .*|handle .*|show .*)\s*$/;

const debuggers: Command = (call) => {
  const options = new Options(call.args, {
    single: true,
    long: 'ex x eval-command command iex ix init-eval-command one-line source core pid p c o s cd directory symbols exec se tty',
    posix: true,
  });
  call.effects.add('tests.run', `resource:command/${call.name}`, `${call.name} looks at a program.`);
  for (const text of options.all('ex', 'eval-command', 'iex', 'init-eval-command', 'one-line', 'o')) {
    if (!LOOKS.test(asText(text)) || /[|!]/.test(text))
      call.effects.execute(null, `${call.name} is told ${shown(text)}.`);
  }
  for (const file of options.all('x', 'command', 'ix', 'source', 's'))
    call.execute(file, `${call.name} does what ${shown(file)} says.`);
  const [program, ...rest] = options.operands;
  if (program !== undefined && (call.name !== 'gdb' || options.has('args')))
    return call.run([program, ...rest]);
  if (program !== undefined) call.execute(program);
  return undefined;
};

/** Commands that run the command that follows, as their manuals say where it begins. */
export const RUNNERS: Commands = {
  ...all('setarch linux32 linux64 i386 i486 i586 i686 x86_64 uname26', (call) => {
    const isNamed = call.name === 'setarch' && !(call.args[0] ?? '-').startsWith('-');
    return runs({ skip: isNamed ? 1 : 0, long: 'uname' })(call);
  }),
  choom: runs({ short: 'np', long: 'adjust pid' }),
  cpulimit: runs({ short: 'lPep', long: 'limit path exe pid' }),
  logsave: runs({ skip: 1 }),
  ...all(
    'rlwrap multitime aoss padsp dbus-run-session dbus-launch tini dumb-init catatonit xvfb-run faked-tcp eatmydata ld.so unbuffer chronic ts_run errno_run nosetsid setlsb prename_run please dzdo run0 pkexec ksu gksu gksudo kdesu firejail bwrap systemd-inhibit systemd-cat pty torify dotenvx cross-env cross-env-shell env-cmd daemonize daemon dtach abduco reptyr_run',
    runs({
      short: 'fbsnHpeagwq',
      long: 'server-args auth-file server-num user identifier priority what who why mode ro-bind bind dev proc tmpfs unsetenv setenv chdir fallback',
      verbs: /^(run|exec|\w+=.*|--)$/,
    }),
  ),
  openvt: runs({ short: 'c', long: 'console' }),
  ...all('gosu su-exec chpst softlimit setuidgid envuidgid', runs({ skip: 1, short: 'uUbnemdopfcrt/' })),
  ...all('setpriv prlimit numactl capsh', (call) => {
    const at = call.args.findIndex((arg) => arg === '--');
    const words = at === -1 ? call.args.filter((arg) => !arg.startsWith('-')) : call.args.slice(at + 1);
    if (call.name === 'capsh') return at === -1 ? undefined : call.run(['sh', ...words]);
    if (words.length > 0) return call.run(words);
    call.effects.compute(`${call.name} was asked.`);
    return undefined;
  }),
  ...all('cgexec', runs({ short: 'g' })),
  ...all('sg', (call) => {
    const [, ...rest] = call.args;
    const words = rest.filter((word) => word !== '-c');
    const [text] = words;
    return text === undefined ? call.run(['sh']) : call.script(text);
  }),
  newgrp: (call) => call.run(['sh']),
  'start-stop-daemon': (call) => {
    const options = new Options(call.args, {
      short: 'xaucgdprRnsPI',
      long: 'exec startas user chuid group chdir pidfile chroot retry name signal',
    });
    for (const program of options.all('x', 'exec', 'a', 'startas')) call.run([program, ...options.after]);
    call.effects.add('system.change', 'resource:command/start-stop-daemon', 'It starts or stops a daemon.');
    return undefined;
  },
  'run-parts': parts,
  ...all(
    'faketime datefudge aws-vault chamber envconsul summon berglas teller',
    runs({ skip: 1, verbs: /^(exec)$/ }),
  ),
  ...all('perf', (call) => {
    const [verb = '', ...rest] = call.args.map(asText);
    call.effects.add('tests.run', 'resource:command/perf', `perf ${verb} measures.`);
    if (!/^(stat|record|trace|mem|c2c|lock|sched)$/.test(verb)) return undefined;
    return runs({
      short: 'eopFCGrIxtgMm',
      long: 'event output pid freq cpu repeat interval-print call-graph',
    })({ ...call, args: rest });
  }),
  ...all('valgrind', (call) => {
    call.effects.add('tests.run', 'resource:command/valgrind', 'valgrind looks at a program.');
    return runs({})(call);
  }),
  ...all(
    'hyperfine concurrently npm-run-all run-p run-s start-server-and-test poll',
    texts({
      short: 'wmMrpscnSLDiNk',
      long: 'warmup min-runs max-runs runs prepare setup cleanup command-name shell parameter-list parameter-scan export-markdown export-json export-csv names prefix kill-others style time-unit output input',
    }),
  ),
  'systemd-run': later,
  ...all('gdb lldb', debuggers),
};
