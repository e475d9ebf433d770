/** By first byte: how many bytes a sequence has, and between what its second one lies (Unicode, table 3-7). */
function sequence(first: number): readonly [length: number, low: number, high: number] | null {
  if (first <= 0x7f) return [1, 0, 0];
  if (first >= 0xc2 && first <= 0xdf) return [2, 0x80, 0xbf];
  if (first === 0xe0) return [3, 0xa0, 0xbf];
  if (first === 0xed) return [3, 0x80, 0x9f];
  if (first >= 0xe1 && first <= 0xef) return [3, 0x80, 0xbf];
  if (first === 0xf0) return [4, 0x90, 0xbf];
  if (first >= 0xf1 && first <= 0xf3) return [4, 0x80, 0xbf];
  if (first === 0xf4) return [4, 0x80, 0x8f];
  return null;
}

/** The characters of well-formed UTF-8, a code point each; `null` for any other bytes. */
export function decodeUtf8(bytes: Uint8Array): readonly string[] | null {
  const points: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at] ?? 0;
    const known = sequence(first);
    if (known === null) return null;
    const [length, low, high] = known;
    let code = length === 1 ? first : first & (0x7f >> length);
    for (let i = 1; i < length; i += 1) {
      const next = bytes[at + i];
      const [least, most] = i === 1 ? [low, high] : [0x80, 0xbf];
      if (next === undefined || next < least || next > most) return null;
      code = code * 64 + (next & 0x3f);
    }
    points.push(String.fromCodePoint(code));
    at += length;
  }
  return points;
}
