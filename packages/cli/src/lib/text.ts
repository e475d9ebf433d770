import pc from 'picocolors';

/** Colours, or their absence. */
export type Colours = ReturnType<typeof pc.createColors>;

/** Colours that are on or off, whatever the process thinks. */
export const coloursOf = (on: boolean): Colours => pc.createColors(on);

const SGR = /\u001b\[[0-9;]*m/g;

/** How many columns a text takes; colours take none. */
export const widthOf = (text: string): number => [...text.replace(SGR, '')].length;

/** Fills up to a width. */
export const pad = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - widthOf(text)));

/** Breaks a text at spaces so that no line is over `width`, keeping its indent; further lines hang. Long words stay whole. */
export function wrap(text: string, width: number, hang = 0): string[] {
  return text.split('\n').flatMap((part) => {
    const indent = /^ */.exec(part)?.[0] ?? '';
    const [first = '', ...words] = part.trimStart().split(' ');
    const lines = [indent + first];
    for (const word of words) {
      const line = `${lines.at(-1) ?? ''} ${word}`;
      if (widthOf(line) <= width) lines[lines.length - 1] = line;
      else lines.push(indent + ' '.repeat(hang) + word);
    }
    return lines;
  });
}

/** Names and values in two columns; a value that is too long goes on under itself. */
export function pairs(
  entries: readonly (readonly [name: string, value: string] | undefined)[],
  { columns, indent = 2, colours }: { columns: number; indent?: number; colours: Colours },
): string[] {
  const shown = entries.filter((entry) => entry !== undefined);
  const names = Math.max(...shown.map(([name]) => widthOf(name)), 0);
  const left = ' '.repeat(indent);
  return shown.flatMap(([name, value]) => {
    const room = Math.max(24, columns - indent - names - 2);
    const [first = '', ...rest] = wrap(value, room);
    return [
      `${left}${colours.dim(pad(name, names))}  ${first}`,
      ...rest.map((line) => `${left}${' '.repeat(names)}  ${line}`),
    ];
  });
}

/** Rows in columns as wide as their widest cell; the last one is left as it is. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  colours: Colours,
): string[] {
  const widths = head.map((name, i) => Math.max(widthOf(name), ...rows.map((row) => widthOf(row[i] ?? ''))));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => (i === cells.length - 1 ? cell : pad(cell, widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  return [colours.dim(line(head)), ...rows.map(line)];
}
