import type { Call, Command } from '../call.ts';
import { Options, type Syntax } from '../options.ts';
import { NOTHING, scriptOf, unknownOutput } from '../output.ts';
import { isHarmless } from '../inline.ts';
import { awkFault, awkWrites, perlFilter, sedScript } from '../scripts.ts';
import { asText, isLiteral, isVague, shown, WORK, type Value } from '../value.ts';
import { given } from './given.ts';
import { all, pure, tool, type Commands } from './make.ts';
import { inProject } from './runners.ts';
import * as tables from './tables.ts';

/** Modules that an interpreter runs with `-m`, as the command they are. */
const MODULES: Readonly<Record<string, string>> = {
  pip: 'pip',
  pytest: 'pytest',
  unittest: 'unittest',
  mypy: 'mypy',
  ruff: 'ruff',
  black: 'black',
  flake8: 'flake8',
  isort: 'isort',
  pylint: 'pylint',
  coverage: 'coverage',
  tox: 'tox',
  nox: 'nox',
  poetry: 'poetry',
  uv: 'uv',
  build: 'pyinstaller',
  venv: 'pyinstaller',
  virtualenv: 'pyinstaller',
  py_compile: 'mypy',
  compileall: 'mypy',
  doctest: 'pytest',
  this: 'true',
  calendar: 'true',
  'json.tool': 'jq_file',
  ensurepip: 'pyinstaller',
  site: 'true',
  sysconfig: 'true',
};

interface Interpreter {
  readonly dialect: string | null;
  readonly syntax: Syntax;
  /** Options that give code. */
  readonly code: readonly string[];
  /** Options that give files or modules that are run before. */
  readonly before?: readonly string[];
}

function inline(call: Call, { dialect }: Interpreter, text: Value): void {
  const plain = asText(text);
  if (!isLiteral(plain))
    call.effects.note(`${call.name} runs code in which a variable decides: ${shown(plain)}`);
  else if (dialect === null && isHarmless(call.name, plain))
    call.effects.compute(`${call.name} prints ${plain}`);
  else if (dialect === null || !call.code(dialect, plain))
    call.effects.execute(null, `${call.name} runs code that is not read here: ${plain}`);
}

const interpreter =
  (of: Interpreter): Command =>
  (call) => {
    const at = call.args.findIndex((arg) => arg === '-m');
    const module = asText(call.args[at + 1] ?? '');
    if (
      of.dialect === 'python' &&
      at !== -1 &&
      call.args.slice(0, at).every((arg) => /^-[a-zA-Z]+$/.test(arg))
    ) {
      const command = MODULES[module];
      if (command === 'jq_file') return call.run(['wc', ...call.args.slice(at + 2)]);
      if (command !== undefined) return call.run([command, ...call.args.slice(at + 2)]);
      if (module === 'timeit' || module === 'cProfile' || module === 'profile') {
        const rest = new Options(call.args.slice(at + 2), {
          short: 'nrsuoSm',
          long: 'number repeat setup unit sort',
          posix: true,
        });
        for (const text of module === 'timeit' ? [...rest.all('s', 'setup'), ...rest.operands] : [])
          inline(call, of, text);
        for (const name of rest.all('m')) call.run(['python', '-m', name]);
        if (module !== 'timeit' && rest.operands[0] !== undefined) call.execute(rest.operands[0]);
        call.effects.compute(`${call.name} measures.`);
        return undefined;
      }
      given(call, { runs: true, calls: 'any', writes: true });
      if (module === 'http.server')
        call.effects.add('network.call', null, 'http.server shows files to whoever calls.', { risk: 'high' });
      call.effects.execute(
        `resource:module/${module.replace(/[^\w.-]/g, '_')}`,
        `${call.name} runs the module ${module}.`,
      );
      return undefined;
    }
    const options = new Options(call.args, { ...of.syntax, posix: true });
    for (const name of of.before ?? [])
      for (const file of options.all(name)) call.execute(file, `${call.name} loads ${shown(file)}.`);
    const codes = options.all(...of.code);
    for (const text of codes) inline(call, of, text);
    if (codes.length > 0) return unknownOutput(call.name);
    const [script] = options.operands;
    if (options.has('version', 'help', 'V', 'v', 'h') && script === undefined) return pure(call);
    if (script !== undefined && script !== '-') {
      const piped = call.piped(script);
      if (piped !== null) return feed(call, of, piped);
      if (options.has('check') || (options.has('c') && /^(node|ruby|php|perl)$/.test(call.name)))
        call.read(script);
      else call.execute(script, `${call.name} runs the script ${shown(script)}.`);
      return undefined;
    }
    return feed(call, of, call.stdin);
  };

function feed(call: Call, of: Interpreter, input: Call['stdin']): undefined {
  const text = scriptOf(input);
  if (text !== null && text !== '') inline(call, of, text);
  else if (typeof input.place === 'string' && !input.place.startsWith('file '))
    call.effects.execute(input.place, `${call.name} runs ${input.from}.`);
  else if (text === '')
    call.effects.execute(`resource:command/${call.name}/unread`, `${call.name} waits for what is typed.`);
  else call.effects.execute(null, `${call.name} runs what ${input.from} writes.`);
}

/** Perl: a filter of lines with one substitution is no more than that. */
const perl: Command = (call) => {
  const options = new Options(call.args, { short: 'eEIMmFi0lDCx', posix: true });
  const codes = options.all('e', 'E').map(asText);
  const isFilter = call.args.some((arg) => /^-[a-zA-Z0-9.]*[pn]/.test(asText(arg)));
  const short = new Options(
    call.args.map((arg) => asText(arg).replace(/^-([a-zA-Z]*?)i(\.\w+)?([a-zA-Z]*)$/, '-$1$3')),
    { short: 'eEIMmF', posix: true },
  );
  const filters = short.all('e', 'E').map(asText);
  if (isFilter && filters.length > 0 && filters.every(perlFilter)) {
    call.effects.compute('perl replaces text.');
    const isInPlace = call.args.some((arg) => /^-[a-zA-Z0-9]*i/.test(asText(arg)));
    for (const file of short.operands) {
      call.read(file);
      if (isInPlace) call.write(file);
    }
    return unknownOutput('perl');
  }
  return interpreter({ dialect: null, syntax: { short: 'eEIMmFx' }, code: ['e', 'E'] })(
    codes.length > 0 || !isFilter ? call : { ...call, args: ['-e', 'code'] },
  );
};

const sed: Command = (call) => {
  const isInPlace = call.args.some((arg) => /^(-[a-zA-Z]*i|--in-place)/.test(asText(arg)));
  const options = new Options(
    call.args.map((arg) =>
      /^-[nErsuz]*i/.test(arg)
        ? asText(arg).replace(/i.*$/, '') === '-'
          ? '-u'
          : asText(arg).replace(/i.*$/, '')
        : arg,
    ),
    { short: 'efl', long: 'expression file line-length' },
  );
  const given = options.all('e', 'expression', 'f', 'file').length > 0;
  const scripts = given ? options.all('e', 'expression') : options.operands.slice(0, 1);
  for (const file of options.all('f', 'file')) call.execute(file, 'sed does what a file says.');
  call.effects.compute('sed edits text.');
  for (const script of scripts) {
    const read = sedScript(asText(script));
    if (read === null)
      call.effects.execute(
        'resource:command/sed/unread',
        `sed runs ${shown(script)}, which is not read here.`,
      );
    for (const file of read?.writes ?? []) call.write(file);
    for (const file of read?.reads ?? []) call.read(file);
  }
  for (const file of options.operands.slice(given ? 0 : 1)) {
    // BSD's sed takes an empty suffix as a word of its own.
    if (file === '') continue;
    call.read(file);
    if (isInPlace) call.write(file);
  }
  return isInPlace ? NOTHING : unknownOutput('sed', call.stdin.remote);
};

const awk: Command = (call) => {
  const options = new Options(call.args, {
    short: 'Fvfeil',
    long: 'field-separator assign file source include load',
    posix: true,
  });
  const given = options.has('f', 'file', 'e', 'source');
  for (const file of options.all('f', 'file', 'i', 'include'))
    call.execute(file, 'awk runs the program of a file.');
  const [program = '', ...files] = options.operands;
  call.effects.compute('awk works on text.');
  for (const text of given ? options.all('e', 'source') : [program]) {
    const fault = awkFault(asText(text));
    if (fault !== null) call.effects.execute(null, `awk ${fault}: ${shown(text)}`);
    for (const file of awkWrites(asText(text))) call.write(file);
  }
  for (const file of given ? options.operands : files)
    if (!/^\w+=/.test(file) && file !== '-') call.read(file);
  return unknownOutput('awk');
};

/** Runs what lies in the work: a build or a test is code of the work. */
const builds: Command = (call) => {
  const options = new Options(call.args, {
    short: 'CfoIjlLD',
    long: 'directory file output outdir outfile',
    flags: 'eval',
  });
  const words = options.operands.map(asText);
  const line = `${call.name} ${call.args.map(shown).join(' ')}`;
  given(call, { runs: true, writes: true });
  const isTest = words.some((word) => /^(:?\w*:)?(test|check|lint|verify|spec|ci)(s|[:_-].*)?$/i.test(word));
  call.effects.add(isTest ? 'tests.run' : 'artifact.build', `resource:command/${call.name}`, line);
  const isDeploy = words.some((word) => /^(deploy|publish|release|push|upload)(ed)?([:_-].*)?$/i.test(word));
  if (isDeploy) call.effects.add('deploy', `resource:command/${call.name}`, line);
  if (
    options
      .all('f', 'file')
      .some((file) => /^(-|\/dev\/(stdin|fd\/\d+))$/.test(file) || call.piped(file) !== null)
  ) {
    call.effects.execute(null, `${call.name} builds what ${call.stdin.from} says.`);
  }
  if (call.name === 'make' || call.name === 'gmake') {
    for (const text of options.all('eval')) call.effects.execute(null, `make is given ${shown(text)}.`);
    for (const word of words)
      if (/^(SHELL|\.SHELLFLAGS)=(?!((\/usr)?(\/local)?\/bin\/)?(ba|da|z|k)?sh$)/.test(word))
        call.effects.execute(null, `make is given ${word}.`);
  }
  for (const file of options.all('o', 'output', 'outdir', 'outfile')) call.write(file);
  return undefined;
};

const tests: Command = (call) => {
  given(call, { runs: true, calls: 'url', writes: true });
  call.effects.add(
    'tests.run',
    `resource:command/${call.name}`,
    `${call.name} ${call.args.map(shown).join(' ')}`,
  );
  if (call.args.some((arg) => /^(--fix|-w|--write|--in-place|-i)$/.test(arg))) call.write(WORK);
  return undefined;
};

/** `npx tool`, `uv run tool`: what it runs is known by its own name, or is code that somebody published. */
function runner(call: Call, words: readonly Value[]): ReturnType<Command> {
  const options = new Options(words, {
    short: 'pcw',
    long: 'package call workspace with python from directory project extra group',
    posix: true,
  });
  const text = options.get('c', 'call');
  if (text !== undefined && /^(npx|npm|pnpm)$/.test(call.name)) return call.script(text);
  const [tool2 = '', ...rest] = options.operands;
  const name = asText(tool2).replace(/(?<=.)@[\w.-]+$/, '');
  if (new Set(`${tables.BUILDS} ${tables.TESTS} python python3 node`.split(/\s+/)).has(name))
    return call.run([name, ...rest]);
  call.effects.execute(
    `resource:package/${/^[@\w./-]+$/.test(name) ? name : '*'}`,
    `${call.name} runs ${shown(tool2)}, which is not known here.`,
  );
  return undefined;
}

/** Where a manager of packages is told to find them, when that is a URL. */
function registries(call: Call): void {
  for (const word of call.args) {
    for (const [url] of asText(word).matchAll(/\b(?:https?|ssh|git|ftp):\/\/[^\s"'<>]+/g))
      call.effects.call(isVague(url) ? url : shown(url), call.name);
  }
}

const npmTool = tool({
  table: tables.NPM,
  syntax: { short: 'Cw', long: 'prefix workspace registry filter cwd dir' },
  also: registries,
});
const npm: Command = (call) => {
  const [verb = ''] = call.args.map(asText);
  if (/^(exec|x|dlx)$/.test(verb))
    return runner(
      call,
      call.args.slice(1).filter((arg) => arg !== '--'),
    );
  if (call.name === 'yarn' && call.args.length === 0) return call.run(['npm', 'install']);
  return npmTool(call);
};
/** Options of `run` that have a value. */
const RUN: Readonly<Record<string, Syntax>> = {
  uv: {
    short: 'pPw',
    long: 'python package project directory extra group only-group no-group with with-editable with-requirements env-file index default-index index-url extra-index-url find-links config-file cache-dir color',
    flags: 'module script isolated frozen locked',
  },
  poetry: { short: 'CP', long: 'directory project' },
  conda: { short: 'np', long: 'name prefix cwd' },
  mamba: { short: 'np', long: 'name prefix cwd' },
  micromamba: { short: 'npra', long: 'name prefix cwd root-prefix attach' },
  pdm: { short: 'pgs', long: 'project site-packages' },
  hatch_env: {},
};

const pipTool = tool({
  table: tables.PIP,
  syntax: {
    short: 'rcieft',
    long: 'requirement constraint index-url extra-index-url target python name file project directory find-links trusted-host index default-index',
  },
  also: registries,
});

const cargo = tool({
  table: tables.CARGO,
  syntax: {
    short: 'pFj',
    long: 'package features manifest-path target bin example test jobs profile git registry index config root path branch tag rev',
  },
  also: registries,
});
const go = tool({
  table: tables.GO,
  syntax: { single: true, long: 'run o tags C timeout count bench coverprofile mod ldflags gcflags' },
});

const php = interpreter({ dialect: null, syntax: { short: 'rfBRFEtSdczg' }, code: ['r', 'B', 'R', 'E'] });

/** `cargo +nightly build`: which compiler, before all else. */
const toolchain = (call: Call, of: Command): ReturnType<Command> =>
  of(/^\+[\w.-]+$/.test(call.args[0] ?? '') ? { ...call, args: call.args.slice(1) } : call);

/** Interpreters, editors of streams, databases, and what builds and tests. */
export const LANGUAGES: Commands = {
  ...all(
    'python pypy ipython',
    interpreter({ dialect: 'python', syntax: { short: 'cWXm', long: 'check-hash-based-pycs' }, code: ['c'] }),
  ),
  ...all(
    'node nodejs',
    interpreter({
      dialect: 'javascript',
      syntax: {
        short: 'eprC',
        long: 'eval print require import loader experimental-loader env-file conditions input-type test-reporter test-name-pattern',
        flags: 'check test watch',
      },
      code: ['e', 'eval', 'p', 'print'],
      before: ['r', 'require', 'import', 'loader', 'experimental-loader'],
    }),
  ),
  ...all(
    'tsx ts-node',
    interpreter({
      dialect: 'javascript',
      syntax: { short: 'epr', long: 'eval print require import' },
      code: ['e', 'eval', 'p', 'print'],
      before: ['r', 'require', 'import'],
    }),
  ),
  ruby: interpreter({ dialect: null, syntax: { short: 'erICEFKx' }, code: ['e'], before: ['r'] }),
  php: (call) =>
    /^(-[vmh]|--(ini|modules|version|rf|rc|re|ri))( [\w-]+)?$/.test(call.args.map(asText).join(' '))
      ? pure(call)
      : php(call),
  ...all('lua luajit', interpreter({ dialect: null, syntax: { short: 'el' }, code: ['e'] })),
  ...all(
    'Rscript julia elixir groovy scala clojure guile racket swipl tclsh wish erl ghci jshell octave octave-cli slsh jrunscript bpftrace jjs kotlin dart_eval sage gawk_run psysh irb R',
    interpreter({
      dialect: null,
      syntax: { short: 'eEcg', long: 'eval expr' },
      code: ['e', 'E', 'eval', 'expr'],
    }),
  ),
  java: interpreter({ dialect: null, syntax: { single: true, long: 'cp classpath jar' }, code: ['e'] }),
  ...all('powershell pwsh cmd cmd.exe powershell.exe wsl', (call) => {
    call.effects.execute(
      null,
      `${call.name} runs ${call.args.map(shown).join(' ')}, which is not read here.`,
    );
    return undefined;
  }),
  perl,
  sed,
  gsed: sed,
  ...all('awk gawk mawk nawk', awk),
  ...all('vi vim nvim nano emacs ed ex code subl micro pico kate gedit', (call) => {
    const options = new Options(call.args, { short: 'cSsuU', long: 'cmd eval' });
    if (
      options.has('c', 'S', 'cmd', 'eval') ||
      call.args.some((arg) => arg.startsWith('+') && arg.length > 1 && !/^\+\d*$/.test(arg))
    ) {
      call.effects.execute(null, `${call.name} is given commands.`);
    }
    if (/^(ed|ex)$/.test(call.name) && /(^|\n)\s*!|[rw] *!/.test(scriptOf(call.stdin) ?? '!'))
      call.effects.execute(null, `${call.name} is given commands.`);
    if (/^(ed|ex)$/.test(call.name)) {
      // Commands that open, read and write other files.
      for (const [, verb = '', file = ''] of (scriptOf(call.stdin) ?? '').matchAll(
        /(?:^|\n)[\d,.$%]*([eErfwW])!?q?[ \t]+([^\n!]+)/g,
      ))
        (/[wW]/.test(verb) ? call.write : call.read)(file.trim());
    }
    if (call.name === 'code' && /^(tunnel|serve-web)$/.test(asText(call.args[0] ?? '')))
      call.effects.add('network.call', null, 'code shows the machine to others.', { risk: 'high' });
    for (const file of options.operands) if (!file.startsWith('+')) call.write(file);
    return undefined;
  }),
  ...all(tables.BUILDS, builds),
  ...all(tables.TESTS, tests),
  ...all('npm pnpm yarn bun corepack', npm),
  ...all('npx bunx pnpx uvx pipx_run', (call) => runner(call, call.args)),
  deno: tool({
    table: `tests.run: {test|lint|check|fmt|bench|coverage}\nartifact.build: {compile|cache|install|add|remove|bundle|doc|init}\nsystem.read: {info|types|outdated|help|--version}\ncode.execute: {run|eval|task|repl|serve}\ndeploy: {publish|deploy}`,
  }),
  ...all('pip uv poetry pipenv pdm conda mamba micromamba pipx rye hatch_env pyenv', (call) => {
    const words = call.args.map(asText);
    if (words[0] === 'run') return inProject(call, call.args.slice(1), RUN[call.name] ?? {});
    if (words[0] === 'tool' && words[1] === 'run') return runner(call, call.args.slice(2));
    // pipenv alone makes the environment of a project.
    if (call.name === 'pipenv' && words.every((word) => word.startsWith('-')))
      call.effects.add('artifact.build', 'resource:command/pipenv', 'pipenv makes an environment.');
    else return pipTool(call);
    return undefined;
  }),
  cargo: (call) => toolchain(call, cargo),
  ...all('rustc rustdoc rustfmt', (call) => toolchain(call, call.name === 'rustfmt' ? tests : builds)),
  gem: tool({
    table: tables.GEM,
    syntax: { short: 'vsi', long: 'version source install-dir' },
    also: registries,
  }),
  ...all('bundle bundler', (call) =>
    asText(call.args[0] ?? '') === 'exec' ? inProject(call, call.args.slice(1), {}) : builds(call),
  ),
  twine: tool({
    table: tables.TWINE,
    syntax: {
      short: 'urpcsi',
      long: 'username password repository repository-url comment sign-with identity config-file cert',
    },
  }),
  go: (call) => {
    const [verb = '', ...rest] = call.args.map(asText);
    const { operands } = new Options(rest, {
      single: true,
      long: 'exec C tags mod ldflags gcflags asmflags',
    });
    if (verb === 'run' && operands[0] !== undefined && /^(\/|[~\ue004-\ue006])|\.go$/.test(operands[0]))
      call.execute(operands[0], `go runs ${shown(operands[0])}.`);
    return go(call);
  },
  ...all(
    'rustup nvm asdf mise fnm volta rbenv sdk jenv goenv tfenv',
    tool({
      table: `system.read: {show|list|ls|current|version|--version|which|help|doctor|versions|local|global|where|plugin-list|ls-remote|status|component list|check|latest}\nartifact.build: *`,
    }),
  ),
  direnv: tool({ table: `system.read: {status|version|show_dump}\ncode.execute: *` }),
};
