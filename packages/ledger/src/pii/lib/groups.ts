/** A maximal run of ASCII digits. */
export interface Group {
  readonly start: number;
  readonly end: number;
  readonly digits: string;
}

/** Groups of digits that follow each other; `separators[i]` stands between group `i` and group `i + 1`. */
export interface Run {
  readonly groups: readonly Group[];
  readonly separators: readonly string[];
}

const DIGITS = /[0-9]+/g;
/** What may stand between two groups of one run. */
export const RUN_SEPARATOR = /^[ \t.\-()/+_]{1,3}$/;

/** The runs of digit groups in a text, left to right. */
export function* runsOf(text: string): Generator<Run> {
  let groups: Group[] = [];
  let separators: string[] = [];
  for (const match of text.matchAll(DIGITS)) {
    const group = { start: match.index, end: match.index + match[0].length, digits: match[0] };
    const before = groups.at(-1);
    if (before !== undefined) {
      const gap = group.start - before.end <= 3 ? text.slice(before.end, group.start) : '';
      if (RUN_SEPARATOR.test(gap)) {
        separators.push(gap);
      } else {
        yield { groups, separators };
        groups = [];
        separators = [];
      }
    }
    groups.push(group);
  }
  if (groups.length > 0) yield { groups, separators };
}

/** Some neighbouring groups of a run. */
export interface Window {
  readonly start: number;
  readonly end: number;
  readonly digits: string;
  readonly lengths: readonly number[];
  readonly separators: readonly string[];
  /** Index of the run's group after the last one. */
  readonly next: number;
  /** The separator before and after it in the run, empty at the run's ends. */
  readonly before: string;
  readonly after: string;
}

/** Which windows of a run are worth looking at. The bounds make the work for each group constant. */
export interface WindowShape {
  /** Digits at least and at most. */
  readonly least: number;
  readonly most: number;
  readonly groups: number;
  readonly separator: RegExp;
  /** Asked first, since it is cheaper than making a window. */
  readonly accepts: (digits: string) => boolean;
}

/** The windows of a shape that begin at group `from`, longest first. */
export function windowsAt(run: Run, from: number, shape: WindowShape): Window[] {
  const windows: Window[] = [];
  let digits = '';
  const lengths: number[] = [];
  const last = Math.min(run.groups.length, from + shape.groups);
  for (let i = from; i < last; i += 1) {
    const group = run.groups[i];
    if (group === undefined || digits.length + group.digits.length > shape.most) break;
    if (i > from && !shape.separator.test(run.separators[i - 1] ?? '')) break;
    digits += group.digits;
    lengths.push(group.digits.length);
    if (digits.length < shape.least || !shape.accepts(digits)) continue;
    windows.push({
      start: run.groups[from]?.start ?? 0,
      end: group.end,
      digits,
      lengths: [...lengths],
      separators: run.separators.slice(from, i),
      next: i + 1,
      before: from === 0 ? '' : (run.separators[from - 1] ?? ''),
      after: run.separators[i] ?? '',
    });
  }
  return windows.reverse();
}
