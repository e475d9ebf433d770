const SIMPLE: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  e: '\u001b',
  E: '\u001b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '?': '?',
};

/** Decodes `$'…'`, and what `echo -e` and `printf` do to a format. */
export function decodeAnsi(text: string): string {
  return text.replace(
    /\\(x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{1,4}|U[0-9a-fA-F]{1,8}|0?[0-7]{1,3}|c.|[\s\S])/g,
    (all, escape: string) => {
      const [first = ''] = escape;
      if (/^[xuU]./.test(escape)) return fromCode(Number.parseInt(escape.slice(1), 16));
      if (/^[0-7]/.test(escape)) return fromCode(Number.parseInt(escape, 8) & 0xff);
      return SIMPLE[first] ?? all;
    },
  );
}

// What would stand for something unknown, or is no character, is left visible: it names no command and no file.
const fromCode = (code: number): string =>
  code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xf8ff) ? '\ufffd' : String.fromCodePoint(code);

/** Decodes base64 into text, or `null` when it is none. */
export function decodeBase64(text: string): string | null {
  const plain = text.replace(/\s+/g, '').replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '');
  if (!/^[A-Za-z0-9+/]*$/.test(plain) || plain.length % 4 === 1) return null;
  return fromBytes(Uint8Array.from(atob(plain), (c) => c.charCodeAt(0)));
}

/** Decodes hexadecimal digits into text, or `null` when they are none. */
export function decodeHex(text: string): string | null {
  const plain = text.replace(/(\\x|0x|\s)+/g, '');
  if (!/^([0-9a-fA-F]{2})*$/.test(plain)) return null;
  return fromBytes(Uint8Array.from(plain.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)));
}

function fromBytes(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return /[\ue000-\uf8ff]/.test(text) ? null : text;
  } catch {
    return null;
  }
}
