import { haltStep, type HaltEvent, type Halted } from '../../model/actors.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { CaseSource, Finding, Topic } from '../types.ts';

const made = (scope: Halted['scope'], name: string, reason = 'incident'): Halted => ({
  scope,
  name,
  reason,
  principal: 'admin',
});
const GATEWAY = made('gateway', 'gateway', 'all stop');
const NAMESPACE = made('namespace', 'default');
const AGENT = made('agent', 'agent', 'looping');
const STRANGER = made('agent', 'stranger');
const EXECUTOR = made('agent', 'executor');

const step = (halts: readonly Halted[], event: HaltEvent): Json => ({ halts, event }) as unknown as Json;
const change = (kind: 'halt' | 'resume', request: JsonObject, namespace = 'default'): HaltEvent => ({
  kind,
  namespace,
  by: 'admin',
  request: { reason: 'vectors', ...request },
});
const of = (kind: 'evaluate' | 'commit', principal = 'agent', executor = 'executor'): HaltEvent => ({
  kind,
  principal,
  executor,
});

const LOGGED = 'EAAP-0016-017';
const good = (id: string, title: string, requirements: string[], input: Json): CaseSource => ({
  id,
  title,
  requirements,
  input,
});
const bad = (
  id: string,
  title: string,
  refused: string,
  requirements: string[],
  input: Json,
  mistake?: string,
): CaseSource => ({
  ...good(id, title, requirements, input),
  refused,
  ...(mistake === undefined ? {} : { mistake }),
});

function* changes(): Iterable<CaseSource> {
  yield good('halt-namespace', 'a namespace', [LOGGED], step([], change('halt', { scope: 'namespace' })));
  yield good(
    'halt-agent',
    'a principal',
    [LOGGED],
    step([], change('halt', { scope: 'agent', agent: 'agent' })),
  );
  yield good(
    'halt-unknown',
    'a principal nobody knows',
    [LOGGED],
    step([], change('halt', { scope: 'agent', agent: 'nobody-yet' })),
  );
  yield good(
    'halt-gateway',
    'the gateway',
    [LOGGED, 'EAAP-0016-012'],
    step([], change('halt', { scope: 'gateway' }, 'system')),
  );
  yield good(
    'halt-second',
    'a principal beside another',
    [LOGGED],
    step([STRANGER], change('halt', { scope: 'agent', agent: 'agent' })),
  );
  yield good(
    'halt-in-halted',
    'a principal of a halted namespace',
    [LOGGED],
    step([NAMESPACE], change('halt', { scope: 'agent', agent: 'agent' })),
  );
  yield good(
    'halt-again',
    'what is halted: the first reason stays, and no record',
    ['EAAP-0016-016', LOGGED],
    step([NAMESPACE], change('halt', { scope: 'namespace', reason: 'another reason' })),
  );
  yield good(
    'halt-agent-again',
    'a principal that is halted',
    ['EAAP-0016-016', LOGGED],
    step([AGENT], change('halt', { scope: 'agent', agent: 'agent', reason: 'another reason' })),
  );
  yield good(
    'resume-namespace',
    'the namespace goes on',
    [LOGGED],
    step([NAMESPACE], change('resume', { scope: 'namespace' })),
  );
  yield good(
    'resume-agent',
    'a principal goes on, another does not',
    [LOGGED],
    step([AGENT, STRANGER], change('resume', { scope: 'agent', agent: 'agent' })),
  );
  yield good(
    'resume-gateway',
    'the gateway goes on',
    [LOGGED, 'EAAP-0016-012'],
    step([GATEWAY], change('resume', { scope: 'gateway' }, 'system')),
  );
  yield good(
    'resume-namespace-not-agents',
    'a namespace goes on, its halted principal does not',
    [LOGGED],
    step([NAMESPACE, AGENT], change('resume', { scope: 'namespace' })),
  );

  const SYSTEM = ['EAAP-0016-012'];
  const NONE = ['EAAP-0016-015'];
  const FORM = ['EAAP-0001-006'];
  yield bad(
    'halt-gateway-from-outside',
    'the gateway by an admin of a namespace',
    'forbidden',
    SYSTEM,
    step([], change('halt', { scope: 'gateway' })),
    'asked for the role alone',
  );
  yield bad(
    'resume-gateway-from-outside',
    'the gateway resumed by an admin of a namespace',
    'forbidden',
    SYSTEM,
    step([GATEWAY], change('resume', { scope: 'gateway' })),
    'guarded halting and not resuming',
  );
  yield bad(
    'resume-nothing',
    'a namespace that is not halted',
    'not-found',
    NONE,
    step([], change('resume', { scope: 'namespace' })),
    'answered 200 to what changed nothing',
  );
  yield bad(
    'resume-running-agent',
    'a principal that is not halted',
    'not-found',
    NONE,
    step([STRANGER], change('resume', { scope: 'agent', agent: 'agent' })),
  );
  yield bad(
    'resume-namespace-of-halted-agent',
    'a namespace of which one principal is halted',
    'not-found',
    NONE,
    step([AGENT], change('resume', { scope: 'namespace' })),
    'resumed whatever is halted',
  );
  yield bad(
    'resume-agent-of-halted-namespace',
    'a principal in a halted namespace',
    'not-found',
    NONE,
    step([NAMESPACE], change('resume', { scope: 'agent', agent: 'agent' })),
    'resumed the namespace',
  );
  yield bad(
    'resume-gateway-not-halted',
    'a gateway of which a namespace is halted',
    'not-found',
    NONE,
    step([NAMESPACE], change('resume', { scope: 'gateway' }, 'system')),
  );
  yield bad(
    'halt-without-agent',
    'a principal without its name',
    'invalid-request',
    FORM,
    step([], change('halt', { scope: 'agent' })),
    'halted everybody',
  );
  yield bad(
    'halt-namespace-with-agent',
    'a namespace, with a principal named',
    'invalid-request',
    FORM,
    step([], change('halt', { scope: 'namespace', agent: 'agent' })),
  );
  yield bad(
    'resume-namespace-with-agent',
    'a namespace resumed, with a principal named',
    'invalid-request',
    FORM,
    step([NAMESPACE], change('resume', { scope: 'namespace', agent: 'agent' })),
    'ignored the name and resumed everything',
  );
  yield bad(
    'halt-unknown-scope',
    'a scope that does not exist',
    'invalid-request',
    FORM,
    step([], change('halt', { scope: 'session' })),
  );
  yield bad(
    'halt-without-reason',
    'without a reason',
    'invalid-request',
    FORM,
    step([], change('halt', { scope: 'namespace', reason: '' })),
  );
  yield bad(
    'halt-card-number',
    'a card number for a name',
    'invalid-request',
    FORM,
    step([], change('halt', { scope: 'agent', agent: '4111111111111111' })),
  );
  yield bad(
    'halt-unknown-member',
    'with a member that is unknown',
    'invalid-request',
    FORM,
    step([], change('halt', { scope: 'namespace', until: 'tomorrow' })),
  );
}

function* effects(): Iterable<CaseSource> {
  const BLOCKS = 'EAAP-0016-013';
  const NAMED = 'EAAP-0016-014';
  const WHOLE = 'EAAP-0001-114';
  yield good('evaluate-running', 'nothing is halted', [WHOLE], step([], of('evaluate')));
  yield good(
    'evaluate-other-agent-halted',
    'another agent is halted',
    [BLOCKS],
    step([STRANGER], of('evaluate')),
  );
  yield good(
    'evaluate-other-executor-halted',
    'an executor is halted that is not named',
    [NAMED],
    step([EXECUTOR], of('evaluate', 'agent', 'other-executor')),
  );
  yield good(
    'evaluate-of-another',
    'one agent is halted, another asks',
    [BLOCKS],
    step([AGENT], of('evaluate', 'stranger')),
  );
  yield good('commit-running', 'a commit, nothing is halted', [WHOLE], step([], of('commit')));
  yield good(
    'commit-other-agent-halted',
    'a commit, another agent is halted',
    [BLOCKS],
    step([STRANGER], of('commit')),
  );
  const all: readonly [string, readonly Halted[], string, string?][] = [
    ['namespace', [NAMESPACE], WHOLE],
    ['gateway', [GATEWAY], 'EAAP-0016-018', 'read the halts of its own namespace alone'],
    ['agent', [AGENT], BLOCKS],
    ['executor', [EXECUTOR], NAMED, 'looked at who proposes alone'],
    ['both', [AGENT, EXECUTOR], BLOCKS],
    ['everything', [GATEWAY, NAMESPACE, AGENT], WHOLE],
  ];
  for (const [name, halts, requirement, mistake] of all) {
    yield bad(
      `evaluate-halted-${name}`,
      `evaluated, halted: ${name}`,
      'blocked',
      [requirement],
      step(halts, of('evaluate')),
      mistake,
    );
    yield bad(
      `commit-halted-${name}`,
      `committed, halted since: ${name}`,
      'no-longer-admissible',
      [requirement, 'EAAP-0001-100'],
      step(halts, of('commit')),
      'looked at halts at evaluation alone',
    );
  }
  const look = (namespace: string): HaltEvent => ({ kind: 'look', namespace });
  const SHOWN = ['EAAP-0016-018'];
  yield good('look-nothing', 'nothing is halted', SHOWN, step([], look('default')));
  yield good('look-gateway', 'the gateway is halted', SHOWN, step([GATEWAY], look('default')));
  yield good(
    'look-order',
    'the widest first, principals by name',
    SHOWN,
    step([STRANGER, NAMESPACE, AGENT, GATEWAY], look('default')),
  );
  yield good(
    'look-from-system',
    'what is halted in a namespace is not shown to system',
    SHOWN,
    step([NAMESPACE, AGENT, GATEWAY], look('system')),
  );
}

function answer(input: Json): Finding {
  const { halts, event } = input as unknown as { halts: readonly Halted[]; event: HaltEvent };
  const found = haltStep(halts, event);
  return 'output' in found ? found : { refused: found.faults };
}

export const topic: Topic = {
  name: 'halts',
  title: 'Halt and resume',
  specified: 'RFC-0016 section 5',
  input:
    'halts: what is halted for the namespace `default` at the beginning, in any order, by the admins `admin` of `default` and of `system`. event: halt or resume (the body, by an admin of a namespace), look (GET /v2/control by an admin of a namespace), evaluate (an action that is admissible but for halts, by a principal for an executor), commit (of what was evaluated before anything was halted).',
  output:
    'Of halt, resume and look: halted, as GET /v2/control answers it but for `since`, and records, those appended to the log of the namespace, each with type and object. Of evaluate and commit: the verdict.',
  reasons: {
    'invalid-request': 'the request is not of its form, or names an agent where none belongs',
    forbidden: 'the gateway is halted and resumed by admins of system',
    'not-found': 'nothing of that scope and name is halted',
    blocked: 'a halt applies to the evaluation',
    'no-longer-admissible': 'a halt applies to the commit',
  },
  cases: () => [...changes(), ...effects()],
  answer,
};
