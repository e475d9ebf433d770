import type { Random } from './random.ts';

/** What readers stumble over: other readers' signs, what nobody sees, what looks alike, what a pattern backtracks on. */
const PIECES: readonly string[] = [
  '\0', '\r', '\n', '\t', '\u001b[2K', '\u0085', '\u00a0', '\u00ad', '\u200b', '\u200d', '\u202e', '\u2066', '\ufeff',
  '\ud800', '\udc00', '\ud83d\ude00', '\ue000', '\uffff', '\u0130', '\u212a', '\u017f', '\uff0e', '\u3002', '\u2215',
  'а', 'е', 'о', 'ρ', 'ѕ', 'ǃ', 'ꓸ', 'é', 'e\u0301', '\u0334', '"', "'", '`', '\\', '\\\\', '$(', '${', '`', '$((',
  '(', ')', '[', ']', '{', '}', '<(', '<<E\n', '>', '|', '&', ';', ';;', '--', '/*', '*/', '/*!', '#', '%00', '%2e%2e',
  '../', '//', '~', '@', ':', '?', '*', '\\u0000', '\\x00', "$'\\x72'", '$$', '$q$', "E'\\'", 'U&"', '::', ':=', '=>',
  '__proto__', 'constructor', 'toString', 'null', 'NaN', 'Infinity', '-0', '1e400', '9007199254740993', '0x7f.1',
  '127.0.0.1', '[::1]', '[::ffff:7f00:1]', '169.254.169.254', 'xn--', 'localhost', 'https://', 'file:///', 'a@', '@b.c',
  '[PII:email:00000000000000000000000000000000]', '[written:00000000000000000000000000000000]', '(a+)+$', '(.*)*x',
  'a{1000}{1000}', '(?=a)', '\\1', 'aaaaaaaaaaaaaaaaaaaaaaaa!', '<<: *a', '&a [*a]', '!!js/function', '--- ', '? ',
]; // prettier-ignore
const OPEN = [
  '(',
  '[',
  '{',
  '((',
  '$(',
  '`',
  '"',
  "'",
  '<!--',
  'f(',
  '{"a":',
  '[[',
  'NOT ',
  '- ',
  '!',
  '~',
  'a.',
  'a,',
  '1+',
];

/** What is seen too rarely when it is left to chance: as long, or as deep, as nobody writes. */
function huge(text: string, random: Random): string {
  const piece = random.oneIn(2) ? random.pick(PIECES) : slice(text, random) || 'a';
  const length = random.pick([8_000, 65_530, 65_540, 1_100_000]);
  const long = piece.repeat(Math.ceil(Math.min(length, length) / piece.length));
  const at = random.below(text.length + 1);
  return random.oneIn(2) ? long : text.slice(0, at) + long + text.slice(at);
}

function deep(text: string, random: Random): string {
  const open = random.pick(OPEN);
  const times = random.pick([40, 200, 2_000, 10_000]);
  const close = [...open].reverse().map((sign) => ({ '(': ')', '[': ']', '{': '}' })[sign] ?? '');
  return random.oneIn(2)
    ? open.repeat(times) + text + close.join('').repeat(times)
    : text + open.repeat(times);
}

function slice(text: string, random: Random, most = 40): string {
  const from = random.below(text.length + 1);
  return text.slice(from, from + 1 + random.below(most));
}

/** One change of a text. */
function changed(text: string, seeds: readonly string[], random: Random): string {
  const at = random.below(text.length + 1);
  const to = Math.min(text.length, at + 1 + random.below(12));
  switch (random.below(8)) {
    case 0:
      return text.slice(0, at) + text.slice(to);
    case 1:
    case 2:
      return text.slice(0, at) + random.pick(PIECES) + text.slice(at);
    case 3:
      return text.slice(0, at) + random.pick(PIECES) + text.slice(to);
    case 4:
      return text.slice(0, at) + slice(random.pick(seeds), random) + text.slice(at);
    case 5:
      return text.slice(0, at) + slice(text, random).repeat(1 + random.below(8)) + text.slice(at);
    case 6:
      return text.slice(0, at) + random.pick(seeds).slice(random.below(40));
    default: {
      // A letter for one that looks like it, or a sign for the next one.
      const code = text.charCodeAt(at);
      return Number.isNaN(code)
        ? text
        : text.slice(0, at) + String.fromCharCode((code + 1 + random.below(3)) & 0xffff) + text.slice(at + 1);
    }
  }
}

const WORDS = /\s+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu;
const FOLLOWERS = new WeakMap<readonly string[], Map<string, string[]>>();

/** Which words follow which in some texts: a grammar that was not written but read. */
function followersIn(seeds: readonly string[]): Map<string, string[]> {
  const known = FOLLOWERS.get(seeds);
  if (known !== undefined) return known;
  const followers = new Map<string, string[]>();
  for (const seed of seeds) {
    let before = '';
    for (const word of [...(seed.match(WORDS) ?? []), '']) {
      const after = followers.get(before);
      if (after === undefined) followers.set(before, [word]);
      else after.push(word);
      before = word;
    }
  }
  FOLLOWERS.set(seeds, followers);
  return followers;
}

function composed(seeds: readonly string[], random: Random): string {
  const followers = followersIn(seeds);
  let text = '';
  let word = '';
  for (let count = 0; count < 80; count++) {
    word = random.pick(followers.get(word) ?? ['']);
    if (word === '') break;
    text += word;
  }
  return text;
}

/** A text made from others: composed of words that follow each other in them, or one of them, changed a few times. */
export function drawText(seeds: readonly string[], random: Random): string {
  let text = random.oneIn(3) ? composed(seeds, random) : random.pick(seeds);
  while (!random.oneIn(3)) text = changed(text, seeds, random);
  if (random.oneIn(400)) text = deep(text, random);
  if (random.oneIn(1500)) text = huge(text, random);
  return text;
}
