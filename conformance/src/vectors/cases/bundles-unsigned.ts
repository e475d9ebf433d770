import { pae, PAYLOAD_TYPE, seal } from '../../model/envelope.ts';
import { canonical, canonicalBytes, type Json, type JsonObject } from '../../model/json.ts';
import { BAD_KEYS, malleated } from '../lib/curve.ts';
import { gateway, impostor, refusedFor, witness } from '../lib/evidence.ts';
import { sha256 } from '../../model/digest.ts';
import type { CaseSource } from '../types.ts';
import { auditor, contentsOf, handed, sealed, stated } from './bundle-making.ts';

const [KEY, FORM, TWICE, BAD, UNKNOWN, TYPE] = [
  'EAAP-0011-042',
  'EAAP-0011-043',
  'EAAP-0011-044',
  'EAAP-0011-045',
  'EAAP-0011-046',
  'EAAP-0011-047',
] as const;

type Row = readonly [id: string, title: string, input: Json, mistake?: string];

const statement = stated(contentsOf());
const bytes = canonicalBytes(statement);
const envelope = seal(bytes, [gateway]);
const signature = (envelope['signatures'] as readonly JsonObject[])[0] as JsonObject;
const withEnvelope = (change: JsonObject): JsonObject => handed(canonical({ ...envelope, ...change }));
const withSignature = (change: JsonObject): JsonObject =>
  withEnvelope({ signatures: [{ ...signature, ...change }] });
const without = (of: JsonObject, name: string): JsonObject =>
  Object.fromEntries(Object.entries(of).filter(([member]) => member !== name));
const text = canonical(envelope);
const signed = (message: Uint8Array | string): JsonObject =>
  withSignature({ sig: gateway.sign(Buffer.from(message)).toString('base64') });

/** A verifier key of a public key, its id its own. */
function keyOf(name: string, publicKey: Buffer): string {
  const typed = Buffer.concat([Buffer.of(1), publicKey]);
  const id = sha256(Buffer.from(`${name}\n`), typed)
    .subarray(0, 4)
    .toString('hex');
  return `${name}+${id}+${typed.toString('base64')}`;
}

/** A statement whose canonical form has so many bytes over a multiple of three. */
function ofLength(rest: number): Buffer {
  for (let n = 1; ; n += 1) {
    const found = canonicalBytes(stated(contentsOf({ commit: {}, claims: { audience: 'b'.repeat(n) } })));
    if (found.length % 3 === rest) return found;
  }
}

const inBase64 = (payload: Buffer, change: (base64: string) => string): JsonObject => {
  const sealedAs = seal(payload, [gateway]);
  return handed(canonical({ ...sealedAs, payload: change(String(sealedAs['payload'])) }));
};

const badKeys: readonly Row[] = [
  ['key-none', 'a text for the key of the log', handed(text, { log_key: 'eaap.example' })],
  [
    'key-of-another-id',
    'a key of the log whose id is not its own',
    handed(text, { log_key: gateway.verifierKey.replace(/\+[0-9a-f]{8}\+/, '+00000000+') }),
  ],
  [
    'key-small-order',
    'a known key of small order',
    handed(text, {
      verifier_keys: [gateway.verifierKey, keyOf('weak.example', BAD_KEYS['small-order-eight'] as Buffer)],
    }),
    'left the key to the library',
  ],
  [
    'key-no-base64',
    'a known key whose base64 has no padding',
    handed(text, { verifier_keys: [`${gateway.verifierKey}=`] }),
  ],
  [
    'key-nameless',
    'a known key without a name',
    handed(text, { verifier_keys: [keyOf('', gateway.publicKey)] }),
  ],
];

const badForms: readonly Row[] = [
  ['envelope-empty', 'an empty text', handed('')],
  ['envelope-no-json', 'a note for an envelope', handed(contentsOf().checkpoint)],
  ['envelope-list', 'a list', handed(`[${text}]`)],
  ['envelope-null', 'null', handed('null')],
  ['envelope-lines', 'two envelopes, one a line', handed(`${text}\n${text}`)],
  ['envelope-byte-order-mark', 'a byte order mark', handed(`\ufeff${text}`)],
  ...['payload', 'payloadType', 'signatures'].map((name): Row => [
    `envelope-lacks-${name.toLowerCase()}`,
    `no member ${name}`,
    handed(canonical(without(envelope, name))),
  ]),
  [
    'envelope-further-member',
    'a further member',
    withEnvelope({ mediaType: 'application/json' }),
    'ignored what it did not know',
  ],
  [
    'envelope-duplicate-payload',
    'two payloads, the last of them signed',
    handed(text.replace('{', '{"payload":"",')),
    'left duplicate names to a parser that takes the last',
  ],
  ['payload-null', 'null for a payload', withEnvelope({ payload: null })],
  ['payload-object', 'the statement itself for a payload', withEnvelope({ payload: statement })],
  [
    'payload-no-padding',
    'a payload without its padding',
    inBase64(ofLength(1), (base64) => base64.replace(/=+$/, '')),
    'left decoding to a library that is lenient',
  ],
  [
    'payload-trailing-bits',
    'a payload with bits set behind its last byte',
    inBase64(ofLength(2), (base64) => `${base64.slice(0, -2)}${next(base64.at(-2) ?? '')}=`),
    'left decoding to a library that is lenient',
  ],
  [
    'payload-line-feed',
    'a payload in lines',
    inBase64(bytes, (base64) => `${base64.slice(0, 76)}\n${base64.slice(76)}`),
    'took the base64 of mail',
  ],
  ['payload-space', 'a payload with a space behind it', inBase64(bytes, (base64) => `${base64} `)],
  ['type-null', 'null for a payload type', withEnvelope({ payloadType: null })],
  [
    'signatures-none',
    'no signatures',
    withEnvelope({ signatures: [] }),
    'held that all of no signatures hold',
  ],
  ['signatures-object', 'one signature and no list', withEnvelope({ signatures: signature })],
  [
    'signatures-too-many',
    'a hundred and one signatures',
    withEnvelope({
      signatures: Array.from({ length: 101 }, (_, n) =>
        n === 0 ? signature : { keyid: `w${n}.example+00000000`, sig: 'AAAA' },
      ),
    }),
  ],
  [
    'signature-lacks-keyid',
    'a signature without a key id',
    withEnvelope({ signatures: [without(signature, 'keyid')] }),
    'tried every key it knew',
  ],
  [
    'signature-lacks-sig',
    'a signature without its bytes',
    withEnvelope({ signatures: [without(signature, 'sig')] }),
  ],
  ['signature-further', 'a signature with a certificate', withSignature({ cert: 'x' })],
  ['signature-empty', 'an empty signature', withSignature({ sig: '' })],
  [
    'signature-base64url',
    'a signature in base64url',
    withSignature({ sig: urlSafe(String(signature['sig'])) }),
    'took either alphabet, as DSSE has it',
  ],
  [
    'signature-no-padding',
    'a signature without its padding',
    withSignature({ sig: String(signature['sig']).replace(/=+$/, '') }),
  ],
  ['signature-hexadecimal', 'an odd length', withSignature({ sig: 'abc' })],
  ['keyid-empty', 'an empty key id', withSignature({ keyid: '' }), 'tried every key it knew'],
  [
    'keyid-hexadecimal',
    'the id of the key without its name',
    withSignature({ keyid: String(signature['keyid']).split('+')[1] ?? '' }),
  ],
  ['keyid-capitals', 'a key id in capitals', withSignature({ keyid: 'eaap.example+ABCDEF01' })],
  ['keyid-space', 'a key id with a space in its name', withSignature({ keyid: 'eaap example+00000000' })],
  ['keyid-nameless', 'a key id without a name', withSignature({ keyid: '+00000000' })],
  ['keyid-verifier-key', 'a verifier key for a key id', withSignature({ keyid: gateway.verifierKey })],
  ['keyid-long', 'a key id of 257 characters', withSignature({ keyid: `${'n'.repeat(248)}+00000000` })],
];

/** The next character of base64: the same byte, with the lowest of its unused bits set. */
function next(char: string): string {
  const all = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  return all.charAt(all.indexOf(char) + 1);
}

function urlSafe(base64: string): string {
  const safe = base64.replaceAll('+', '-').replaceAll('/', '_');
  if (safe === base64) throw new Error('The signature has no character that the alphabets differ in.');
  return safe;
}

const keyid = signature['keyid'] as string;
const audited = { verifier_keys: [gateway.verifierKey, auditor.verifierKey] };
const besideBad = canonical({
  ...envelope,
  signatures: [
    signature,
    { keyid: auditor.verifierKey.split('+').slice(0, 2).join('+'), sig: signature['sig'] as Json },
  ],
});
const accented = stated(contentsOf({ commit: {}, claims: { audience: 'Zürich €' } }));
const byCharacters = (): JsonObject => {
  const payload = canonicalBytes(accented);
  const message = `DSSEv1 28 ${PAYLOAD_TYPE} ${payload.toString('utf8').length} ${payload.toString('utf8')}`;
  const sig = gateway.sign(Buffer.from(message)).toString('base64');
  return handed(canonical({ ...seal(payload, [gateway]), signatures: [{ keyid, sig }] }));
};
const sig = Buffer.from(String(signature['sig']), 'base64');

const badSignatures: readonly Row[] = [
  [
    'signature-of-another',
    'a bundle with the signature of another',
    withEnvelope({ payload: canonicalBytes(accented).toString('base64') }),
    'checked that there is a signature',
  ],
  [
    'signature-by-impostor',
    'another key under the id of this one',
    withSignature({ sig: impostor.sign(pae(PAYLOAD_TYPE, bytes)).toString('base64') }),
    'believed the key id',
  ],
  [
    'signature-over-payload',
    'the payload signed, and not its encoding',
    signed(bytes),
    'signed the payload alone',
  ],
  [
    'signature-over-base64',
    'the base64 signed',
    signed(pae(PAYLOAD_TYPE, Buffer.from(String(envelope['payload'])))),
    'signed the payload as it stands in the envelope',
  ],
  [
    'signature-over-other-type',
    'another type signed',
    signed(pae('application/json', bytes)),
    'left the type out of what is signed',
  ],
  ['signature-over-characters', 'lengths in characters', byCharacters(), 'counted characters and not bytes'],
  ['signature-over-digest', 'the digest of the encoding signed', signed(sha256(pae(PAYLOAD_TYPE, bytes)))],
  [
    'signature-of-checkpoint',
    'the signature of the checkpoint',
    withSignature({
      sig: Buffer.from(contentsOf().checkpoint.trimEnd().split(' ').at(-1) ?? '', 'base64')
        .subarray(4)
        .toString('base64'),
    }),
    'took any signature by the key',
  ],
  [
    'signature-with-key-id',
    'a signature behind the bytes of its key id, as in a note',
    withSignature({ sig: Buffer.concat([Buffer.from(keyid.slice(-8), 'hex'), sig]).toString('base64') }),
  ],
  ['signature-short', 'a signature of 63 bytes', withSignature({ sig: sig.subarray(1).toString('base64') })],
  [
    'signature-malleated',
    'a signature with the group order added to S',
    withSignature({ sig: malleated(sig).toString('base64') }),
    'left the signature to a library that is lenient',
  ],
  [
    'signature-bad-beside-good',
    'a good signature, and a bad one by another known key',
    handed(besideBad, audited),
    'held one good signature to be enough',
  ],
];

/** Bundles refused for their keys, their envelope and its signatures. */
export function unsigned(): CaseSource[] {
  const twice = [signature, signature];
  const between = seal(bytes, [gateway, witness, gateway]);
  const typed = (type: string): JsonObject => handed(sealed(statement, [gateway], type));
  return [
    ...refusedFor('malformed-key', KEY, badKeys),
    ...refusedFor('malformed-envelope', FORM, badForms),
    ...refusedFor('duplicate-signature', TWICE, [
      [
        'twice-same',
        'the same signature twice',
        withEnvelope({ signatures: twice }),
        'counted signatures and not keys',
      ],
      ['twice-apart', 'the same with another between', handed(canonical(between))],
      [
        'twice-by-second',
        'two signatures by a second known key',
        handed(sealed(statement, [gateway, auditor, auditor]), audited),
      ],
    ]),
    ...refusedFor('bad-signature', BAD, badSignatures),
    ...refusedFor('unknown-key', UNKNOWN, [
      [
        'unknown-impostor',
        'signed by another key of the same name',
        handed(sealed(statement, [impostor])),
        'looked at the name of the key alone',
      ],
      [
        'unknown-witness',
        'signed by somebody nobody knows',
        handed(sealed(statement, [witness])),
        'took the key from the bundle',
      ],
      [
        'unknown-nobody',
        'no key is known',
        handed(text, { verifier_keys: [] }),
        'held the key of the log to be a signer',
      ],
      ['unknown-other-known', 'another key is known', handed(text, { verifier_keys: [auditor.verifierKey] })],
      [
        'unknown-id-changed',
        'a good signature under another id',
        withSignature({ keyid: 'eaap.example+00000000' }),
        'tried every key it knew',
      ],
      [
        'unknown-name-changed',
        'a good signature under another name',
        withSignature({ keyid: `other.example+${keyid.slice(-8)}` }),
        'compared the ids of keys alone',
      ],
    ]),
    ...refusedFor('payload-type', TYPE, [
      ['type-json', 'plain JSON', typed('application/json'), 'did not look at the type'],
      ['type-capitals', 'the type in capitals', typed('application/vnd.in-toto+JSON')],
      ['type-parameter', 'the type with a parameter', typed('application/vnd.in-toto+json; charset=utf-8')],
      ['type-of-predicate', 'a type of its own', typed('application/vnd.in-toto.decision+json')],
      ['type-empty', 'no type', typed('')],
    ]),
  ];
}
