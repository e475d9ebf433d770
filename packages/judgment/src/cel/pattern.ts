import { isCelError, run } from '@bufbuild/cel';
import { CelFault } from './fault.ts';
import { CEL_PROFILE } from './profile.ts';

/** The most a pattern may weigh: its length times every counted repetition in it. */
const MOST_WEIGHT = 4096;

const REPETITION = /\{(\d+)(?:,(\d*))?\}/g;

/**
 * The part of RE2 that every implementation of it reads alike: no flags, no named groups, no Unicode classes or folding
 * (their tables have versions), and no sign that stands for itself where it could be a mistake. RE2 checks the rest:
 * groups, ranges, counts.
 */
const ESCAPED = String.raw`\\(?:[tnrfv]|x[0-9a-fA-F]{2}|[!-/:-@\[-\x60{-~])`;
const CLASS = String.raw`\\[dDwWsS]`;
const MEMBER = String.raw`(?:${ESCAPED}|[^\\\[\]-])`;
const SET = String.raw`\[\^?(?!\])-?(?:${MEMBER}-${MEMBER}|${MEMBER}|${CLASS})*-?\]`;
const ATOM = String.raw`(?:${ESCAPED}|${CLASS}|\\[bB]|${SET}|\((?!\?)|\(\?:|\)|[|]|[^\\\[\]{}()*+?|])`;
const TIMES = String.raw`(?:[*+?]|\{\d{1,4}(?:,(?:\d{1,4})?)?\})\??`;
const SUBSET = new RegExp(`^(?:${ATOM}(?:${TIMES})?)*$`, 'u');

/**
 * How much a pattern costs for each character it looks at: RE2 takes time linear in the text and in the pattern with
 * its counted repetitions written out, so `(.{1000}){1000}` is the one way left to make it slow.
 */
export function patternWeight(pattern: string): number {
  let weight = pattern.length + 1;
  for (const [, least = '0', most = ''] of pattern.matchAll(REPETITION)) {
    weight *= Math.max(1, Number(least), most === '' ? 0 : Number(most));
  }
  return weight;
}

/** Refuses a pattern that is not of the subset, that RE2 does not compile, or that would be slow. */
export function checkPattern(pattern: string): void {
  if (pattern.length > CEL_PROFILE.maxPattern) {
    throw new CelFault('pattern', `a pattern is longer than ${CEL_PROFILE.maxPattern} characters`);
  }
  if (patternWeight(pattern) > MOST_WEIGHT) throw new CelFault('pattern', 'a pattern repeats too much');
  if (!SUBSET.test(pattern) || isCelError(run('"".matches(p)', { p: pattern }))) {
    throw new CelFault('pattern', 'a pattern is not RE2 syntax, or not of the subset that rules may use');
  }
}
