import { digest } from '../../model/digest.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { State } from '../../model/state.ts';
import type { Mutant } from '../types.ts';
import { asked, list, object, output, said } from './lib/answering.ts';

/** Hashes states whose lists are in another order. */
const hashing = (order: (state: State) => State) =>
  said('state-hash', (answer, input) => {
    if ('unsupported' in answer || ('refused' in answer && answer.refused !== 'mismatch')) return answer;
    const state = input['state'] as unknown as State;
    // What the model sorts is sorted first, so that only what `order` says is otherwise.
    const hash = digest('EAAP-STATE-v1', order(state) as unknown as Json);
    const { claimed } = input;
    return claimed === undefined || claimed === hash ? { output: hash } : { refused: 'mismatch' };
  });

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const objectsInOrder = (state: State): State['objects'] =>
  [...state.objects].sort((a, b) => byText(a[0], b[0]) || byText(a[1], b[1]));
const selectorsInOrder = (state: State): State['selectors'] =>
  [...state.selectors].sort((a, b) => byText(a.subject, b.subject) || byText(a.attribute, b.attribute));

/** Steps of an escalation, or what is computed of bytes. */
const escalating = (kind: string, change: (input: JsonObject) => JsonObject) =>
  asked('escalations', (input) => (input['kind'] === kind ? change(input) : input));

const without = (type: string) => (of: JsonObject) =>
  'records' in of ? { ...of, records: list(of, 'records').filter((record) => record['type'] !== type) } : of;

const isIn = (input: JsonObject, ...kinds: readonly string[]): boolean =>
  kinds.includes(String(object(input, 'event')['kind']));

/** Broken in what only vectors show of RFC-0008, RFC-0009 and RFC-0016. */
export const VECTORS_OF_ADMISSION: readonly Mutant[] = [
  {
    id: 'sorts-selectors-as-a-dictionary-does',
    breaks: ['EAAP-0008-004'],
    invariant: [11],
    description: 'Sorts selectors by the rules of a language.',
    expected: ['vectors.state-hash.0008-004'],
    compute: hashing((state) => ({
      ...state,
      objects: objectsInOrder(state),
      selectors: [...state.selectors].sort(
        (a, b) => a.subject.localeCompare(b.subject, 'en') || a.attribute.localeCompare(b.attribute, 'en'),
      ),
    })),
  },
  {
    id: 'hashes-objects-as-found',
    breaks: ['EAAP-0008-005'],
    invariant: [11],
    description: 'Hashes the objects of a state in the order they were found in.',
    expected: ['vectors.state-hash.0008-004', 'vectors.state-hash.0008-005'],
    compute: hashing((state) => ({ ...state, selectors: selectorsInOrder(state) })),
  },
  {
    id: 'overlooks-one-of-two-drifts',
    breaks: ['EAAP-0001-086'],
    invariant: [11],
    description: 'Tells a commitment that was changed behind its back as a version.',
    expected: ['vectors.drift.0001-086'],
    compute: said('drift', (answer) =>
      'refused' in answer && answer.refused === 'drift-commitment' ? { refused: 'drift-version' } : answer,
    ),
  },
  {
    id: 'takes-ends-for-inclusive',
    breaks: ['EAAP-0001-096', 'EAAP-0009-008', 'EAAP-0016-007'],
    invariant: [12],
    description: 'Takes whatever ends at a millisecond to hold in it.',
    expected: [
      'vectors.windows.0001-096',
      'vectors.windows.0001-103',
      'vectors.windows.0009-008',
      'vectors.windows.0016-007',
    ],
    compute: said('windows', (answer, input) => {
      const { kind, now, t, ms } = input;
      const isEnd = kind === 'holds' && now === Number(t) + Number(ms);
      return isEnd && 'refused' in answer && answer.refused === 'over' ? { output: true } : answer;
    }),
  },
  {
    id: 'reports-on-nothing',
    breaks: ['EAAP-0008-021'],
    invariant: [],
    description: 'Answers a report on what was not committed as one on what is not there.',
    expected: ['vectors.admissions.0001-102', 'vectors.admissions.0008-021'],
    compute: said('admissions', (answer) =>
      'refused' in answer && answer.refused === 'not-committed' ? { refused: 'not-found' } : answer,
    ),
  },
  {
    id: 'records-no-silence',
    breaks: ['EAAP-0008-022', 'EAAP-0008-019'],
    invariant: [7],
    description: 'Lets a commit become unknown without a record.',
    expected: [
      'vectors.admissions.0008-010',
      'vectors.admissions.0008-019',
      'vectors.admissions.0008-020',
      'vectors.admissions.0008-022',
    ],
    compute: output('admissions', without('outcome.unknown')),
  },
  {
    id: 'approves-reasons-by-their-code',
    breaks: ['EAAP-0009-004'],
    invariant: [13],
    description: 'Compares reasons and not the values they are about.',
    expected: ['vectors.escalations.0009-004'],
    compute: escalating('reason', (input) => ({
      ...input,
      reason: { ...object(input, 'reason'), value: null },
    })),
  },
  {
    id: 'approves-actions-without-their-claims',
    breaks: ['EAAP-0009-005'],
    invariant: [13],
    description: 'Finds the approvals of an action whatever it claims.',
    expected: ['vectors.escalations.0009-005'],
    compute: escalating('action-key', (input) => ({
      ...input,
      action: { ...object(input, 'action'), claims: [] },
    })),
  },
  {
    id: 'commits-to-no-expiry',
    breaks: ['EAAP-0009-006'],
    invariant: [11, 13],
    description: 'Leaves the expiry of an approval out of what is committed to.',
    expected: ['vectors.escalations.0009-006'],
    compute: escalating('version', (input) => ({
      ...input,
      escalation: { ...object(input, 'escalation'), expires_at: null },
    })),
  },
  {
    id: 'compares-versions-first',
    breaks: ['EAAP-0009-012'],
    invariant: [13],
    description: 'Looks at the version of an escalation before it looks at who decides, and when.',
    expected: ['vectors.escalations.0009-012'],
    compute: said('escalations', (answer, input) => {
      if (input['kind'] !== 'step' || !isIn(input, 'approve', 'deny') || !('refused' in answer))
        return answer;
      const isOther = object(input, 'event')['version'] !== object(input, 'escalation')['version'];
      return isOther ? { refused: 'version-mismatch' } : answer;
    }),
  },
  {
    id: 'keeps-the-version',
    breaks: ['EAAP-0009-017'],
    invariant: [13],
    description: 'Decides an escalation without making a new version of it.',
    expected: [
      'vectors.escalations.0001-111',
      'vectors.escalations.0009-010',
      'vectors.escalations.0009-017',
      'vectors.escalations.0009-018',
    ],
    compute: output('escalations', (of, input) =>
      input['kind'] === 'step' && isIn(input, 'approve', 'deny') ? { ...of, version: 1 } : of,
    ),
  },
  {
    id: 'expires-without-a-record',
    breaks: ['EAAP-0009-018'],
    invariant: [7, 13],
    description: 'Lets an escalation expire without a record.',
    expected: ['vectors.escalations.0009-008', 'vectors.escalations.0009-018'],
    compute: output('escalations', (of, input) =>
      input['kind'] === 'step' ? without('escalation.expired')(of) : of,
    ),
  },
  {
    id: 'admits-admins-everywhere',
    breaks: ['EAAP-0016-011'],
    invariant: [],
    description: 'Takes the role admin to hold all others.',
    expected: ['vectors.roles.0001-012', 'vectors.roles.0016-011'],
    compute: said('roles', (answer, { kind, roles }) =>
      kind === 'enter' && (roles as readonly Json[]).includes('admin') ? { output: true } : answer,
    ),
  },
  {
    id: 'hides-halts-of-the-gateway',
    breaks: ['EAAP-0016-018'],
    invariant: [],
    description: 'Shows a namespace its own halts, and not that of the gateway.',
    expected: ['vectors.halts.0016-018'],
    compute: asked('halts', (input) =>
      isIn(input, 'look')
        ? { ...input, halts: list(input, 'halts').filter(({ scope }) => scope !== 'gateway') }
        : input,
    ),
  },
];
