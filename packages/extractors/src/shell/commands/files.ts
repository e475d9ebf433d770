import type { Command } from '../call.ts';
import { Options } from '../options.ts';
import { likeOutput, NOTHING, unknownOutput } from '../output.ts';
import type { Place } from '../place.ts';
import { isSystem, isTemporary } from '../tables/places.ts';
import { asText, GLOB, isVague, shown, WORK } from '../value.ts';
import { all, change, reader, type Commands } from './make.ts';

const rm: Command = (call) => {
  const options = new Options(call.args, {
    flags: 'recursive force interactive dir verbose one-file-system',
  });
  const tree = options.has('r', 'R', 'recursive');
  call.effects.compute(`${call.name} was asked.`);
  if (tree && options.operands.length === 0) {
    call.effects.note(`${call.name} names nothing: what it is meant to delete cannot be told.`);
  }
  for (const word of options.operands) call.remove(word, { tree });
  return NOTHING;
};

/** The destination and the sources of `cp`, `mv`, `ln` and `install`. */
function parts(options: Options): { from: readonly string[]; to: string } {
  const into = options.get('t', 'target-directory');
  if (into !== undefined) return { from: options.operands, to: into };
  return { from: options.operands.slice(0, -1), to: options.operands.at(-1) ?? WORK };
}

const cp: Command = (call) => {
  const options = new Options(call.args, {
    short: 'tSg',
    long: 'target-directory suffix sparse reflink',
    flags: 'recursive archive no-clobber backup',
  });
  const { from, to } = parts(options);
  const tree = options.has('r', 'R', 'a', 'recursive', 'archive');
  for (const word of from) call.read(word, { tree });
  call.write(to, { over: false });
  return NOTHING;
};

const mv: Command = (call) => {
  const { from, to } = parts(
    new Options(call.args, { short: 'tS', long: 'target-directory suffix', flags: 'no-clobber' }),
  );
  // What is moved onto a device or into a directory for temporary files is as good as gone.
  const isLost = call.places(to).some(({ text }) => text === '/dev/null');
  for (const word of from) {
    if (isLost) call.remove(word, { tree: true });
    else {
      call.read(word);
      call.write(word);
    }
  }
  if (!isLost) call.write(to);
  return NOTHING;
};

const ln: Command = (call) => {
  const { from, to } = parts(new Options(call.args, { short: 'tS', long: 'target-directory suffix' }));
  // A link to a secret is a way to it that no later check would see.
  for (const word of from) call.read(word);
  call.write(to);
  return NOTHING;
};

const writer =
  (syntax: { short?: string; long?: string } = {}, how: { over?: boolean } = {}): Command =>
  (call) => {
    const options = new Options(call.args, syntax);
    for (const word of options.all('r', 'reference')) call.list(word);
    for (const word of options.operands) call.write(word, how);
    if (options.operands.length === 0) call.effects.compute(`${call.name} was asked.`);
    return NOTHING;
  };

const isWork = ({ root, segments }: Place): boolean =>
  root === 'abs' && segments[0] === 'workspace' && segments.length > 1;

/** `chmod`, `chown`: on places of the machine, or on trees outside of the work, it changes the machine. */
const rights: Command = (call) => {
  const options = new Options(call.args, { long: 'reference from', flags: 'recursive' });
  const [mode = '', ...files] = options.operands;
  const words = options.has('reference') ? options.operands : files;
  const tree = options.has('R', 'recursive');
  for (const word of words) {
    for (const of of call.places(word)) {
      const isMachine =
        isSystem(of) || (tree && !/^(work|temp|unknown)$/.test(of.root) && !isTemporary(of) && !isWork(of));
      const isRoot = /^[ugoa]*\+[rwxX]*s/.test(asText(mode)) || /^[2467]\d{3}$/.test(asText(mode));
      if (isMachine || (isRoot && call.name === 'chmod')) {
        call.effects.add(
          'system.change',
          `resource:command/${call.name}`,
          `${call.name} ${shown(mode)} changes ${of.text}.`,
          {
            risk: tree || isRoot ? 'critical' : 'high',
          },
        );
      } else if (of.root === 'unknown')
        call.effects.note(`${call.name} changes ${of.text}, and nobody can say what that is.`);
    }
    if (!isVague(word)) call.write(word);
  }
  return NOTHING;
};

const dd: Command = (call) => {
  for (const arg of call.args) {
    const [key = '', ...rest] = arg.split('=');
    const value = rest.join('=');
    if (key === 'if') call.read(value);
    if (key === 'of') call.write(value, { over: true });
  }
  call.effects.compute('dd copies.');
  return NOTHING;
};

const truncate: Command = (call) => {
  const options = new Options(call.args, { short: 'sor', long: 'size reference' });
  for (const word of options.operands) call.write(word, { over: true });
  return NOTHING;
};

const shred: Command = (call) => {
  const options = new Options(call.args, {
    short: 'ns',
    long: 'iterations size random-source',
    flags: 'remove',
  });
  for (const word of options.operands) {
    for (const of of call.places(word)) {
      if (of.segments[0] === 'dev' && of.root === 'abs') call.effects.write(of, call.name, { over: true });
      else call.effects.remove(of, call.name, { tree: true });
    }
  }
  return NOTHING;
};

const list: Command = (call) => {
  const options = new Options(call.args, {
    short: 'IwTd',
    long: 'max-depth block-size exclude ignore sort time color format printf',
  });
  const words = options.operands.length === 0 ? [WORK] : options.operands;
  for (const word of words) call.list(word);
  if (call.name !== 'ls') return unknownOutput(call.name);
  const isDirectory = options.has('d') || words.every((word) => word.includes(GLOB));
  return likeOutput(isDirectory || words.length > 1 ? words : [GLOB], 'ls');
};

const tar: Command = (call) => {
  const [first = '', ...others] = call.args;
  const args = /^[A-Za-z]+$/.test(first) ? [`-${first}`, ...others] : call.args;
  const options = new Options(args, {
    short: 'fCTXIbNKgHV',
    long: 'file directory files-from exclude exclude-from use-compress-program to-command checkpoint-action transform strip-components owner group mode info-script new-volume-script rsh-command',
    flags: 'create extract list append update get remove-files delete',
  });
  const archive = options.get('f', 'file');
  for (const command of options.all(
    'to-command',
    'I',
    'use-compress-program',
    'info-script',
    'new-volume-script',
    'rsh-command',
  )) {
    call.script(command);
  }
  for (const action of options.all('checkpoint-action')) {
    const exec = /^exec=(.*)$/s.exec(action)?.[1];
    if (exec !== undefined) call.script(exec);
  }
  const into = options.get('C', 'directory') ?? WORK;
  if (options.has('c', 'create', 'r', 'append', 'u', 'update')) {
    if (archive !== undefined && archive !== '-') call.write(archive, { over: false });
    for (const word of options.operands) {
      call.read(options.has('C', 'directory') && !/^[/\ue004-\ue006]/.test(word) ? `${into}/${word}` : word, {
        tree: true,
      });
      if (options.has('remove-files')) call.remove(word, { tree: true });
    }
  } else if (options.has('x', 'extract', 'get')) {
    if (archive !== undefined && archive !== '-') call.read(archive);
    call.write(into);
    if (options.has('P', 'absolute-names'))
      call.effects.note('tar may write anywhere: names in the archive are kept as they are.');
  } else if (archive !== undefined && archive !== '-') call.read(archive);
  call.effects.compute('tar works on an archive.');
  return unknownOutput('tar', call.stdin.remote);
};

const unpack: Command = (call) => {
  const options = new Options(call.args, { short: 'dxoP', long: 'directory output' });
  const [archive, ...members] = options.operands;
  if (archive !== undefined) call.read(archive);
  void members;
  if (!options.has('l', 't', 'p', 'Z', 'z', 'list', 'test'))
    call.write(options.get('d', 'directory') ?? WORK);
  return unknownOutput(call.name);
};

const pack: Command = (call) => {
  const options = new Options(call.args, { short: 'xiPsS', long: 'exclude include' });
  const [archive, ...files] = options.operands;
  if (archive !== undefined) call.write(archive);
  for (const word of files) {
    call.read(word, { tree: options.has('r', 'recurse-paths') });
    if (options.has('m', 'move')) call.remove(word, { tree: true });
  }
  return NOTHING;
};

/** Compresses in place: the file it is given is replaced. */
const compress: Command = (call) => {
  const options = new Options(call.args, { short: 'bSTo', long: 'suffix output threads' });
  for (const word of options.operands) {
    call.read(word);
    if (!options.has('c', 'stdout', 'to-stdout', 't', 'test', 'l', 'list')) call.write(word);
  }
  call.effects.compute(`${call.name} computes.`);
  return unknownOutput(call.name, call.stdin.remote);
};

function isRemote(word: string): boolean {
  return /^([\w.-]+@)?[\w.-]+:/.test(word) || /^(rsync|ssh|s3|gs):\/\//.test(word);
}

const rsync: Command = (call) => {
  const options = new Options(call.args, {
    short: 'efTB',
    long: 'rsh rsync-path exclude exclude-from include include-from files-from filter temp-dir compare-dest copy-dest link-dest log-file port bwlimit backup-dir suffix partial-dir chmod chown',
    flags:
      'delete delete-before delete-during delete-after delete-delay delete-excluded delete-missing-args remove-source-files dry-run archive recursive existing',
  });
  const isTrial = options.has('n', 'dry-run', 'list-only');
  const [to = WORK, ...from] = [...options.operands].reverse();
  for (const command of options.all('e', 'rsh', 'rsync-path')) {
    if (!/^(ssh|sudo rsync|rsync)( -[\w]+( [\w./~@:-]+)?)*$/.test(asText(command))) call.script(command);
  }
  for (const word of from) {
    if (isRemote(word)) call.effects.call(word, 'rsync');
    else call.read(word, { tree: true });
    if (options.has('remove-source-files') && !isTrial && !isRemote(word)) call.remove(word, { tree: true });
  }
  const isDeleting = [
    'delete',
    'delete-before',
    'delete-during',
    'delete-after',
    'delete-delay',
    'delete-excluded',
    'delete-missing-args',
    'del',
  ].some((name) => options.has(name));
  if (isRemote(to)) {
    call.effects.call(to, 'rsync', { sends: true });
    if (isDeleting && !isTrial) {
      call.effects.add('file.delete', 'resource:remote', `rsync deletes files at ${shown(to)}.`, {
        risk: 'critical',
      });
    }
  } else if (isTrial) call.list(to);
  else {
    call.write(to);
    if (isDeleting) call.remove(to, { tree: true });
  }
  return NOTHING;
};

/** The files of a machine. */
export const FILES: Commands = {
  rm,
  grm: rm,
  ...all('rmdir unlink', rm),
  ...all('trash trash-put gio-trash', rm),
  cp,
  gcp: cp,
  mv,
  ln,
  install: cp,
  ...all('touch mkdir mkfifo', writer({ short: 'rtdm', long: 'reference date mode' })),
  ...all('fallocate', writer({ short: 'lo', long: 'length offset' })),
  ...all('split csplit', (call) => {
    const { operands } = new Options(call.args, { short: 'alnbC' });
    for (const word of operands.slice(0, 1)) if (word !== '-') call.read(word);
    call.write(operands[1] ?? WORK);
    return NOTHING;
  }),
  ...all('chmod chown chgrp chattr setfacl', rights),
  dd,
  dcfldd: dd,
  truncate,
  ...all('shred wipe srm', shred),
  ...all('ls dir vdir exa eza lsd tree du stat df_files lsattr getfacl fdfind_list namei ncdu', list),
  tar,
  bsdtar: tar,
  ...all('unzip unrar 7z 7za bunzip', unpack),
  cpio: (call) => {
    const options = new Options(call.args, {
      short: 'FECIHMORe',
      long: 'file format directory rsh-command pattern-file owner',
    });
    for (const text of options.all('rsh-command')) call.script(text);
    for (const word of call.stdin.lines ?? []) if (!options.has('i', 'extract')) call.read(asText(word));
    for (const file of options.all('F', 'file', 'O')) call.write(file);
    if (options.has('i', 'p', 'extract', 'pass-through')) call.write(options.operands[0] ?? WORK);
    call.effects.compute('cpio works on an archive.');
    return unknownOutput('cpio');
  },
  zip: pack,
  ...all('gzip gunzip bzip2 bunzip2 xz unxz zstd unzstd lz4 compress uncompress pigz', compress),
  rsync,
  ...all('patch', (call) => {
    const options = new Options(call.args, { short: 'pidoDFrVYzB', long: 'input directory output' });
    for (const word of options.all('i', 'input')) call.read(word);
    call.write(options.operands[0] ?? options.get('d', 'directory') ?? WORK);
    return NOTHING;
  }),
  ...all('dos2unix unix2dos', writer()),
  ...all('sha256sum_check', reader()),
  ...all('wipefs blkdiscard', change),
};

export { asText };
