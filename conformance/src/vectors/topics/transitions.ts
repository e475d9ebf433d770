import { lastOf, type Event } from '../../model/facts/events.ts';
import type { JsonObject } from '../../model/json.ts';
import { held, MISMATCH } from '../lib/claim.ts';
import { CHANGES } from '../lib/place-changes.ts';
import { CLAIMS } from '../lib/place-claims.ts';
import { CONTRADICTIONS } from '../lib/place-contradictions.ts';
import { RESOLUTIONS } from '../lib/place-resolutions.ts';
import type { Topic } from '../types.ts';

export const topic: Topic = {
  name: 'transitions',
  title: 'States of facts and conflicts',
  specified: 'RFC-0003 sections 6 to 12',
  input:
    'One subject and attribute of an empty namespace. `many`: whether the attribute is listed in `many` of the trust ' +
    'table. `events`: what happens there, `at` milliseconds after a beginning: `store` (a value from a source of this ' +
    'trust, observed then, with `valid_until` in milliseconds after the beginning if it has one), `lock`, `unlock`, ' +
    '`retract` (a fact) and `resolve` (a conflict) with the version named, null for none. Facts and conflicts are ' +
    'numbered from 1 in the order they are made. Events before the last may be refused. `claimed`, where it is given, ' +
    'is what somebody says the last event comes to.',
  output:
    'What the last event comes to. `answer`: `status`, `problem` (its type, or null), `result` (of a store request that is ' +
    'answered, else null), `fact` (the one answered, or the incumbent of the request that is refused, as `number@version`; ' +
    'null for a resolution), `conflict` (`number` and `status` of the one that the answer names or that was decided, else ' +
    'null). `records`: what it appends to the log, objects named as `fact:number@version`. ' +
    '`facts` and `conflicts`: all there are, in their newest version; `counts` as in section 3.3.',
  reasons: {
    'invalid-request': 'The fact has expired already.',
    'invalid-transition': 'The record cannot change in this way.',
    locked: 'The fact is locked, and the change is not recorded.',
    'already-resolved': 'The conflict is resolved already.',
    'version-mismatch': 'The record has another version.',
    'precondition-required': 'No version is named.',
    'not-found': 'There is no such fact or conflict.',
    mismatch: MISMATCH,
  },
  cases: () => [...CONTRADICTIONS, ...RESOLUTIONS, ...CHANGES, ...CLAIMS],
  answer(input) {
    const { many, events } = input as unknown as { many: boolean; events: readonly Event[] };
    const last = lastOf(many, events);
    if ('refused' in last) return { refused: [last.refused] };
    return held(input as JsonObject, (last as { output: JsonObject }).output);
  },
};
