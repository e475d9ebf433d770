import { ACTION_KEY, approvable, escalationCommitment, reasonsDigest } from '@eaap/admissibility';
import { reasonDigest } from '@eaap/judgment';
import { fromHex, keyed, toBase64Url, type Action, type Reason } from '@eaap/protocol';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Change, Escalated, EscalationEvent } from '../../model/escalation.ts';
import type { Answer } from '../../vectors/types.ts';
import { POLICY } from '../../checks/fixtures/index.ts';
import { leading, stated, type Answered, type Led } from './lib/gateway.ts';

type Version = Parameters<typeof escalationCommitment>[0];

/** What is computed of bytes. */
function computed(input: JsonObject): string {
  switch (input['kind']) {
    case 'reason':
      return reasonDigest(input['reason'] as unknown as Reason);
    case 'reasons':
      return reasonsDigest(input['reasons'] as unknown as readonly Reason[]);
    case 'action-key':
      return keyed(
        fromHex(String(input['key'])),
        ACTION_KEY,
        approvable(String(input['principal']), input['action'] as unknown as Action),
      );
    default:
      return escalationCommitment(
        input['escalation'] as unknown as Version,
        toBase64Url(fromHex(String(input['salt']))),
      );
  }
}

const ACTION: JsonObject = {
  tool: 'messages.send',
  parameters: { channel: 'news', text: 'hello' },
  environment: 'production',
};

/** The action with one thing changed about it. */
function changed(change: Change): JsonObject {
  switch (change) {
    case 'intent':
      return { ...ACTION, intent: 'Tell them.' };
    case 'session':
      return { ...ACTION, session: 's-1' };
    case 'model':
      return { ...ACTION, model: 'another' };
    case 'parameter':
      return { ...ACTION, parameters: { channel: 'news', text: 'hello ' } };
    case 'environment':
      return { ...ACTION, environment: 'staging' };
    case 'claim':
      return { ...ACTION, claims: [{ subject: 'news', attribute: 'state', value: 'open' }] };
    case 'effect':
      return { ...ACTION, effects: [{ effect: 'message.send', target: 'resource:all' }] };
    default:
      return ACTION;
  }
}

const evaluate = (led: Led, change: Change = 'nothing'): Promise<Answered> =>
  led.call('evaluate', change === 'principal' ? 'stranger' : 'agent', { body: { action: changed(change) } });

const commit = (led: Led, evaluated: Answered): Promise<Answered> =>
  led.call('commit', 'executor', {
    body: {
      token: evaluated.body['token'] ?? '',
      action: ACTION,
      audience: 'target',
      confirmation_key: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
    },
  });

interface Waiting {
  readonly id: string;
  readonly challenge: string;
}

/** Approves or denies, with a version and a challenge. */
const decide = (
  led: Led,
  route: 'approve' | 'deny',
  as: string,
  { id, version, challenge }: { id: string; version: number; challenge?: string },
): Promise<Answered> =>
  led.call(route, as, {
    params: { id },
    headers: { 'if-match': `"${version}"` },
    body: { reason: 'vectors', ...(challenge === undefined ? {} : { challenge }) },
  });

const read = async (led: Led, id: string): Promise<JsonObject> =>
  (await led.must('escalation', 'auditor', { params: { id } })).body;

/** Leads an escalation to the state a vector begins in. */
async function lead(led: Led, { status, ttl_ms }: Escalated): Promise<Waiting> {
  const id = String((await evaluate(led)).body['escalation']);
  const challenge = String((await read(led, id))['challenge']);
  if (status === 'expired') {
    led.at(ttl_ms);
    await read(led, id);
  }
  if (status === 'pending' || status === 'expired') return { id, challenge };
  led.at(1000);
  await decide(led, status === 'denied' ? 'deny' : 'approve', 'approver', { id, version: 1, challenge });
  if (status === 'consumed') {
    led.at(2000);
    const evaluated = await evaluate(led);
    await commit(led, evaluated);
    // So that no silence about it is recorded later.
    const { id: evaluation } = evaluated.body['evaluation'] as { id: string };
    await led.must('outcome', 'executor', { body: { evaluation, status: 'executed' } });
  }
  return { id, challenge };
}

/** A rule that comes later. */
const ruled = (led: Led, policy: object, outcome: 'block' | 'escalate'): Promise<Answered> =>
  led.must('set-policy', 'admin', {
    body: {
      ...POLICY,
      ...policy,
      rules: [{ id: 'later', description: 'Later.', tools: ['messages.*'], when: 'true', outcome }],
    } as unknown as Json,
  });

async function after(led: Led, id: string, from: number): Promise<Answer> {
  const { status = null, version = null } = await read(led, id);
  return { output: { status, version, records: (await led.records(from)).map(stated) } };
}

async function step(
  led: Led,
  escalation: Escalated,
  event: EscalationEvent,
  policy: object,
): Promise<Answer> {
  const waiting = await lead(led, escalation);
  const { id, challenge } = waiting;
  switch (event.kind) {
    case 'pass':
    case 'look': {
      const from = await led.size();
      led.at(event.at);
      if (event.kind === 'look') await read(led, id);
      return after(led, id, from);
    }
    case 'approve':
    case 'deny': {
      await led.credential('decider', { ...event.by, roles: ['approver'] });
      const from = await led.size();
      led.at(event.at);
      const typed = { shown: { challenge }, other: { challenge: `${challenge}0` }, none: {} }[
        event.challenge
      ];
      const answer = await decide(led, event.kind, 'decider', { id, version: event.version, ...typed });
      return answer.problem === undefined ? after(led, id, from) : { refused: answer.problem };
    }
    case 'evaluate':
    case 'ask': {
      led.at(event.at);
      if (event.changed === 'reason-added') await ruled(led, policy, 'escalate');
      if (event.changed === 'rule-blocks') await ruled(led, policy, 'block');
      const { problem, body } = await evaluate(led, event.changed);
      if (event.kind === 'ask')
        return { output: { escalation: body['escalation'] === id ? 'the same' : 'another' } };
      if (problem !== undefined) return { refused: problem };
      const { verdict, judgment } = body['evaluation'] as {
        verdict: string;
        judgment: { approvals: Json[] };
      };
      return { output: { verdict, approvals: judgment.approvals.length } };
    }
    case 'commit': {
      led.at(event.at - 1);
      const [first, second] = [await evaluate(led), await evaluate(led)];
      if (!event.first) await commit(led, first);
      const from = await led.size();
      led.at(event.at);
      const answer = await commit(led, second);
      return answer.problem === undefined ? after(led, id, from) : { refused: answer.problem };
    }
  }
}

/** Bytes computed by the packages; steps driven through the routes on a clock that stands still. */
export function compute(input: Json): Answer | Promise<Answer> {
  const asked = input as JsonObject;
  if (asked['kind'] === 'step') {
    const { escalation, event } = asked as unknown as { escalation: Escalated; event: EscalationEvent };
    const policy = { escalation: { ...POLICY.escalation, ttl_ms: escalation.ttl_ms } };
    return leading(policy, (led) => step(led, escalation, event, policy));
  }
  const value = computed(asked);
  const { claimed } = asked;
  return claimed === undefined || claimed === value ? { output: value } : { refused: 'mismatch' };
}
