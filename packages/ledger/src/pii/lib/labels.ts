/** How far back a label is looked for, in UTF-16 code units. */
const REACH = 64;
const MOST_WORDS = 6;
const LONGEST_WORD = 24;
const LONGEST_GAP = 8;
const LETTER = /[\p{L}\p{M}']/u;
const STOP = /[0-9\uFFFC]/;

/** A vocabulary: what the nearest word means, looking back over the words that may stand in between. */
export interface Vocabulary<Meaning extends string> {
  readonly words: ReadonlyMap<string, Meaning>;
  readonly between: ReadonlySet<string>;
}

/** A vocabulary from lists of words separated by spaces. */
export function vocabulary<Meaning extends string>(
  words: Readonly<Record<Meaning, string>>,
  between = '',
): Vocabulary<Meaning> {
  const map = new Map<string, Meaning>();
  for (const meaning of Object.keys(words) as Meaning[]) {
    for (const word of words[meaning].split(' ')) map.set(word, meaning);
  }
  return { words: map, between: new Set(between.split(' ')) };
}

/**
 * What the words right before `start` say about what stands there ("Phone:", "call me at", "order no."); `label`
 * counts as standing before the text. Any other word, a digit or a wide gap in between ends the search.
 */
export function labelled<Meaning extends string>(
  text: string,
  start: number,
  label: string,
  { words, between }: Vocabulary<Meaning>,
): Meaning | undefined {
  let tail = text.slice(Math.max(0, start - REACH), start);
  if (start < REACH && label !== '') tail = `${label.slice(-REACH)}: ${tail}`;
  let end = tail.length;
  for (let count = 0; count < MOST_WORDS; count += 1) {
    const last = lastWord(tail, end);
    if (last === undefined) return undefined;
    const meaning = words.get(last.word);
    if (meaning !== undefined) return meaning;
    if (!between.has(last.word)) return undefined;
    end = last.start;
  }
  return undefined;
}

function lastWord(text: string, before: number): { word: string; start: number } | undefined {
  let end = before;
  while (end > 0 && before - end <= LONGEST_GAP && !LETTER.test(text.charAt(end - 1))) {
    if (STOP.test(text.charAt(end - 1))) return undefined;
    end -= 1;
  }
  let start = end;
  while (start > 0 && end - start <= LONGEST_WORD && LETTER.test(text.charAt(start - 1))) start -= 1;
  if (start === end || end - start > LONGEST_WORD) return undefined;
  return { word: text.slice(start, end).toLowerCase(), start };
}

/** `mobilePhone_number` as words. */
export function wordsOf(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/[_.\-/]+/g, ' ');
}
