/** What the verifier of reports uses of Node's Buffer, for a page; put in place by the bundler. */
type Encoding = 'utf8' | 'hex' | 'base64' | 'base64url';

const binary = (bytes: Uint8Array): string => {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
};

/** As lenient as Node: what is not of the alphabet is passed over; whoever asks compares with what comes back. */
function fromBase64(text: string): Uint8Array {
  const plain = text
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .replace(/[^A-Za-z0-9+/]/g, '');
  const whole = plain.length % 4 === 1 ? plain.slice(0, -1) : plain;
  return Uint8Array.from(atob(whole), (char) => char.charCodeAt(0));
}

const fromHex = (text: string): Uint8Array =>
  Uint8Array.from(/^(?:[0-9a-f]{2})*/i.exec(text)?.[0].match(/../g) ?? [], (pair) =>
    Number.parseInt(pair, 16),
  );

class Bytes extends Uint8Array {
  override toString(encoding: Encoding = 'utf8'): string {
    if (encoding === 'utf8') return new TextDecoder('utf-8', { ignoreBOM: true }).decode(this);
    if (encoding === 'hex') return Array.from(this, (byte) => byte.toString(16).padStart(2, '0')).join('');
    const text = btoa(binary(this));
    return encoding === 'base64' ? text : text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  }
}

const made = (bytes: Uint8Array): Bytes =>
  new Bytes(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.length);

const Small = {
  from(source: string | Uint8Array, encoding: Encoding = 'utf8'): Bytes {
    if (typeof source !== 'string') return made(source);
    if (encoding === 'utf8') return made(new TextEncoder().encode(source));
    return made(encoding === 'hex' ? fromHex(source) : fromBase64(source));
  },
  of: (...bytes: number[]): Bytes => made(Uint8Array.from(bytes)),
  concat(parts: readonly Uint8Array[]): Bytes {
    const all = new Bytes(parts.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  },
};
export { Small as Buffer };
