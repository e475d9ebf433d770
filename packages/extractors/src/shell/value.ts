/**
 * A word of a command as far as it is known. What is not known, or is decided elsewhere, stands in it as one code point
 * for private use; no text that is read holds any of them (lib/grammar.ts).
 */
export type Value = string;

/** Anything, one word: a quoted variable that nobody set. */
export const UNKNOWN = '\ue000';
/** Anything, any number of words: the same without quotes. */
export const MANY = '\ue001';
/** What a pattern of file names stands for: anything without a slash that does not begin with a dot. */
export const GLOB = '\ue002';
/** A number or a name out of the machine (a process id, a date): no slash, no leading dot, not empty. */
export const NAME = '\ue003';
/** The home directory. */
export const HOME = '\ue004';
/** The directory for temporary files, as the environment names it. */
export const TEMP = '\ue005';
/** The directory the text is run in. */
export const WORK = '\ue006';
/** What another process writes, as a file: the number of its output follows, closed by the same. */
export const PIPE = '\ue007';
/** Braces and commas that the shell expands. */
export const OPEN = '\ue008';
export const COMMA = '\ue009';
export const CLOSE = '\ue00a';

const VAGUE = new RegExp(`[${UNKNOWN}${MANY}${PIPE}]`);
const NOT_LITERAL = /[\ue000-\ue00a]/;

/** Whether nobody can say what the word is. */
export const isVague = (value: Value): boolean => VAGUE.test(value);
/** Whether the word is known to the letter. */
export const isLiteral = (value: Value): boolean => !NOT_LITERAL.test(value);

const SHOWN: Readonly<Record<string, string>> = {
  [UNKNOWN]: '$?',
  [MANY]: '$?',
  [GLOB]: '*',
  [NAME]: '$?',
  [HOME]: '~',
  [TEMP]: '$TMPDIR',
  [WORK]: '.',
  [OPEN]: '{',
  [COMMA]: ',',
  [CLOSE]: '}',
};

/** The word as people write it. */
export const shown = (value: Value): string =>
  value.replace(/\ue007\d+\ue007/g, '<(…)').replace(/[\ue000-\ue00a]/g, (mark) => SHOWN[mark] ?? '?');

/** A word in which marks of patterns and braces are the characters they were. */
export const asText = (value: Value): Value =>
  value.replaceAll(GLOB, '*').replaceAll(OPEN, '{').replaceAll(COMMA, ',').replaceAll(CLOSE, '}');

/** The word as a script spells it; `null` when parts of it are unknown. */
export function asScript(value: Value): string | null {
  const plain = asText(value)
    .replaceAll(HOME, '~')
    .replaceAll(TEMP, '${TMPDIR}')
    .replaceAll(WORK, '.')
    .replaceAll(NAME, () => '$$');
  return NOT_LITERAL.test(plain) ? null : plain;
}

const MOST_WORDS = 256;

/** The words a word with braces stands for; one without its partner is the character itself. */
export function expandBraces(value: Value): Value[] {
  const open = value.indexOf(OPEN);
  if (open === -1) return [value.replaceAll(COMMA, ',').replaceAll(CLOSE, '}')];
  let depth = 0;
  const cuts: number[] = [open];
  for (let at = open; at < value.length; at++) {
    if (value[at] === OPEN) depth++;
    else if (value[at] === COMMA && depth === 1) cuts.push(at);
    else if (value[at] === CLOSE && --depth === 0) {
      if (cuts.length === 1) break;
      cuts.push(at);
      const head = value.slice(0, open);
      const words: Value[] = [];
      for (const tail of expandBraces(value.slice(at + 1))) {
        for (let cut = 0; cut + 1 < cuts.length; cut++) {
          for (const middle of expandBraces(value.slice((cuts[cut] ?? 0) + 1, cuts[cut + 1]))) {
            words.push(`${head.replaceAll(COMMA, ',')}${middle}${tail}`);
            if (words.length > MOST_WORDS) return [MANY];
          }
        }
      }
      return words;
    }
  }
  return expandBraces(`${value.slice(0, open)}{${value.slice(open + 1)}`);
}
