import { admissionStep, type AdmissionInput, type Evaluated } from '../../model/admission.ts';
import type { Json } from '../../model/json.ts';
import {
  commits,
  committed,
  evaluated,
  look,
  open,
  pass,
  R,
  report,
  silent,
  step,
  T,
} from '../cases/admission.ts';
import type { CaseSource, Finding, Topic } from '../types.ts';

function* evaluations(): Iterable<CaseSource> {
  for (const judged of ['ALLOW', 'ESCALATE', 'BLOCK'] as const)
    yield {
      id: `evaluate-${judged.toLowerCase()}`,
      title: `an action is judged ${judged}`,
      requirements: [R, 'EAAP-0001-083'],
      input: step(null, { kind: 'evaluate', at: 0, judged }),
    };
}

function* outcomes(): Iterable<CaseSource> {
  for (const status of ['executed', 'failed', 'unknown'] as const) {
    yield {
      id: `report-${status}`,
      title: `reported ${status}`,
      requirements: [R],
      input: step(committed, report(status)),
    };
    yield {
      id: `report-late-${status}`,
      title: `reported ${status} after silence`,
      requirements: ['EAAP-0008-018', 'EAAP-0008-019'],
      input: step(silent, report(status, 1_000_000)),
    };
    yield {
      id: `report-again-after-${status}`,
      title: `a second report after ${status}`,
      requirements: ['EAAP-0008-017', T],
      input: step(evaluated(status, 'executor'), report('executed', 4000)),
      refused: 'already-reported',
      ...(status === 'unknown' ? { mistake: 'took a reported unknown for silence' } : {}),
    };
    yield {
      id: `report-without-commit-${status}`,
      title: `reported ${status} without a commit`,
      requirements: ['EAAP-0001-102', T],
      input: step(open, report(status)),
      refused: 'not-committed',
    };
  }
  yield {
    id: 'report-at-the-end-of-silence',
    title: 'reported in the millisecond in which silence ends: both are recorded',
    requirements: ['EAAP-0008-019', R],
    input: step(committed, report('executed', 901_000)),
  };
  yield {
    id: 'report-before-the-end-of-silence',
    title: 'reported in the millisecond before silence ends',
    requirements: [R],
    input: step(committed, report('executed', 900_999)),
  };
  yield {
    id: 'report-on-expired',
    title: 'reported on what expired uncommitted',
    requirements: ['EAAP-0001-102', T],
    input: step(open, report('executed', 60_000)),
    refused: 'not-committed',
  };
  yield {
    id: 'report-on-denial',
    title: 'reported on what was never allowed',
    requirements: ['EAAP-0001-102', T],
    input: step(evaluated('closed'), report('executed')),
    refused: 'not-committed',
  };
  for (const [name, from] of [
    ['open', open],
    ['committed', committed],
    ['executed', evaluated('executed', 'executor')],
  ] as const)
    yield {
      id: `report-of-another-on-${name}`,
      title: `another executor reports on what is ${name}`,
      requirements: ['EAAP-0008-016', T],
      input: step(from, report('executed', 4000, 'other-executor')),
      refused: 'not-found',
      mistake: 'told more than not-found to whom it does not concern',
    };
  yield {
    id: 'report-on-nothing',
    title: 'reported on an evaluation that does not exist',
    requirements: [T],
    input: step(null, report('executed')),
    refused: 'not-found',
  };
}

function* time(): Iterable<CaseSource> {
  const passed: readonly [string, string, Evaluated, number][] = [
    ['open-at-expiry', 'an open one at its expiry changes nothing in the log', open, 60_000],
    ['silence-before', 'a commit in the millisecond before silence ends', committed, 900_999],
    ['silence', 'a commit in the millisecond in which silence ends', committed, 901_000],
    ['silence-long', 'a commit long after', committed, 5_000_000],
    ['silence-once', 'silence is recorded once', silent, 5_000_000],
    ['after-executed', 'what was executed stays so', evaluated('executed', 'executor'), 5_000_000],
  ];
  for (const [id, title, from, at] of passed)
    yield { id: `pass-${id}`, title, requirements: [R], input: step(from, pass(at)) };
  const seen: readonly [string, Evaluated, number][] = [
    ['open', open, 59_999],
    ['expired', open, 60_000],
    ['closed', evaluated('closed'), 60_000],
    ['committed', committed, 60_000],
    ['silent', committed, 901_000],
    ['executed', evaluated('executed', 'executor'), 60_000],
    ['failed', evaluated('failed', 'executor'), 60_000],
  ];
  for (const [name, from, at] of seen)
    yield {
      id: `look-${name}`,
      title: `what is ${name} is looked at`,
      requirements: ['EAAP-0008-020'],
      input: step(from, look(at)),
    };
  for (const [role, by] of [
    ['agent', 'agent'],
    ['executor', 'executor'],
    ['approver', 'approver'],
  ] as const)
    yield {
      id: `look-as-${role}`,
      title: `an ${role} looks at what concerns it`,
      requirements: ['EAAP-0008-002'],
      input: step(open, look(1000, role, by)),
    };
  for (const [role, by] of [
    ['agent', 'stranger'],
    ['executor', 'other-executor'],
  ] as const)
    yield {
      id: `look-as-${by}`,
      title: `another ${role} looks`,
      requirements: ['EAAP-0008-002'],
      input: step(open, look(1000, role, by)),
      refused: 'not-found',
    };
  yield {
    id: 'look-at-nothing',
    title: 'an evaluation that does not exist',
    requirements: ['EAAP-0008-002'],
    input: step(null, look(1000, 'agent', 'agent')),
    refused: 'not-found',
  };
}

/** Where several steps fail the first is the answer, so that a case can state no more than one (RFC-0008 section 5.2). */
function answer(input: Json): Finding {
  const found = admissionStep(input as unknown as AdmissionInput);
  return 'output' in found ? found : { refused: found.faults.slice(0, 1) };
}

export const topic: Topic = {
  name: 'admissions',
  title: 'The state machine of an evaluation',
  specified: 'RFC-0008 sections 5, 7 and 8',
  input:
    'policy: ttl_ms and outcome_ms in force. evaluation: the evaluation as it stands, null when there is none; it was made by `agent` for the executor `executor`, relying on one fact, and committed, if it was, for the audience `target`. keys: the Idempotency-Keys under which `executor` had a commit accepted, and whether of this request or of another. event: what happens, at so many milliseconds after the evaluation was made: evaluate (what the judge says), commit (by whom; its token or an unknown one; key, audience; whether the action is the one evaluated, whether the state is as it was, what the judge says now), report (an outcome), pass (time, and then any request that reaches the namespace), look (GET, by a principal in a role). committed_at counts from the evaluation as well.',
  output:
    'answer: the HTTP status, null of `pass`, where nobody asked for anything of this evaluation. evaluation: its status then, as GET answers it. records: those appended, in order, each with type, principal, verdict, reason, and the version in its object, null where it has none.',
  reasons: {
    'invalid-token': 'no evaluation can be committed with this token by this executor',
    'idempotency-mismatch': 'the key was used for another commit',
    'evaluation-expired': 'now is not before the expiry',
    'already-committed': 'the token was redeemed',
    'action-mismatch': 'the action does not open its commitment',
    'state-drift': 'the state has another hash',
    'no-longer-admissible': 'the judgment of now is not ALLOW',
    'not-found': 'there is no such evaluation for the caller',
    'not-committed': 'there is no commit to report on',
    'already-reported': 'the executor has reported',
  },
  cases: () => [...evaluations(), ...commits(), ...outcomes(), ...time()],
  answer,
};
