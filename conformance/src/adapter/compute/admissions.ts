import type { Json, JsonObject } from '../../model/json.ts';
import type { Answer } from '../../vectors/types.ts';
import type { AdmissionEvent, AdmissionInput, Evaluated } from '../../model/admission.ts';
import { leading, START_MS, stated, type Answered, type Led } from './lib/gateway.ts';

const CONFIRMATION_KEY = '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo';
const UNKNOWN_TOKEN = 'A'.repeat(43);
const NOTHING = '019c1371-2a40-7000-8000-00000000dead';
const HOUR = 3_600_000;

const act = (tool: string, parameters: JsonObject): JsonObject => ({
  tool,
  parameters,
  environment: 'production',
});
/** What is evaluated, by the verdict it gets. The one that is allowed relies on a fact. */
const ACTIONS = {
  ALLOW: act('orders.ship', { order: 'order-1' }),
  BLOCK: act('records.export', { record: 'rec-1' }),
  ESCALATE: act('messages.send', { channel: 'news', text: 'hello' }),
} as const;
const OTHER = act('orders.ship', { order: 'order-2' });

/** A second commit within the hour needs a person: so an evaluation can be led to escalate without any drift. */
const LIMITS = [
  {
    id: 'one-an-hour',
    kind: 'rate',
    scope: 'principal',
    tools: ['orders.*'],
    max: 1,
    window_ms: HOUR,
    outcome: 'escalate',
  },
];

const store = (led: Led, value: string): Promise<Answered> =>
  led.must('store', 'recorder', {
    body: {
      subject: 'order-1',
      attribute: 'status',
      value,
      source: { kind: 'system', id: 'shop', observed_at: new Date(START_MS - 1000).toISOString() },
    },
  });

interface Asked {
  readonly id: string;
  readonly token: string;
}

async function evaluate(led: Led, verdict: Evaluated['verdict'], action?: JsonObject): Promise<Asked> {
  const { body } = await led.call('evaluate', 'agent', { body: { action: action ?? ACTIONS[verdict] } });
  const { id } = body['evaluation'] as { id: string };
  return { id, token: typeof body['token'] === 'string' ? body['token'] : UNKNOWN_TOKEN };
}

interface Presented {
  readonly by: string;
  readonly token: string;
  readonly key: string | null;
  readonly audience: string;
  readonly action: JsonObject;
}

const present = (led: Led, { by, token, key, audience, action }: Presented): Promise<Answered> =>
  led.call('commit', by, {
    headers: key === null ? {} : { 'idempotency-key': key },
    body: { token, action, audience, confirmation_key: CONFIRMATION_KEY },
  });

const plain = (token: string, key: string | null, action: JsonObject = ACTIONS.ALLOW): Presented => ({
  by: 'executor',
  token,
  key,
  audience: 'target',
  action,
});

/** Leads an evaluation to the state a vector begins in. */
async function lead(led: Led, { evaluation, keys, policy }: AdmissionInput, other: Asked): Promise<Asked> {
  for (const [key, used] of Object.entries(keys))
    if (used === 'another') await present(led, plain(other.token, key, OTHER));
  if (evaluation === null) return { id: NOTHING, token: UNKNOWN_TOKEN };
  const asked = await evaluate(led, evaluation.verdict);
  if (evaluation.committed_at === null) return asked;
  led.at(evaluation.committed_at);
  const [key = null] = Object.keys(keys);
  await present(led, plain(asked.token, key));
  if (evaluation.reported_by === 'gateway') led.at(evaluation.committed_at + policy.outcome_ms);
  if (evaluation.reported_by === 'executor')
    await led.must('outcome', 'executor', { body: { evaluation: asked.id, status: evaluation.status } });
  return asked;
}

const statusOf = async (led: Led, id: string): Promise<Json> =>
  (await led.call('evaluation', 'auditor', { params: { id } })).body['status'] ?? 'none';

/** What the world is made to look like before the event. */
async function prepare(led: Led, event: AdmissionEvent, other: Asked): Promise<void> {
  if (event.kind !== 'commit') return;
  if (event.state === 'changed') await store(led, 'paid');
  if (event.judged === 'BLOCK')
    await led.must('halt', 'admin', { body: { scope: 'namespace', reason: 'vectors' } });
  if (event.judged === 'ESCALATE') await present(led, plain(other.token, null, OTHER));
}

function happen(led: Led, event: AdmissionEvent, { id, token }: Asked): Promise<Answered | undefined> {
  switch (event.kind) {
    case 'commit':
      return present(led, {
        by: event.by,
        token: event.token === 'its' ? token : UNKNOWN_TOKEN,
        key: event.key,
        audience: event.audience,
        action: event.action === 'same' ? ACTIONS.ALLOW : { ...ACTIONS.ALLOW, intent: 'Another.' },
      });
    case 'report':
      return led.call('outcome', event.by, { body: { evaluation: id, status: event.status } });
    case 'look':
      return led.call('evaluation', event.by, { params: { id } });
    default:
      return Promise.resolve(undefined);
  }
}

/** What the reference does on an event, driven through its routes on a clock that stands still. */
export function compute(input: Json): Promise<Answer> {
  const asked = input as unknown as AdmissionInput;
  const { policy, event } = asked;
  const limits = event.kind === 'commit' && event.judged === 'ESCALATE' ? LIMITS : [];
  return leading({ ...policy, limits }, async (led) => {
    if (event.kind === 'evaluate') {
      const from = await led.size();
      const { status, body } = await led.call('evaluate', 'agent', {
        body: { action: ACTIONS[event.judged] },
      });
      const { id } = body['evaluation'] as { id: string };
      return done(led, status, id, from);
    }
    await store(led, 'paid');
    const other = await evaluate(led, 'ALLOW', OTHER);
    const begun = await lead(led, asked, other);
    // A first look at once, so that what time has done to the beginning is recorded before the records are counted.
    await statusOf(led, begun.id);
    let from = await led.size();
    led.at(event.at);
    if (event.kind === 'commit') {
      // What is prepared is told apart from what time does: only the latter is the event's.
      await prepare(led, event, other);
      if (event.state === 'changed' || event.judged !== 'ALLOW') from = await led.size();
    }
    const answer = await happen(led, event, begun);
    if (answer?.problem !== undefined) return { refused: answer.problem };
    return done(led, answer?.status ?? null, begun.id, from);
  });
}

async function done(led: Led, answer: number | null, id: string, from: number): Promise<Answer> {
  const evaluation = await statusOf(led, id);
  const records = (await led.records(from)).map(stated);
  return { output: { answer, evaluation, records } };
}
