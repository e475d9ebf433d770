import { asText, GLOB, HOME, isVague, NAME, shown, TEMP, WORK, type Value } from './value.ts';

/** Where a path begins. */
export type Root = 'abs' | 'home' | 'work' | 'temp' | 'outside' | 'unknown';

/** What a word names when it is a path. Links are not followed: what a path leads to is the perimeter's to check. */
export interface Place {
  readonly root: Root;
  /** Segments below the root, `*` for what a pattern stands for. */
  readonly segments: readonly string[];
  /** As people write it: `/etc/passwd`, `~/.ssh`, `./src`, `$TMPDIR/x`. */
  readonly text: string;
  /** Whether a pattern is in it. */
  readonly glob: boolean;
}

/** A directory that relative paths begin at. */
export type Base = Place;

const PREFIX: Readonly<Record<Root, string>> = {
  abs: '/',
  home: '~/',
  work: './',
  temp: '$TMPDIR/',
  outside: '',
  unknown: '$?/',
};

function place(root: Root, segments: readonly string[], glob: boolean): Place {
  const rest = segments.join('/');
  const text = rest === '' ? PREFIX[root].replace(/(?<=.)\/$/, '') : `${PREFIX[root]}${rest}`;
  return { root, segments, text, glob };
}

/** The directory a text is run in. */
export const WORKDIR: Base = place('work', [], false);
/** Nobody knows where. */
export const NOWHERE: Base = { root: 'unknown', segments: [], text: '$?', glob: false };

function begin(value: Value, base: Base): { root: Root; segments: string[]; rest: string } {
  if (value.startsWith('/')) return { root: 'abs', segments: [], rest: value };
  const [first = '', ...others] = value.split('/');
  const rest = others.join('/');
  if (first === HOME) return { root: 'home', segments: [], rest };
  if (first === TEMP) return { root: 'temp', segments: [], rest };
  if (first === WORK) return { root: base.root, segments: [...base.segments], rest };
  if (first.startsWith(HOME)) {
    const name = first.slice(1);
    if (name === 'root') return { root: 'abs', segments: ['root'], rest };
    if (/^[a-z_][a-z0-9_-]*$/.test(name)) return { root: 'abs', segments: ['home', name], rest };
    return { root: 'unknown', segments: [], rest: '' };
  }
  return { root: base.root, segments: [...base.segments], rest: value };
}

/** The place a word names, seen from a directory. */
export function placeOf(value: Value, base: Base): Place {
  const of = begin(value, base);
  let { root } = of;
  const { segments } = of;
  if (isVague(value) || root === 'unknown') return { ...NOWHERE, text: shown(value) };
  for (const piece of of.rest.split('/')) {
    const segment = asText(piece).replaceAll(NAME, '*');
    if (segment === '' || segment === '.') continue;
    if (/[\ue000-\ue00a]/.test(segment)) return { ...NOWHERE, text: shown(value) };
    if (segment !== '..') {
      segments.push(segment);
      continue;
    }
    const last = segments.at(-1);
    if (last === undefined) {
      // Above the root there is nothing; above any other beginning is a place that has no name here.
      if (root !== 'abs') {
        root = 'outside';
        segments.push('..');
      }
    } else if (last === '..') segments.push('..');
    else if (last.includes('*')) return { ...NOWHERE, text: shown(value) };
    else segments.pop();
  }
  return place(root, segments, value.includes(GLOB) || value.includes(NAME));
}

const HIDDEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/;

/** The target of a place, or `null` when it has no name that a grant could cover. */
export function targetOf(of: Place): string | null {
  const rest = of.segments.join('/');
  if (of.root === 'unknown' || HIDDEN.test(rest) || rest.length > 900) return null;
  if (of.root !== 'abs') {
    const kind = of.root === 'outside' ? 'outside' : of.root;
    return `resource:${kind}${rest === '' ? '' : `/${rest}`}`;
  }
  if (rest === '') return null;
  // A path with these is no target of kind path (RFC-0006 section 6.1); it is named as it is written.
  const plain = !/[\\%]/.test(rest) && !of.segments.some((segment) => segment.startsWith('~'));
  return plain ? `path:/${rest}` : `resource:path/${rest}`;
}
