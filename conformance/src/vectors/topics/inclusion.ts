import { bytesOf, written } from '../../model/digest.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { isDigest } from '../../model/record.ts';
import { includes, inclusionProof, leafHash, nodeHash, rootOf } from '../../model/tree.ts';
import { bytesFor, refusedFor } from '../lib/evidence.ts';
import type { CaseSource, Finding, Topic } from '../types.ts';

const PROVE = 'EAAP-0001-119';
const VERIFY = 'EAAP-0011-005';

/** The leaves of RFC 6962's own example of a tree, and patterns after them. */
const leavesOf = (size: number): Buffer[] =>
  Array.from({ length: size }, (_, n) => Buffer.from(`leaf ${n}`, 'utf8'));

/** A right claim. */
function claimOf(index: number, size: number): JsonObject & { proof: readonly string[] } {
  const leaves = leavesOf(size);
  const hashes = leaves.map(leafHash);
  return {
    leaf: (leaves[index] as Buffer).toString('hex'),
    index,
    size,
    proof: inclusionProof(hashes, index).map(written),
    root: written(rootOf(hashes)),
  };
}

const PLACES: readonly (readonly [index: number, size: number])[] = [
  [0, 1],
  [0, 2],
  [1, 2],
  [0, 3],
  [2, 3],
  [3, 5],
  [4, 5],
  [5, 6],
  [0, 7],
  [6, 7],
  [3, 8],
  [8, 9],
  [10, 11],
  [63, 65],
  [64, 65],
  [99, 100],
];

function proving(): CaseSource[] {
  return [
    ...PLACES.map(([index, size]): CaseSource => ({
      id: `prove-${index}-of-${size}`,
      title: `the proof of leaf ${index} of ${size}`,
      requirements: [PROVE],
      input: { op: 'prove', leaves: leavesOf(size).map((leaf) => leaf.toString('hex')), index },
    })),
    ...refusedFor('out-of-range', PROVE, [
      ['prove-beyond', 'a leaf just beyond the end', { op: 'prove', leaves: ['00', '01'], index: 2 }],
      ['prove-in-empty', 'a leaf of the empty tree', { op: 'prove', leaves: [], index: 0 }],
    ]),
  ];
}

function verified(): CaseSource[] {
  const extra: readonly (readonly [string, string, Json])[] = [
    [
      'verify-empty-leaf',
      'the leaf of no bytes',
      { leaf: '', index: 0, size: 1, proof: [], root: written(leafHash(Buffer.alloc(0))) },
    ],
  ];
  return [
    ...PLACES.map(([index, size]): CaseSource => ({
      id: `verify-${index}-of-${size}`,
      title: `leaf ${index} of ${size} is shown to be there`,
      requirements: [VERIFY],
      input: { op: 'verify', ...claimOf(index, size) },
    })),
    ...extra.map(([id, title, claim]): CaseSource => ({
      id,
      title,
      requirements: [VERIFY],
      input: { op: 'verify', ...(claim as JsonObject) },
    })),
  ];
}

function refused(): CaseSource[] {
  const [five, seven, eight] = [claimOf(3, 5), claimOf(6, 7), claimOf(3, 8)];
  const [first = '', second = '', third = ''] = eight.proof;
  const hashes = leavesOf(8).map(leafHash);
  const inner = nodeHash(hashes[2] as Buffer, hashes[3] as Buffer);
  const left = Buffer.concat([hashes[2] as Buffer, hashes[3] as Buffer]);
  const other = written(bytesFor(1));
  const verify = (claim: JsonObject, change: JsonObject): Json => ({ op: 'verify', ...claim, ...change });
  return [
    ...refusedFor('not-included', VERIFY, [
      ['other-leaf', 'another leaf', verify(five, { leaf: '00' })],
      ['other-root', 'another root', verify(five, { root: other })],
      [
        'neighbour',
        'the place beside it',
        verify(eight, { index: 2 }),
        'did not look which side a hash stands on',
      ],
      ['far-place', 'a place elsewhere with as many hashes', verify(eight, { index: 4 })],
      ['index-at-size', 'a place just beyond the end', verify(five, { index: 5 })],
      [
        'index-beyond',
        'a place far beyond the end that leads the same way',
        verify(eight, { index: 11 }),
        'did not compare index and size',
      ],
      ['size-zero', 'a tree without leaves', verify(claimOf(0, 1), { size: 0 })],
      ['size-larger', 'a larger tree with as many hashes on the way', verify(claimOf(0, 5), { size: 9 })],
      ['size-smaller', 'a smaller tree', verify(seven, { size: 6, index: 4 })],
      [
        'proof-empty',
        'no proof at all',
        verify(eight, { proof: [] }),
        'took an empty proof for a tree of one leaf',
      ],
      ['proof-short', 'the last hash left out', verify(eight, { proof: [first, second] })],
      ['proof-without-first', 'the first hash left out', verify(eight, { proof: [second, third] })],
      [
        'proof-long',
        'a hash more than the way has',
        verify(eight, { proof: [...eight.proof, other] }),
        'ignored what was left of the proof',
      ],
      [
        'proof-long-root',
        'the root itself as a further hash',
        verify(eight, { proof: [...eight.proof, eight['root'] as string] }),
      ],
      ['proof-swapped', 'two hashes in each other’s place', verify(eight, { proof: [second, first, third] })],
      [
        'proof-reversed',
        'the proof from the root down',
        verify(eight, { proof: [third, second, first] }),
        'put the hashes in the order from the root',
      ],
      ['proof-altered', 'one hash altered', verify(eight, { proof: [first, other, third] })],
      ['single-with-proof', 'a proof for the only leaf', verify(claimOf(0, 1), { proof: [other] })],
      [
        'node-as-leaf',
        'an inner node for a leaf, at its level',
        verify(eight, { leaf: left.toString('hex'), index: 1, size: 4, proof: [second, third] }),
        'gave leaves and nodes the same hash',
      ],
      [
        'leaf-hash-as-leaf',
        'the hash of the leaf for its bytes',
        verify(five, { leaf: (leafHash(Buffer.from('leaf 3')) as Buffer).toString('hex') }),
        'hashed the leaf twice',
      ],
      [
        'right-edge-unmoved',
        'the last leaf of an odd tree, with a hash for each level',
        verify(seven, { proof: [...seven.proof.slice(0, 1), written(inner), ...seven.proof.slice(1)] }),
      ],
    ]),
    ...refusedFor('malformed', VERIFY, [
      [
        'hash-upper',
        'a hash in capitals',
        verify(eight, { proof: [first.toUpperCase().replace('SHA256', 'sha256'), second, third] }),
      ],
      [
        'hash-bare',
        'a hash without its algorithm',
        verify(eight, { proof: [first.slice(7), second, third] }),
      ],
      ['hash-short', 'a hash of 31 bytes', verify(eight, { proof: [first.slice(0, -2), second, third] })],
      ['hash-long', 'a hash of 33 bytes', verify(eight, { proof: [`${first}00`, second, third] })],
      [
        'root-base64',
        'the root in base64',
        verify(eight, { root: bytesOf(String(eight['root'])).toString('base64') }),
      ],
      ['root-empty', 'an empty root', verify(eight, { root: '' })],
    ]),
  ];
}

export const topic: Topic = {
  name: 'inclusion',
  title: 'Inclusion proofs',
  specified: 'RFC-0011 section 4',
  input:
    'With `op` `prove`: `leaves`, the bytes of every leaf in hexadecimal, and an `index`. With `verify`: a claim that the bytes `leaf`, in hexadecimal, stand at `index` of the tree of `size` leaves with the hash `root`, and its `proof`, hashes from the leaf up.',
  output: '`root`, and after `prove` the `proof`.',
  reasons: {
    malformed: 'A hash is not written `sha256:` and 64 lower-case hexadecimal digits; looked at first.',
    'out-of-range': 'A proof is asked for of a leaf that is not there.',
    'not-included': 'The proof does not show the leaf in the tree.',
  },
  cases: () => [...proving(), ...verified(), ...refused()],
  answer(input): Finding {
    const { op, leaf, leaves, index, size, proof, root } = input as JsonObject & { proof: readonly string[] };
    const at = Number(index);
    if (op === 'prove') {
      const hashes = (leaves as readonly string[]).map((one) => leafHash(Buffer.from(one, 'hex')));
      if (at >= hashes.length) return { refused: ['out-of-range'] };
      return { output: { root: written(rootOf(hashes)), proof: inclusionProof(hashes, at).map(written) } };
    }
    if (![...proof, root as Json].every(isDigest)) return { refused: ['malformed'] };
    const claim = { index: at, size: Number(size), proof: proof.map(bytesOf), root: bytesOf(String(root)) };
    const holds = includes({ ...claim, leaf: leafHash(Buffer.from(String(leaf), 'hex')) });
    return holds ? { output: { root: root as Json } } : { refused: ['not-included'] };
  },
};
