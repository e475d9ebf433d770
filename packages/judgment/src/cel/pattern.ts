import { isCelError, run } from '@bufbuild/cel';
import { CelFault } from './fault.ts';
import { CEL_PROFILE } from './profile.ts';

/** The most a pattern may weigh: its length times every counted repetition in it. */
const MOST_WEIGHT = 4096;

const REPETITION = /\{(\d+)(?:,(\d*))?\}/g;

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

/** Refuses a pattern that RE2 does not compile, or that would be slow. */
export function checkPattern(pattern: string): void {
  if (pattern.length > CEL_PROFILE.maxPattern) {
    throw new CelFault(`a pattern is longer than ${CEL_PROFILE.maxPattern} characters`);
  }
  if (patternWeight(pattern) > MOST_WEIGHT) throw new CelFault('a pattern repeats too much');
  if (isCelError(run('"".matches(p)', { p: pattern }))) {
    throw new CelFault('a pattern is not RE2 syntax');
  }
}
