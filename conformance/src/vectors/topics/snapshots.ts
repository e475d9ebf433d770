import type { JsonObject } from '../../model/json.ts';
import { readSearch } from '../../model/search-request.ts';
import { snapshot, type KeptConflict, type KeptFact } from '../../model/snapshot.ts';
import { heldInPart, MISMATCH } from '../lib/claim.ts';
import { SNAPSHOT_CASES } from '../lib/snapshot-cases.ts';
import { SNAPSHOT_CLAIMS, SNAPSHOT_REFUSALS, SNAPSHOT_TRUTHS } from '../lib/snapshot-refusals.ts';
import type { Topic } from '../types.ts';

export const topic: Topic = {
  name: 'snapshots',
  title: 'Snapshots',
  specified: 'RFC-0004 section 6',
  input:
    'A namespace whose ledger holds the versions in `facts` and `conflicts`, times in milliseconds since 1970, absent ' +
    'members null, `aside` true for a challenger that was set aside (RFC-0003 section 6.2), `created_at` the time the ' +
    'version was written, `salt` the salt of its commitment in hexadecimal; a version 1 of a conflict was written at ' +
    '`opened_at`, a version 2 at `resolved_at`. `request`: the body of a search request that is made at `now`. ' +
    '`claimed`, where it is given: members that somebody says the snapshot has.',
  output: 'The snapshot.',
  reasons: {
    'invalid-request': 'The request does not match its schema, or asks for the future.',
    'identity-mismatch': 'The request names another namespace.',
    mismatch: MISMATCH,
  },
  cases: () => [...SNAPSHOT_CASES, ...SNAPSHOT_TRUTHS, ...SNAPSHOT_REFUSALS, ...SNAPSHOT_CLAIMS],
  answer(input) {
    const { namespace, now, request, ...kept } = input as unknown as {
      namespace: string;
      now: number;
      request: JsonObject;
      facts: readonly KeptFact[];
      conflicts: readonly KeptConflict[];
    };
    const read = readSearch(request, namespace, now);
    if ('refused' in read) return { refused: read.refused };
    return heldInPart(input as JsonObject, snapshot(namespace, kept, read.question));
  },
};
