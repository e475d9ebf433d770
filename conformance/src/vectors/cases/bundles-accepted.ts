import { pae, PAYLOAD_TYPE } from '../../model/envelope.ts';
import { canonicalBytes, type Json, type JsonObject } from '../../model/json.ts';
import { checkpointText, gateway, idOf, refusedFor, witness } from '../lib/evidence.ts';
import type { CaseSource } from '../types.ts';
import {
  auditor,
  contentsOf,
  handed,
  handedOver,
  sealed,
  stated,
  toMake,
  type Making,
} from './bundle-making.ts';

const [PAE, GOOD, MADE] = ['EAAP-0011-041', 'EAAP-0011-057', 'EAAP-0011-058'] as const;

const hex = (text: string): string => Buffer.from(text, 'utf8').toString('hex');
const encoding = (payload_type: string, payload: string, claimed?: string): JsonObject => ({
  op: 'pae',
  payload_type,
  payload,
  ...(claimed === undefined ? {} : { claimed }),
});

/** What is signed, and what is mistaken for it. */
export function encodings(): CaseSource[] {
  const hello = ['http://example.com/HelloWorld', hex('hello world')] as const;
  const right: readonly (readonly [string, string, JsonObject])[] = [
    ['pae-published', 'the example that DSSE publishes', encoding(...hello)],
    ['pae-empty', 'no type and no payload', encoding('', '')],
    ['pae-type-not-ascii', 'a type of four characters in five bytes', encoding('tybé', hex('x'))],
    ['pae-payload-not-ascii', 'a payload with characters of two to four bytes', encoding('t', hex('é€😀'))],
    ['pae-bytes', 'a payload that is no text', encoding(PAYLOAD_TYPE, '00ff0a20c328')],
    ['pae-spaces', 'a type that looks like the next length', encoding('t 1 x', hex('1 x'))],
    [
      'pae-statement',
      'the payload of a bundle',
      encoding(PAYLOAD_TYPE, canonicalBytes(stated(contentsOf())).toString('hex')),
    ],
    [
      'pae-claimed',
      'a claim that is right',
      encoding(...hello, pae(hello[0], Buffer.from(hello[1], 'hex')).toString('hex')),
    ],
  ];
  const wrong: readonly (readonly [string, string, string, string?])[] = [
    ['pae-no-version', 'no version in front', '29 http://example.com/HelloWorld 11 hello world'],
    ['pae-version-two', 'another version', 'DSSEv2 29 http://example.com/HelloWorld 11 hello world'],
    [
      'pae-leading-zero',
      'a length with a leading zero',
      'DSSEv1 29 http://example.com/HelloWorld 011 hello world',
    ],
    ['pae-hexadecimal', 'lengths in hexadecimal', 'DSSEv1 1d http://example.com/HelloWorld b hello world'],
    ['pae-no-lengths', 'no lengths', 'DSSEv1 http://example.com/HelloWorld hello world'],
    ['pae-no-type', 'the payload alone', 'DSSEv1 11 hello world'],
    ['pae-line-feeds', 'line feeds for spaces', 'DSSEv1\n29\nhttp://example.com/HelloWorld\n11\nhello world'],
    [
      'pae-ends-in-line-feed',
      'a line feed at the end',
      'DSSEv1 29 http://example.com/HelloWorld 11 hello world\n',
    ],
    [
      'pae-base64',
      'the payload in base64',
      'DSSEv1 29 http://example.com/HelloWorld 16 aGVsbG8gd29ybGQ=',
      'signed the payload as it stands in the envelope',
    ],
  ];
  return [
    ...right.map(([id, title, input]) => ({ id, title, requirements: [PAE], input })),
    ...refusedFor(
      'mismatch',
      PAE,
      wrong.map(
        ([id, title, text, mistake]) => [id, title, encoding(...hello, hex(text)), mistake ?? title] as const,
      ),
    ),
    ...refusedFor('mismatch', PAE, [
      [
        'pae-characters',
        'lengths in characters',
        encoding('tybé', hex('é'), hex('DSSEv1 4 tybé 1 é')),
        'counted characters and not bytes',
      ],
    ]),
  ];
}

/** Bundles in which everything holds. */
export function accepted(): CaseSource[] {
  const plain = contentsOf();
  const committed = contentsOf({ commit: {} });
  const followed = contentsOf({ commit: {}, then: ['fact.stored'] });
  const cosigned =
    String(plain.checkpoint) + witness.note(checkpointText('x', 1, Buffer.alloc(32))).split('\n\n')[1];
  const { payload, payloadType, signatures } = JSON.parse(sealed(stated(plain))) as JsonObject;
  const withSignature = (keyid: string, sig: string): string =>
    JSON.stringify({ payload, payloadType, signatures: [{ keyid, sig }, ...(signatures as Json[])] });
  const of = (making: Making): JsonObject => handedOver(contentsOf(making));
  const cases: readonly (readonly [string, string, JsonObject])[] = [
    ['plain', 'a decision that was not committed', handedOver(plain)],
    ['committed', 'a decision, its commit and the receipt', handedOver(committed)],
    ['blocked', 'a decision that blocks', of({ decision: { verdict: 'BLOCK' } })],
    ['escalated', 'a decision that escalates', of({ decision: { verdict: 'ESCALATE' } })],
    [
      'escalated-and-approved',
      'with the records of its escalation',
      of({ decision: { verdict: 'ESCALATE' }, then: ['escalation.opened', 'escalation.approved'] }),
    ],
    ['commit-refused', 'with a commit that was refused', of({ then: ['commit.refused'] })],
    [
      'outcome',
      'with a commit and what became of it',
      of({ commit: {}, then: ['fact.stored', 'outcome.reported'] }),
    ],
    [
      'outcome-unknown',
      'with a commit of which nobody reported',
      of({ commit: {}, then: ['outcome.unknown'] }),
    ],
    [
      'outcome-left-out',
      'a record of the decision left out',
      of({
        commit: {},
        then: ['outcome.unknown'],
        shown: ({ type }) => ['evaluation.recorded', 'commit.accepted'].includes(String(type)),
      }),
    ],
    ['first-record', 'a log of one record', of({ before: [] })],
    [
      'later-checkpoint',
      'a checkpoint over many more records',
      of({ then: Array.from({ length: 9 }, () => 'fact.stored') }),
    ],
    [
      'receipt-by-bundle-checkpoint',
      'a receipt that was given with the same checkpoint',
      handedOver({
        ...followed,
        receipt: { ...followed.receipt, ...followed.entries[1], checkpoint: followed.checkpoint },
      } as typeof followed),
    ],
    [
      'audience-not-ascii',
      'a payload of fewer characters than bytes',
      of({ commit: {}, claims: { audience: 'Zürich €' } }),
    ],
    [
      'by-auditor',
      'signed by whoever made it, and not by the gateway',
      handed(sealed(stated(plain), [auditor]), { verifier_keys: [auditor.verifierKey] }),
    ],
    [
      'by-both',
      'signed by two known keys',
      handed(sealed(stated(plain), [auditor, gateway]), {
        verifier_keys: [gateway.verifierKey, auditor.verifierKey],
      }),
    ],
    [
      'by-one-of-two',
      'one of two known keys signed',
      handed(sealed(stated(plain)), { verifier_keys: [auditor.verifierKey, gateway.verifierKey] }),
    ],
    [
      'unknown-beside',
      'a signature by an unknown key beside',
      handed(sealed(stated(plain), [witness, gateway])),
    ],
    [
      'unknown-twice',
      'an unknown key that signed twice',
      handed(sealed(stated(plain), [witness, gateway, witness])),
    ],
    [
      'unknown-algorithm',
      'a signature of another length by an unknown key',
      handed(withSignature('pq.example+00000000', 'AA==')),
    ],
    [
      'unknown-id',
      'the name of a known key with another id',
      handed(withSignature('eaap.example+00000000', 'AAAA')),
    ],
    [
      'known-twice',
      'a key that is listed twice',
      handed(sealed(stated(plain)), { verifier_keys: [gateway.verifierKey, gateway.verifierKey] }),
    ],
    [
      'envelope-spaced',
      'an envelope with white space',
      handed(JSON.stringify({ payload, payloadType, signatures }, null, 2)),
    ],
    [
      'envelope-reordered',
      'an envelope with its members in another order',
      handed(JSON.stringify({ signatures, payloadType, payload })),
    ],
    [
      'envelope-escaped',
      'an envelope with escapes',
      handed(sealed(stated(plain)).replaceAll('/', '\\u002f')),
    ],
    [
      'checkpoint-cosigned',
      'a checkpoint that a witness signed too',
      handedOver({ ...plain, checkpoint: cosigned }),
    ],
    [
      'other-namespace',
      'a decision of another namespace, asked for',
      handedOver(contentsOf({ ns: 'shop' }), { namespace: 'shop' }),
    ],
  ];
  return cases.map(([id, title, input]) => ({ id, title, requirements: [GOOD], input }));
}

/** What bundles are made of, and what is none. */
export function making(): CaseSource[] {
  const plain = contentsOf();
  const committed = contentsOf({ commit: {}, claims: { audience: 'Zürich' } });
  const byGateway = [['eaap.example', 1]] as const;
  const unsorted = { receipt: null, checkpoint: plain.checkpoint, entries: plain.entries };
  const made: readonly (readonly [string, string, JsonObject])[] = [
    ['make-plain', 'a decision', toMake(plain, byGateway)],
    ['make-committed', 'a decision with its commit', toMake(committed, byGateway)],
    [
      'make-by-two',
      'two keys, in the order given',
      toMake(unsorted, [
        ['eaap.example', 1],
        ['auditor.example', 0x61],
      ]),
    ],
    [
      'make-by-two-reversed',
      'the same keys in the other order',
      toMake(plain, [
        ['auditor.example', 0x61],
        ['eaap.example', 1],
      ]),
    ],
    [
      'make-blocked',
      'a decision that blocks',
      toMake(contentsOf({ decision: { verdict: 'BLOCK' } }), byGateway),
    ],
  ];
  const { entries, checkpoint } = committed;
  return [
    ...made.map(([id, title, input]) => ({ id, title, requirements: [MADE], input })),
    ...refusedFor('duplicate-signature', MADE, [
      ['make-by-one-twice', 'one key twice', toMake(plain, [...byGateway, ...byGateway])],
    ]),
    ...refusedFor('malformed-envelope', MADE, [['make-unsigned', 'no key', toMake(plain, [])]]),
    ...refusedFor('malformed-predicate', MADE, [
      ['make-of-nothing', 'no entries', toMake({ ...plain, entries: [] }, byGateway)],
    ]),
    ...refusedFor('not-a-decision', MADE, [
      [
        'make-of-two',
        'records of two evaluations',
        toMake(contentsOf({ then: [['outcome.unknown', { evaluation: idOf(9) }]] }), byGateway),
      ],
    ]),
    ...refusedFor('receipt-mismatch', MADE, [
      [
        'make-without-receipt',
        'a commit without its receipt',
        toMake({ entries, checkpoint, receipt: null }, byGateway),
      ],
    ]),
  ];
}
