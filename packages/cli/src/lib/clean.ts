/**
 * Control characters, and those that reorder or hide text. What an agent proposed is shown to a person who decides on it:
 * it must not be able to move the cursor, recolour or conceal anything.
 */
const UNSAFE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

const code = (character: string): string =>
  `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`;

/** A text from elsewhere as it may be shown: on one line, with nothing that acts on a terminal. */
export const visible = (text: string): string => text.replace(UNSAFE, code);

/** A value from elsewhere, every text and name in it as it may be shown. */
export function visibleAll<T>(value: T): T {
  if (typeof value === 'string') return visible(value) as T;
  if (Array.isArray(value)) return value.map(visibleAll) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [visible(name), visibleAll(member)]),
  ) as T;
}

/** JSON for a program that still cannot act on a terminal: what JSON itself would leave as it is becomes an escape. */
export function jsonText(value: unknown, indent = 2): string {
  return JSON.stringify(value, null, indent).replace(UNSAFE, (character) =>
    character === '\n'
      ? character
      : [...Array(character.length).keys()]
          .map((i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`)
          .join(''),
  );
}
