import { bytesOf, sha256, written } from '../../model/digest.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { isDigest } from '../../model/record.ts';
import { consistencyProof, extendsTree, leafHash, nodeHash, rootOf } from '../../model/tree.ts';
import { bytesFor, refusedFor } from '../lib/evidence.ts';
import type { CaseSource, Finding, Topic } from '../types.ts';

const PROVE = 'EAAP-0001-120';
const VERIFY = 'EAAP-0011-006';

const leavesOf = (size: number): Buffer[] =>
  Array.from({ length: size }, (_, n) => Buffer.from(`leaf ${n}`, 'utf8'));
const hashesOf = (size: number): Buffer[] => leavesOf(size).map(leafHash);
const headOf = (size: number): string => written(rootOf(hashesOf(size)));

/** A right claim. */
const claimOf = (from: number, to: number): JsonObject & { proof: readonly string[] } => ({
  from,
  to,
  proof: consistencyProof(hashesOf(to), from).map(written),
  old_root: headOf(from),
  new_root: headOf(to),
});

const PAIRS: readonly (readonly [from: number, to: number])[] = [
  [0, 0],
  [0, 5],
  [1, 1],
  [1, 2],
  [1, 7],
  [2, 3],
  [2, 8],
  [3, 4],
  [3, 7],
  [4, 7],
  [4, 8],
  [5, 8],
  [6, 7],
  [6, 8],
  [7, 7],
  [7, 8],
  [64, 65],
  [65, 100],
];

function proving(): CaseSource[] {
  return [
    ...PAIRS.map(([from, to]): CaseSource => ({
      id: `prove-${from}-to-${to}`,
      title: `the proof that ${from} leaves are the beginning of ${to}`,
      requirements: [PROVE],
      input: { op: 'prove', leaves: leavesOf(to).map((leaf) => leaf.toString('hex')), from },
    })),
    ...refusedFor('out-of-range', PROVE, [
      [
        'prove-smaller',
        'that a larger tree is the beginning of a smaller',
        { op: 'prove', leaves: ['00', '01'], from: 3 },
      ],
      ['prove-from-nothing', 'that one leaf is the beginning of none', { op: 'prove', leaves: [], from: 1 }],
    ]),
  ];
}

const verified = (): CaseSource[] =>
  PAIRS.map(([from, to]) => ({
    id: `verify-${from}-to-${to}`,
    title: `${from} leaves are shown to be the beginning of ${to}`,
    requirements: [VERIFY],
    input: { op: 'verify', ...claimOf(from, to) },
  }));

function refused(): CaseSource[] {
  const [seven, four, six] = [claimOf(3, 7), claimOf(4, 8), claimOf(6, 8)];
  const other = written(bytesFor(2));
  const forked = [...hashesOf(2), leafHash(Buffer.from('another')), ...hashesOf(7).slice(3)];
  const verify = (claim: JsonObject, change: JsonObject): Json => ({ op: 'verify', ...claim, ...change });
  const [first = '', second = '', ...rest] = seven.proof;
  return [
    ...refusedFor('not-consistent', VERIFY, [
      [
        'other-old-root',
        'another old root',
        verify(seven, { old_root: other }),
        'compared the new root alone',
      ],
      [
        'other-new-root',
        'another new root',
        verify(seven, { new_root: other }),
        'compared the old root alone',
      ],
      [
        'roots-swapped',
        'old and new root in each other’s place',
        verify(seven, { old_root: seven['new_root'] as Json, new_root: seven['old_root'] as Json }),
      ],
      [
        'rewritten',
        'a tree with one of the first leaves replaced',
        {
          op: 'verify',
          from: 3,
          to: 7,
          proof: consistencyProof(forked, 3).map(written),
          old_root: headOf(3),
          new_root: written(rootOf(forked)),
        },
      ],
      [
        'to-smaller',
        'a smaller tree than the old one',
        verify(seven, { from: 7, to: 3, old_root: headOf(7), new_root: headOf(3) }),
      ],
      [
        'equal-sizes-other-roots',
        'two roots of one size',
        verify(claimOf(7, 7), { new_root: other }),
        'took equal sizes for equal trees',
      ],
      [
        'equal-sizes-with-proof',
        'a proof where none is needed',
        verify(claimOf(7, 7), { proof: [headOf(7)] }),
      ],
      [
        'empty-other-root',
        'another root for the empty tree',
        verify(claimOf(0, 5), { old_root: other }),
        'took any root for that of the empty tree',
      ],
      ['empty-with-proof', 'a proof that begins with nothing', verify(claimOf(0, 5), { proof: [headOf(5)] })],
      [
        'both-empty-other-root',
        'two empty trees with another root',
        verify(claimOf(0, 0), { old_root: other, new_root: other }),
      ],
      ['empty-proof', 'no proof at all', verify(seven, { proof: [] })],
      ['proof-short', 'the last hash left out', verify(seven, { proof: seven.proof.slice(0, -1) })],
      ['proof-without-first', 'the first hash left out', verify(seven, { proof: seven.proof.slice(1) })],
      [
        'proof-long',
        'a hash more',
        verify(seven, { proof: [...seven.proof, other] }),
        'ignored what was left of the proof',
      ],
      [
        'proof-swapped',
        'two hashes in each other’s place',
        verify(seven, { proof: [second, first, ...rest] }),
      ],
      ['proof-altered', 'one hash altered', verify(seven, { proof: [first, other, ...rest] })],
      [
        'power-with-old-root',
        'the old root in the proof where it is left out',
        verify(four, { proof: [headOf(4), ...four.proof] }),
        'put the old root first whatever the old size',
      ],
      [
        'no-power-without-node',
        'the node left out that the proof sets out from',
        verify(six, { proof: six.proof.slice(1) }),
        'left the first hash out whatever the old size',
      ],
      ['other-from', 'another old size', verify(seven, { from: 4 })],
      ['other-to', 'another new size', verify(seven, { to: 9 })],
      [
        'node-of-roots',
        'a new root made of both roots',
        verify(claimOf(1, 1), {
          to: 2,
          proof: [headOf(1)],
          new_root: written(nodeHash(bytesOf(headOf(1)), bytesOf(other))),
        }),
      ],
    ]),
    ...refusedFor('malformed', VERIFY, [
      ['hash-long', 'a hash of 33 bytes', verify(seven, { proof: [`${first}00`, second, ...rest] })],
      [
        'hash-other-algorithm',
        'a hash by another algorithm',
        verify(seven, { proof: [first.replace('sha256', 'sha512'), second, ...rest] }),
      ],
      ['new-root-short', 'a new root of 31 bytes', verify(seven, { new_root: headOf(7).slice(0, -2) })],
      ['hash-short', 'a hash of 31 bytes', verify(seven, { proof: [first.slice(0, -2), second, ...rest] })],
      [
        'hash-upper',
        'a hash in capitals',
        verify(seven, { proof: [`sha256:${first.slice(7).toUpperCase()}`, second, ...rest] }),
      ],
      [
        'old-root-bare',
        'the old root without its algorithm',
        verify(seven, { old_root: String(seven['old_root']).slice(7) }),
      ],
      [
        'new-root-base64',
        'the new root in base64',
        verify(seven, { new_root: sha256(Buffer.alloc(0)).toString('base64') }),
      ],
      [
        'old-root-null',
        'an empty text for the root of the empty tree',
        verify(claimOf(0, 5), { old_root: '' }),
      ],
    ]),
  ];
}

export const topic: Topic = {
  name: 'consistency',
  title: 'Consistency proofs',
  specified: 'RFC-0011 section 4',
  input:
    'With `op` `prove`: `leaves`, the bytes of every leaf of the newer tree in hexadecimal, and `from`, the size of the older. With `verify`: a claim that the tree of `from` leaves with the hash `old_root` is the beginning of that of `to` leaves with `new_root`, and its `proof`.',
  output: '`old_root` and `new_root`, and after `prove` the `proof`.',
  reasons: {
    malformed: 'A hash is not written `sha256:` and 64 lower-case hexadecimal digits; looked at first.',
    'out-of-range': 'The older tree is larger than the newer.',
    'not-consistent': 'The proof does not show the older tree to be the beginning of the newer.',
  },
  cases: () => [...proving(), ...verified(), ...refused()],
  answer(input): Finding {
    const { op, leaves, proof, old_root, new_root, ...sizes } = input as JsonObject & {
      proof: readonly string[];
    };
    const from = Number(sizes['from']);
    if (op === 'prove') {
      const hashes = (leaves as readonly string[]).map((one) => leafHash(Buffer.from(one, 'hex')));
      if (from > hashes.length) return { refused: ['out-of-range'] };
      const roots = { old_root: written(rootOf(hashes.slice(0, from))), new_root: written(rootOf(hashes)) };
      return { output: { ...roots, proof: consistencyProof(hashes, from).map(written) } };
    }
    if (![...proof, old_root as Json, new_root as Json].every(isDigest)) return { refused: ['malformed'] };
    const [oldRoot, newRoot] = [bytesOf(String(old_root)), bytesOf(String(new_root))];
    const claim = { from, to: Number(sizes['to']), proof: proof.map(bytesOf), oldRoot, newRoot };
    if (!extendsTree(claim)) return { refused: ['not-consistent'] };
    return { output: { old_root: old_root as Json, new_root: new_root as Json } };
  },
};
