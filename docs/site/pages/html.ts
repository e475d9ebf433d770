import { pretty } from '../playground/pretty.ts';

/** Text as HTML. */
export const text = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A code. A long one may break after what separates its parts, so that no page grows wider than a telephone. */
export const code = (value: string): string =>
  `<code>${text(value).replace(/([./_|-])(?=[A-Za-z0-9{([])/g, '$1<wbr>')}</code>`;

/** A fenced block of JSON; a long one is folded away. */
export function json(value: unknown, label: string): string {
  const body = pretty(value);
  const block = ['```json', body, '```'].join('\n');
  if (body.split('\n').length <= 48) return `${block}\n`;
  return `<details class="fold"><summary>${text(label)}: ${body.split('\n').length} lines</summary>\n\n${block}\n\n</details>\n`;
}

/** A table whose rows become small cards on a narrow screen: each cell knows what its column is called. */
export function table(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  kind: string,
): string {
  const head = columns.map((column) => `<th scope="col">${text(column)}</th>`).join('');
  const body = rows
    .map((cells) => {
      const all = cells.map((cell, at) =>
        cell === '' ? '<td class="none"></td>' : `<td data-column="${text(columns[at] ?? '')}">${cell}</td>`,
      );
      return `<tr>${all.join('')}</tr>`;
    })
    .join('');
  return `<table class="cards ${kind}"><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>\n`;
}
