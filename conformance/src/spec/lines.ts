/** A line of Markdown as a reader sees it. */
export interface Line {
  /** From 1. */
  readonly number: number;
  readonly text: string;
  /** The text without code spans: words in them are quoted, not said. */
  readonly prose: string;
}

/** A heading with its number, as in `### 6.3 Conflicts`. */
export interface Heading {
  readonly number: string | null;
  readonly title: string;
}

/** The lines of a document outside fenced code. */
export function proseLines(markdown: string): Line[] {
  const lines: Line[] = [];
  let fence: string | undefined;
  for (const [index, text] of markdown.split(/\r?\n/).entries()) {
    const mark = /^\s*(```+|~~~+)/.exec(text)?.[1];
    if (fence !== undefined) {
      if (mark?.startsWith(fence) === true) fence = undefined;
    } else if (mark !== undefined) {
      fence = mark;
    } else {
      lines.push({ number: index + 1, text, prose: text.replace(/`[^`]*`/g, '``') });
    }
  }
  return lines;
}

/** Reads a heading; `null` for any other line. */
export function readHeading(line: Line): Heading | null {
  const match = /^#{1,6} (?:(\d+(?:\.\d+)*)\.? )?(.+)$/.exec(line.text);
  return match === null ? null : { number: match[1] ?? null, title: (match[2] ?? '').trim() };
}

/** The fragment that GitHub gives a heading. */
export function slugOf(line: Line): string {
  return line.text
    .replace(/^#+ /, '')
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replace(/ /g, '-');
}
