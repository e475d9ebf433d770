import { readCheckpoint, signable } from '../../model/checkpoint.ts';
import { sha256, written } from '../../model/digest.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { signerOf, type Signer } from '../../model/sign.ts';
import { bytesFor, checkpointText, gateway, impostor, refusedFor, witness } from '../lib/evidence.ts';
import { BAD_KEYS, malleated, mixedKey, withNeutralR } from '../lib/curve.ts';
import type { CaseSource, Finding, Topic } from '../types.ts';

const [KEY, NOTE, BODY, ORIGIN, UNKNOWN, BAD, TWICE, CURVE, OTHERS] = [7, 8, 9, 10, 11, 12, 13, 14, 15].map(
  (n) => `EAAP-0011-${String(n).padStart(3, '0')}`,
) as [string, string, string, string, string, string, string, string, string];
const SIGN = 'EAAP-0001-118';

const root = bytesFor(1);
const empty = sha256();
const origin = 'eaap.example/acme';
const text = checkpointText(origin, 7, root);
const note = gateway.note(text);
const line = (signed: string): string => signed.slice(signed.lastIndexOf('\n\n') + 2);

/** A line of a signature: id and signature in base64. */
const lineOf = (name: string, ...parts: readonly Uint8Array[]): string =>
  `\u2014 ${name} ${Buffer.concat(parts).toString('base64')}\n`;
const idOfKey = (signer: Signer): Buffer => Buffer.from(signer.verifierKey.split('+')[1] ?? '', 'hex');
const signatureOf = (of: string): Buffer => gateway.sign(Buffer.from(of, 'utf8'));
const signedRaw = (of: string, signature: Uint8Array): string =>
  `${of}\n${lineOf('eaap.example', idOfKey(gateway), signature)}`;

/** A verifier key of any bytes, with the id that belongs to it. */
function keyText(name: string, publicKey: Uint8Array, type = 1): string {
  const typed = Buffer.concat([Buffer.of(type), publicKey]);
  const id = sha256(Buffer.from(`${name}\n`, 'utf8'), typed).subarray(0, 4);
  return `${name}+${id.toString('hex')}+${typed.toString('base64')}`;
}

const open = (signed: string | Buffer, change: JsonObject = {}): Json => ({
  op: 'open',
  ...(typeof signed === 'string' ? { note: signed } : { note_hex: signed.toString('hex') }),
  verifier_keys: [gateway.verifierKey],
  origin,
  ...change,
});
const opened = (id: string, title: string, requirements: readonly string[], input: Json): CaseSource => ({
  id,
  title,
  requirements,
  input,
});

function signing(): CaseSource[] {
  const sign = (change: JsonObject): Json => ({
    op: 'sign',
    name: 'eaap.example',
    seed: '01'.repeat(32),
    origin,
    size: 7,
    root: root.toString('base64'),
    extensions: [],
    ...change,
  });
  return [
    opened('sign-plain', 'a checkpoint is signed', [SIGN], sign({})),
    opened(
      'sign-empty',
      'a checkpoint over nothing',
      [SIGN],
      sign({ size: 0, root: empty.toString('base64') }),
    ),
    opened('sign-largest', 'the largest size there is', [SIGN], sign({ size: 9007199254740991 })),
    opened('sign-extension', 'a further line', [SIGN], sign({ extensions: ['timestamp 1769851800'] })),
    opened(
      'sign-other-name',
      'a name that is not ASCII',
      [SIGN],
      sign({ name: 'gateway.beispiel-ü', origin: 'gateway.beispiel-ü/acme' }),
    ),
    ...refusedFor('malformed-key', KEY, [
      ['sign-name-plus', 'a name with a plus', sign({ name: 'eaap+example' })],
      ['sign-name-space', 'a name with a space', sign({ name: 'eaap example' })],
      ['sign-name-empty', 'no name', sign({ name: '' })],
    ]),
    ...refusedFor('malformed-checkpoint', BODY, [
      ['sign-origin-lines', 'an origin of two lines', sign({ origin: 'eaap.example/acme\n8' })],
      ['sign-empty-other-root', 'another root for the empty tree', sign({ size: 0 })],
      ['sign-extension-empty', 'an empty further line', sign({ extensions: [''] })],
    ]),
  ];
}

function accepted(): CaseSource[] {
  const mixed = mixedKey(Buffer.alloc(32, 5));
  const mixedText = keyText('eaap.example', mixed.publicKey);
  const mixedId = Buffer.from(mixedText.split('+')[1] ?? '', 'hex');
  const mixedNote = `${text}\n${lineOf('eaap.example', mixedId, mixed.sign(Buffer.from(text), true))}`;
  const two = `${note}${line(witness.note(text))}`;
  const many = Array.from({ length: 99 }, (_, n) => lineOf(`other-${n}`, bytesFor(n), bytesFor(n + 1))).join(
    '',
  );
  return [
    opened('open-plain', 'a checkpoint as it is signed', [NOTE, BODY], open(note)),
    opened(
      'open-empty',
      'a checkpoint over nothing',
      [BODY],
      open(gateway.note(checkpointText(origin, 0, empty))),
    ),
    opened(
      'open-extensions',
      'further lines',
      [BODY],
      open(gateway.note(checkpointText(origin, 7, root, 'x', 'y z'))),
    ),
    opened(
      'open-largest',
      'the largest size there is',
      [BODY],
      open(gateway.note(checkpointText(origin, 9007199254740991, root))),
    ),
    opened('open-as-bytes', 'the same note as bytes', [NOTE], open(Buffer.from(note, 'utf8'))),
    opened('open-cosigned', 'a second signature by a key that is not known', [OTHERS], open(two)),
    opened(
      'open-two-known',
      'two signatures by known keys',
      [OTHERS],
      open(two, { verifier_keys: [gateway.verifierKey, witness.verifierKey] }),
    ),
    opened(
      'open-unknown-first',
      'a signature by a key that is not known before the one that is',
      [OTHERS],
      open(`${text}\n${line(witness.note(text))}${line(note)}`),
    ),
    opened(
      'open-unknown-other-size',
      'an unknown signature of another length',
      [OTHERS],
      open(
        `${note}${lineOf('post-quantum', bytesFor(3), bytesFor(4), bytesFor(5), bytesFor(6), bytesFor(7))}`,
      ),
    ),
    opened(
      'open-same-name',
      'a signature by a key of the same name and another id',
      [OTHERS],
      open(`${note}${line(impostor.note(text))}`),
    ),
    opened(
      'open-unknown-twice',
      'two signatures by one key that is not known',
      [OTHERS],
      open(`${note}${line(witness.note(text))}${line(witness.note(text))}`),
    ),
    opened('open-hundred', 'a hundred signatures', [OTHERS], open(`${note}${many}`)),
    opened(
      'open-key-twice',
      'the same verifier key given twice',
      [KEY],
      open(note, { verifier_keys: [gateway.verifierKey, gateway.verifierKey] }),
    ),
    opened(
      'open-mixed-order',
      'a key with a part of small order, and a signature that holds without the cofactor',
      [CURVE],
      open(mixedNote, { verifier_keys: [mixedText] }),
    ),
  ];
}

function badKeys(): CaseSource[] {
  const [name = '', id = '', base = ''] = gateway.verifierKey.split('+');
  const keys: readonly (readonly [string, string, string])[] = [
    [
      'key-other-id',
      'an id that does not belong to the key',
      `${name}+${id === '00000000' ? '1' : '0'}0000000+${base}`,
    ],
    ['key-other-name', 'a name that the id does not belong to', `other.example+${id}+${base}`],
    ['key-id-upper', 'an id in capitals', `${name}+${id.toUpperCase()}+${base}`],
    ['key-id-short', 'an id of seven digits', `${name}+${id.slice(1)}+${base}`],
    ['key-no-base64', 'no key', `${name}+${id}+`],
    [
      'key-padding',
      'a key without its padding',
      keyText('eaap.example', gateway.publicKey).replace(/=+$/, '') + '=',
    ],
    ['key-type', 'a type of signature that is not Ed25519', keyText(name, gateway.publicKey, 2)],
    [
      'key-untyped',
      'a key without the byte of its type',
      `${name}+${id}+${gateway.publicKey.toString('base64')}`,
    ],
    ['key-short', 'a key of 31 bytes', keyText(name, gateway.publicKey.subarray(1))],
    ['key-empty', 'an empty text', ''],
    ['key-newline', 'a newline at the end', `${gateway.verifierKey}\n`],
  ];
  const curve = Object.entries(BAD_KEYS).map(([what, bytes]) => {
    const key = keyText(name, bytes);
    const typed = Buffer.concat([Buffer.of(1), bytes]);
    const keyId = sha256(Buffer.from(`${name}\n`, 'utf8'), typed).subarray(0, 4);
    // With a key of small order this signature holds for any text, if the library lets it.
    const forged = Buffer.concat([Buffer.alloc(32), Buffer.alloc(32)]);
    return [
      `key-${what}`,
      `a public key that is none: ${what.replaceAll('-', ' ')}`,
      open(`${text}\n${lineOf(name, keyId, forged)}`, { verifier_keys: [key] }),
      'left the key to the library',
    ] as const;
  });
  return [
    ...refusedFor(
      'malformed-key',
      KEY,
      keys.map(([slug, title, key]) => [slug, title, open(note, { verifier_keys: [key] })] as const),
    ),
    ...refusedFor('malformed-key', CURVE, curve),
  ];
}

function badNotes(): CaseSource[] {
  const base = note.slice(0, note.lastIndexOf('\n\n') + 2);
  const [, , encoded = ''] = line(note).trimEnd().split(' ');
  const hundred = Array.from({ length: 100 }, (_, n) =>
    lineOf(`other-${n}`, bytesFor(n), bytesFor(n + 1)),
  ).join('');
  return refusedFor('malformed-note', NOTE, [
    ['note-empty', 'an empty text', open('')],
    ['note-unsigned', 'a text without signatures', open(text)],
    ['note-blank-only', 'an empty line and no signature after it', open(`${text}\n`)],
    ['note-cut', 'no newline at the end', open(note.slice(0, -1))],
    ['note-crlf', 'lines that end in CR LF', open(note.replaceAll('\n', '\r\n'))],
    ['note-tab', 'a tab in the text', open(gateway.note(text.replace('acme', 'ac\tme')))],
    ['note-nul', 'a zero character in the text', open(gateway.note(text.replace('acme', 'ac\u0000me')))],
    ['note-hyphen', 'a hyphen for the dash', open(note.replace('\u2014', '-'))],
    ['note-en-dash', 'an en dash for the em dash', open(note.replace('\u2014', '\u2013'))],
    ['note-two-spaces', 'two spaces after the name', open(`${base}\u2014 eaap.example  ${encoded}\n`)],
    ['note-further-word', 'a word after the signature', open(`${base}\u2014 eaap.example ${encoded} x\n`)],
    ['note-no-name', 'no name before the signature', open(`${base}\u2014 ${encoded}\n`)],
    ['note-name-plus', 'a name with a plus', open(`${base}\u2014 eaap+example ${encoded}\n`)],
    [
      'note-base64url',
      'a signature in base64url',
      open(
        `${base}\u2014 eaap.example ${Buffer.concat([Buffer.from(encoded, 'base64'), Buffer.of(0xff)]).toString('base64url')}\n`,
      ),
    ],
    ['note-unpadded', 'a signature without its padding', open(note.replace(/=+\n$/, '\n'))],
    ['note-only-id', 'an id and no signature', open(`${base}${lineOf('eaap.example', idOfKey(gateway))}`)],
    ['note-text-after', 'a line of text among the signatures', open(`${note}more\n`)],
    ['note-too-many', 'a hundred and one signatures', open(`${note}${hundred}`)],
    [
      'note-not-utf8',
      'bytes that are not UTF-8',
      open(Buffer.concat([Buffer.of(0xff), Buffer.from(note, 'utf8')])),
    ],
    [
      'note-overlong',
      'an overlong spelling of a slash',
      open(
        Buffer.concat([
          Buffer.from('eaap.example'),
          Buffer.of(0xc0, 0xaf),
          Buffer.from(note.slice(13), 'utf8'),
        ]),
      ),
    ],
  ]);
}

function badBodies(): CaseSource[] {
  const [, , encoded = ''] = text.split('\n');
  const body = (of: string): Json => open(gateway.note(of));
  return [
    ...refusedFor('malformed-checkpoint', BODY, [
      ['body-two-lines', 'origin and size alone', body(`${origin}\n7\n`)],
      ['body-size-plus', 'a plus before the size', body(checkpointText(origin, '+7', root))],
      [
        'body-size-zero-first',
        'a leading zero',
        body(checkpointText(origin, '07', root)),
        'read the size as a number and not as a text',
      ],
      ['body-size-hex', 'a size in hexadecimal', body(checkpointText(origin, '0x7', root))],
      ['body-size-exponent', 'a size with an exponent', body(checkpointText(origin, '7e0', root))],
      ['body-size-negative', 'a size below 0', body(checkpointText(origin, '-7', root))],
      ['body-size-space', 'a space after the size', body(checkpointText(origin, '7 ', root))],
      [
        'body-size-large',
        'a size of 2^53',
        body(checkpointText(origin, '9007199254740992', root)),
        'rounded the size',
      ],
      ['body-size-empty', 'no size', body(checkpointText(origin, '', root))],
      ['body-root-hex', 'the root in hexadecimal', body(`${origin}\n7\n${root.toString('hex')}\n`)],
      ['body-root-short', 'a root of 31 bytes', body(checkpointText(origin, 7, root.subarray(1)))],
      [
        'body-root-long',
        'a root of 33 bytes',
        body(checkpointText(origin, 7, Buffer.concat([root, Buffer.of(0)]))),
      ],
      [
        'body-root-unpadded',
        'a root without its padding',
        body(`${origin}\n7\n${encoded.replace(/=+$/, '')}\n`),
      ],
      [
        'body-root-loose-bits',
        'a root with bits set behind its last byte',
        body(
          `${origin}\n7\n${encoded.slice(0, -2)}${String.fromCharCode(encoded.charCodeAt(encoded.length - 2) + 1)}=\n`,
        ),
        'left decoding to a library that is lenient',
      ],
      ['body-empty-other-root', 'another root for the empty tree', body(checkpointText(origin, 0, root))],
      ['body-extension-empty', 'an empty further line', body(`${text}\nx\n`)],
    ]),
    ...refusedFor('wrong-origin', ORIGIN, [
      [
        'origin-other-namespace',
        'the log of another namespace',
        open(gateway.note(checkpointText('eaap.example/other', 7, root))),
        'looked at the signature alone',
      ],
      [
        'origin-upper',
        'the origin in capitals',
        open(gateway.note(checkpointText('EAAP.EXAMPLE/ACME', 7, root))),
      ],
      [
        'origin-prefix',
        'a namespace whose name begins so',
        open(gateway.note(checkpointText('eaap.example/acme-2', 7, root))),
        'compared the beginning of the origin',
      ],
      [
        'origin-no-namespace',
        'the name of the gateway alone',
        open(gateway.note(checkpointText('eaap.example', 7, root))),
      ],
      [
        'origin-space',
        'a space after the origin',
        open(gateway.note(checkpointText('eaap.example/acme ', 7, root))),
      ],
    ]),
  ];
}

function badSignatures(): CaseSource[] {
  const other = checkpointText(origin, 8, root);
  const mixed = mixedKey(Buffer.alloc(32, 5));
  const mixedText = keyText('eaap.example', mixed.publicKey);
  const mixedId = Buffer.from(mixedText.split('+')[1] ?? '', 'hex');
  const cofactor = `${text}\n${lineOf('eaap.example', mixedId, mixed.sign(Buffer.from(text), false))}`;
  const right = signatureOf(text);
  const both = [gateway.verifierKey, witness.verifierKey];
  return [
    ...refusedFor('unknown-key', UNKNOWN, [
      [
        'unknown-impostor',
        'somebody of the same name with another key',
        open(impostor.note(text)),
        'looked at the name of the key alone',
      ],
      ['unknown-witness', 'a witness alone', open(witness.note(text))],
      [
        'unknown-no-keys',
        'no verifier key at all',
        open(note, { verifier_keys: [] }),
        'took no key for any key',
      ],
      [
        'unknown-other-name',
        'the right signature under another name',
        open(note.replace('\u2014 eaap.example', '\u2014 eaap.sample')),
      ],
      [
        'unknown-other-id',
        'the right signature with another id',
        open(`${text}\n${lineOf('eaap.example', Buffer.alloc(4), right)}`),
      ],
    ]),
    ...refusedFor('bad-signature', BAD, [
      ['bad-size-changed', 'the size changed after signing', open(`${other}\n${line(note)}`)],
      [
        'bad-origin-changed',
        'a signature taken from the log of another namespace',
        open(`${text}\n${line(gateway.note(checkpointText('eaap.example/other', 7, root)))}`),
      ],
      ['bad-extension-added', 'a line added after signing', open(`${text}x\n\n${line(note)}`)],
      [
        'bad-without-newline',
        'the text signed without its last newline',
        open(signedRaw(text, signatureOf(text.slice(0, -1)))),
        'signed the text without its last newline',
      ],
      [
        'bad-with-blank',
        'the text signed with the empty line',
        open(signedRaw(text, signatureOf(`${text}\n`))),
        'signed the empty line too',
      ],
      [
        'bad-hashed',
        'the hash of the text signed',
        open(signedRaw(text, gateway.sign(sha256(Buffer.from(text))))),
        'signed the hash of the text',
      ],
      ['bad-zeros', 'a signature of zeros', open(signedRaw(text, Buffer.alloc(64)))],
      ['bad-short', 'a signature of 63 bytes', open(signedRaw(text, right.subarray(0, 63)))],
      ['bad-long', 'a signature of 65 bytes', open(signedRaw(text, Buffer.concat([right, Buffer.of(0)])))],
      [
        'bad-beside-good',
        'one known key’s signature holds, another’s does not',
        open(`${note}${line(witness.note(other))}`, { verifier_keys: both }),
        'took one good signature for enough',
      ],
      [
        'bad-before-good',
        'the same the other way round',
        open(`${text}\n${line(witness.note(other))}${line(note)}`, { verifier_keys: both }),
      ],
    ]),
    ...refusedFor('bad-signature', CURVE, [
      [
        'bad-malleated',
        'the group order added to S',
        open(signedRaw(text, malleated(right))),
        'did not hold S below the group order',
      ],
      [
        'bad-cofactor',
        'a signature that holds with the cofactor only',
        open(cofactor, { verifier_keys: [mixedText] }),
        'verified with the cofactor',
      ],
      [
        'bad-r-spelled-twice',
        'an R that is equal as a point and not as bytes',
        open(signedRaw(text, withNeutralR(Buffer.alloc(32, 0x01), Buffer.from(text)))),
        'compared points and not bytes',
      ],
    ]),
    ...refusedFor('duplicate-signature', TWICE, [
      ['twice-same', 'the same line twice', open(`${note}${line(note)}`)],
      [
        'twice-apart',
        'the same line twice with another between',
        open(`${note}${line(witness.note(text))}${line(note)}`),
      ],
      [
        'twice-by-witness',
        'two signatures by a second known key',
        open(`${note}${line(witness.note(text)).repeat(2)}`, { verifier_keys: both }),
      ],
    ]),
  ];
}

export const topic: Topic = {
  name: 'checkpoints',
  title: 'Checkpoints and signed notes',
  specified: 'RFC-0011 section 5',
  input:
    'With `op` `open`: a `note` as a text, or as bytes in hexadecimal in `note_hex`; `verifier_keys`, the keys that are known; `origin`, the log it has to be of. With `sign`: the `name` of a key and its 32-byte Ed25519 `seed` in hexadecimal, and what is to be signed: `origin`, `size`, `root` in base64, `extensions`.',
  output:
    'After `open`: `origin`, `size`, `root` as a digest, `extensions`, `signers` (known keys that signed, `name+id`, in the order of the note) and `others`, the number of signatures by keys that are not known. After `sign`: `note` and `verifier_key`.',
  reasons: {
    'malformed-key':
      'A verifier key, or the name of a key, is not of its form, its id is not its own, or its point is not to be trusted.',
    'malformed-note': 'It is no note: text, empty line, one to a hundred signature lines.',
    'malformed-checkpoint': 'The text of the note is no checkpoint.',
    'duplicate-signature': 'A known key signed twice.',
    'bad-signature': 'A signature by a known key does not hold.',
    'unknown-key': 'No known key signed.',
    'wrong-origin': 'It is a checkpoint of another log.',
  },
  cases: () => [...signing(), ...accepted(), ...badKeys(), ...badNotes(), ...badBodies(), ...badSignatures()],
  answer(input): Finding {
    const given = input as JsonObject;
    if (given['op'] === 'sign') return sign(given);
    const bytes = Buffer.from(String(given['note'] ?? given['note_hex']), 'note' in given ? 'utf8' : 'hex');
    const read = readCheckpoint(bytes, given['verifier_keys'] as readonly string[], String(given['origin']));
    return 'root' in read ? { output: { ...read, root: written(read.root) } } : { refused: [...read] };
  },
};

function sign(given: JsonObject): Finding {
  const { name = '', seed = '', size = 0, extensions = [] } = given;
  const body = checkpointText(
    String(given['origin']),
    Number(size),
    Buffer.from(String(given['root']), 'base64'),
    ...(extensions as readonly string[]),
  );
  const faults = signable(String(name), String(given['origin']), body);
  if (faults.length > 0) return { refused: faults };
  const signer = signerOf(String(name), Buffer.from(String(seed), 'hex'));
  return { output: { note: signer.note(body), verifier_key: signer.verifierKey } };
}
