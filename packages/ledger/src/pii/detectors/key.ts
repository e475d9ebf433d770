import type { Detector, DetectorMatch } from '../types.ts';

/** A kind of credential and what it looks like from its first character on. */
export interface Prefix {
  readonly kind: string;
  readonly pattern: string;
}

/** Prefixes that issuers give their credentials. Published as part of the table. */
export const KEY_PREFIXES: readonly Prefix[] = [
  { kind: 'eaap', pattern: 'eaap_[A-Za-z0-9_-]{16,}' },
  // The digit tells a key from a hyphenated name; looked for within a bound, or a row of `sk-` would cost its square.
  { kind: 'openai', pattern: 'sk-(?=[A-Za-z_-]{0,64}[0-9])[A-Za-z0-9_-]{16,}' },
  { kind: 'stripe', pattern: '[sr]k_(?:live|test)_[A-Za-z0-9]{8,}' },
  { kind: 'stripe', pattern: 'whsec_[A-Za-z0-9]{16,}' },
  { kind: 'github', pattern: 'gh[pousr]_[A-Za-z0-9_]{16,}' },
  { kind: 'github', pattern: 'github_pat_[A-Za-z0-9_]{16,}' },
  { kind: 'gitlab', pattern: 'gl(?:pat|dt|rt|ft|ptt|cbt|agent|soat|oas)-[A-Za-z0-9_.-]{16,}' },
  { kind: 'slack', pattern: 'xox[abeoprs]-[A-Za-z0-9-]{8,}' },
  { kind: 'slack', pattern: 'xapp-[A-Za-z0-9-]{16,}' },
  { kind: 'aws', pattern: 'A(?:KIA|SIA|BIA|CCA)[A-Z0-9]{16}(?![A-Za-z0-9])' },
  { kind: 'google', pattern: 'AIza[A-Za-z0-9_-]{30,}' },
  { kind: 'google', pattern: 'GOCSPX-[A-Za-z0-9_-]{20,}' },
  { kind: 'huggingface', pattern: 'hf_[A-Za-z0-9]{20,}' },
  { kind: 'npm', pattern: 'npm_[A-Za-z0-9]{30,}' },
  { kind: 'pypi', pattern: 'pypi-[A-Za-z0-9_-]{40,}' },
  { kind: 'digitalocean', pattern: 'do[opr]_v1_[a-f0-9]{64}' },
  { kind: 'shopify', pattern: 'shp(?:at|ca|pa|ss)_[A-Fa-f0-9]{32}' },
  { kind: 'sendgrid', pattern: String.raw`SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}` },
];

const PREFIXED = new RegExp(
  `(?<![A-Za-z0-9])(?:${KEY_PREFIXES.map(({ pattern }) => `(${pattern})`).join('|')})`,
  'g',
);
export const JWT = /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{2,}(?:\.[A-Za-z0-9_-]*){0,3}/g;
export const PEM_BEGIN = /-----BEGIN (?:[A-Z0-9]{1,16} ){0,3}PRIVATE KEY(?: BLOCK)?-----/g;
export const PEM_END = /-----END (?:[A-Z0-9]{1,16} ){0,3}PRIVATE KEY(?: BLOCK)?-----/g;
export const BEARER = /(?<![A-Za-z0-9])bearer[ \t:=]{1,4}["']?([A-Za-z0-9._~+/-]{16,}={0,2})/gi;
export const BASIC =
  /(?<![A-Za-z0-9])authorization["']?[ \t:=]{1,4}["']?basic[ \t]{1,4}([A-Za-z0-9+/]{6,}={0,2})/gi;
export const AUTHORITY_END = /[\s/?#"'<>\\\uFFFC]/g;
const LONGEST_USERINFO = 1024;

/** API keys and tokens with a known prefix, JWTs, private keys, bearer and basic headers, user:password in URLs. */
export const keyDetector: Detector = {
  type: 'key',
  *find(text) {
    yield* privateKeys(text);
    yield* urlCredentials(text);
    for (const match of text.matchAll(JWT)) yield at(match.index, match[0], 'jwt');
    for (const match of text.matchAll(PREFIXED)) {
      const index = match.slice(1).findIndex((group) => group !== undefined);
      yield at(match.index, match[0], KEY_PREFIXES[index]?.kind ?? '');
    }
    for (const [pattern, kind] of [
      [BEARER, 'bearer'],
      [BASIC, 'basic'],
    ] as const) {
      for (const match of text.matchAll(pattern)) {
        const token = match[1] ?? '';
        // "bearer" followed by a long ordinary word is prose.
        if (kind === 'basic' || /[0-9]/.test(token))
          yield at(match.index + match[0].length - token.length, token, kind);
      }
    }
  },
};

function at(start: number, token: string, kind: string): DetectorMatch {
  return { start, end: start + token.length, normalised: token, features: { kind } };
}

/** A block without its end reaches to the end of the text: better too much than half a key. */
function* privateKeys(text: string): Generator<DetectorMatch> {
  let done = 0;
  for (const match of text.matchAll(PEM_BEGIN)) {
    if (match.index < done) continue;
    PEM_END.lastIndex = match.index + match[0].length;
    const end = PEM_END.exec(text);
    done = end === null ? text.length : end.index + end[0].length;
    yield at(match.index, text.slice(match.index, done), 'private-key');
  }
}

/** `scheme://user:password@host`: user and password go, the host stays. */
function* urlCredentials(text: string): Generator<DetectorMatch> {
  for (let found = text.indexOf('://'); found !== -1; found = text.indexOf('://', found + 3)) {
    const start = found + 3;
    AUTHORITY_END.lastIndex = start;
    const end = AUTHORITY_END.exec(text)?.index ?? text.length;
    const authority = text.slice(start, Math.min(end, start + LONGEST_USERINFO));
    const userinfo = authority.slice(0, Math.max(0, authority.lastIndexOf('@')));
    const colon = userinfo.indexOf(':');
    if (colon !== -1 && colon < userinfo.length - 1) yield at(start, userinfo, 'url');
  }
}
