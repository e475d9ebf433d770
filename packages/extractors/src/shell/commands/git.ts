import type { Call, Command } from '../call.ts';
import { Options, type Syntax } from '../options.ts';
import { likeOutput, NOTHING, unknownOutput } from '../output.ts';
import { asText, GLOB, isVague, MANY, NAME, shown, WORK, type Value } from '../value.ts';
import { all, type Commands } from './make.ts';

/** Subcommands that only show. */
const SHOWS = new Set(
  `status log diff show blame annotate shortlog describe rev-parse rev-list ls-files ls-tree ls-remote cat-file grep
whatchanged reflog var version help name-rev merge-base cherry count-objects fsck verify-commit verify-tag diff-tree
diff-index diff-files for-each-ref show-ref show-branch symbolic-ref check-ignore check-attr range-diff request-pull
interpret-trailers column get-tar-commit-id instaweb archive bugreport diagnose --version --help -v merge-tree
check-ref-format check-mailmap hash-object patch-id stripspace url-encode unpack-file`.split(/\s+/),
);

/** Subcommands that add to a repository, or change it so that what was before can still be got at. */
const WRITES = new Set(
  `add commit mv init merge revert cherry-pick rebase am apply bisect notes tag stash config remote submodule worktree
switch checkout branch restore reset push fetch pull clone clean rm gc prune repack pack-refs maintenance sparse-checkout
update-index read-tree write-tree commit-tree update-ref replace format-patch bundle lfs mktag mktree fast-import
fast-export subtree difftool mergetool citool gui rerere multi-pack-index commit-graph pack-objects index-pack
checkout-index filter-branch filter-repo send-email svn p4 credential daemon send-pack fetch-pack backfill symbolic-ref`.split(
    /\s+/,
  ),
);

const SYNTAX: Readonly<Record<string, Syntax>> = {
  checkout: {
    short: 'bB',
    long: 'orphan conflict pathspec-from-file',
    flags: 'force ours theirs patch detach track',
  },
  switch: {
    short: 'cC',
    long: 'create force-create orphan conflict',
    flags: 'discard-changes force detach merge',
  },
  restore: {
    short: 's',
    long: 'source conflict pathspec-from-file',
    flags: 'staged worktree patch ours theirs',
  },
  reset: { long: 'pathspec-from-file', flags: 'hard soft mixed merge keep patch' },
  clean: { short: 'e', long: 'exclude', flags: 'force dry-run interactive' },
  push: {
    short: 'o',
    long: 'receive-pack exec push-option repo recurse-submodules',
    flags: 'force mirror delete prune tags all',
  },
  branch: {
    short: 'u',
    long: 'set-upstream-to contains merged no-merged sort format points-at',
    flags: 'delete force move copy list edit-description',
  },
  stash: { short: 'm', long: 'message' },
  commit: {
    short: 'mFCct',
    long: 'message file reuse-message reedit-message author date template fixup squash trailer cleanup',
  },
  tag: { short: 'mFu', long: 'message file sort format contains points-at', flags: 'delete force' },
  log: { short: 'nSGL', long: 'author grep since until format pretty max-count' },
  rm: { flags: 'cached force recursive dry-run' },
  reflog: { long: 'expire expire-unreachable' },
  gc: { flags: 'aggressive prune auto' },
  worktree: { short: 'bB', long: 'reason', flags: 'force' },
  clone: {
    short: 'bocjuO',
    long: 'branch origin config depth reference jobs template upload-pack separate-git-dir filter',
  },
  rebase: { short: 'xsX', long: 'exec onto strategy strategy-option' },
  fetch: { short: 'j', long: 'depth jobs upload-pack', flags: 'prune force' },
  pull: { short: 'sX', long: 'strategy strategy-option depth', flags: 'rebase force' },
  grep: { short: 'eABCm', long: 'max-depth' },
  bisect: {},
  'update-ref': { short: 'm' },
};

/** Settings that make git run something. */
const RUNS =
  /^(alias\.|core\.(pager|editor|sshcommand|fsmonitor|hookspath|askpass|gitproxy|attributesfile)|sequence\.editor|credential\.|diff\..*\.(command|textconv)|diff\.external|merge\..*\.driver|filter\.|pager\.|gpg\.|difftool\.|mergetool\.|url\.|include|browser\.|remote\..*\.(uploadpack|receivepack|vcs)|protocol\.ext\.|interactive\.difffilter|uploadpack\.|init\.templatedir|sendemail\.)/i;

/** A setting is given on the command line or written. */
function setting(call: Call, key: string, value: Value): void {
  const isShell = /^alias\./i.test(key) ? value.startsWith('!') : RUNS.test(key);
  if (!isShell || /^(url|include|credential)\./i.test(key)) {
    if (/^(include|credential\.helper|core\.hookspath)/i.test(key) && value !== '')
      call.effects.execute(`resource:git/${key}`, `git is told to run what ${key} says.`);
    return;
  }
  const text = value.replace(/^!/, '');
  if (/^(cat|less|more|vim|nano|vi|true|code --wait|delta|emacs)?$/.test(asText(text))) return;
  call.effects.execute(`resource:git/${key.replace(/[^\w.-]/g, '_')}`, `git is told to run ${shown(text)}.`);
  call.script(text);
}

const discard = (call: Call, detail: string): void => {
  call.effects.add('repo.discard', 'resource:work', detail);
};

/** An operand of checkout that is a path and not a branch: git looks at refs first, and no ref is written like these. */
function isPath(word: Value): boolean {
  const text = asText(word);
  if (word.includes(GLOB) || text === '.' || text === '..' || /^\.{0,2}\//.test(text) || text.endsWith('/'))
    return true;
  if (text.startsWith(':') || word.startsWith('\ue004')) return true;
  return /(^|\/)[^/]*\.(?=[a-z0-9]*[a-z])[a-z0-9]{1,5}$/i.test(text) && !/(^|\/)v?\d+(\.\w+)*$/.test(text);
}

type Sub = (call: Call, options: Options, args: readonly Value[]) => void;

const remote: Sub = (call, options) => {
  const [to] = options.operands;
  const url = to === undefined ? '' : asText(to);
  if (/:\/\/|^[\w.-]+@[\w.-]+:/.test(url) && !url.startsWith('file:')) call.effects.call(url, 'git');
  else if (/^ext::/.test(url)) call.script(url.slice(5));
  if (options.has('upload-pack', 'receive-pack', 'exec')) {
    call.effects.execute(null, 'git runs a program of its own at the other end.');
  }
};

const SUBS: Readonly<Record<string, Sub>> = {
  reset(call, options) {
    if (options.has('hard', 'merge')) discard(call, `git reset throws away changes that were not committed.`);
  },
  checkout(call, options) {
    const isNew = options.has('b', 'B', 'orphan');
    if (options.has('f', 'force')) discard(call, 'git checkout --force throws away changes.');
    const paths = options.hasDashes
      ? options.after
      : isNew
        ? []
        : options.operands.filter((word, at) => at > 0 || isPath(word));
    // `git checkout --` alone, and refs with nothing behind them, change no file that has changes.
    if (paths.length > 0 || options.has('pathspec-from-file', 'ours', 'theirs')) {
      discard(call, `git checkout overwrites ${paths.map(shown).join(' ')} with what was committed.`);
    }
  },
  switch(call, options) {
    if (options.has('f', 'force', 'discard-changes')) discard(call, 'git switch throws away changes.');
  },
  restore(call, options) {
    const isIndexOnly = options.has('staged', 'S') && !options.has('worktree', 'W');
    if (!isIndexOnly) discard(call, 'git restore overwrites files with what was committed.');
  },
  clean(call, options) {
    if (!options.has('n', 'dry-run')) {
      discard(call, 'git clean deletes files that are in no commit.');
      call.remove(WORK, { tree: true });
    }
  },
  push(call, options) {
    const forced =
      options.has('f', 'force', 'mirror', 'prune') ||
      options.operands.slice(1).some((word) => word.startsWith('+'));
    const deletes = options.has('d', 'delete') || options.operands.slice(1).some((word) => /^:./.test(word));
    const [to = NAME] = options.operands;
    const isName = /^[\w.-]+$/.test(asText(to));
    if (forced || deletes) {
      call.effects.add(
        'repo.discard',
        isName ? `resource:remote/${asText(to)}` : 'resource:remote',
        `git push ${forced ? 'overwrites history' : 'deletes a branch'} at ${shown(to)}.`,
      );
    }
    call.effects.add(
      'repo.write',
      isName ? `resource:remote/${asText(to)}` : 'resource:remote',
      `git pushes to ${shown(to)}.`,
      options.has('force-with-lease', 'force-if-includes') ? { risk: 'high' } : {},
    );
    remote(call, options, []);
  },
  branch(call, options) {
    if (options.has('D') || (options.has('d', 'delete') && options.has('f', 'force'))) {
      discard(call, 'git branch -D deletes a branch that may not be merged.');
    }
  },
  stash(call, options) {
    if (/^(drop|clear)$/.test(asText(options.operands[0] ?? '')))
      discard(call, 'git stash throws away what was put aside.');
  },
  reflog(call, options) {
    if (/^(expire|delete|drop)$/.test(asText(options.operands[0] ?? '')))
      discard(call, 'git reflog forgets where branches were.');
  },
  gc(call, options) {
    if (options.has('prune') && options.get('prune') !== '2.weeks.ago')
      discard(call, 'git gc --prune deletes what nothing refers to.');
  },
  prune(call, options) {
    if (!options.has('n', 'dry-run')) discard(call, 'git prune deletes what nothing refers to.');
  },
  'filter-branch': (call, options) => {
    discard(call, 'git filter-branch writes history anew.');
    for (const filter of options.operands) if (/\s/.test(filter)) call.script(filter);
  },
  'filter-repo': (call) => {
    discard(call, 'git filter-repo writes history anew.');
  },
  'update-ref': (call, options) => {
    if (options.has('d', 'delete', 'stdin')) discard(call, 'git update-ref deletes a ref.');
  },
  worktree(call, options) {
    if (/^remove$/.test(asText(options.operands[0] ?? '')) && options.has('f', 'force'))
      discard(call, 'git worktree remove --force throws away changes.');
  },
  submodule(call, options, args) {
    const [verb = ''] = options.operands.map(asText);
    if (verb === 'deinit' && options.has('f', 'force'))
      discard(call, 'git submodule deinit --force throws away changes.');
    if (verb === 'foreach') call.script(args.slice(args.indexOf('foreach') + 1).join(' '));
  },
  rm(call, options) {
    if (options.has('n', 'dry-run', 'cached')) return;
    if (options.has('f', 'force')) discard(call, 'git rm --force deletes files with changes.');
    for (const word of options.operands) call.remove(word, { tree: options.has('r', 'recursive') });
  },
  'checkout-index': (call, options) => {
    if (options.has('f', 'force', 'a', 'all')) discard(call, 'git checkout-index overwrites files.');
  },
  'read-tree': (call, options) => {
    if (options.has('reset', 'u')) discard(call, 'git read-tree overwrites files.');
  },
  clone(call, options, args) {
    remote(call, options, args);
    const [, to] = options.operands;
    for (const config of options.all('c', 'config'))
      setting(call, asText(config).split('=')[0] ?? '', asText(config).split('=').slice(1).join('='));
    call.write(to ?? WORK);
  },
  fetch: remote,
  pull: remote,
  'ls-remote': remote,
  remote(call, options) {
    const [verb = '', , url] = options.operands.map(asText);
    if (/^(add|set-url)$/.test(verb) && url !== undefined)
      call.effects.add('repo.write', 'resource:remote', `git is given the remote ${url}.`);
  },
  config(call, options) {
    const [first = '', second, third] = options.operands.map(asText);
    const [key, value] = first === 'set' ? [second ?? '', third] : [first, second];
    if (value !== undefined && !options.has('get', 'unset', 'get-all', 'list')) setting(call, key, value);
    if (options.has('global', 'system') && value !== undefined)
      call.write(options.has('system') ? '/etc/gitconfig' : '\ue004/.config/git/settings');
  },
  rebase(call, options) {
    for (const text of options.all('x', 'exec')) call.script(text);
  },
  bisect(call, options, args) {
    if (asText(options.operands[0] ?? '') === 'run') call.run(args.slice(args.indexOf('run') + 1));
  },
  grep(call, options) {
    if (options.has('O', 'open-files-in-pager'))
      call.effects.execute(null, 'git grep opens files in a program.');
  },
  archive(call, options) {
    const output = options.get('o', 'output');
    if (output !== undefined) call.write(output);
    if (options.has('exec', 'remote')) call.effects.execute(null, 'git archive asks another machine.');
  },
  difftool(call, options) {
    for (const text of options.all('x', 'extcmd')) call.script(text);
  },
  credential(call) {
    call.effects.add('secret.read', 'resource:git/credential', 'git credential shows or takes passwords.');
  },
  lfs(call, options) {
    if (/^(prune)$/.test(asText(options.operands[0] ?? ''))) discard(call, 'git lfs prune deletes files.');
  },
};

const git: Command = (call) => {
  const { args, effects } = call;
  let at = 0;
  const own = call.env.fork();
  for (; at < args.length && asText(args[at] ?? '').startsWith('-'); at++) {
    const arg = asText(args[at] ?? '');
    if (
      /^(-C|-c|--git-dir|--work-tree|--namespace|--super-prefix|--config-env|--exec-path|--attr-source)$/.test(
        arg,
      )
    ) {
      const value = args[++at] ?? '';
      if (arg === '-C') {
        own.bases = call.places(value);
        return call.run(['git', ...args.slice(0, at - 1), ...args.slice(at + 1)], { env: own });
      }
      if (arg === '-c')
        setting(call, asText(value).split('=')[0] ?? '', asText(value).split('=').slice(1).join('='));
    } else if (/^--exec-path=/.test(arg))
      effects.execute(null, 'git runs its programs from another directory.');
    else if (/^(--version|--help|-v|-h|--html-path|--exec-path)$/.test(arg)) break;
  }
  const sub = asText(args[at] ?? '');
  const rest = args.slice(at + 1);
  if (sub === '' || isVague(sub)) {
    if (sub === '') effects.compute('git tells about itself.');
    else effects.note(`What git ${shown(sub)} does cannot be told.`);
    return undefined;
  }
  if (!SHOWS.has(sub) && !WRITES.has(sub)) {
    effects.execute(
      /^[\w-]+$/.test(sub) ? `resource:command/git-${sub}` : null,
      `git ${shown(sub)} is an alias or a program that is not known here.`,
    );
    return undefined;
  }
  const options = new Options(rest, SYNTAX[sub] ?? {});
  const isTelling =
    options.has('help') || (options.has('h') && options.operands.length === 0 && rest.length === 1);
  const line = `git ${sub} ${rest.map(shown).join(' ')}`;
  if (isTelling) effects.compute(`${line} tells about itself.`);
  else {
    // A word that may be several could bring an option that throws work away.
    if (
      Options.isOpen(options.operands) &&
      /^(reset|checkout|clean|push|branch|restore|switch|stash)$/.test(sub) &&
      !options.has('b', 'c', 'n', 'staged')
    ) {
      effects.note(`What ${line} does is decided by a variable.`);
    }
    effects.add(WRITES.has(sub) && !isShow(sub, options) ? 'repo.write' : 'repo.read', 'resource:work', line);
    SUBS[sub]?.(call, options, rest);
    for (const output of options.all('output')) call.write(output);
    if (options.has('ext-diff', 'textconv')) effects.compute('git uses the programs of its settings.');
  }
  return outputOf(sub, rest);
};

/** Subcommands that change only when they are given something. */
function isShow(sub: string, options: Options): boolean {
  const [verb = ''] = options.operands.map(asText);
  switch (sub) {
    case 'branch':
      return (
        options.has('list', 'a', 'r', 'v', 'show-current', 'contains', 'merged') ||
        options.operands.length === 0
      );
    case 'tag':
      return options.has('l', 'list') || options.operands.length === 0;
    case 'remote':
      return verb === '' || verb === 'show' || verb === 'get-url';
    case 'stash':
      return verb === 'list' || verb === 'show';
    case 'config':
      return (
        options.has('get', 'list', 'l', 'get-all') ||
        verb === 'get' ||
        verb === 'list' ||
        options.operands.length < 2
      );
    case 'worktree':
    case 'bundle':
    case 'notes':
      return verb === 'list' || verb === 'verify' || verb === 'show';
    case 'submodule':
      return verb === '' || verb === 'status' || verb === 'summary';
    case 'clean':
    case 'rm':
    case 'add':
    case 'prune':
      return options.has('n', 'dry-run');
    default:
      return false;
  }
}

function outputOf(sub: string, rest: readonly Value[]): ReturnType<Command> {
  if (sub === 'rev-parse') {
    const text = rest.map(asText).join(' ');
    return likeOutput(
      [
        /show-toplevel|show-cdup|git-dir|git-common-dir/.test(text)
          ? text.includes('git-')
            ? '.git'
            : WORK
          : NAME,
      ],
      'git rev-parse',
    );
  }
  if (
    sub === 'ls-files' ||
    (/^(diff|grep)$/.test(sub) && rest.some((word) => /^(--name-only|-l|--files-with-matches)$/.test(word)))
  ) {
    return likeOutput([`./${GLOB}`], `git ${sub}`);
  }
  if (/^(describe|merge-base|symbolic-ref|branch|rev-list|log)$/.test(sub))
    return likeOutput([sub === 'branch' ? MANY : NAME], `git ${sub}`);
  return sub === 'commit' ? NOTHING : unknownOutput(`git ${sub}`);
}

/** Tools of repositories. */
export const GIT: Commands = {
  ...all('git hub_git', git),
};
