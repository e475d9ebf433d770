import { smallerJson } from './json.ts';

/** No more inputs than this are tried to find a smaller one. */
const MOST_TRIES = 400;

/** Texts that lack a part of this one: the larger parts first. */
function* smallerText(text: string): Generator<string> {
  for (let size = text.length >> 1; size > 0; size >>= 1) {
    for (let at = 0; at < text.length; at += size) yield text.slice(0, at) + text.slice(at + size);
  }
}

/** The smallest input that still fails, as far as a bounded search finds it. */
export function shrink(input: string, isJson: boolean, fails: (input: string) => boolean): string {
  let least = input;
  for (let tries = 0, found = true; found && tries < MOST_TRIES;) {
    found = false;
    for (const smaller of isJson ? smallerJson(least) : smallerText(least)) {
      if (++tries > MOST_TRIES) break;
      if (smaller.length < least.length && fails(smaller)) {
        least = smaller;
        found = true;
        break;
      }
    }
  }
  return least;
}
