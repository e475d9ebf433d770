import type { Call, Command } from '../call.ts';
import { Env } from '../env.ts';
import { Options, type Syntax } from '../options.ts';
import { NOTHING, scriptOf, unknownOutput, type Output } from '../output.ts';
import { NOWHERE, placeOf, type Base } from '../place.ts';
import { asText, HOME, isVague, MANY, shown, type Value } from '../value.ts';
import { all, pure, type Commands } from './make.ts';

/** Runs what follows its own options, and after these the first few operands. */
const wrapper =
  (syntax: Syntax, skip = 0): Command =>
  (call) => {
    const options = new Options(call.args, { ...syntax, posix: true });
    const rest = options.operands.slice(skip);
    if (rest.length === 0) {
      call.effects.compute(`${call.name} was asked.`);
      return undefined;
    }
    return withAssignments(call, rest);
  };

/** `NAME=value … command`, as env and sudo take it. */
function withAssignments(call: Call, words: readonly Value[]): Output {
  let at = 0;
  for (; /^\w+=/.test(words[at] ?? ''); at++) {
    const [name = '', ...value] = (words[at] ?? '').split('=');
    // Said again as an assignment, so that a variable that decides what is run is seen.
    call.script(`export ${name}='${asText(value.join('=')).replace(/['\ue000-\uf8ff]/g, '')}'`);
  }
  return call.run(words.slice(at));
}

const env: Command = (call) => {
  const options = new Options(call.args, { short: 'uCS', long: 'unset chdir split-string', posix: true });
  const split = options.get('S', 'split-string');
  if (split !== undefined) return call.script([split, ...options.operands].join(' '));
  const command = options.operands.filter(
    (_, at, list) => !list.slice(0, at + 1).every((one) => /^\w+=/.test(one)),
  );
  if (command.length === 0 && !options.has('i', 'ignore-environment')) {
    call.effects.add('secret.read', 'resource:environment', 'env shows the whole environment.');
    return undefined;
  }
  const own = call.env.fork();
  const chdir = options.get('C', 'chdir');
  if (chdir !== undefined) own.bases = call.places(chdir);
  return withAssignments({ ...call, run: (words) => call.run(words, { env: own }) }, options.operands);
};

const sudo: Command = (call) => {
  const options = new Options(call.args, {
    short: 'ugpCcDhrtTUR',
    long: 'user group prompt close-from chdir host role type command-timeout other-user chroot',
    flags: 'edit list validate login shell',
    posix: true,
  });
  if (options.has('e', 'edit')) {
    for (const word of options.operands) call.write(word);
    return NOTHING;
  }
  if (options.operands.length > 0) return withAssignments(call, options.operands);
  if (options.has('i', 's', 'login', 'shell')) return shellOf(call, []);
  call.effects.compute('sudo was asked.');
  return undefined;
};

const su: Command = (call) => {
  const options = new Options(call.args, { short: 'csgGTw', long: 'command shell group' });
  const text = options.get('c', 'command');
  if (text !== undefined) return call.script(text);
  return shellOf(call, []);
};

const SHELL: Syntax = { short: 'oO', long: 'rcfile init-file', posix: true };

/** A shell: what it runs is given with `-c`, in a file, or on its input. */
function shellOf(call: Call, args: readonly Value[]): Output {
  const plain = args.filter((arg) => !/^\+[a-zA-Z]/.test(arg));
  const options = new Options(plain, SHELL);
  for (const file of options.all('rcfile', 'init-file')) call.execute(file);
  const [first, ...params] = options.operands;
  const own = call.env.fork();
  own.vars.clear();
  own.arrays.clear();
  own.functions.clear();
  if (options.has('c')) {
    own.params = params.slice(1);
    return first === undefined ? unknownOutput(call.name) : call.script(first, { env: own });
  }
  if (first !== undefined && !options.has('s') && first !== '-') {
    const piped = call.piped(first);
    if (piped !== null) return fed(call, piped, own);
    call.execute(first, `${call.name} runs the script ${shown(first)}.`);
    return unknownOutput(shown(first));
  }
  return fed(call, call.stdin, own);
}

/** A shell reads what another command writes. */
function fed(call: Call, input: Output, env: Env): Output {
  const text = scriptOf(input);
  if (text === '')
    call.effects.execute('resource:command/sh/unread', `${call.name} waits for what is typed.`);
  if (text !== null) return call.script(text, { env, stdin: NOTHING });
  if (typeof input.place === 'string') {
    call.effects.execute(
      input.place.startsWith('file ') ? null : input.place,
      `${call.name} runs ${input.from}.`,
    );
  } else {
    call.effects.execute(
      null,
      `${call.name} runs what ${input.from} writes${input.remote ? ', which comes over the network' : ''}.`,
    );
  }
  return unknownOutput(call.name);
}

const evaluate: Command = (call) => {
  const text = call.args.join(' ');
  if (isVague(text)) call.effects.note(`eval runs ${shown(text)}, and nobody can say what that is.`);
  else return call.script(text, { env: call.env });
  return unknownOutput('eval');
};

const source: Command = (call) => {
  const [file, ...params] = call.args;
  void params;
  if (file === undefined) return NOTHING;
  const piped = call.piped(file);
  if (piped !== null || file === '/dev/stdin') return fed(call, piped ?? call.stdin, call.env);
  call.execute(file, `It runs the script ${shown(file)}.`);
  return NOTHING;
};

const cd: Command = (call) => {
  const { operands } = new Options(call.args);
  const { env } = call;
  const word = operands[0] ?? HOME;
  const before = env.bases;
  if (word === '-') env.bases = [NOWHERE];
  else env.bases = env.bases.map((base) => placeOf(word, base));
  env.failed = env.vars.get('-e') === 'on' ? [] : before;
  call.effects.compute(`It goes to ${shown(word)}.`);
  return NOTHING;
};

const set: Command = ({ args, env, effects }) => {
  const text = args.map(asText).join(' ');
  if (/(^|\s)-\w*e/.test(text)) env.vars.set('-e', 'on');
  if (args.length === 0) effects.add('secret.read', 'resource:environment', 'set shows all variables.');
  else if (args.includes('--')) env.params = args.slice(args.indexOf('--') + 1);
  effects.compute('It sets how the shell works.');
  return NOTHING;
};

const trap: Command = (call) => {
  const { operands } = new Options(call.args);
  const [text] = operands;
  if (text !== undefined && operands.length > 1 && text !== '' && text !== '-') call.script(text);
  call.effects.compute('It sets a trap.');
  return NOTHING;
};

const ELSEWHERE: Base = { root: 'outside', segments: ['elsewhere'], text: 'elsewhere', glob: false };

/** Another machine or container: relative paths are not those of the work. */
export function elsewhere(): Env {
  const env = new Env();
  env.bases = [ELSEWHERE];
  return env;
}

const ssh: Command = (call) => {
  const options = new Options(call.args, { short: 'BbcDEeFIiJLlmOopQRSWw', posix: true });
  const [host, ...command] = options.operands;
  for (const option of options.all('o')) {
    if (/^(proxycommand|localcommand|knownhostscommand|permitlocalcommand)\b/i.test(option)) {
      call.script(asText(option).replace(/^\w+[ =]/, ''));
    }
  }
  if (host === undefined) return undefined;
  call.effects.call(host.replace(/^ssh:\/\//, ''), 'ssh', { sends: true });
  if (command.length > 0) return call.script(command.join(' '), { env: elsewhere() });
  const text = scriptOf(call.stdin);
  if (call.stdin.lines === null || (text !== null && text !== '')) return fed(call, call.stdin, elsewhere());
  call.effects.execute('resource:command/ssh/shell', 'ssh opens a shell on another machine.');
  return unknownOutput('ssh', true);
};

const exec: Command = (call) => {
  const options = new Options(call.args, { short: 'a', posix: true });
  if (options.operands.length > 0) return call.run(options.operands);
  call.effects.compute('It changes where the shell writes.');
  return NOTHING;
};

const command: Command = (call) => {
  const options = new Options(call.args, { posix: true });
  if (options.has('v', 'V') || options.operands.length === 0) return pure(call);
  const own = call.env.fork();
  own.functions.clear();
  return call.run(options.operands, { env: own });
};

const watch: Command = (call) => {
  const options = new Options(call.args, { short: 'nqd', long: 'interval equexit', posix: true });
  if (options.has('x', 'exec')) return call.run(options.operands);
  return call.script(options.operands.join(' '));
};

const alias: Command = (call) => {
  for (const word of call.args) {
    const [, text] = /^[^=]+=(.*)$/s.exec(word) ?? [];
    if (text !== undefined) call.script(text);
  }
  call.effects.compute('It names commands.');
  return NOTHING;
};

/** Commands that run others. */
export const WRAPPERS: Commands = {
  env,
  ...all('sudo doas', sudo),
  ...all('su runuser', su),
  ...all('bash sh zsh dash ksh ash fish rbash mksh yash bosh posh lksh pdksh hush', (call) =>
    shellOf(call, call.args),
  ),
  // Their grammars are others: what they are given is not read.
  ...all('csh tcsh elvish rc nu xonsh osh ysh es scsh', (call) => {
    call.effects.execute(
      null,
      `${call.name} runs ${call.args.map(shown).join(' ')}, which is not read here.`,
    );
    return undefined;
  }),
  busybox: (call) => call.run(call.args),
  toybox: (call) => call.run(call.args),
  eval: evaluate,
  ...all('source .', source),
  cd,
  set,
  trap,
  ssh,
  ...all('autossh mosh', ssh),
  sshpass: wrapper({ short: 'pfde' }),
  exec,
  ...all('command builtin', command),
  watch,
  ...all(
    'nohup setsid time then do else coproc noglob nocorrect gtime proxychains proxychains4 torsocks fakeroot catchsegv',
    wrapper({ short: 'foe' }),
  ),
  ...all('timeout gtimeout', wrapper({ short: 'ks', long: 'kill-after signal' }, 1)),
  nice: wrapper({ short: 'n', long: 'adjustment' }),
  ionice: wrapper({ short: 'cnpPu', long: 'class classdata' }),
  stdbuf: wrapper({ short: 'ioe', long: 'input output error' }),
  ...all('chrt taskset', wrapper({}, 1)),
  ...all('strace ltrace', wrapper({ short: 'eopsuEaOSIPbX', long: 'output' })),
  ...all('caffeinate', wrapper({ short: 'tw' })),
  ...all('direnv_exec', wrapper({}, 1)),
  flock: (call) => {
    const options = new Options(call.args, {
      short: 'wEc',
      long: 'wait timeout conflict-exit-code command',
      posix: true,
    });
    const text =
      options.get('c', 'command') ?? (options.operands[1] === '-c' ? options.operands[2] : undefined);
    if (text !== undefined) return call.script(text);
    return call.run(options.operands.slice(1));
  },
  script: (call) => {
    const options = new Options(call.args, { short: 'ctTIOBEmo', long: 'command' });
    const text = options.get('c', 'command');
    for (const word of options.operands.slice(0, 1)) call.write(word);
    return text === undefined ? shellOf(call, []) : call.script(text);
  },
  chroot: (call) =>
    call.run(new Options(call.args, { long: 'userspec groups', posix: true }).operands.slice(1), {
      env: elsewhere(),
    }),
  ...all('entr nodemon watchexec', (call) => {
    const isEntr = call.name === 'entr';
    const options = new Options(call.args, {
      short: isEntr ? '' : 'ewxid',
      long: 'exec watch ext ignore exts filter',
      posix: true,
    });
    if (isEntr && options.has('s')) return call.script(options.operands.join(' '));
    const text = options.get('exec', 'x');
    return text === undefined ? call.run(options.operands) : call.script(text);
  }),
  ...all('tmux screen', (call) => {
    const own = new Options(call.args, {
      short: call.name === 'tmux' ? 'cfLST' : 'cehpsSTxX',
      long: 'Logfile',
      posix: true,
    });
    if (call.name === 'tmux') {
      for (const file of own.all('f')) call.execute(file, `tmux does what ${shown(file)} says.`);
      for (const word of own.all('c')) call.script(word);
    } else {
      for (const file of own.all('c')) call.execute(file, `screen does what ${shown(file)} says.`);
      const at = call.args.findIndex((arg) => arg === '-L' || arg === '-Logfile');
      const log = call.args[at + (call.args[at + 1] === '-Logfile' ? 2 : 1)];
      if (at !== -1 && log !== undefined && !log.startsWith('-')) call.write(log);
      if (own.operands.length > 0) call.run(own.operands.slice(at !== -1 && own.operands[0] === log ? 1 : 0));
    }
    const text = call.args.at(-1);
    if (
      /^(new|new-session|neww|new-window|send-keys|send|splitw|split-window|run|run-shell)$/.test(
        call.args[0] ?? '',
      ) &&
      text !== undefined
    ) {
      const words = call.args.filter((word) => !/^(Enter|C-m)$/.test(word));
      call.script(words.at(-1) ?? MANY, { env: elsewhere() });
    }
    call.effects.compute(`${call.name} was asked.`);
    return undefined;
  }),
  alias,
};
