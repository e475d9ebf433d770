/** The few things that the detectors of personal data use of Node's Buffer, for a page; put in place by the bundler. */

const CODES = new Map(
  [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].map((char, at) => [char, at]),
);
CODES.set('-', 62).set('_', 63);

/** As lenient as Node: what is not of the alphabet is passed over, and a last character alone says nothing. */
function fromBase64(text: string): Uint8Array {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const char of text) {
    if (char === '=') break;
    const code = CODES.get(char);
    if (code === undefined) continue;
    held = ((held << 6) | code) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 0xff);
  }
  return Uint8Array.from(bytes);
}

function fromHex(text: string): Uint8Array {
  const pairs = /^(?:[0-9a-fA-F]{2})*/.exec(text)?.[0] ?? '';
  return Uint8Array.from({ length: pairs.length / 2 }, (_, at) =>
    Number.parseInt(pairs.slice(at * 2, at * 2 + 2), 16),
  );
}

class Latin extends Uint8Array {
  override toString(): string {
    return Array.from(this, (byte) => String.fromCharCode(byte)).join('');
  }
}

function from(source: string | ArrayBuffer, how?: 'hex' | 'base64' | number, length?: number): Uint8Array {
  if (typeof source !== 'string') return new Latin(source, Number(how ?? 0), length);
  return how === 'hex' ? fromHex(source) : fromBase64(source);
}

const byteLength = (text: string): number => new TextEncoder().encode(text).length;

const Small = { from, byteLength };
export { Small as Buffer };
