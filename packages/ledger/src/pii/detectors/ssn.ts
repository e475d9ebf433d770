import { runsOf, windowsAt, type Window, type WindowShape } from '../lib/groups.ts';
import { labelled, vocabulary } from '../lib/labels.ts';
import type { Detector } from '../types.ts';

/** What makes nine digits a social security number. */
export const SSN_WORDS = vocabulary(
  { ssn: 'ssn ssns social socialsecurity socialsecuritynumber' },
  'security insurance number numbers no nr num is are was the my his her their our your in us value digits',
);
const SHAPE: WindowShape = { least: 9, most: 9, groups: 3, separator: /^[-. ]$/, accepts: isIssued };
const ALNUM = /[\p{L}\p{Nd}]/u;

/**
 * US social security numbers in the ranges that are issued: area 001 to 899 without 666, group 01 to 99, serial 0001
 * to 9999. Written 3-2-4 with dashes or spaces they stand alone; with dots or in one piece they need a label.
 */
export const ssnDetector: Detector = {
  type: 'ssn',
  *find(_text, { quiet, label }) {
    for (const run of runsOf(quiet)) {
      for (let i = 0; i < run.groups.length; i += 1) {
        const window = windowsAt(run, i, SHAPE)[0];
        if (window === undefined || !stands(quiet, window)) continue;
        if (!isWritten(window) && labelled(quiet, window.start, label, SSN_WORDS) === undefined) continue;
        yield { start: window.start, end: window.end, normalised: window.digits };
      }
    }
  },
};

function isWritten({ lengths, separators }: Window): boolean {
  return (
    lengths.join('-') === '3-2-4' && separators[0] === separators[1] && /^[- ]$/.test(separators[0] ?? '')
  );
}

function stands(text: string, { start, end, before, after }: Window): boolean {
  // A longer chain of groups is some other number.
  if (/[-.]/.test(before) || /[-.]/.test(after)) return false;
  return !ALNUM.test(text.charAt(start - 1)) && !ALNUM.test(text.charAt(end));
}

function isIssued(digits: string): boolean {
  const area = digits.slice(0, 3);
  return (
    area !== '000' &&
    area !== '666' &&
    area < '900' &&
    digits.slice(3, 5) !== '00' &&
    digits.slice(5) !== '0000'
  );
}
