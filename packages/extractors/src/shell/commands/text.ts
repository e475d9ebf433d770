import { Options } from '../options.ts';
import { likeOutput, NOTHING, scriptOf, textOutput, unknownOutput, type Output } from '../output.ts';
import { decodeAnsi, decodeBase64, decodeHex } from '../quoting.ts';
import { isSecretName } from '../tables/variables.ts';
import { asText, GLOB, isLiteral, isVague, MANY, NAME, shown, WORK, type Value } from '../value.ts';
import type { Call, Command } from '../call.ts';
import { all, pure, reader, state, type Commands } from './make.ts';

const echo: Command = ({ args, effects }) => {
  effects.compute('echo prints its words.');
  const words = [...args];
  let isDecoded = false;
  while (/^-[neE]+$/.test(words[0] ?? '')) isDecoded ||= words.shift()?.includes('e') ?? false;
  const text = words.map(asText).join(' ');
  return textOutput(isDecoded ? decodeAnsi(text) : text, 'echo');
};

const printf: Command = ({ args, effects, env }) => {
  effects.compute('printf prints its words.');
  const words = args.map(asText);
  if (words[0] === '-v') {
    env.vars.set(words[1] ?? '', MANY);
    return NOTHING;
  }
  if (words[0] === '--') words.shift();
  const [format = '', ...rest] = words;
  let out = '';
  do {
    out += decodeAnsi(format).replace(/%(?:%|[-+ #0]*\d*(?:\.\d+)?([a-zA-Z]))/g, (all, kind?: string) => {
      if (kind === undefined) return all === '%%' ? '%' : all;
      const next = rest.shift() ?? '';
      return kind === 'b' ? decodeAnsi(next) : /[sdiu]/.test(kind) ? next : NAME;
    });
  } while (rest.length > 0 && /%[^%]/.test(format) && out.length < 65_536);
  return textOutput(out, 'printf');
};

/** What the operands of a filter, or else its input, hold. */
function given(call: Call, options: Options, skip = 0): Output {
  const words = options.operands.slice(skip).filter((word) => word !== '-');
  for (const word of words) call.read(word);
  if (words.length === 0) return call.stdin;
  const [only = ''] = words;
  const piped = call.piped(only);
  if (words.length === 1 && piped !== null) return piped;
  const [place, ...others] = call.places(only);
  const isOne = words.length === 1 && place !== undefined && others.length === 0 && place.segments.length > 0;
  return { ...unknownOutput(words.map(shown).join(', ')), ...(isOne ? { place: `file ${place.text}` } : {}) };
}

const cat: Command = (call) => {
  call.effects.compute('cat prints.');
  return given(call, new Options(call.args));
};

/** Decodes what it is given when that is known. */
const decoder =
  (decode: (text: string) => string | null, when: (options: Options) => boolean, values = ''): Command =>
  (call) => {
    call.effects.compute(`${call.name} computes.`);
    const options = new Options(call.args, { short: values, flags: 'decode', long: 'wrap' });
    const input = given(call, options);
    if (!when(options)) return unknownOutput(call.name, input.remote);
    const text = scriptOf(input);
    const decoded = text === null ? null : decode(text);
    return decoded === null
      ? unknownOutput(`${call.name} of ${input.from}`, input.remote)
      : textOutput(decoded, call.name);
  };

const rot13 = (text: string): string =>
  text.replace(/[a-z]/gi, (c) => String.fromCharCode(c.charCodeAt(0) + (c.toLowerCase() < 'n' ? 13 : -13)));

const tr: Command = (call) => {
  call.effects.compute('tr computes.');
  const options = new Options(call.args);
  const [from = '', to = ''] = options.operands.map(asText);
  const text = scriptOf(call.stdin);
  if (text === null) return unknownOutput('tr', call.stdin.remote);
  if (options.has('d') && isLiteral(from) && /^[\w ,.:;'"@#|-]*$/.test(from) && !from.includes('-')) {
    return textOutput([...text].filter((c) => !from.includes(c)).join(''), 'tr');
  }
  const [a, b] = [from.replace(/[[\]]/g, ''), to.replace(/[[\]]/g, '')];
  if (a === 'A-Za-z' && b === 'N-ZA-Mn-za-m') return textOutput(rot13(text), 'tr');
  if (a === 'a-zA-Z' && b === 'n-za-mN-ZA-M') return textOutput(rot13(text), 'tr');
  if ([...from].length === 1 && [...to].length === 1) return textOutput(text.replaceAll(from, to), 'tr');
  return unknownOutput('tr of a text', true);
};

const rev: Command = (call) => {
  call.effects.compute('rev computes.');
  const text = scriptOf(given(call, new Options(call.args)));
  return text === null
    ? unknownOutput('rev')
    : textOutput(
        text
          .split('\n')
          .map((line) => [...line].reverse().join(''))
          .join('\n'),
        'rev',
      );
};

/** Passes lines on or drops some: what it writes is like what it reads. */
const filter =
  (short = '', long = ''): Command =>
  (call) => {
    const options = new Options(call.args, { short, long });
    const output = options.get('o', 'output');
    call.effects.compute(`${call.name} computes.`);
    if (output !== undefined && call.name === 'sort') call.write(output, { over: true });
    const input = given(call, options);
    return input.lines === null
      ? unknownOutput(input.from, input.remote)
      : likeOutput(input.lines, call.name);
  };

const grep: Command = (call) => {
  const options = new Options(call.args, {
    short: 'efABCmdD',
    long: 'regexp file after-context before-context context max-count include exclude exclude-dir exclude-from color colour label type glob',
    flags: 'recursive files-with-matches',
  });
  const isRipgrep = /^(rg|ag|ack)$/.test(call.name);
  call.effects.compute(`${call.name} searches.`);
  const words = options.operands.slice(options.has('e', 'regexp', 'f', 'file', 'files') ? 0 : 1);
  for (const word of options.all('f', 'file')) call.read(word);
  if (isRipgrep && options.has('pre')) call.effects.execute(null, `${call.name} runs what --pre says.`);
  const tree = isRipgrep || options.has('r', 'R', 'recursive', 'dereference-recursive');
  for (const word of words) if (word !== '-') call.read(word, { tree });
  const isFiles = options.has('l', 'L', 'files-with-matches', 'files-without-match', 'files');
  if (words.length === 0 && !tree)
    return call.stdin.lines === null
      ? unknownOutput('grep', call.stdin.remote)
      : likeOutput(call.stdin.lines, 'grep');
  if (words.length === 0) call.read(WORK, { tree });
  if (!isFiles) return unknownOutput(call.name);
  return likeOutput(
    (words.length === 0 ? ['.'] : words).map((word) => (tree ? `${word}/${GLOB}` : word)),
    call.name,
  );
};

const printenv: Command = ({ name, args, effects }) => {
  const names = args.map(asText).filter((word) => !word.startsWith('-'));
  if (names.length === 0)
    effects.add('secret.read', 'resource:environment', `${name} shows the whole environment.`);
  for (const one of names.filter(isSecretName)) {
    effects.add('secret.read', `resource:environment/${one}`, `${name} shows ${one}.`);
  }
  effects.compute(`${name} shows variables.`);
  return undefined;
};

const one =
  (value: Value): Command =>
  ({ name, effects }) => {
    effects.compute(`${name} computes.`);
    return likeOutput([value], name);
  };

/** `basename`, `dirname`: a part of a path that is known as far as the path is. */
const part: Command = (call) => {
  const options = new Options(call.args, { short: 's', long: 'suffix' });
  call.effects.compute(`${call.name} computes.`);
  const [path, suffix] = options.operands;
  if (path === undefined || isVague(path) || options.operands.length > (call.name === 'basename' ? 2 : 1))
    return undefined;
  const plain = path.replace(/(?<=.)\/+$/, '');
  const slash = plain.lastIndexOf('/');
  if (call.name === 'dirname')
    return likeOutput([slash === -1 ? WORK : plain.slice(0, slash) || '/'], 'dirname');
  const name = plain.slice(slash + 1);
  const end = asText(options.get('s', 'suffix') ?? suffix ?? '');
  if (end !== '' && !/^\.[\w.-]+$/.test(end)) return undefined;
  return likeOutput(
    [end !== '' && name.endsWith(end) && name !== end ? name.slice(0, -end.length) : name],
    'basename',
  );
};

const tee: Command = (call) => {
  const options = new Options(call.args);
  for (const word of options.operands) {
    const piped = call.piped(word);
    if (piped === null) call.write(word, { over: false });
  }
  call.effects.compute('tee copies what it reads.');
  return call.stdin;
};

const mktemp: Command = (call) => {
  const { operands } = new Options(call.args, { short: 'p', long: 'tmpdir suffix' });
  const [template = ''] = operands;
  call.effects.add('file.write', 'path:/tmp/mktemp', 'mktemp makes a file or directory of its own.');
  return likeOutput(
    [template.includes('/') ? asText(template).replace(/X+/g, NAME) : `/tmp/${NAME}`],
    'mktemp',
  );
};

const read: Command = ({ args, env, stdin, effects }) => {
  const { operands } = new Options(args, { short: 'adeinNptu' });
  const [line, ...more] = stdin.lines ?? [MANY];
  const isOne = line !== undefined && more.length === 0;
  for (const [at, name] of operands.entries()) {
    env.vars.set(
      asText(name),
      isOne && at === 0 && operands.length === 1 && !line.includes(' ') ? line : MANY,
    );
  }
  effects.compute('read sets variables.');
  return NOTHING;
};

const PURE = `true false : test [ expr seq sleep cal whoami id groups uname arch nproc tty yes factor type which
whereis hash wait jobs set shopt getopts shift times umask ulimit let break continue return exit tput clear reset
numfmt locale getconf pushd popd dirs bg fg disown logout help compgen complete bind suspend caller sum unalias
figlet cowsay lolcat tsort uuidgen pwgen`;

const READERS: Commands = {
  ...all(
    'wc nl od hexdump hd base58 basenc ascii-xfr soelim ul ptx look unzstd_c cpio_list strings file md5sum sha1sum sha224sum sha256sum sha384sum sha512sum b2sum md5 shasum cksum',
    (call) => {
      for (const file of new Options(call.args, { long: 'files0-from' }).all('files0-from'))
        if (file !== '-') call.read(file);
      return reader({ short: 'wjNSbadnx', long: 'files0-from' })(call);
    },
  ),
  ...all(
    'less more most bat batcat pr fmt fold expand unexpand column paste join comm look zless zcat zgrep zmore bzcat xzcat zstdcat lzcat',
    reader({ short: 'wtdjs12ao' }),
  ),
  ...all(
    'diff cmp sdiff colordiff vimdiff diff3 patchutils',
    reader({ short: 'UCIxXFSW', long: 'exclude exclude-from label unified' }),
  ),
  ...all(
    'jq yq xq gojq jaq fx',
    reader({ long: 'arg argjson slurpfile rawfile indent' }, 1, ['f', 'from-file']),
  ),
  ...all(
    'xmllint tidy pygmentize highlight troff groff nroff csvcut csvgrep csvlook csvstat csvsort mlr dos2unix_info exiftool_info',
    reader({ short: 'ft' }),
  ),
  ...all('readelf objdump nm ldd_info size addr2line c++filt ar_info otool', reader({})),
};

/** Commands that work on text. */
export const TEXT: Commands = {
  ...all(PURE, pure),
  ...READERS,
  ...all('true false :', (call) => {
    pure(call);
    return NOTHING;
  }),
  echo,
  printf,
  cat,
  tac: filter(),
  base64: decoder(decodeBase64, (options) => options.has('d', 'D', 'decode'), 'wbio'),
  base32: decoder(
    () => null,
    () => false,
  ),
  xxd: decoder(decodeHex, (options) => options.has('r') && options.has('p', 'plain', 'ps'), 'clsog'),
  tr,
  rev,
  rot13: decoder(rot13, () => true),
  ...all('head tail', filter('ncsb', 'lines bytes')),
  ...all('sort uniq shuf cut', filter('kStTofwsdcb', 'key output field-separator fields delimiter')),
  ...all('grep egrep fgrep rg ag ack', grep),
  iconv: (call) => {
    const options = new Options(call.args, { short: 'fto', long: 'from-code to-code output' });
    for (const file of options.all('o', 'output')) call.write(file);
    return given(call, options);
  },
  ...all('pwd', one(WORK)),
  ...all('realpath readlink', (call) => {
    const { operands } = new Options(call.args);
    call.effects.compute(`${call.name} computes.`);
    return operands.length === 1 ? likeOutput(operands, call.name) : undefined;
  }),
  ...all('date hostname nproc whoami id uname arch uuidgen tty seq expr', (call) => {
    const options = new Options(call.args, { short: 'dfr', long: 'date file reference set' });
    const isSet =
      call.name === 'date'
        ? options.has('s', 'set')
        : call.name === 'hostname' && options.operands.length > 0;
    if (isSet)
      call.effects.add('system.change', `resource:command/${call.name}`, `${call.name} changes the machine.`);
    else call.effects.compute(`${call.name} computes.`);
    return likeOutput([NAME], call.name);
  }),
  ...all('basename dirname', part),
  ...all('printenv', printenv),
  enable: (call) => {
    for (const file of new Options(call.args, { short: 'f' }).all('f'))
      call.execute(file, `The shell loads ${shown(file)}.`);
    return pure(call);
  },
  tee,
  mktemp,
  ...all('read mapfile readarray', read),
  history: state,
};
