/** Shorter stretches of readable characters come up in random bytes by chance. */
const SHORTEST = 10;

const UTF8 = new TextDecoder('utf-8');
// U+FFFD is what the decoder writes for bytes that are no UTF-8.
export const UNREADABLE = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\uFFFD]+/;
export const LITTLE_ENDIAN = /(?:[\x09\x0a\x0d\x20-\x7e]\0){10,}/g;
export const BIG_ENDIAN = /(?:\0[\x09\x0a\x0d\x20-\x7e]){10,}/g;

/** The stretches of bytes that read as text: UTF-8, and ASCII written as UTF-16 of either byte order. */
export function textsOf(bytes: Uint8Array): string[] {
  const texts = UTF8.decode(bytes)
    .split(UNREADABLE)
    .filter((text) => text.length >= SHORTEST);
  if (bytes.includes(0)) {
    const latin = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
    for (const pattern of [LITTLE_ENDIAN, BIG_ENDIAN]) {
      for (const match of latin.matchAll(pattern)) texts.push(match[0].replaceAll('\0', ''));
    }
  }
  // Read from the wrong byte a text lacks its last character: the longer reading is the right one.
  return texts.sort((a, b) => b.length - a.length);
}
