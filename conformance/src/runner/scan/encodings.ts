/** One way a text may lie in a file. */
export interface Pattern {
  readonly encoding: string;
  readonly bytes: Buffer;
}

/** Shorter runs than this occur by chance in ciphertext. */
const MIN_BYTES = 6;

/** The part of the base64 of `bytes`, beginning `offset` bytes into a group, that does not depend on what is around it. */
function base64At(bytes: Buffer, offset: number): string {
  const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
  const skip = [0, 2, 3][offset] ?? 0;
  const whole = Math.floor(((offset + bytes.length) * 8) / 6);
  return encoded.slice(skip, whole);
}

const percent = (bytes: Buffer): string =>
  [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`).join('');
const escapes = (text: string): string =>
  [...Array(text.length).keys()]
    .map((i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`)
    .join('');

/** Every way a text may lie in a file without being encrypted; compression is the scanner's. */
export function patternsOf(text: string): Pattern[] {
  const utf8 = Buffer.from(text, 'utf8');
  const utf16 = Buffer.from(text, 'utf16le');
  const ascii = (encoding: string, encoded: string): Pattern => ({
    encoding,
    bytes: Buffer.from(encoded, 'latin1'),
  });
  const standard = [0, 1, 2].map((offset) => base64At(utf8, offset));
  const patterns = [
    { encoding: 'utf-8', bytes: utf8 },
    { encoding: 'utf-16le', bytes: utf16 },
    { encoding: 'utf-16be', bytes: Buffer.from(utf16).swap16() },
    ascii('hex', utf8.toString('hex')),
    ascii('hex', utf8.toString('hex').toUpperCase()),
    ...standard.map((encoded) => ascii('base64', encoded)),
    ...standard.map((encoded) => ascii('base64url', encoded.replace(/\+/g, '-').replace(/\//g, '_'))),
    ascii('percent', percent(utf8)),
    ascii('percent', percent(utf8).toLowerCase()),
    ascii('percent', encodeURIComponent(text)),
    ascii('json escapes', escapes(text)),
    ascii('json escapes', escapes(text).toUpperCase().replace(/\\U/g, '\\u')),
  ];
  const seen = new Set<string>();
  return patterns.filter(({ bytes }) => {
    const key = bytes.toString('latin1');
    if (bytes.length < MIN_BYTES || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
