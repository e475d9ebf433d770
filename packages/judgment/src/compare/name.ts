/**
 * The code points that are read, from and to. Each is assigned for years, is seen, and is no sign that compatibility
 * mapping would turn into a digit. A text with another one is not read: what a library of another version of Unicode
 * makes of it would be a verdict of another machine.
 */
export const READABLE: readonly (readonly [from: number, to: number])[] = [
  [0x0020, 0x007e],
  [0x00a0, 0x00a1],
  [0x00a7, 0x00a7],
  [0x00ab, 0x00ab],
  [0x00b7, 0x00b7],
  [0x00bb, 0x00bb],
  [0x00bf, 0x017e],
  [0x0180, 0x024f],
  [0x0300, 0x034e],
  [0x0350, 0x036f],
  [0x0386, 0x0386],
  [0x0388, 0x038a],
  [0x038c, 0x038c],
  [0x038e, 0x03a1],
  [0x03a3, 0x03e1],
  [0x0400, 0x0481],
  [0x048a, 0x052f],
  [0x0531, 0x0556],
  [0x0561, 0x0586],
  [0x05d0, 0x05ea],
  [0x0621, 0x063a],
  [0x0641, 0x0652],
  [0x0900, 0x0963],
  [0x0e01, 0x0e3a],
  [0x0e40, 0x0e4e],
  [0x1100, 0x1112],
  [0x1161, 0x1175],
  [0x11a8, 0x11c2],
  [0x1e00, 0x1eff],
  [0x2010, 0x2015],
  [0x2018, 0x201f],
  [0x3000, 0x3000],
  [0x3005, 0x3005],
  [0x3041, 0x3096],
  [0x3099, 0x309a],
  [0x30a1, 0x30fc],
  [0x4e00, 0x9fff],
  [0xac00, 0xd7a3],
  [0xff01, 0xff5e],
  [0xff65, 0xff9f],
];

const CLASS = READABLE.map((ends) => ends.map((code) => `\\u{${code.toString(16)}}`).join('-')).join('');
const ONLY_READABLE = new RegExp(`^[${CLASS}]*$`, 'u');

const isReadable = (text: string): boolean => ONLY_READABLE.test(text);

/** The same characters, however they are composed. */
export const readText = (text: string): string | null => (isReadable(text) ? text.normalize('NFC') : null);

/**
 * A name in compatibility form, in lower case, its words one space apart (RFC-0004 section 4.1). One that then holds a
 * `[` is none: what stands for personal data is equal to itself alone.
 */
export function readName(text: string): string | null {
  if (!isReadable(text)) return null;
  let small = '';
  // Code point by code point, so that the form of a sigma does not depend on what is beside it.
  for (const char of text.normalize('NFKC')) small += char.toLowerCase();
  const name = small
    .replaceAll('\u03c2', '\u03c3')
    .normalize('NFKC')
    .replace(/ +/g, ' ')
    .replace(/^ | $/g, '');
  return name === '' || name.includes('[') ? null : name;
}
